package command

import (
	"context"
	"fmt"
	"io"

	"meguri/app/command/demo"
	"meguri/app/member"
	"meguri/app/program"
	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/models"
)

// live plays a day into the program that is served from the same database.
func (d *demoCommand) live(ctx context.Context, config *program.Config, db *models.DB, out io.Writer) error {
	if d.Speed <= 0 || d.People < 1 {
		return fmt.Errorf("--speed and --people must be more than 0")
	}
	base, err := config.Address()
	if err != nil {
		return err
	}
	if d.At != "" {
		base = d.At
	}
	key, err := config.LinkKey()
	if err != nil {
		return err
	}
	event, err := db.Query(ctx).Events().BySlug("summit-next")
	if err != nil {
		return fmt.Errorf("there is no summit-next to play: fill a new database with `meguri serve --demo`")
	}
	in := member.TokenInput{Name: "demo --live", Role: models.RoleReceptionist, Days: 1}
	token, _, err := membersWithoutMail(db).NewToken(asCommand(ctx, "command_token_made"), event, in, nil)
	if err != nil {
		return err
	}
	links := registration.New(db, link.New(key), nil)
	_, err = demo.Live(ctx, demo.LiveOptions{
		Base: base, Event: event.Slug, Token: token, Email: demo.Staff[0].Email, People: d.People, Speed: d.Speed, Out: out,
		Link: func(ctx context.Context, id string) (string, error) {
			r, err := db.Query(ctx).Registrations().ByID(event, id)
			if err != nil {
				return "", err
			}
			return links.Link(r), nil
		},
	})
	return err
}
