package reception

import (
	"testing"
	"time"

	"meguri/app/service/ticket"
	"meguri/models"
)

// scanOf is a scan after the look-up; registrationID is "" where nothing was found.
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
	// in gives the registration a state.
	in := func(state models.RegistrationState) func(s *scan) {
		return func(s *scan) { s.registration.State = state }
	}
	// showing shows a signed ticket.
	showing := func(serial uint16, notAfter time.Time) func(s *scan) {
		return func(s *scan) { showTicket(s, serial, notAfter) }
	}
	goingOut := func(s *scan) { s.input.Direction = models.DirectionOut }
	nobody := func(s *scan) { s.registration = nil }
	type changes []func(s *scan)
	for name, c := range map[string]struct {
		changes changes
		want    models.CheckInResult
	}{
		"a confirmed person":          {nil, models.CheckInAdmitted},
		"on the way out":              {changes{goingOut}, models.CheckInLeft},
		"with the newest ticket":      {changes{showing(2, tomorrow)}, models.CheckInAdmitted},
		"with an older ticket":        {changes{showing(1, tomorrow)}, models.CheckInRevoked},
		"with a ticket that is over":  {changes{showing(2, yesterday)}, models.CheckInRevoked},
		"who waits":                   {changes{in(models.RegistrationWaitlisted)}, models.CheckInWaitlisted},
		"whom no draw has chosen yet": {changes{in(models.RegistrationApplied)}, models.CheckInWaitlisted},
		"who waits, with an older ticket": {
			changes{in(models.RegistrationWaitlisted), showing(1, tomorrow)}, models.CheckInRevoked,
		},
		"who cancelled": {changes{in(models.RegistrationCancelled)}, models.CheckInCancelled},
		"who cancelled, with an older ticket": {
			changes{in(models.RegistrationCancelled), showing(1, tomorrow)}, models.CheckInCancelled,
		},
		"whose place lapsed":    {changes{in(models.RegistrationLapsed)}, models.CheckInCancelled},
		"who was declined":      {changes{in(models.RegistrationDeclined)}, models.CheckInCancelled},
		"of a cancelled event":  {changes{func(s *scan) { s.event.State = models.EventCancelled }}, models.CheckInCancelled},
		"nobody":                {changes{nobody}, models.CheckInUnknown},
		"nobody on the way out": {changes{nobody, goingOut}, models.CheckInUnknown},
		"what parse refused": {
			changes{nobody, func(s *scan) { s.refused = models.CheckInWrongEvent }}, models.CheckInWrongEvent,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := scanOf("scan", "hanako")
			for _, change := range c.changes {
				change(&s)
			}
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

// A transaction may run again.
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
