package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"
)

// How long an answer takes does not tell whether an address is known. Known and unknown ones take turns, so that what else the machine does meets both. The
// bound is wide: a password that is hashed for one of them only exceeds it many times.
func TestTheTimeOfAnAnswerDoesNotTellWhoIsKnown(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		const people = 25
		known, unknown, fresh := make([]string, people), make([]string, people), make([]string, people)
		for n := range people {
			known[n], unknown[n], fresh[n] = fmt.Sprintf("known-%d@mail.example", n), fmt.Sprintf("unknown-%d@mail.example", n), fmt.Sprintf("fresh-%d@mail.example", n)
			b.signUp(b.event, known[n])
		}
		b.alike("a link", known, unknown, func(email string) int {
			return b.form("/events/here/link", url.Values{"email": {email}}).Code
		})
		if _, err := quietAccounts(b.db).Create(t.Context(), "staff@mail.example", "職員", demoPassword, "ja"); err != nil {
			t.Fatal(err)
		}
		b.alike("signing in", slices.Repeat([]string{"staff@mail.example"}, 4), unknown[:4], func(email string) int {
			return b.form("/staff/login", url.Values{"email": {email}, "password": {"not the password"}}).Code
		})
		b.alike("registering", known, unknown, func(email string) int {
			return b.form("/events/here/register", url.Values{"ticket_type": {"online"}, "family_name": {"髙橋"}, "given_name": {"花子"}, "email": {email}, "sector": {"civil"},
				"consents": {"privacy"}}).Code
		})
		b.alike("a new password", slices.Repeat([]string{"staff@mail.example"}, 3), unknown[4:7], func(email string) int {
			return b.form("/staff/forgot", url.Values{"email": {email}}).Code
		})
		b.alike("registering by the API", known, fresh, func(email string) int {
			body := fmt.Sprintf(`{"ticket_type":"online","family_name":"髙橋","email":%q}`, email)
			if code := b.request(http.MethodPost, peoplePath, body, "Content-Type", "application/json").Code; code != http.StatusCreated && code != http.StatusAccepted {
				return code
			}
			return http.StatusSeeOther // which of the two is told, see docs/decisions/0009; how long it takes is not to tell more
		})
	})
}

// alike asks with known and unknown addresses in turns, and compares what the answers say and how long half of them took.
func (b *building) alike(what string, known, unknown []string, ask func(email string) (status int)) {
	b.t.Helper()
	var first, second []time.Duration
	timed := func(email string) (int, time.Duration) {
		begin := time.Now()
		return ask(email), time.Since(begin)
	}
	for n := range known {
		status, took := timed(known[n])
		other, otherTook := timed(unknown[n])
		if status != other || (status != http.StatusSeeOther && status != http.StatusUnprocessableEntity) {
			b.t.Fatalf("%s: %d and %d", what, status, other)
		}
		first, second = append(first, took), append(second, otherTook)
	}
	slices.Sort(first)
	slices.Sort(second)
	ratio := float64(first[len(first)/2]) / float64(second[len(second)/2])
	b.t.Logf("%s: %v known, %v unknown, %.2f", what, first[len(first)/2], second[len(second)/2], ratio)
	if ratio > 5 || ratio < 1.0/5 {
		b.t.Errorf("%s takes %.1f times as long where the address is known", what, ratio)
	}
}
