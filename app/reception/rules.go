package reception

import (
	"cmp"
	"slices"
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
	// Doors are the rules of doors that have any.
	Doors []DoorRule `json:"door_rules,omitempty"`
}

// DoorRule says who may come in by a door. Whoever wants out may pass each of them.
type DoorRule struct {
	Slug string `json:"slug"`
	// Types are the slugs of the ticket types that may come in, none for all.
	Types []string `json:"types,omitempty"`
	// Tag is the name of the tag of those who may come in, "" for everybody.
	Tag string `json:"tag,omitempty"`
	// OpensAt and ClosesAt are when one may come in, nil for always.
	OpensAt  *time.Time `json:"opens_at,omitempty"`
	ClosesAt *time.Time `json:"closes_at,omitempty"`
	// Capacity is how many may be behind the door, 0 for any number. From WarnAt on it is said; Stops lets nobody more in.
	Capacity int  `json:"capacity,omitempty"`
	WarnAt   int  `json:"warn_at,omitempty"`
	Stops    bool `json:"stops,omitempty"`
}

// Facts are what is known of a scan. Ticket is nil where a code was typed or the person was chosen, Person is nil where
// nobody is known.
type Facts struct {
	Ticket    *TicketFacts     `json:"ticket,omitempty"`
	Person    *PersonFacts     `json:"person,omitempty"`
	Direction models.Direction `json:"direction"`
	At        time.Time        `json:"at"`
	// Door is the slug of the door, and Count how many are behind it.
	Door  string `json:"door,omitempty"`
	Count int    `json:"count,omitempty"`
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
	// Inside says that they are behind the door already.
	Inside bool `json:"inside,omitempty"`
	// Type is the slug of the ticket type; Tagged says that they have the tag that the door asks for.
	Type   string `json:"type,omitempty"`
	Tagged bool   `json:"tagged,omitempty"`
}

// Note is why somebody who may pass is asked about.
type Note string

// NoteUnlisted is of a right ticket whose person is not known here yet.
const NoteUnlisted Note = "unlisted"

// NoteDoor is of a door that is not for the person: their ticket type is another one, or they did not sign up.
const NoteDoor Note = "door"

// NoteCrowded is of a place that has become nearly full.
const NoteCrowded Note = "crowded"

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
	verdict := Verdict{Result: r.decideIn(f)}
	switch d := r.door(f.Door); {
	case verdict.Result == models.CheckInNotHere && !r.isShortFor(f.Person):
		verdict.Note = NoteDoor
	case verdict.Result == models.CheckInAdmitted && d != nil && d.isCrowded(f.Count):
		verdict.Note = NoteCrowded
	}
	return verdict
}

// door finds the rules of a door, nil for one without.
func (r *Rules) door(slug string) *DoorRule {
	for i := range r.Doors {
		if r.Doors[i].Slug == slug {
			return &r.Doors[i]
		}
	}
	return nil
}

// isClosed reports whether nobody may come in at a time.
func (d *DoorRule) isClosed(at time.Time) bool {
	return (d.OpensAt != nil && at.Before(*d.OpensAt)) || (d.ClosesAt != nil && !at.Before(*d.ClosesAt))
}

func (d *DoorRule) isFull(count int) bool { return d.Stops && d.Capacity > 0 && count >= d.Capacity }

func (d *DoorRule) isCrowded(count int) bool { return d.WarnAt > 0 && count+1 >= d.WarnAt }

// admits reports whether the door is for the person.
func (d *DoorRule) admits(p *PersonFacts) bool {
	return (len(d.Types) == 0 || slices.Contains(d.Types, p.Type)) && (d.Tag == "" || p.Tagged)
}

// decideAtDoor says why nobody, or not this person, may come in by the door; "" where they may. Of somebody who is not
// known the door asks nothing but whether it is open.
func (r *Rules) decideAtDoor(f *Facts) models.CheckInResult {
	d := r.door(f.Door)
	switch {
	case d == nil:
	case d.isClosed(f.At):
		return models.CheckInClosed
	case f.Person != nil && !d.admits(f.Person):
		return models.CheckInNotHere
	case d.isFull(f.Count):
		return models.CheckInFull
	}
	return ""
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
	if refused := r.decideAtDoor(f); refused != "" {
		return Verdict{Result: refused}
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
	case r.isShortFor(p):
		return models.CheckInNotHere
	}
	return cmp.Or(r.decideAtDoor(f), models.CheckInAdmitted)
}

// isShortFor reports whether the places at the venue are short, and the person has none of them.
func (r *Rules) isShortFor(p *PersonFacts) bool { return r.VenueFull && p.Mode == models.ModeOnline }

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
