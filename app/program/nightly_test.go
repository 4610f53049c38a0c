package program

import (
	"testing"
	"time"

	"meguri/app/audit"
	"meguri/app/circulation"
	"meguri/app/federation"
	"meguri/app/need"
	"meguri/app/offer"
	"meguri/app/privacy"
	"meguri/app/promise"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestATokenOfAnEarlierVersionGetsAnEnd(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		token := &models.APIToken{EventID: event.ID, Name: "old", Role: models.RoleAnalyst}
		token.TokenHash = models.HashSecret("old")
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.APITokens().Create(token) })
		now := time.Date(2030, time.May, 1, 4, 0, 0, 0, time.UTC)
		db.SetClock(func() time.Time { return now })
		for range 2 { // later nights do not move it
			p := &Program{
				db: db, audits: audit.New(db), privacy: privacy.New(db, nil, nil),
				promises: promise.New(db, link.New([]byte("key"))), feeds: federation.New(db, federation.Options{}),
				offers:      offer.New(db, link.New([]byte("key"))),
				circulation: circulation.New(db), needs: need.New(db, need.Options{}),
			}
			if err := p.Maintain(t.Context()); err != nil {
				t.Fatal(err)
			}
			now = now.AddDate(0, 0, 45)
		}
		if _, err := db.Query(t.Context()).APITokens().BySecret("old"); err == nil {
			t.Error("it still works after 90 days")
		}
	})
}

func TestTheNightsWorkIsDoneByNight(t *testing.T) {
	for now, want := range map[string]time.Duration{
		"2026-11-27T02:00:00+09:00": time.Hour,
		"2026-11-27T03:00:00+09:00": 24 * time.Hour,
		"2026-11-27T20:30:00+09:00": 6*time.Hour + 30*time.Minute,
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := untilNight(at.UTC()); got != want {
			t.Errorf("at %s it begins in %s", now, got)
		}
	}
}
