package reception

import (
	"time"

	"meguri/models"
)

// Rules are what decides at the doors of an event. They are data: the server decides by Decide, devices by the same
// function in static/js/reception/rules.js. testdata/vectors.json, which a test writes, holds cases of which both must
// say the same.
type Rules struct {
	EventID string `json:"event_id"`
	// CancelledAt is when the event was cancelled, nil where it takes place.
	CancelledAt *time.Time `json:"cancelled_at,omitempty"`
	// TicketsUntil is until when tickets are good that say that they are not any more: the event was put off.
	TicketsUntil time.Time `json:"tickets_until"`
	// VenueFull says that the places at the venue are short: who comes there and registered for online is asked about.
	VenueFull bool `json:"venue_full"`
}

// Facts are what is known of a scan. Ticket is nil where a code was typed or the person was chosen, Person is nil where
// nobody is known.
type Facts struct {
	Ticket    *TicketFacts     `json:"ticket,omitempty"`
	Person    *PersonFacts     `json:"person,omitempty"`
	Direction models.Direction `json:"direction"`
	At        time.Time        `json:"at"`
	// Partial says that not everybody is known here, as on a device that has an old list.
	Partial bool `json:"partial,omitempty"`
}

// TicketFacts are of a ticket whose signature is right. Own is false for one of a registration that was merged into the
// person's.
type TicketFacts struct {
	EventID  string    `json:"event_id"`
	Serial   int       `json:"serial"`
	NotAfter time.Time `json:"not_after"`
	Own      bool      `json:"own"`
}

// PersonFacts are of a registration.
type PersonFacts struct {
	State  models.RegistrationState `json:"state"`
	Serial int                      `json:"serial"`
	Mode   models.Mode              `json:"mode"`
	Inside bool                     `json:"inside,omitempty"`
}

// Note is why somebody who may pass is asked about.
type Note string

// NoteUnlisted is of a right ticket whose person is not known here yet.
const NoteUnlisted Note = "unlisted"

// Verdict is what is said at a door.
type Verdict struct {
	Result models.CheckInResult `json:"result"`
	Note   Note                 `json:"note,omitempty"`
}

// Decide applies the rules.
func (r *Rules) Decide(f *Facts) Verdict {
	switch {
	case f.Ticket != nil && f.Ticket.EventID != r.EventID:
		return Verdict{Result: models.CheckInWrongEvent}
	case f.Person == nil:
		return r.decideUnknown(f)
	case f.Direction == models.DirectionOut: // whoever is inside may leave, and must not be counted any more
		return Verdict{Result: models.CheckInLeft}
	}
	return Verdict{Result: r.decideIn(f)}
}

// decideUnknown decides of somebody who is not known here. A right ticket is enough to go by.
func (r *Rules) decideUnknown(f *Facts) Verdict {
	switch {
	case f.Ticket == nil || !f.Partial:
		return Verdict{Result: models.CheckInUnknown}
	case f.Direction == models.DirectionOut:
		return Verdict{Result: models.CheckInLeft, Note: NoteUnlisted}
	case r.isOver(f):
		return Verdict{Result: models.CheckInRevoked}
	case r.isCancelled(f.At):
		return Verdict{Result: models.CheckInCancelled}
	}
	return Verdict{Result: models.CheckInAdmitted, Note: NoteUnlisted}
}

func (r *Rules) decideIn(f *Facts) models.CheckInResult {
	p := f.Person
	switch {
	case p.State.Live() && r.isOldTicket(f):
		return models.CheckInRevoked
	case p.State == models.RegistrationCancelled,
		p.State == models.RegistrationDeclined,
		p.State == models.RegistrationLapsed:
		return models.CheckInCancelled
	case r.isCancelled(f.At):
		return models.CheckInCancelled
	case p.State != models.RegistrationConfirmed:
		return models.CheckInWaitlisted
	case p.Inside:
		return models.CheckInAlready
	case r.VenueFull && p.Mode == models.ModeOnline:
		return models.CheckInNotHere
	}
	return models.CheckInAdmitted
}

// isOldTicket reports whether the ticket is older than the registration's newest, or has expired. A newer one than is
// known here is good: we signed it.
func (r *Rules) isOldTicket(f *Facts) bool {
	t := f.Ticket
	if t == nil {
		return false
	}
	return r.isOver(f) || (t.Own && t.Serial < f.Person.Serial)
}

func (r *Rules) isOver(f *Facts) bool {
	return f.At.After(f.Ticket.NotAfter) && f.At.After(r.TicketsUntil)
}

func (r *Rules) isCancelled(at time.Time) bool {
	return r.CancelledAt != nil && !at.Before(*r.CancelledAt)
}
