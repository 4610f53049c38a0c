package handlers_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// What is counted in the form is numbers of page views: a form shown again is none, and what the form does not have is
// left out.
func TestWherePeopleStopIsCounted(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleOrganizer)
		const page = "/staff/events/here/form-steps"
		staff.Wants(staff.Get(page), http.StatusOK, "まだ数えたものがありません")
		browser := p.Client()
		browser.Get("/events/here/register")
		browser.Get("/events/here/register")
		tell := func(parts, first string) {
			answer := browser.Post("/events/here/register/reached", "ticket_type", "venue", "parts", parts, "first", first)
			apptest.Equal(t, "the answer to a browser", answer.Code, http.StatusNoContent)
		}
		tell("ticket_type you <script> q_unknown", "true")
		tell("you", "false")
		tell("nothing", "true")
		faulty := browser.Post("/events/here/register", "ticket_type", "nobody's", "family_name", "髙橋", "reached", "you")
		browser.Wants(faulty, http.StatusUnprocessableEntity, `name="reached" value="you"`)
		apptest.Equal(t, "the form with everything", browser.Post("/events/here/register", newcomerForm("one", "a@b.example")...).Code,
			http.StatusSeeOther)

		answer := staff.Get(page)
		staff.Wants(answer, http.StatusOK, "メールアドレス", "2件（100%）", "1件（50%）", "名")
		apptest.Lacks(t, "the page", answer.Body.String(), "q_unknown", "script&gt;", "nobody")
		stored := func() []models.FormCount {
			counts, err := p.DB.Query(t.Context()).FormCounts().OfEvent(p.Event)
			if err != nil {
				t.Fatal(err)
			}
			return counts
		}
		sums := map[models.FormStep]int{}
		for _, c := range stored() {
			if c.Step != models.FormFault {
				sums[c.Step] += c.Times
			}
		}
		apptest.Equal(t, "the steps", sums, map[models.FormStep]int{
			models.FormOpened: 2, models.FormTouched: 1, models.FormReached: 3, models.FormFaulted: 1, models.FormSent: 1,
		})

		before := stored()
		p.SetClock(p.Event.EndsAt.Add(time.Second))
		browser.Get("/events/here/register")
		tell("you", "true")
		p.As(models.RoleOrganizer).Get(page)
		apptest.Equal(t, "the counters after the event", stored(), before)
	})
}
