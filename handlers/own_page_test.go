package handlers_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// TestTheOwnPageShowsWhatIsTrueNow follows an attendee's page from before the event to after it.
func TestTheOwnPageShowsWhatIsTrueNow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.StreamURL, e.ContactEmail = "https://stream.example/", "ask@b.example" })
		secret, _, _ := p.SignUp(p.Event, "a@b.example") // online
		read := func() string {
			answer := p.Request(http.MethodGet, "/r/"+secret, "")
			p.Wants(answer, http.StatusOK, "ask@b.example")
			return answer.Body.String()
		}
		before := read()
		apptest.Contains(t, "before", before, "から入れます", "参加票を見る（会場にお越しになるとき）")
		apptest.Lacks(t, "before", before, "満席なら待つ", "お持ち帰りください", "会場の受付で、このQRコード")

		p.Advance(p.Event.StartsAt.Sub(p.DB.Now()) + time.Minute)
		during := read()
		apptest.Contains(t, "during", during, "オンライン会場に入る")
		apptest.Lacks(t, "during", during, "から入れます")

		p.Advance(p.Event.EndsAt.Sub(p.DB.Now()) + time.Hour)
		after := read()
		apptest.Contains(t, "after", after, "ありがとうございました", "お持ち帰りください")
		apptest.Lacks(t, "after", after, "参加票のQRコード", "オンライン会場に入る", "カレンダーに追加")
	})
}
