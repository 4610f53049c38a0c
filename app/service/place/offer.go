// Package place gives people places in sessions: what they can sign up for, who gets a place, and who is next in line.
package place

import (
	"slices"
	"time"

	"meguri/models"
)

// Offer is a session that people sign up for.
type Offer struct {
	models.Session
	Places *models.SessionPlaces
	// Open says that people can sign up now.
	Open bool
	// Clashes are the other sessions of the list that nobody can take part in besides this one.
	Clashes []Clash
	// Own is what the person signed up for, nil for nothing; Position their place in line.
	Own      *models.SessionSignUp
	Position int
}

// Clash is a session that does not go together with another one.
type Clash struct {
	Session *models.Session
	// Gap is how many minutes lie between the two, where Needed is how many the way takes; both are 0 for sessions at the
	// same time.
	Gap, Needed int
	// Own says that the person signed up for it.
	Own bool
}

// IsWalk reports whether only the way is too long.
func (c *Clash) IsWalk() bool { return c.Needed > 0 }

// List is what an event offers.
type List struct {
	Offers []Offer
	Rules  *models.SessionPlaceRules

	event *models.Event
	sizes map[string]models.RoomSize
	now   time.Time
}

// Read reads the sessions that people sign up for, in order of time, with what r signed up for; r may be nil.
func Read(q *models.Query, e *models.Event, r *models.Registration) (*List, error) {
	l := &List{event: e, now: q.Now, Rules: &models.SessionPlaceRules{EventID: e.ID}}
	places, err := q.SessionPlaces().OfEvent(e)
	if err != nil || len(places) == 0 {
		return l, err
	}
	if l.Rules, err = q.SessionPlaces().Rules(e); err != nil {
		return nil, err
	}
	if l.sizes, err = q.Agendas().RoomSizes(e); err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	for _, s := range sessions {
		if p := places[s.ID]; p != nil {
			l.Offers = append(l.Offers, Offer{Session: s, Places: p, Open: l.takes(&s, p)})
		}
	}
	if r != nil {
		if err := l.readOwn(q, r); err != nil {
			return nil, err
		}
	}
	l.findClashes()
	return l, nil
}

func (l *List) takes(s *models.Session, p *models.SessionPlaces) bool {
	return l.event.State == models.EventPublished && !p.ByLottery && p.OpenAt(s, l.now)
}

func (l *List) readOwn(q *models.Query, r *models.Registration) error {
	own, err := q.SessionPlaces().OfRegistration(r.ID)
	if err != nil {
		return err
	}
	for i := range own {
		o := l.Of(own[i].SessionID)
		if o == nil {
			continue
		}
		o.Own = &own[i]
		if o.Own.State == models.SignUpWaiting {
			if o.Position, err = q.SessionPlaces().Position(o.Own); err != nil {
				return err
			}
		}
	}
	return nil
}

// Of is the offer of a session, nil for none.
func (l *List) Of(sessionID string) *Offer {
	at := slices.IndexFunc(l.Offers, func(o Offer) bool { return o.ID == sessionID })
	if at < 0 {
		return nil
	}
	return &l.Offers[at]
}

// AnyOpen reports whether people can sign up for a session now.
func (l *List) AnyOpen() bool {
	return slices.ContainsFunc(l.Offers, func(o Offer) bool { return o.Open })
}

// AnyByLottery reports whether places of a session that takes place wait for a draw.
func (l *List) AnyByLottery() bool {
	return slices.ContainsFunc(l.Offers, func(o Offer) bool { return o.Places.ByLottery && o.CancelledAt == nil })
}

func (l *List) findClashes() {
	for i := range l.Offers {
		for j := range l.Offers {
			if c := l.clash(&l.Offers[i], &l.Offers[j]); i != j && c != nil {
				l.Offers[i].Clashes = append(l.Offers[i].Clashes, *c)
			}
		}
	}
}

// clash is why nobody can take part in both, nil where they can. The way is that of the agenda's own warnings.
func (l *List) clash(a, b *Offer) *Clash {
	c := &Clash{Session: &b.Session, Own: b.Own != nil}
	if a.Overlaps(&b.Session) {
		return c
	}
	first, later := a, b
	if b.StartsAt.Before(a.StartsAt) {
		first, later = b, a
	}
	gap, needed, isShort := first.ShortWay(&later.Session, l.sizes)
	if !isShort {
		return nil
	}
	c.Gap, c.Needed = gap, needed
	return c
}

// IsFor reports whether people of a ticket type can sign up.
func (o *Offer) IsFor(e *models.Event, t *models.TicketType) bool {
	return o.Places.Mode == "" || e.ModeOf(*t) == o.Places.Mode
}

// OwnClashes are the clashes with what the person signed up for.
func (o *Offer) OwnClashes() (list []Clash) {
	for _, c := range o.Clashes {
		if c.Own {
			list = append(list, c)
		}
	}
	return list
}

// Fault is the key of why somebody with a ticket type cannot sign up for the chosen sessions besides what they have, ""
// where they can. A session that they have already is no fault.
func (l *List) Fault(t *models.TicketType, chosen []string) string {
	for _, id := range chosen {
		o := l.Of(id)
		switch {
		case o == nil:
			return "session_place.gone"
		case o.Own != nil:
		case !o.IsFor(l.event, t):
			return "session_place.other_mode"
		case o.Places.ByLottery:
			return "session_place.by_lottery"
		case !o.Open:
			return "session_place.closed"
		case l.Rules.RefusesClashes && o.clashesWith(chosen):
			return "session_place.clash_refused"
		}
	}
	return ""
}

// clashesWith reports whether the session is at the time of one that the person has, or chooses with it. Where only the
// way is too long people are warned.
func (o *Offer) clashesWith(chosen []string) bool {
	return slices.ContainsFunc(o.Clashes, func(c Clash) bool {
		return !c.IsWalk() && (c.Own || slices.Contains(chosen, c.Session.ID))
	})
}

// IsAtTimeOf reports whether the session is at the time of one of the others.
func (o *Offer) IsAtTimeOf(sessionIDs []string) bool {
	return slices.ContainsFunc(o.Clashes, func(c Clash) bool {
		return !c.IsWalk() && slices.Contains(sessionIDs, c.Session.ID)
	})
}

// HasBegun reports whether the session has begun, or is over.
func (o *Offer) HasBegun(l *List) bool { return !l.now.Before(o.StartsAt) }
