// Package place has the pages of sessions that people sign up for: those of attendees, and those of staff. Who gets a
// place is decided by app/service/place.
package place

import (
	"context"
	"slices"
	"strings"

	"meguri/app/service/jobs"
	"meguri/app/service/place"
	"meguri/models"
)

// Service has the sessions with places of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db: db} }

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: place.JobReply, Do: s.lapse}} }

// lapse does one job of kind JobReply. A repeated job finds nobody.
func (s *Service) lapse(ctx context.Context, job *models.Job) error {
	eventID, sessionID, _ := strings.Cut(job.Payload, " ")
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		event, err := tx.Events().ByID(eventID)
		if err != nil {
			return err
		}
		return place.Lapse(tx, event, sessionID)
	})
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}

// OwnPage is what an attendee can sign up for, and what they did.
type OwnPage struct {
	*place.List
	Registration *models.Registration
}

// OwnPage reads it. The attendee calls it.
func (s *Service) OwnPage(ctx context.Context, e *models.Event, r *models.Registration) (*OwnPage, error) {
	list, err := place.Read(s.db.Query(ctx), e, r)
	if err != nil {
		return nil, err
	}
	list.Offers = slices.DeleteFunc(list.Offers, func(o place.Offer) bool {
		return o.Own == nil && !o.IsFor(e, &r.TicketType)
	})
	return &OwnPage{list, r}, nil
}

// MayJoin reports whether the attendee can sign up for a session.
func (p *OwnPage) MayJoin(o place.Offer) bool {
	return o.Own == nil && o.Open && p.Registration.Live() && !p.IsRefused(o)
}

// IsRefused reports whether the session is at the time of one that the attendee has, which the event does not allow.
func (p *OwnPage) IsRefused(o place.Offer) bool {
	return p.Rules.RefusesClashes && slices.ContainsFunc(o.Clashes, func(c place.Clash) bool {
		return c.Own && !c.IsWalk()
	})
}

// MayLeave reports whether the attendee can leave a session: until it begins.
func (p *OwnPage) MayLeave(e *models.Event, o place.Offer) bool {
	return o.Own != nil && e.State == models.EventPublished && !o.HasBegun(p.List)
}

// OwnInput is what an attendee does with a session: join, leave or reply.
type OwnInput struct {
	Act     string `form:"act"`
	Session string `form:"session"`
}

// Do does it. Errors: Conflict where it cannot be done now, as for a session without places.
func (s *Service) Do(ctx context.Context, e *models.Event, r *models.Registration, in *OwnInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().Lock(e, r.ID)
		if err != nil {
			return err
		}
		if err := tx.SessionPlaces().Lock(in.Session); err != nil {
			return err
		}
		list, err := place.Read(tx.Query, e, r)
		if err != nil {
			return err
		}
		page, o := &OwnPage{list, r}, list.Of(in.Session)
		switch {
		case o == nil:
			return models.NewError(models.CodeConflict, "session_place.gone")
		case in.Act == "join":
			return page.join(tx, e, o)
		case in.Act == "reply":
			return place.Reply(tx, r.ID, o.ID)
		case in.Act == "leave" && o.Own == nil:
			return nil
		case in.Act == "leave" && page.MayLeave(e, *o):
			return place.Leave(tx, e, r.ID, o.ID)
		}
		return models.NewError(models.CodeConflict, "session_place.closed")
	})
}

func (p *OwnPage) join(tx *models.Tx, e *models.Event, o *place.Offer) error {
	r := p.Registration
	if !r.Live() {
		return models.NewError(models.CodeConflict, "registration.closed")
	}
	if fault := p.Fault(&r.TicketType, []string{o.ID}); fault != "" {
		return models.NewError(models.CodeConflict, fault)
	}
	wishes, err := openWishes(tx.Query, e, r)
	if err != nil {
		return err
	}
	if p.Rules.RefusesClashes && o.IsAtTimeOf(wishes) {
		return models.NewError(models.CodeConflict, "lottery.clash_wish")
	}
	return place.Join(tx, r, o.ID)
}

// openWishes are the sessions that somebody applied for in a lottery that is not drawn yet: they may be theirs soon.
func openWishes(q *models.Query, e *models.Event, r *models.Registration) ([]string, error) {
	l, err := q.Lotteries().OfEvent(e)
	if models.CodeOf(err) == models.CodeNotFound || err == nil && !l.OfSessions {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	drawn, err := q.Lotteries().Drawn(l)
	if err != nil || drawn != nil {
		return nil, err
	}
	entry, err := q.Lotteries().OwnEntry(l, r.ID)
	if err != nil || entry == nil {
		return nil, err
	}
	return entry.Wishes, nil
}
