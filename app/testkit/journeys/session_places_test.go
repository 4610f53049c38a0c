package journeys_test

import (
	"slices"
	"strconv"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestSessionPlaces follows the one place of a session: somebody chooses it as they register, and is told of a clash;
// another waits, and has it once it is given back.
func TestSessionPlaces(t *testing.T) {
	t.Parallel()
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			server := serve(t, modelstest.OnSQLite(t))
			session := server.sessionWithOnePlace(t)
			p := server.browser.Visit(t, server.BaseURL, "first", view)
			link := server.registersFor(t, p, session, newAddress("place", view))
			p.Open(link).Follow("session_place.own_link").Sees("ひとつの席", "session_place.state_taken").Examine("own-sessions")

			q := server.browser.Visit(t, server.BaseURL, "second", view)
			own := register(t, server.Demo, "venue") + "/sessions?lang=" + view.Lang
			q.Open(own).Sees("session_place.full", q.T("session_place.waiting_n", "n", "1")).Examine("own-sessions-full")
			join := "#session-" + session.ID + " button[value=join]"
			q.FollowAt(join).Sees("session_place.joined", q.T("session_place.place_in_line", "n", "2"))
			q.Examine("own-sessions-waiting")

			leave := "#session-" + session.ID + " button[value=leave]"
			p.FollowAt(leave).Sees("session_place.left_now") // the companion is next
			q.Open(own).Sees(q.T("session_place.place_in_line", "n", "1"))
			desk := server.staff(t, models.RoleOrganizer, view)
			desk.Open("/staff/events/summit-next/sign-ups").Sees("ひとつの席").Examine("session-desk")
			one := "/staff/events/summit-next/sign-ups/" + session.ID
			desk.Open(one).Sees("めい").Follow("session_place.in_people").Sees("めい").Examine("session-people")
			desk.Open(one).Examine("session-desk-one").Follow("session_place.remove").Sees("session_place.changed")
			q.Open(own).Sees("session_place.state_taken").Examine("own-sessions-moved-up")
		})
	}
}

// sessionWithOnePlace adds a session at the time of another one that has places.
func (s *demoServer) sessionWithOnePlace(t *testing.T) *models.Session {
	t.Helper()
	event, err := s.DB.Query(t.Context()).Events().BySlug("summit-next")
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := s.DB.Query(t.Context()).Sessions().OfEvent(event)
	if err != nil {
		t.Fatal(err)
	}
	places, err := s.DB.Query(t.Context()).SessionPlaces().OfEvent(event)
	if err != nil || len(places) == 0 {
		t.Fatalf("%d sessions with places: %v", len(places), err)
	}
	at := slices.IndexFunc(sessions, func(one models.Session) bool { return places[one.ID] != nil })
	added := modelstest.Session(t, s.DB, event, models.Session{
		TitleJa: "ひとつの席", StartsAt: sessions[at].StartsAt, EndsAt: sessions[at].EndsAt,
		Room: &models.Room{NameJa: "小さな部屋"}, Kind: models.SessionDiscussion,
	})
	if err := s.DB.InTx(t.Context(), func(tx *models.Tx) error {
		return tx.SessionPlaces().Save(&models.SessionPlaces{SessionID: added.ID, EventID: event.ID, Capacity: 1})
	}); err != nil {
		t.Fatal(err)
	}
	return added
}

// registersFor registers two people of a family for the session, of whom the second one waits, and returns the first
// one's link.
func (s *demoServer) registersFor(t *testing.T, p *browser.Page, session *models.Session, address string) string {
	t.Helper()
	p.Open("/events/summit-next/register").Sees("session_place.choose", "session_place.few")
	p.Press("registration.companion_add_first").Sees(p.T("registration.companion_n", "n", "2"))
	p.Unfold("session_place.choose").Examine("register-sessions")
	p.Sees(p.T("session_place.same_time", "title", "ひとつの席"))
	box := "[value=" + strconv.Quote(session.ID) + "]"
	p.PressAt("input[name=sessions]" + box).PressAt(`input[name^="sessions."]` + box)
	p.PressAt(`input[name^="family_name."]`).Type("Place").PressAt(`input[name^="given_name."]`).Type("めい")
	p.Choose(p.Pick("会場で参加", "At the venue"))
	p.Fill("registration.family_name", "Place").Fill("registration.given_name", "Hanako")
	p.Fill("registration.email", address).PressAt("input[name=consents]")
	p.Follow("registration.review").Sees("registration.review_title", "ひとつの席").Examine("review-sessions")
	p.Follow("registration.submit").Sees("registration.mailed_to")
	staff := s.staff(t, models.RoleOrganizer, p.View)
	return mailedLink(staff, "summit-next", address)
}
