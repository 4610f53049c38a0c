package reception

import (
	"cmp"
	"time"

	"meguri/app/service/ticket"
	"meguri/models"
)

// decide sets the answer of a scan, as far as it depends on the registration as it is now. Whether the person was
// inside or outside is seen when their passage is recorded.
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
	case s.direction() == models.DirectionOut: // whoever is inside may leave, and must not be counted any more
		return models.CheckInLeft
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
	}
	return models.CheckInAdmitted
}

// isOldTicket reports whether the scan has a signed ticket that is not the registration's newest, or has expired. The
// event may have been postponed since the ticket was printed.
func (s *scan) isOldTicket(now time.Time) bool {
	if s.claims.RegistrationID == "" {
		return false
	}
	isOver := now.After(s.claims.NotAfter) && now.After(ticket.NotAfter(s.event.EndsAt))
	if s.claims.RegistrationID != s.registration.ID { // of one that was merged into this one
		return isOver
	}
	return int(s.claims.Serial) != s.registration.TicketSerial || isOver
}

// conflicts are the results that a scan may have got only because something changed after it was made.
var conflicts = map[models.CheckInResult]models.CheckInConflict{
	models.CheckInCancelled:  models.ConflictCancelled,
	models.CheckInWaitlisted: models.ConflictWaitlisted,
	models.CheckInRevoked:    models.ConflictRevoked,
}

// admitLate lets in whom a device that was without network has let in already, or would rightly have let in: the
// conflict says what is wrong now.
func admitLate(q *models.Query, scans []*scan) error {
	var refused []*scan
	var ids []string
	for _, s := range scans {
		if conflicts[s.CheckIn.Result] != "" && s.registration != nil {
			refused, ids = append(refused, s), append(ids, s.registration.ID)
		}
	}
	if len(refused) == 0 {
		return nil
	}
	former, err := q.Registrations().FormerTickets(ids)
	if err != nil {
		return err
	}
	for _, s := range refused {
		if s.input.Admitted || s.wasGood(former[s.registration.ID]) {
			s.CheckIn.Conflict, s.CheckIn.Result = conflicts[s.CheckIn.Result], models.CheckInAdmitted
		}
	}
	return nil
}

// wasGood reports whether the person could come in when they were scanned.
func (s *scan) wasGood(former []models.FormerTicket) bool {
	at, serial := s.CheckIn.ScannedAt, int(s.claims.Serial)
	if cancelled := s.event.CancelledAt; s.event.State == models.EventCancelled {
		r := s.registration
		hasPlace := r.State == models.RegistrationConfirmed && (serial == 0 || serial == r.TicketSerial)
		return cancelled != nil && at.Before(*cancelled) && hasPlace
	}
	for i := range former {
		if former[i].WasGood(serial, at) {
			return true
		}
	}
	return false
}

func (s *scan) direction() models.Direction {
	return cmp.Or(s.input.Direction, models.DirectionIn)
}

func (s *scan) newCheckIn(now time.Time) models.CheckIn {
	c := models.CheckIn{
		ID:        s.input.ID,
		EventID:   s.event.ID,
		Door:      cmp.Or(s.input.Door, mainDoor),
		Direction: s.direction(),
		ByName:    s.by,
		ScannedAt: s.input.ScannedAt.UTC(),
		CreatedAt: now,
	}
	if s.input.ScannedAt.IsZero() || !s.isPossible(c.ScannedAt, now) {
		c.ScannedAt = now.Add(time.Duration(s.number) * time.Microsecond) // scans of one call keep their order
		c.DeviceAt = deviceTime(s.input.ScannedAt)
	}
	return c
}

// doorsOpen is how long before the start of an event people may be let in.
const doorsOpen = 24 * time.Hour

// isPossible reports whether a scan may have been made at the time. The clock of a device may be fast, or may never
// have been set.
func (s *scan) isPossible(at, now time.Time) bool {
	return !at.After(now) && !at.Before(s.event.StartsAt.Add(-doorsOpen))
}

// deviceTime is what a device said, as it can be stored: nil where it said nothing, or no year that databases know.
func deviceTime(at time.Time) *time.Time {
	at = at.UTC().Truncate(time.Microsecond)
	if at.Year() < 1 || at.Year() > 9999 || at.IsZero() {
		return nil
	}
	return &at
}
