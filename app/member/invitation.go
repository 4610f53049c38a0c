package member

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/mail"
	"meguri/app/service/security"
	"meguri/models"
)

const (
	// invitationAge is how long the link of an invitation works, so that it can be read after a weekend.
	invitationAge = 7 * 24 * time.Hour
	// invitationsPerHour is the most invitations that an account gets by mail in an hour.
	invitationsPerHour = 5
)

// Add offers a person a role at a scope and mails them an invitation. The role counts once they accept it; somebody who
// belongs to the organization already has it at once. An unknown address gets an account, whose password the link of
// the invitation sets. A role that the person has already changes nothing. Who gives roles there may call it. Errors:
// Invalid with the fields at fault; Forbidden for a role that in.By may not give; TooMany.
func (s *Service) Add(ctx context.Context, at Scope, in AddInput) error {
	_, err := s.add(ctx, at, in)
	return err
}

func (s *Service) add(ctx context.Context, at Scope, in AddInput) (done security.Entry, err error) {
	invited, role, until, err := in.read(at, s.db.Now())
	if err != nil {
		return done, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		account, err := tx.Accounts().ByEmail(invited.EmailKey)
		if models.CodeOf(err) == models.CodeNotFound {
			account, err = invited, tx.Accounts().Create(invited)
		}
		if err != nil {
			return err
		}
		m := at.newMember(account.ID, role)
		m.InvitedName, m.EndsAt = invited.Name, until
		about := roleOf(m)
		if until != nil {
			about.Action = "role_lent"
		}
		tx.About(about)
		done, err = s.give(tx, at, account, m)
		return err
	})
	if err == nil {
		security.Log(ctx, done)
	}
	return done, err
}

// maxInvited is how many addresses one form may bring.
const maxInvited = 50

// Added is what became of one of several addresses: a text key with its values.
type Added struct {
	Address string
	Key     string
	Args    []any
	Failed  bool
}

// AddMany is Add for several addresses, which are parted by lines, commas or semicolons and may have a name before
// them. Each is added or refused by itself. Errors: Invalid for no address, for too many, and for a role or an end that
// none of them can have.
func (s *Service) AddMany(ctx context.Context, at Scope, in AddInput) ([]Added, error) {
	addresses := in.addresses()
	c := check.New()
	readRole(c, in.Role, in.Until, in.By, at, s.db.Now())
	switch {
	case len(addresses) == 0:
		c.Fault("emails", "field.required")
	case len(addresses) > maxInvited:
		c.Fault("emails", "member.too_many", "max", maxInvited)
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	list := make([]Added, 0, len(addresses))
	for _, one := range addresses {
		result, err := s.addOne(ctx, at, in, one)
		if err != nil {
			return list, err
		}
		list = append(list, result)
	}
	return list, nil
}

func (s *Service) addOne(ctx context.Context, at Scope, in AddInput, one named) (Added, error) {
	in.Email, in.Name = one.address, one.name
	done, err := s.add(ctx, at, in)
	result := Added{Address: one.address, Key: "member.result_invited"}
	if done.Event == security.RoleGiven {
		result.Key = "member.result_given"
	}
	var known *models.Error
	switch {
	case err == nil:
		return result, nil
	case !errors.As(err, &known) || known.Code == models.CodeInternal || known.Code == models.CodeForbidden:
		return result, err
	}
	result.Failed, result.Key, result.Args = true, known.Key, known.Args
	for field, key := range known.Fields {
		result.Key, result.Args = key, known.ArgsOf(field)
	}
	return result, nil
}

// named is an address with the name that stood before it, "" for none.
type named struct{ name, address string }

// addresses are those of the list, each once.
func (in AddInput) addresses() (list []named) {
	parts := strings.FieldsFunc(in.Emails, func(r rune) bool { return strings.ContainsRune("\r\n,;、，；", r) })
	for _, part := range parts {
		one := named{address: strings.TrimSpace(part)}
		if name, rest, ok := strings.Cut(one.address, "<"); ok {
			one = named{strings.Trim(name, " \"　"), strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), ">"))}
		}
		isSame := func(other named) bool { return strings.EqualFold(other.address, one.address) }
		if one.address != "" && !slices.ContainsFunc(list, isSame) {
			list = append(list, one)
		}
	}
	return list
}

// read checks the input. The account has no password: it is for an address that has no account yet.
func (in AddInput) read(at Scope, now time.Time) (*models.Account, models.Role, *time.Time, error) {
	c := check.New()
	display, key := c.Email("email", in.Email, check.Required)
	name := c.NoURL("name", c.Name("name", in.Name, maxName, check.Optional))
	role, until := readRole(c, in.Role, in.Until, in.By, at, now)
	if name == "" {
		name, _, _ = strings.Cut(display, "@")
	}
	account := &models.Account{
		Email: display, EmailKey: key, Name: name, PasswordHash: models.NoPassword, Locale: in.Locale,
	}
	return account, role, until, c.Err()
}

// give gives the role to somebody who belongs to the organization, and invites others.
func (s *Service) give(
	tx *models.Tx, at Scope, account *models.Account, m *models.Member,
) (security.Entry, error) {
	given := security.Entry{Event: security.RoleGiven, Subject: account.ID, Role: string(m.Role)}
	belongs, err := tx.Members().Belongs(account.ID, at.organization)
	if err != nil {
		return given, err
	}
	if belongs {
		return given, tx.Members().Add(m)
	}
	given.Event = security.InvitationSent
	isNew, err := tx.Members().Invite(m)
	if err != nil || !isNew {
		return given, err
	}
	return given, s.invite(tx, at, account, m)
}

// invite mails an invitation. The mail has the name that the inviting person typed, so that it tells them nothing about
// an account that exists.
func (s *Service) invite(tx *models.Tx, at Scope, account *models.Account, m *models.Member) error {
	n, err := tx.PasswordResets().CountInvitations(account.ID, tx.Now.Add(-time.Hour))
	if err != nil {
		return err
	}
	if n >= invitationsPerHour {
		return models.NewError(models.CodeTooMany, "member.invited_often")
	}
	return s.passwords.MailLink(tx, mail.AccountLink{
		Account: account, ToName: m.InvitedName, Member: m, Event: at.event, Kind: MailStaffInvitation, Age: invitationAge,
	})
}

// InviteAgain mails a new link to somebody who has not accepted their role yet, and does nothing for others. The link
// before ends. Who gives roles there may call it. Errors: NotFound; Forbidden; TooMany.
func (s *Service) InviteAgain(ctx context.Context, at Scope, by []models.Role, memberID string) error {
	var again *models.Member
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		member, err := at.member(tx, memberID)
		again = member
		if err != nil || !member.Pending() {
			return err
		}
		if !models.MayGive(by, member.Role) {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		if err := tx.PasswordResets().EndInvitations(member.ID); err != nil {
			return err
		}
		member.InvitedName = invitedName(member)
		tx.About(roleOf(member))
		return s.invite(tx, at, &member.Account, member)
	})
	if err == nil {
		security.Log(ctx, security.Entry{
			Event: security.InvitationSent, Subject: again.AccountID, Role: string(again.Role),
		})
	}
	return err
}
