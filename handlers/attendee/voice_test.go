package attendee_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/app/voice"
	"meguri/models"
)

// The requests are those of a browser without JavaScript.
func TestVoicesGoFromTheRoomToTheModeratorAndBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleModerator)
		staff.LeadsTo(staff.Post("/staff/events/here/live/settings", "open", "true", "review", "before", "naming", "either",
			"title_ja", "時間", "title_en", "Time", "slug", ""), "/staff/events/here/live/settings")
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		attendee := p.Client()
		attendee.Get("/r/" + secret + "/join")
		room := func(t *testing.T) string { t.Helper(); return attendee.With(t).Get("/events/here/live").Body.String() }

		t.Run("what is no voice keeps what was typed", func(t *testing.T) {
			long := strings.Repeat("長", voice.MaxText+1)
			answer := attendee.With(t).Post("/events/here/live/voices", "id", "one", "kind", "question", "text", long)
			attendee.With(t).Wants(answer, http.StatusUnprocessableEntity, long)
		})
		t.Run("a voice waits", func(t *testing.T) {
			for range 2 { // the button was pressed twice
				attendee.With(t).LeadsTo(attendee.With(t).Post("/events/here/live/voices?order=newest",
					"id", "one", "kind", "question", "text", "<b>夜</b>だけでも？", "topic", "theme:time"),
					"/events/here/live?order=newest#voices")
			}
			list := apptest.Document(t, staff.With(t).Get("/staff/events/here/live")).Find(".voice-queue .voice-text")
			apptest.Equal(t, "waiting", list.Text(), "<b>夜</b>だけでも？")
			apptest.Lacks(t, "the moderators' page", staff.With(t).Get("/staff/events/here/live").Body.String(), "hanako")
		})
		var id string
		t.Run("until it is published", func(t *testing.T) {
			list := apptest.Document(t, attendee.With(t).Get("/events/here/live")).Find("#voice-list")
			apptest.Lacks(t, "list", list.Text(), "夜")
			queue := apptest.Document(t, staff.With(t).Get("/staff/events/here/live"))
			action := queue.Find(".voice-queue form").AttrOr("action", "")
			id = action[strings.LastIndex(action, "/")+1:]
			staff.With(t).LeadsTo(staff.With(t).Post(action, "decision", "publish", "version", "1"),
				"/staff/events/here/live?undo="+id)
			apptest.Contains(t, "room", room(t), "&lt;b&gt;夜&lt;/b&gt;だけでも？")
		})
		t.Run("others vote for it", func(t *testing.T) {
			second, _, _ := p.SignUp(p.Event, "taro@mail.example")
			taro := p.With(t).Client()
			taro.Get("/r/" + second + "/join")
			taro.LeadsTo(taro.Post("/events/here/live/voices/"+id+"/vote"), "/events/here/live#voices")
			page := apptest.Document(t, taro.Get("/events/here/live"))
			apptest.Equal(t, "votes", page.Find(".voice-vote b").Text(), "1")
			apptest.Equal(t, "pressed", page.Find(".voice-vote").AttrOr("aria-pressed", ""), "true")
		})
		t.Run("its author sees its way on their page", func(t *testing.T) {
			staff.With(t).Post("/staff/events/here/live/voices/"+id, "decision", "answer", "text", "はい、できます。")
			own := apptest.Document(t, attendee.With(t).Get("/r/"+secret)).Find("#voices")
			apptest.Contains(t, "way", own.Text(), "夜", "回答がありました", "はい、できます。")
		})
	})
}
