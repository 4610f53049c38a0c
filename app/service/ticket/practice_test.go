package ticket_test

import (
	"testing"

	"meguri/app/service/ticket"
)

func TestPracticeCodesAreNoTickets(t *testing.T) {
	if got := ticket.PracticeText(ticket.PracticeVenue, 10); got != "KEIKONBCD" { // static/js/reception/practice.test.js
		t.Errorf("%s", got)
	}
	seen := map[string]bool{}
	for n := range 512 {
		text := ticket.PracticeText(ticket.PracticeOnline, n)
		if seen[text] || !ticket.IsPractice(text) {
			t.Errorf("%d: %s", n, text)
		}
		seen[text] = true
		if ticket.IsTicket(text) {
			t.Errorf("%s is a ticket", text)
		}
		if code, ok := ticket.FindCode(text); ok {
			t.Errorf("%s is the code %s", text, code)
		}
	}
}
