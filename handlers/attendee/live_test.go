package attendee_test

import (
	"net/http"
	"testing"
	"time"

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

func TestTheRoomShowsTheStreamOrLeadsToIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen) })
		staff := p.As(models.RoleModerator)
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		attendee := p.Client()
		attendee.Get("/r/" + secret + "/join")
		sets := func(t *testing.T, address, shown string, want int) {
			t.Helper()
			answer := staff.With(t).Post("/staff/events/here/room/stream", "stream_url", address, "shown", shown)
			staff.With(t).Wants(answer, want)
		}
		t.Run("a known player, which this page alone may frame", func(t *testing.T) {
			sets(t, "https://youtu.be/dQw4w9WgXcQ", "here", http.StatusSeeOther)
			answer := attendee.With(t).Get("/events/here/live")
			frame := apptest.Document(t, answer).Find("iframe").AttrOr("src", "")
			apptest.Equal(t, "frame", frame, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ")
			policy := answer.Header().Get("Content-Security-Policy")
			apptest.Contains(t, "policy", policy, "frame-src 'self' https://www.youtube-nocookie.com;")
			policy = attendee.With(t).Get("/events/here").Header().Get("Content-Security-Policy")
			apptest.Lacks(t, "another page's policy", policy, "youtube")
		})
		t.Run("not in the light version, which is remembered", func(t *testing.T) {
			for _, path := range []string{"/events/here/live?light=on", "/events/here/live"} {
				page := apptest.Document(t, attendee.With(t).Get(path))
				apptest.Equal(t, "frames", page.Find("iframe").Length(), 0)
				apptest.Equal(t, "link", page.Find("#stream").AttrOr("href", ""), "https://youtu.be/dQw4w9WgXcQ")
			}
			attendee.With(t).Get("/events/here/live?light=off")
		})
		t.Run("a meeting has a name to copy", func(t *testing.T) {
			sets(t, "https://zoom.us/j/81234567890", "link", http.StatusSeeOther)
			page := apptest.Document(t, attendee.With(t).Get("/events/here/live"))
			apptest.Equal(t, "name's length", len(page.Find("#join-name").AttrOr("value", "")) > 5, true)
		})
		t.Run("an address that may not be shown is told to staff", func(t *testing.T) {
			sets(t, "https://evil.example/player", "here", http.StatusUnprocessableEntity)
			page := apptest.Document(t, attendee.With(t).Get("/events/here/live"))
			apptest.Equal(t, "link", page.Find("#stream").AttrOr("href", ""), "https://zoom.us/j/81234567890")
		})
		t.Run("staff say that it is late", func(t *testing.T) {
			staff.With(t).LeadsTo(staff.With(t).Post("/staff/events/here/announcements", "text_ja", "10分遅れます。", "text_en", ""),
				"/staff/events/here/announcements")
			apptest.Contains(t, "room", attendee.With(t).Get("/events/here/live").Body.String(), "10分遅れます。")
		})
	})
}

// Somebody at the venue has their ticket open, and follows the code on the slide.
func TestTheCodeOnTheSlideLetsInWhoHasTheirTicketOpen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen) })
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		attendee := p.Client()
		attendee.Get("/r/" + secret)
		attendee.LeadsTo(attendee.Get("/events/here/live"), "/r/"+secret+"/join")
	})
}

// A phone lets the page sleep while the meeting's app is in front.
func TestWhoComesBackFromTheMeetingWasThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen) })
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		beat := func(body string) {
			answer := p.Request(http.MethodPost, "/events/here/live/beat", body,
				"Cookie", p.RoomCookie(secret), "Content-Type", "application/x-www-form-urlencoded")
			p.Wants(answer, http.StatusNoContent)
		}
		p.SetClock(time.Now())
		beat("tab=t")
		p.Advance(50 * time.Minute)
		beat("tab=t&away=true")
		if was := presentFor(t, p); was < 49*time.Minute {
			t.Errorf("was there for %v", was)
		}
	})
}

func presentFor(t *testing.T, p *apptest.Program) (sum time.Duration) {
	t.Helper()
	q := p.DB.Query(t.Context())
	ids, err := q.Registrations().LiveIDs(p.Event)
	if err != nil {
		t.Fatal(err)
	}
	durations, err := q.Presences().Durations(ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range durations {
		sum += d
	}
	return sum
}
