package journeys_test

import (
	"fmt"
	"testing"
	"time"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestTheAgendaOfAFestivalThatIsOn examines the agenda of twelve rooms while it is on, and what leads on from it.
func TestTheAgendaOfAFestivalThatIsOn(t *testing.T) {
	t.Parallel()
	db := modelstest.OnSQLite(t)
	server := serve(t, db)
	festival, err := db.Query(t.Context()).Events().BySlug("festival-2024")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	late := now.Sub(festival.StartsAt) - 80*time.Minute
	festival.TimeZone = fmt.Sprintf("Etc/GMT%+d", now.Hour()-11) // where it is eleven, so that all is on one day
	modelstest.Write(t, db, func(tx *models.Tx) error {
		changed := *festival // a rehearsal leaves its mark
		if err := tx.Events().Update(&changed, changed.Version); err != nil {
			return err
		}
		return tx.Sessions().Shift(festival, func(t time.Time) time.Time { return t.Add(late) })
	})
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			p := server.browser.Visit(t, server.BaseURL, "visitor", view)
			p.Open("/events/festival-2024/agenda?lang="+view.Lang).Sees("agenda.now", "agenda.cancelled").Examine("agenda-on")
			if view.Width < 600 {
				p.Sees("agenda.later").Press(p.T("agenda.past", "n", "12")).Examine("agenda-all")
			} else {
				p.Press("agenda.jump_now")
			}
			p.Fill("agenda.search", p.Pick("プロボノ", "pro bono")).Follow("agenda.choose").
				Sees(p.T("agenda.found", "n", "5")).Examine("agenda-found")
			p.FollowAt(".slot a").Sees("agenda.when", "agenda.back_to").Examine("session")
		})
	}
}
