package attendee_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// The requests are those of a browser without JavaScript.
func TestAPollGoesFromThePhoneOfStaffToTheRoomAndTheStage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleModerator)
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		attendee := p.Client()
		attendee.Get("/r/" + secret + "/join")
		var id, screen string
		t.Run("a question without options is refused, and kept", func(t *testing.T) {
			answer := staff.With(t).Post("/staff/events/here/polls", "title_ja", "いつ？", "kind", "single", "options", "夜")
			staff.With(t).Wants(answer, http.StatusUnprocessableEntity, "いつ？")
		})
		t.Run("it is started", func(t *testing.T) {
			for range 2 { // the button was pressed twice
				staff.With(t).LeadsTo(staff.With(t).Post("/staff/events/here/polls", "id", "one", "title_ja", "いつ？",
					"kind", "single", "options", "朝 | Morning\n夜 | Night"), "/staff/events/here/polls")
			}
			list := apptest.Document(t, staff.With(t).Get("/staff/events/here/polls")).Find(".poll-desk")
			apptest.Equal(t, "polls", list.Length(), 1)
			id = strings.TrimPrefix(list.AttrOr("id", ""), "poll-")
			apptest.Lacks(t, "the room before", attendee.With(t).Get("/events/here/live/polls").Body.String(), "いつ？")
			staff.With(t).LeadsTo(staff.With(t).Post("/staff/events/here/polls/"+id+"/open", "stage", "1"),
				"/staff/events/here/stage")
		})
		t.Run("the stage shows it to who has the link", func(t *testing.T) {
			remote := apptest.Document(t, staff.With(t).Get("/staff/events/here/stage"))
			screen = strings.Split(remote.Find(".remote-links a").AttrOr("href", ""), "?")[0]
			visitor := p.With(t).Client()
			apptest.Contains(t, "the stage", visitor.Get(screen).Body.String(), "いつ？", "/j/")
			apptest.Equal(t, "another link", visitor.Get("/events/here/stage/guess").Code, http.StatusNotFound)
		})
		t.Run("an answer is counted", func(t *testing.T) {
			apptest.Contains(t, "own page", attendee.With(t).Get("/r/"+secret).Body.String(), "join?to=polls")
			room := attendee.With(t).Get("/events/here/live/polls").Body.String()
			apptest.Contains(t, "room", room, "いつ？", "/events/here/live/polls/"+id)
			none := attendee.With(t).Post("/events/here/live/polls/" + id)
			attendee.With(t).Wants(none, http.StatusUnprocessableEntity, "いつ？")
			answer := attendee.With(t).Post("/events/here/live/polls/"+id, "q_answer", "night")
			attendee.With(t).LeadsTo(answer, "/events/here/live/polls#poll-"+id)
			after := apptest.Document(t, attendee.With(t).Get("/events/here/live/polls")).Find(".poll-own")
			apptest.Contains(t, "own answer", after.Text(), "夜", "100")
			bar := apptest.Document(t, p.With(t).Client().Get(screen)).Find(".stage-top-bar")
			apptest.Contains(t, "the stage", bar.Text(), "夜", "100")
		})
		t.Run("and downloaded without a name", func(t *testing.T) {
			file := staff.With(t).Get("/staff/events/here/polls.csv").Body.String()
			apptest.Contains(t, "file", file, "いつ？", "夜")
			apptest.Lacks(t, "file", file, "hanako")
			json := staff.With(t).Get("/staff/events/here/polls.json").Body.String()
			apptest.Contains(t, "json", json, `"value":"night","text_ja":"夜","text_en":"Night","count":1`)
			apptest.Equal(t, "xlsx", staff.With(t).Get("/staff/events/here/polls.xlsx").Code, http.StatusOK)
		})
		t.Run("a new link closes the old one", func(t *testing.T) {
			staff.With(t).Post("/staff/events/here/stage/link")
			apptest.Equal(t, "old link", p.With(t).Client().Get(screen).Code, http.StatusNotFound)
		})
	})
}
