package attendee_test

import (
	"net/http"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// The requests are those of the room's script, in which a browser adds the charset.
func TestTheLiveRoomTakesHeartbeats(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen) })
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		attendee := p.Client()
		attendee.LeadsTo(attendee.Get("/r/"+secret+"/join"), "/events/here/live")
		room := apptest.Document(t, attendee.Get("/events/here/live")).Find("#room")
		sends := func(t *testing.T, name, body string, want int) {
			t.Helper()
			path := room.AttrOr(name, "")
			answer := p.With(t).Request(http.MethodPost, path, body,
				"Cookie", p.RoomCookie(secret), "Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
			p.With(t).Wants(answer, want)
		}
		present := func(t *testing.T, want string) {
			t.Helper()
			page := apptest.Document(t, p.With(t).As(models.RoleModerator).Get("/staff/events/here/room"))
			apptest.Equal(t, "people in the room", page.Find(".live-present").Text(), want)
		}
		t.Run("while a tab is open", func(t *testing.T) {
			sends(t, "data-beat-to", "tab=t", http.StatusNoContent)
			present(t, "1")
			sends(t, "data-leave-to", "tab=t", http.StatusNoContent)
			present(t, "0")
		})
		t.Run("with a tab's name", func(t *testing.T) {
			sends(t, "data-beat-to", "", http.StatusUnprocessableEntity)
		})
	})
}
