package command

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"meguri/app/account"
	"meguri/app/program"
	"meguri/models"
)

type userCommand struct {
	Create   userCreateCommand   `cmd:"" help:"Make an account for a member of staff."`
	Password userPasswordCommand `cmd:"" help:"Give somebody a new password, where no mail can be sent."`
	Disable  userDisableCommand  `cmd:"" help:"End somebody's logins and API tokens, and let them sign in no more."`
	Enable   userEnableCommand   `cmd:"" help:"Let somebody sign in again whose account was disabled."`
}

type userCreateCommand struct {
	Email            string      `required:"" help:"Mail address to sign in with." env:"MEGURI_USER_EMAIL"`
	Name             string      `required:"" help:"Name as colleagues see it." env:"MEGURI_USER_NAME"`
	Password         string      `help:"${help_made}" env:"MEGURI_USER_PASSWORD"`
	Locale           string      `help:"${help_locale}" enum:"ja,en" default:"ja" env:"MEGURI_USER_LOCALE"`
	Role             models.Role `help:"${help_role}" enum:"${roles}" default:"owner" env:"MEGURI_USER_ROLE"`
	Event            string      `help:"${help_event}" placeholder:"SLUG" xor:"where" env:"MEGURI_USER_EVENT"`
	Organization     string      `help:"${help_host}" placeholder:"SLUG" xor:"where" env:"MEGURI_USER_ORGANIZATION"`
	OrganizationName string      `help:"${help_host_name}" placeholder:"NAME" env:"MEGURI_USER_ORGANIZATION_NAME"`
}

// Run creates the account and its role in one transaction.
func (u *userCreateCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, err := openDatabase(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	password := u.Password
	if password == "" {
		password = rand.Text() // 26 letters and digits, 128 bits
	}
	input := account.CreateInput{Email: u.Email, Name: u.Name, Password: password, Locale: u.Locale}
	created, err := accountsWithoutMail(db).CreateMember(asCommand(ctx, "command_user_created"), input, u.member)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Account made: %s%s\n", created.Email, u.where())
	if u.Password == "" {
		fmt.Fprintf(out, "Password (shown this once): %s\n", password)
	}
	return nil
}

// member returns the role for the account, nil if none was given.
func (u *userCreateCommand) member(tx *models.Tx) (*models.Member, error) {
	switch {
	case u.Event != "":
		event, err := tx.Events().BySlug(u.Event)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil, fmt.Errorf("there is no event %q", u.Event)
		}
		return &models.Member{EventID: &event.ID, Role: u.Role}, err
	case u.Organization != "":
		organization, err := u.organization(tx)
		if err != nil {
			return nil, err
		}
		return &models.Member{OrganizationID: &organization.ID, Role: u.Role}, nil
	case u.OrganizationName != "":
		return nil, errors.New("--organization-name needs --organization, the short name in addresses")
	}
	return nil, nil
}

func (u *userCreateCommand) organization(tx *models.Tx) (*models.Organization, error) {
	organization, err := tx.Organizations().BySlug(u.Organization)
	if models.CodeOf(err) != models.CodeNotFound {
		return organization, err
	}
	if u.OrganizationName == "" {
		return nil, fmt.Errorf("there is no organization %q: give --organization-name as well to make it", u.Organization)
	}
	organization = &models.Organization{Slug: u.Organization, NameJa: u.OrganizationName, Sector: models.SectorOther}
	return organization, tx.Organizations().Create(organization)
}

func (u *userCreateCommand) where() string {
	switch {
	case u.Event != "":
		return fmt.Sprintf(" (%s at the event %s)", u.Role, u.Event)
	case u.Organization != "":
		return fmt.Sprintf(" (%s at the organization %s)", u.Role, u.Organization)
	}
	return " (no role yet: an owner of an event can add the person on the page Members)"
}

type userPasswordCommand struct {
	Email    string `required:"" help:"Mail address of the account." env:"MEGURI_USER_EMAIL"`
	Password string `help:"${help_made}" env:"MEGURI_USER_PASSWORD"`
}

// Run sets the password and signs the person out everywhere.
func (u *userPasswordCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, err := openDatabase(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	password := u.Password
	if password == "" {
		password = rand.Text()
	}
	err = accountsWithoutMail(db).SetPassword(asCommand(ctx, "command_user_password"), u.Email, password)
	if models.CodeOf(err) == models.CodeNotFound {
		return fmt.Errorf("there is no account %q", u.Email)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "The password is set; all logins of the account have ended.")
	if u.Password == "" {
		fmt.Fprintf(out, "Password (shown this once): %s\n", password)
	}
	return nil
}

type userDisableCommand struct {
	Email string `required:"" help:"Mail address of the account." env:"MEGURI_USER_EMAIL"`
}

// Run disables the account.
func (u *userDisableCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	return setDisabled(ctx, config, out, u.Email, true,
		"The account is disabled; its logins and the API tokens that it made have ended.")
}

type userEnableCommand struct {
	Email string `required:"" help:"Mail address of the account." env:"MEGURI_USER_EMAIL"`
}

// Run enables the account. Its former logins and tokens stay ended.
func (u *userEnableCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	return setDisabled(ctx, config, out, u.Email, false, "The account may sign in again. It needs new API tokens.")
}

func setDisabled(
	ctx context.Context, config *program.Config, out io.Writer, email string, disabled bool, done string,
) error {
	db, err := openDatabase(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	action := "command_user_enabled"
	if disabled {
		action = "command_user_disabled"
	}
	err = accountsWithoutMail(db).Disable(asCommand(ctx, action), email, disabled)
	if models.CodeOf(err) == models.CodeNotFound {
		return fmt.Errorf("there is no account %q", email)
	}
	if err == nil {
		fmt.Fprintln(out, done)
	}
	return err
}
