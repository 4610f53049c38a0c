package mail_test

import (
	"context"
	"errors"
	"testing"

	"meguri/app/service/i18n"
	"meguri/app/service/jobs"
	"meguri/app/service/link"
	"meguri/app/service/mail"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestAMailIsNotGivenUpBecauseTheDatabaseIsAway(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		texts, err := i18n.Load()
		if err != nil {
			t.Fatal(err)
		}
		service, err := mail.New(db, texts, mail.Options{Links: link.New([]byte("key"))})
		if err != nil {
			t.Fatal(err)
		}
		event := modelstest.Summit(t, db, "summit")
		m := &models.Mail{Cause: "cause", Kind: "event_cancelled", EventID: &event.ID, ToAddress: "a@b.example", Locale: "ja"}
		if err := db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Mails().Queue(m) }); err != nil {
			t.Fatal(err)
		}
		away, goAway := context.WithCancel(t.Context())
		goAway()
		if _, err := service.Compose(away, m); err == nil || errors.Is(err, jobs.ErrGiveUp) {
			t.Errorf("said %v", err)
		}
		m.Kind = "of a later version"
		if _, err := service.Compose(t.Context(), m); !errors.Is(err, jobs.ErrGiveUp) {
			t.Errorf("a mail without text: %v", err)
		}
	})
}
