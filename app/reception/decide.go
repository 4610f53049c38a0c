package reception

import (
	"cmp"
	"time"

	"meguri/models"
)

// decide sets the answer of a scan, as far as it depends on the registration alone. Whether the person was inside or
// outside is seen when they are moved.
func (s *scan) decide(now time.Time) {
	s.Outcome = Outcome{CheckIn: s.newCheckIn(now), Registration: s.registration}
	s.CheckIn.Result = s.result(now)
	if s.registration != nil {
		s.CheckIn.RegistrationID = &s.registration.ID
	}
}

func (s *scan) result(now time.Time) models.CheckInResult {
	r := s.registration
	switch {
	case s.refused != "":
		return s.refused
	case r == nil:
		return models.CheckInUnknown
	case r.Live() && s.isOldTicket(now):
		return models.CheckInRevoked
	case r.State == models.RegistrationCancelled,
		r.State == models.RegistrationDeclined,
		r.State == models.RegistrationLapsed:
		return models.CheckInCancelled
	case s.event.State == models.EventCancelled:
		return models.CheckInCancelled
	case r.State != models.RegistrationConfirmed:
		return models.CheckInWaitlisted
	case s.direction() == models.DirectionOut:
		return models.CheckInLeft
	}
	return models.CheckInAdmitted
}

// isOldTicket reports whether the scan has a signed ticket that is not the registration's newest, or has expired.
func (s *scan) isOldTicket(now time.Time) bool {
	if s.claims.RegistrationID == "" {
		return false
	}
	return int(s.claims.Serial) != s.registration.TicketSerial || now.After(s.claims.NotAfter)
}

func (s *scan) direction() models.Direction {
	return cmp.Or(s.input.Direction, models.DirectionIn)
}

func (s *scan) newCheckIn(now time.Time) models.CheckIn {
	scannedAt := s.input.ScannedAt.UTC()
	if scannedAt.IsZero() || scannedAt.After(now) { // the clock of a device may be fast
		scannedAt = now
	}
	return models.CheckIn{
		ID:        s.input.ID,
		EventID:   s.event.ID,
		Door:      cmp.Or(s.input.Door, mainDoor),
		Direction: s.direction(),
		ByName:    s.by,
		ScannedAt: scannedAt,
		CreatedAt: now,
	}
}
