package attendee_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// The requests are those of a browser without JavaScript.
func TestCardsAreAnsweredInTheRoom(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleModerator)
		made := staff.Post("/staff/events/here/consensus", "title_ja", "時間", "minutes", "3")
		to := made.Header().Get("Location")
		staff.LeadsTo(staff.Post(to, "title_ja", "時間", "minutes", "3", "statements", "一つ\n二つ\n三つ", "do", "open"), to)
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		attendee := p.Client()
		attendee.Get("/r/" + secret + "/join")
		cards := strings.Replace(to, "/staff/events/here/", "/events/here/live/", 1)
		t.Run("the room leads to the cards", func(t *testing.T) {
			apptest.Contains(t, "room", attendee.With(t).Get("/events/here/live").Body.String(), cards)
			attendee.With(t).LeadsTo(attendee.With(t).Get("/events/here/live/consensus"), cards)
		})
		t.Run("each card is answered, and one goes back", func(t *testing.T) {
			last := ""
			for range 3 {
				page := apptest.Document(t, attendee.With(t).Get(cards+"?last="+last))
				last = page.Find("input[name=statement]").AttrOr("value", "")
				attendee.With(t).LeadsTo(attendee.With(t).Post(cards, "statement", last, "stance", "agree"), cards+"?last="+last)
			}
			apptest.Contains(t, "after the last", attendee.With(t).Get(cards).Body.String(), "すべてのカードに答えました")
			back := apptest.Document(t, attendee.With(t).Get(cards+"?card="+last))
			apptest.Equal(t, "pressed", back.Find(".stance-agree").AttrOr("aria-pressed", ""), "true")
		})
		t.Run("what is no stance is refused", func(t *testing.T) {
			answer := attendee.With(t).Post(cards, "statement", "x", "stance", "perhaps")
			attendee.With(t).Wants(answer, http.StatusUnprocessableEntity)
		})
		t.Run("when it is over the map is there, and no card", func(t *testing.T) {
			staff.With(t).LeadsTo(staff.With(t).Post(to+"/close"), to)
			attendee.With(t).LeadsTo(attendee.With(t).Get(cards), cards+"/map")
			answer := attendee.With(t).Post(cards, "statement", "x", "stance", "agree")
			attendee.With(t).LeadsTo(answer, cards+"/map")
			attendee.With(t).Wants(attendee.With(t).Get(cards+"/map"), http.StatusOK, "まだ結果は出ていません")
		})
		t.Run("everybody sees it only when it is public", func(t *testing.T) {
			public := strings.Replace(cards, "/live/", "/", 1)
			p.With(t).Client().Wants(p.With(t).Client().Get(public), http.StatusNotFound)
			staff.With(t).Post(to+"/publish", "public", "true")
			p.With(t).Client().Wants(p.With(t).Client().Get(public), http.StatusOK, "時間")
			csv := staff.With(t).Get(to + "/counts.csv")
			staff.With(t).Wants(csv, http.StatusOK, "一つ")
		})
	})
}
