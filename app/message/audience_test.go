package message_test

import (
	"testing"

	"meguri/app/message"
	"meguri/models"
)

// TestAMessageGoesToThoseWhomTheListChooses shows that an audience knows each condition that the list of people has,
// and keeps it.
func TestAMessageGoesToThoseWhomTheListChooses(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.change(f.hall, func(r *models.Registration) {
			r.Organization, r.Answers = "青空市", map[string]string{"lunch": "要"}
		})
		f.write(func(tx *models.Tx) error {
			tag, err := tx.Tags().Make(f.event, "来賓")
			if err != nil {
				return err
			}
			_, err = tx.Tags().Put(tag, []string{f.hall.ID, f.english.ID})
			return err
		})
		to := func(change func(in *message.AudienceInput)) int {
			in := input()
			change(&in.AudienceInput)
			page, err := f.messages.EditPage(t.Context(), f.words(), f.event, f.create(in), message.Shown{})
			must(t, err)
			again := *page.Input
			again.Version = page.Version
			must(t, f.messages.Save(t.Context(), f.me, f.event, page.Key, &again)) // the form brings it back
			saved, err := f.messages.EditPage(t.Context(), f.words(), f.event, page.Key, message.Shown{})
			must(t, err)
			equal(t, "people after saving again", saved.Reach.People(), page.Reach.People())
			equal(t, "words", saved.To, page.To)
			return page.Reach.People()
		}
		for name, c := range map[string]struct {
			change func(in *message.AudienceInput)
			want   int
		}{
			"everybody":       {func(*message.AudienceInput) {}, 3},
			"a tag":           {func(in *message.AudienceInput) { in.Tags = []string{"来賓"} }, 2},
			"a tag, and mode": {func(in *message.AudienceInput) { in.Tags, in.Mode = []string{"来賓"}, models.ModeOnline }, 1},
			"no such tag":     {func(in *message.AudienceInput) { in.Tags = []string{"誰も"} }, 0},
			"an organization": {func(in *message.AudienceInput) { in.Organization = "青空市" }, 1},
			"an answer":       {func(in *message.AudienceInput) { in.Answers = []string{"lunch:要"} }, 1},
			"minutes online":  {func(in *message.AudienceInput) { in.Online = "10" }, 0},
			"a mail failed":   {func(in *message.AudienceInput) { in.MailFailed = true }, 0},
		} {
			equal(t, name, to(c.change), c.want)
		}
		in := input()
		in.Online, in.Survey, in.Answered = "many", models.NewID(), "yes"
		_, err := f.messages.Create(t.Context(), f.me, f.event, models.NewID(), in)
		equal(t, "what is wrong", models.CodeOf(err), models.CodeInvalid)
	})
}

func (f *fixture) write(do func(tx *models.Tx) error) {
	f.t.Helper()
	must(f.t, f.db.InTx(f.t.Context(), do))
}
