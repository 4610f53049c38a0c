package staff_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestModeratorsRunTheLiveRoom(t *testing.T) {
	const path = "/staff/events/here/room"
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleModerator)
		t.Run("and see whether it is open", func(t *testing.T) {
			staff := staff.With(t)
			staff.LeadsTo(staff.Post(path, "room_state", "open"), path)
			page := apptest.Document(t, staff.Get(path))
			apptest.Equal(t, "chosen", page.Find("[name=room_state][checked]").AttrOr("value", ""), "open")
			apptest.Equal(t, "marked as open", page.Find(".badge.ok").Length(), 1)
			staff.LeadsTo(staff.Post(path, "room_state", "closed"), path)
			apptest.Equal(t, "marked as open", apptest.Document(t, staff.Get(path)).Find(".badge.ok").Length(), 0)
		})
		t.Run("in no other state", func(t *testing.T) {
			staff := staff.With(t)
			page := staff.Post(path, "room_state", "ajar")
			staff.Wants(page, http.StatusUnprocessableEntity)
			apptest.Equal(t, "choices", apptest.Document(t, page).Find("[name=room_state]").Length(), 3)
		})
	})
}

// The facilitator holds the remote control of the stage, and not the moderators' page.
func TestTheRemoteSaysWhoseTurnItIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SetClock(p.Event.EndsAt.Add(time.Hour)) // all who were there count
		facilitator := p.As(models.RoleModerator)
		turn := func() string {
			return apptest.Document(t, facilitator.With(t).Get("/staff/events/here/stage")).Find("#remote-now .notice").Text()
		}
		present := people(t, p)
		modelstest.Write(t, p.DB, func(tx *models.Tx) error { return tx.InsertRows(present) })
		apptest.Equal(t, "before anything was answered", turn(), "")
		modelstest.Write(t, p.DB, func(tx *models.Tx) error { return tx.InsertRows(answeredAtTheVenue(p.Event, tx.Now)) })
		apptest.Contains(t, "after five voices of the venue", turn(), "次はオンラインから")
	})
}

// people are five at the venue and five online.
func people(t *testing.T, p *apptest.Program) (list []models.Presence) {
	t.Helper()
	for range 5 {
		for _, slug := range []string{"venue", "online"} {
			r := modelstest.Registration(t, p.DB, p.Event, slug)
			list = append(list, models.Presence{
				ID: models.NewID(), EventID: p.Event.ID, RegistrationID: r.ID, Tab: "t",
				StartedAt: p.Event.StartsAt, SeenAt: p.Event.EndsAt,
			})
		}
	}
	return list
}

func answeredAtTheVenue(event *models.Event, at time.Time) (list []models.Post) {
	for range 5 {
		list = append(list, models.Post{
			ID: models.NewID(), EventID: event.ID, RequestID: models.NewID(), Author: models.NewID(), Kind: models.PostQuestion,
			Text: "会場からの質問", State: models.PostPublished, Mode: models.ModeVenue, AnsweredAt: &at,
		})
	}
	return list
}
