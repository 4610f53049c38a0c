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
	if s.isOver {
		s.CheckIn.Conflict = models.ConflictOver
	}
	if s.registration != nil {
		s.CheckIn.RegistrationID = &s.registration.ID
	}
}

// result is what the rules say. Who is inside already is seen later, and at the venue nobody is refused for having
// registered for online: devices ask whoever holds them.
func (s *scan) result(now time.Time) models.CheckInResult {
	if s.refused != "" {
		return s.refused
	}
	rules := Rules{EventID: s.event.ID, TicketsUntil: ticket.NotAfter(s.event.EndsAt), Doors: s.rules}
	if s.event.State == models.EventCancelled { // whoever came before that is let in by admitLate
		rules.CancelledAt = &time.Time{}
	}
	return rules.Decide(s.facts(now)).Result
}

func (s *scan) facts(now time.Time) *Facts {
	f := &Facts{Direction: s.direction(), At: now}
	if s.door != nil {
		f.At, f.Door, f.Count = s.CheckIn.ScannedAt, s.door.Slug, s.crowd.people[s.door.Place()]
	}
	if r := s.registration; r != nil {
		f.Person = &PersonFacts{State: r.State, Serial: r.TicketSerial, Mode: s.event.ModeOf(r.TicketType)}
		f.Person.Type = r.TicketType.Slug
		if s.door != nil {
			f.Person.Tagged = s.crowd.tagged[s.door.Tag][r.ID]
		}
		if s.isLimited() {
			f.Person.Inside = s.crowd.isBehind(r.ID, s.door)
		}
	}
	if c := s.claims; c.RegistrationID != "" {
		f.Ticket = &TicketFacts{
			EventID: c.EventID, Serial: int(c.Serial), NotAfter: c.NotAfter, Own: c.RegistrationID == s.registrationID(),
		}
	}
	return f
}

// conflicts are the results that a scan may have got only because something changed after it was made.
var conflicts = map[models.CheckInResult]models.CheckInConflict{
	models.CheckInCancelled:  models.ConflictCancelled,
	models.CheckInWaitlisted: models.ConflictWaitlisted,
	models.CheckInRevoked:    models.ConflictRevoked,
	models.CheckInFull:       models.ConflictOver,
	models.CheckInNotHere:    models.ConflictNotHere,
	models.CheckInClosed:     models.ConflictClosed,
}

// ofDoors are the results by the rules of a door: a former ticket has nothing to do with them.
var ofDoors = map[models.CheckInResult]bool{
	models.CheckInFull: true, models.CheckInNotHere: true, models.CheckInClosed: true,
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
		if s.input.Admitted || (!ofDoors[s.CheckIn.Result] && s.wasGood(former[s.registration.ID])) {
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
		Repeats:   s.input.Repeat && s.direction() == models.DirectionIn && !s.input.Admitted,
		ByName:    s.by,
		Way:       s.input.Way,
		DeviceID:  s.deviceID(),
		DeviceAt:  deviceTime(s.input.DeviceAt),
		ScannedAt: s.input.ScannedAt.UTC(),
		CreatedAt: now,
	}
	if s.door != nil {
		c.Place = s.door.Place()
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
