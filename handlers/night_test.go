package handlers_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// On the second day of an event, who was not scanned out on the first is on no roll call, and may change and cancel
// what they registered.
func TestTheMorningAfterEverybodyIsOutside(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, list := companions(t, p)
		version := p.Event.Version
		p.Event.StartsAt = p.Event.StartsAt.Truncate(24 * time.Hour).Add(time.Hour) // ten o'clock in Tokyo
		p.Event.EndsAt = p.Event.StartsAt.AddDate(0, 0, 1).Add(8 * time.Hour)
		p.Write(func(tx *models.Tx) error { return tx.Events().Update(p.Event, version) })
		first := *list[0].RepresentativeID
		comes := func(at time.Time, ids ...string) {
			p.SetClock(at)
			for _, id := range ids {
				p.API(models.RoleOrganizer).Expect(http.StatusOK, "", http.MethodPost, "/api/v1/events/here/checkins",
					map[string]any{"scans": []map[string]any{{
						"id": models.NewID(), "registration_id": id, "door": "main", "direction": "in",
						"scanned_at": at.Format(time.RFC3339),
					}}})
			}
		}
		rollCall := func() string {
			answer := p.As(models.RoleReceptionist).With(t).Get("/staff/events/here/inside.pdf")
			apptest.Equal(t, "the roll call", answer.Code, http.StatusOK)
			return pdfText(t, answer.Body.Bytes())
		}
		own, companion := "/r/"+secret, "/r/"+secret+"/companions/"+list[0].ID
		const isInside, companionIsInside = "会場にご入場中のため、キャンセル", "会場にご入場中のため、いまは交代"
		comes(p.Event.StartsAt, first, list[0].ID)

		p.SetClock(p.Event.StartsAt.Add(16 * time.Hour)) // two o'clock at night
		apptest.Contains(t, "the roll call at night", rollCall(), "めい", "花子")
		p.Wants(p.Request(http.MethodGet, own, ""), http.StatusOK, isInside)
		p.Wants(p.Request(http.MethodGet, companion, ""), http.StatusOK, companionIsInside)
		for _, of := range []string{own, companion} {
			p.Wants(p.Request(http.MethodPost, of+"/cancel", ""), http.StatusUnprocessableEntity, "ご入場中のため")
		}

		p.SetClock(p.Event.StartsAt.Add(23 * time.Hour))
		apptest.Contains(t, "the roll call in the morning", rollCall(), "いま場内にいる方はいません。")
		apptest.Lacks(t, "their own page", p.Request(http.MethodGet, own, "").Body.String(), isInside)
		apptest.Lacks(t, "the companion's page", p.Request(http.MethodGet, companion, "").Body.String(), companionIsInside)
		p.LeadsTo(p.Request(http.MethodPost, companion+"/cancel", ""), own)

		comes(p.Event.StartsAt.Add(24*time.Hour), first)
		paper := rollCall()
		apptest.Contains(t, "the roll call of the second day", paper, "花子")
		apptest.Lacks(t, "the roll call of the second day", paper, "めい")
		p.Wants(p.Request(http.MethodGet, own, ""), http.StatusOK, isInside)
	})
}
