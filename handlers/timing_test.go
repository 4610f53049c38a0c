package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"meguri/app/command/demo"
	"meguri/app/testkit/apptest"
)

// How long an answer takes does not tell whether an address is known. Known and unknown ones take turns, so that what
// else the machine does meets both. The bound is wide: a password that is hashed for one of them only exceeds it many
// times.
func TestTheTimeOfAnAnswerDoesNotTellWhoIsKnown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const people = 25
		known, unknown, fresh := make([]string, people), make([]string, people), make([]string, people)
		for n := range people {
			known[n], unknown[n], fresh[n] = fmt.Sprintf("known-%d@mail.example", n), fmt.Sprintf(
				"unknown-%d@mail.example",
				n,
			), fmt.Sprintf("fresh-%d@mail.example", n)
			p.SignUp(p.Event, known[n])
		}
		alike(p, "a link", known, unknown, func(email string) int {
			return p.Form("/events/here/link", url.Values{"email": {email}}).Code
		})
		p.Account("staff@mail.example", "職員", demo.Password)
		alike(p, "signing in", slices.Repeat([]string{"staff@mail.example"}, 4), unknown[:4], func(email string) int {
			return p.Form("/staff/login", url.Values{"email": {email}, "password": {"not the password"}}).Code
		})
		alike(p, "registering", known, unknown, func(email string) int {
			return p.Form("/events/here/register", url.Values{
				"ticket_type": {"online"},
				"family_name": {"髙橋"},
				"given_name":  {"花子"},
				"email":       {email},
				"sector":      {"civil"},
				"consents":    {"privacy"},
			}).Code
		})
		alike(p, "a new password", slices.Repeat([]string{"staff@mail.example"}, 3), unknown[4:7], func(email string) int {
			return p.Form("/staff/forgot", url.Values{"email": {email}}).Code
		})
		alike(p, "registering by the API", known, fresh, func(email string) int {
			body := fmt.Sprintf(`{"ticket_type":"online","family_name":"髙橋","email":%q}`, email)
			code := p.Request(http.MethodPost, apptest.RegistrationsPath, body, "Content-Type", "application/json").Code
			if code != http.StatusCreated && code != http.StatusAccepted {
				return code
			}
			// which of the two is told, see docs/decisions/0009; how long it takes is not to tell more
			return http.StatusSeeOther
		})
	})
}

// alike asks with known and unknown addresses in turns, and compares what the answers say and how long half of them
// took.
func alike(p *apptest.Program, what string, known, unknown []string, ask func(email string) (status int)) {
	p.T.Helper()
	var first, second []time.Duration
	timed := func(email string) (int, time.Duration) {
		begin := time.Now()
		return ask(email), time.Since(begin)
	}
	for n := range known {
		status, took := timed(known[n])
		other, otherTook := timed(unknown[n])
		if status != other || (status != http.StatusSeeOther && status != http.StatusUnprocessableEntity) {
			p.T.Fatalf("%s: %d and %d", what, status, other)
		}
		first, second = append(first, took), append(second, otherTook)
	}
	slices.Sort(first)
	slices.Sort(second)
	ratio := float64(first[len(first)/2]) / float64(second[len(second)/2])
	p.T.Logf("%s: %v known, %v unknown, %.2f", what, first[len(first)/2], second[len(second)/2], ratio)
	if ratio > 5 || ratio < 1.0/5 {
		p.T.Errorf("%s takes %.1f times as long where the address is known", what, ratio)
	}
}
