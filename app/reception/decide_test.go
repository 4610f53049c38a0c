package reception

import (
	"testing"
	"time"

	"meguri/app/service/ticket"
	"meguri/models"
)

// scanOf is a scan that was looked up; registrationID is "" where nobody was found.
func scanOf(id, registrationID string) scan {
	s := scan{event: &models.Event{ID: "event", State: models.EventPublished}, input: ScanInput{ID: id}}
	if registrationID != "" {
		s.registration = &models.Registration{ID: registrationID, State: models.RegistrationConfirmed, TicketSerial: 2}
	}
	return s
}

var now = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)

// showTicket makes a scan one of a signed ticket.
func showTicket(s *scan, serial uint16, notAfter time.Time) {
	s.claims = ticket.Claims{EventID: "event", RegistrationID: s.registration.ID, Serial: serial, NotAfter: notAfter}
}

func TestDecide(t *testing.T) {
	tomorrow, yesterday := now.AddDate(0, 0, 1), now.AddDate(0, 0, -1)
	for name, c := range map[string]struct {
		change func(s *scan)
		want   models.CheckInResult
	}{
		"a confirmed person":         {func(*scan) {}, models.CheckInAdmitted},
		"on the way out":             {func(s *scan) { s.input.Direction = models.DirectionOut }, models.CheckInLeft},
		"with the newest ticket":     {func(s *scan) { showTicket(s, 2, tomorrow) }, models.CheckInAdmitted},
		"with an older ticket":       {func(s *scan) { showTicket(s, 1, tomorrow) }, models.CheckInRevoked},
		"with a ticket that is over": {func(s *scan) { showTicket(s, 2, yesterday) }, models.CheckInRevoked},
		"who waits":                  {func(s *scan) { s.registration.State = models.RegistrationWaitlisted }, models.CheckInWaitlisted},
		"whom no draw has chosen yet": {
			func(s *scan) { s.registration.State = models.RegistrationApplied }, models.CheckInWaitlisted},
		"who waits, with an older ticket": {func(s *scan) {
			s.registration.State = models.RegistrationWaitlisted
			showTicket(s, 1, tomorrow)
		}, models.CheckInRevoked},
		"who cancelled": {func(s *scan) { s.registration.State = models.RegistrationCancelled }, models.CheckInCancelled},
		"who cancelled, with an older ticket": {func(s *scan) {
			s.registration.State = models.RegistrationCancelled
			showTicket(s, 1, tomorrow)
		}, models.CheckInCancelled},
		"who was declined":      {func(s *scan) { s.registration.State = models.RegistrationDeclined }, models.CheckInCancelled},
		"of a cancelled event":  {func(s *scan) { s.event.State = models.EventCancelled }, models.CheckInCancelled},
		"nobody":                {func(s *scan) { s.registration = nil }, models.CheckInUnknown},
		"what parse refused":    {func(s *scan) { s.registration, s.refused = nil, models.CheckInWrongEvent }, models.CheckInWrongEvent},
		"nobody on the way out": {func(s *scan) { s.registration, s.input.Direction = nil, models.DirectionOut }, models.CheckInUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			s := scanOf("scan", "hanako")
			c.change(&s)
			s.decide(now)
			if s.CheckIn.Result != c.want {
				t.Errorf("%s, want %s", s.CheckIn.Result, c.want)
			}
			if named := s.CheckIn.RegistrationID != nil; named != (s.registration != nil) {
				t.Errorf("the answer names somebody: %v", named)
			}
		})
	}
}

// A transaction that is run again decides anew.
func TestDecidingAgainForgetsTheFirstAnswer(t *testing.T) {
	s := scanOf("scan", "hanako")
	showTicket(&s, 1, now.AddDate(0, 0, 1))
	s.decide(now)
	s.registration.TicketSerial = 1
	s.decide(now)
	if s.CheckIn.Result != models.CheckInAdmitted {
		t.Errorf("%s, want %s", s.CheckIn.Result, models.CheckInAdmitted)
	}
}
