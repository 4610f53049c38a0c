package promise_test

import (
	"testing"
	"time"

	"meguri/app/promise"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// The way of promises, through the whole program.
func TestAPromiseComesBackAfterThirtyAndNinetyDays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		event := p.Event
		p.SetClock(event.EndsAt.Add(-time.Minute))
		secret, _, _ := p.SignUp(event, "hanako@mail.example")
		hanako := p.Client()
		const said = "部下に「どう？」と、私から聞いてみます。"
		t.Run("it is sealed", func(t *testing.T) {
			hanako.With(t).LeadsTo(hanako.With(t).Post("/r/"+secret+"/promise", "text", said, "for", promise.ForMe),
				"/r/"+secret+"/promise")
			apptest.Contains(t, "own page", hanako.With(t).Get("/r/"+secret).Body.String(), said)
			apptest.Lacks(t, "the database", modelstest.Dump(t, p.DB)["promises"], said, "聞いて")
			staff := p.As(models.RoleModerator).With(t).Get("/staff/events/here/promises").Body.String()
			apptest.Lacks(t, "the staff's page", staff, said)
		})
		give := func(t *testing.T, days int) int {
			t.Helper()
			p.SetClock(event.EndsAt.AddDate(0, 0, days).Add(time.Hour))
			for range 2 { // the second time nobody gets it again
				if err := p.Nightly(); err != nil {
					t.Fatal(err)
				}
			}
			return len(p.Outbox("promise_returned"))
		}
		t.Run("it comes back", func(t *testing.T) {
			apptest.Equal(t, "mails after 29 days", give(t, 29), 0)
			apptest.Equal(t, "mails after 30 days", give(t, 30), 1)
			apptest.Equal(t, "mails after 31 days", give(t, 31), 1)
			mail := p.Outbox("promise_returned")[0]
			seen := p.As(models.RoleOwner).With(t).Get("/staff/events/here/mails/" + mail.ID + "/body").Body.String()
			apptest.Contains(t, "the mail as staff see it", seen, "封をした約束")
			apptest.Lacks(t, "the mail as staff see it", seen, "聞いて")
		})
		address := "/r/" + secret + "/promise/after/30"
		t.Run("a program that opens the link answers nothing", func(t *testing.T) {
			apptest.Contains(t, "page", hanako.With(t).Get(address+"?answer=help").Body.String(), said)
			apptest.Equal(t, "answers", len(modelstest.Texts(t, p.DB, "SELECT answer FROM promise_answers")), 0)
			hanako.With(t).LeadsTo(hanako.With(t).Post(address, "answer", "help"), address)
			hanako.With(t).LeadsTo(hanako.With(t).Post(address, "answer", "going"), address)
			apptest.Equal(t, "answer", modelstest.Texts(t, p.DB, "SELECT answer FROM promise_answers"), []string{"going"})
		})
		t.Run("and is forgotten", func(t *testing.T) {
			apptest.Equal(t, "mails after 90 days", give(t, 90), 2)
			give(t, models.PromiseKept+1)
			rows := modelstest.Texts(t, p.DB, "SELECT text || COALESCE(registration_id, '') FROM promises")
			apptest.Equal(t, "what stays", rows, []string{""})
		})
	})
}
