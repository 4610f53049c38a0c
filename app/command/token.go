package command

import (
	"context"
	"fmt"
	"io"

	"meguri/app/member"
	"meguri/app/program"
	"meguri/models"
)

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make an API token for an event and print it, alone, on standard output."`
}

type tokenCreateCommand struct {
	Role  models.Role `required:"" help:"What the token may do: ${enum}." enum:"${roles}" env:"MEGURI_TOKEN_ROLE"`
	Event string      `required:"" help:"Slug of the event it is good for." placeholder:"SLUG" env:"MEGURI_TOKEN_EVENT"`
	Days  int         `help:"How many days it works." default:"${token_days}" env:"MEGURI_TOKEN_DAYS"`
	Name  string      `help:"What it is for, as the members page lists it." default:"command line" env:"MEGURI_TOKEN_NAME"`
}

// Run prints only the token, because scripts read it.
func (t *tokenCreateCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, err := openDatabase(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	event, err := db.Query(ctx).Events().BySlug(t.Event)
	if models.CodeOf(err) == models.CodeNotFound {
		return fmt.Errorf("there is no event %q", t.Event)
	}
	if err != nil {
		return err
	}
	in := member.TokenInput{Name: t.Name, Role: t.Role, Days: t.Days}
	secret, _, err := membersWithoutMail(db).NewToken(asCommand(ctx, "command_token_made"), event, in, nil)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, secret)
	return nil
}
