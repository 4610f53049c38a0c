package event

import (
	"time"

	"meguri/models"
)

// OfferState is whether people can register for an event.
type OfferState string

// The states, also used as ends of text keys.
const (
	OfferOpen      OfferState = "open"
	OfferFew       OfferState = "few"     // open, and about a third of the places or less are left
	OfferSoon      OfferState = "soon"    // not open yet
	OfferLottery   OfferState = "lottery" // people apply, and lots are drawn
	OfferFull      OfferState = "full"    // there is a waiting list
	OfferByCode    OfferState = "code"    // open to who has a code
	OfferClosed    OfferState = "closed"  // too late
	OfferNone      OfferState = "none"    // there is nothing to register for
	OfferOver      OfferState = "over"
	OfferCancelled OfferState = "cancelled"
	OfferPostponed OfferState = "postponed"
	OfferDraft     OfferState = "draft"
)

// Places is what is left of the places of one mode.
type Places struct {
	Mode  models.Mode
	State OfferState
	// Free counts the places left, -1 without a limit; Taken and Capacity are those of the types that are open to all.
	Free, Taken, Capacity int
	// Waiting counts the people on waiting lists, where it is full.
	Waiting int
	// OpensAt is when the first type opens to everybody.
	OpensAt *time.Time
}

// Counted reports whether the number of free places is shown.
func (p Places) Counted() bool { return models.CountsPlaces(p.Free) }

// Offer is what can be registered for at an event.
type Offer struct {
	State  OfferState
	Places []Places // by mode, in the order in which modes are offered
	// Deadline is when the last open type closes, nil where one has no end.
	Deadline *time.Time
	OpensAt  *time.Time
}

// Register reports whether the form takes anybody, at least for the waiting list or with a code.
func (o *Offer) Register() bool {
	switch o.State {
	case OfferOpen, OfferFew, OfferLottery, OfferFull, OfferByCode:
		return true
	case OfferSoon, OfferClosed, OfferNone, OfferOver, OfferCancelled, OfferPostponed, OfferDraft:
	}
	return false
}

// Action is the key of what the button to the form says.
func (o *Offer) Action() string {
	switch o.State {
	case OfferFull:
		return "event.wait"
	case OfferLottery:
		return "lottery.apply"
	case OfferByCode:
		return "event.register_code"
	case OfferOpen, OfferFew, OfferSoon, OfferClosed, OfferNone, OfferOver, OfferCancelled, OfferPostponed, OfferDraft:
	}
	return "event.register"
}

// Stamp is the key of what whoever hears of the event should know first, "" for nothing: it does not take place then,
// or nobody can register any more.
func (o *Offer) Stamp() string {
	switch o.State {
	case OfferFull, OfferByCode, OfferClosed, OfferCancelled, OfferPostponed:
		return "event.stamp_" + string(o.State)
	case OfferOpen, OfferFew, OfferLottery, OfferSoon, OfferNone, OfferOver, OfferDraft:
	}
	return ""
}

// HasDeadline reports whether people are told until when they can register: by Deadline, or by the end of the event
// where it is nil. Where an event is full without a deadline there is only a place in line, and codes have ends of
// their own.
func (o *Offer) HasDeadline() bool {
	return o.Register() && (o.Deadline != nil || (o.State != OfferFull && o.State != OfferByCode))
}

// Waiting counts the people on waiting lists.
func (o *Offer) Waiting() (n int) {
	for _, p := range o.Places {
		n += p.Waiting
	}
	return n
}

// offerOf tells what an event with the ticket types, which everybody may see, offers now.
func offerOf(e *models.Event, types []models.TicketType, waiting map[string]int, now time.Time) *Offer {
	o, types := &Offer{}, e.Offers(types)
	for _, mode := range models.Modes {
		if p, ok := placesOf(types, mode, waiting, now); ok {
			if e.Discreet {
				p.hideNumbers()
			}
			o.Places = append(o.Places, p)
		}
	}
	o.State = stateOf(e, o.Places, now)
	if o.Register() {
		o.Deadline = deadline(types, o.State == OfferLottery, now)
	}
	for i := range types {
		o.OpensAt = earlier(o.OpensAt, notYet(&types[i], now))
	}
	return o
}

func stateOf(e *models.Event, places []Places, now time.Time) OfferState {
	switch e.Standing(now) {
	case models.StandingCancelled:
		return OfferCancelled
	case models.StandingPostponed:
		return OfferPostponed
	case models.StandingOver:
		return OfferOver
	case models.StandingDraft:
		return OfferDraft
	case models.StandingBefore, models.StandingSoon, models.StandingLive:
	}
	best := OfferNone
	for _, state := range []OfferState{
		OfferOpen, OfferFew, OfferLottery, OfferFull, OfferByCode, OfferSoon, OfferClosed,
	} {
		for i := range places {
			if places[i].State == state && best == OfferNone {
				best = state
			}
		}
	}
	return best
}

// placesOf sums up the ticket types of a mode; ok is false where there is none. Places that ask for a code, are drawn by
// lot, or wait for approval are not left to who comes now: they are not counted.
func placesOf(types []models.TicketType, mode models.Mode, waiting map[string]int, now time.Time) (p Places, ok bool) {
	p.Mode, p.State = mode, OfferClosed
	var open, byLot, byCode, byApproval bool
	for i := range types {
		t := &types[i]
		if t.Mode != mode {
			continue
		}
		ok = true
		p.Waiting += waiting[t.ID]
		p.OpensAt = earlier(p.OpensAt, notYet(t, now))
		switch {
		case !t.OpenAt(now):
		case t.NeedsCode(now):
			byCode = true
		case t.ByLottery:
			byLot = true
		case t.Approval:
			byApproval = true
		default:
			open = true
			p.add(t)
		}
	}
	switch {
	case byLot && p.Free == 0:
		p.State, p.Taken, p.Capacity = OfferLottery, 0, 0
	case byApproval && p.Free == 0:
		p.State, p.Free, p.Taken, p.Capacity = OfferOpen, -1, 0, 0
	case open:
		p.State = p.left()
	case byCode:
		p.State = OfferByCode
	case p.OpensAt != nil:
		p.State = OfferSoon
	}
	return p, ok
}

func (p *Places) add(t *models.TicketType) {
	p.Taken += t.Taken
	if t.Capacity == nil || p.Free < 0 {
		p.Free = -1
		return
	}
	p.Free += t.FreePlaces()
	p.Capacity += *t.Capacity
}

// hideNumbers leaves whether there are places: a number that changes would tell that somebody registered.
func (p *Places) hideNumbers() {
	if p.State == OfferFew {
		p.State = OfferOpen
	}
	p.Free, p.Taken, p.Capacity, p.Waiting = min(p.Free, 0), 0, 0, 0
	if p.State == OfferOpen {
		p.Free = -1
	}
}

func (p *Places) left() OfferState {
	switch {
	case p.Free == 0:
		return OfferFull
	case models.FewPlaces(p.Free, p.Capacity):
		return OfferFew
	}
	return OfferOpen
}

// notYet is when a ticket type opens to everybody, or to who has a code where it asks for one always; nil where it is
// open or was.
func notYet(t *models.TicketType, now time.Time) *time.Time {
	opens := t.OpensAt
	if t.EntryUntil != nil && t.NeedsCode(now) && (opens == nil || t.EntryUntil.After(*opens)) {
		opens = t.EntryUntil
	}
	if opens != nil && now.Before(*opens) {
		return opens
	}
	return nil
}

func earlier(a, b *time.Time) *time.Time {
	if a == nil || (b != nil && b.Before(*a)) {
		return b
	}
	return a
}

// deadline is when the last type closes that is open to everybody, nil where one has no end. byLot leaves those that
// are drawn by lot.
func deadline(types []models.TicketType, byLot bool, now time.Time) (last *time.Time) {
	for i := range types {
		t := &types[i]
		if !t.OpenAt(now) || t.NeedsCode(now) || (byLot && !t.ByLottery) {
			continue
		}
		if t.ClosesAt == nil {
			return nil
		}
		if last == nil || t.ClosesAt.After(*last) {
			last = t.ClosesAt
		}
	}
	return last
}
