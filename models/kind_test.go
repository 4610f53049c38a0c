package models_test

import (
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestOnlyKnownKindsAreQueued(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		mail := func(kind string) func(tx *models.Tx) error {
			return func(tx *models.Tx) error { return tx.Mails().Queue(&models.Mail{Cause: kind, Kind: kind}) }
		}
		job := func(kind string) func(tx *models.Tx) error {
			return func(tx *models.Tx) error { return tx.Jobs().Add(kind, kind, "", tx.Now) }
		}
		if err := db.InTx(t.Context(), job("anything")); err != nil {
			t.Errorf("before the kinds are known: %v", err)
		}
		db.SetKinds(models.Kinds{Mails: []string{"letter"}, Jobs: []string{models.JobSendMail}})
		for title, c := range map[string]struct {
			queue func(tx *models.Tx) error
			ok    bool
		}{
			"a known mail":    {mail("letter"), true},
			"an unknown mail": {mail("postcard"), false},
			"a known job":     {job(models.JobSendMail), true},
			"an unknown job":  {job("sweeping"), false},
		} {
			t.Run(title, func(t *testing.T) {
				if err := db.InTx(t.Context(), c.queue); (err == nil) != c.ok {
					t.Errorf("it said %v", err)
				}
			})
		}
	})
}

func TestTheLastOneMailed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		first, second := modelstest.Registration(t, db, event, "online"), modelstest.Registration(t, db, event, "online")
		last := func(want string) {
			t.Helper()
			got, err := db.Query(t.Context()).Mails().LastMailedTo(event.ID, "news_1:")
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
		queue := func(cause string, r *models.Registration) {
			t.Helper()
			m := &models.Mail{
				Cause: cause + r.ID, Kind: "letter", EventID: &event.ID, RegistrationID: &r.ID, ToAddress: r.Email, Locale: "ja",
			}
			if err := db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Mails().Queue(m) }); err != nil {
				t.Fatal(err)
			}
		}
		last("")
		queue("newsX1:", second) // _ stands for itself
		queue("other:", second)
		last("")
		queue("news_1:", second)
		queue("news_1:", first)
		last(second.ID)
	})
}
