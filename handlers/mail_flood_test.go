package handlers_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"meguri/app/program"
	"meguri/app/testkit/apptest"
)

// flood changes the ticket type n times on the own page, calls after after each, and counts the answers by status.
func flood(p *apptest.Program, secret string, n int, after func()) map[int]int {
	answers := map[int]int{}
	for i := range n {
		wanted := []string{"online", "venue"}[i%2]
		form := url.Values{"ticket_type": {wanted}, "wait": {"true"}}
		answers[p.Form("/r/"+secret+"/change", form).Code]++
		after()
	}
	return answers
}

func TestTheOwnPageFloodsNoMailbox(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		t.Run("however quickly mails are sent", func(t *testing.T) {
			p := p.With(t)
			secret, _, _ := p.SignUp(p.Event, "quick@victim.example")
			p.RunJobs()
			answers := flood(p, secret, 300, p.RunJobs)
			apptest.Equal(t, "answers", answers, map[int]int{http.StatusSeeOther: 300})
			apptest.Equal(t, "mails", len(p.Mails()), 30)
			p.Advance(24*time.Hour + time.Second)
			flood(p, secret, 3, p.RunJobs)
			apptest.Equal(t, "mails with those of the next day", len(p.Mails()) > 30, true)
		})
		t.Run("while the mail server is down", func(t *testing.T) {
			p := p.With(t)
			secret, _, _ := p.SignUp(p.Event, "slow@victim.example")
			before := len(p.Mails())
			answers := flood(p, secret, 300, func() {})
			apptest.Equal(t, "answers", answers, map[int]int{http.StatusSeeOther: 300})
			apptest.Equal(t, "mails", len(p.Mails())-before, 1)
		})
		t.Run("from one network", func(t *testing.T) {
			p := p.With(t)
			secret, _, _ := p.SignUp(p.Event, "network@victim.example")
			p.Start(func(c *program.Config) { c.RateLimit = "on" })
			answers := flood(p, secret, 300, func() {})
			apptest.Equal(t, "answers with changes", answers[http.StatusSeeOther] < 25, true)
			apptest.Equal(t, "all others", answers[http.StatusSeeOther]+answers[http.StatusTooManyRequests], 300)
			for _, path := range []string{"/r/" + secret, "/r/" + secret + "/cancel", "/r/" + secret + "/link"} {
				for range 30 {
					p.Form(path, url.Values{})
				}
				apptest.Equal(t, path, p.Form(path, url.Values{}).Code, http.StatusTooManyRequests)
			}
		})
	})
}
