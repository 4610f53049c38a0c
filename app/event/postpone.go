package event

import (
	"context"
	"strconv"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// The kinds of mail that tell everybody who registered that the event was put off, and when it takes place instead.
const (
	mailPostponed = "event_postponed"
	mailNewDates  = "event_new_dates"
)

// What PostponeInput.Dates says: the new dates are known, or are told later.
const (
	DatesNow   = "now"
	DatesLater = "later"
)

// PostponeInput puts an event off. Times are on the event's clock (check.LocalLayout), and read only where the dates
// are known; an event that waits for its dates gets them.
type PostponeInput struct {
	Dates    string `form:"dates"`
	StartsAt string `form:"starts_at" label:"event.starts_at"`
	EndsAt   string `form:"ends_at" label:"event.ends_at"`
	Reason   string `form:"reason" label:"event.postpone_reason"`
	// People is how many the question named.
	People string `form:"people"`
}

// PostponePage is the question before it.
type PostponePage struct {
	People int // who are registered and get a mail
	Input  *PostponeInput
}

// PostponePage reads the question. Staff who may edit the event call it. Errors: Conflict where the event is not
// published, or over.
func (s *Service) PostponePage(ctx context.Context, e *models.Event) (*PostponePage, error) {
	q := s.db.Query(ctx)
	if err := mayPostpone(e, q.Now); err != nil {
		return nil, err
	}
	people, err := q.Registrations().CountLive(e)
	page := &PostponePage{People: people, Input: &PostponeInput{Dates: DatesLater, People: strconv.Itoa(people)}}
	return page, err
}

func mayPostpone(e *models.Event, now time.Time) error {
	if e.IsPostponed() || e.State == models.EventPublished && !e.Ended(now) {
		return nil
	}
	return models.NewError(models.CodeConflict, "event.postpone_not")
}

// Postpone puts a published event off, to new dates or until they are known, or gives an event that waits for them its
// dates, and mails everybody who is registered. Registrations and tickets stay good; agenda, doors, the end of surveys,
// and when people can register move with the start. Staff who may edit the event call it. Errors: those of
// PostponePage; Invalid with the fields at fault, also where other people are concerned than the question named.
func (s *Service) Postpone(ctx context.Context, e *models.Event, in *PostponeInput) error {
	c := check.New()
	need := check.Required
	if e.IsPostponed() {
		need, in.Dates = check.Optional, DatesNow
	}
	reason := c.Text("reason", in.Reason, maxText, need)
	check.Choice(c, "dates", in.Dates, []string{DatesNow, DatesLater})
	if in.Dates == DatesNow {
		in.readDates(c, e, s.db.Now())
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		current, err := tx.Events().ByID(e.ID)
		if err != nil {
			return err
		}
		if err := mayPostpone(current, tx.Now); err != nil {
			return err
		}
		if current.State != e.State {
			return models.NewError(models.CodeConflict, "event.changed_meanwhile")
		}
		people, err := tx.Registrations().CountLive(current)
		if err != nil {
			return err
		}
		if in.People != strconv.Itoa(people) {
			return models.NewError(models.CodeInvalid, "event.move_other_number", "n", people)
		}
		if in.Dates == DatesLater {
			return putOff(tx, current, reason)
		}
		return s.setDates(tx, current, in, reason)
	})
}

// readDates checks the new dates, and returns the event with them.
func (in *PostponeInput) readDates(c *check.Checker, e *models.Event, now time.Time) *models.Event {
	moved := *e
	moved.StartsAt = c.LocalTime("starts_at", in.StartsAt, e.Zone(), check.Required)
	moved.EndsAt = c.LocalTime("ends_at", in.EndsAt, e.Zone(), check.Required)
	checkSpan(c, &moved)
	if c.OK("starts_at") && moved.StartsAt.Before(now) {
		c.Fault("starts_at", "event.starts_past")
	}
	return &moved
}

// putOff leaves an event without dates.
func putOff(tx *models.Tx, e *models.Event, reason string) error {
	activityID := tx.Emit(models.ActivityEventPostponed, e)
	fields := map[string]any{"postponed_at": tx.Now, "postpone_reason": reason}
	if err := tx.Events().SetState(e, models.EventPostponed, fields, models.EventPublished); err != nil {
		return err
	}
	return notifyAll(tx, e, mailPostponed, activityID, withReason(e, reason))
}

func withReason(e *models.Event, reason string) map[string]string {
	facts := timeAndPlace(e)
	facts["reason"] = reason
	return facts
}

// setDates gives an event new dates. Whoever waits gets the places that became free while it had none.
func (s *Service) setDates(tx *models.Tx, e *models.Event, in *PostponeInput, reason string) error {
	moved := in.readDates(check.New(), e, tx.Now)
	moved.PreviousStartsAt = &e.StartsAt
	if e.DoorsOpenAt != nil {
		doors := shift(e, moved)(*e.DoorsOpenAt)
		moved.DoorsOpenAt = &doors
	}
	if err := tx.Events().Update(moved, e.Version); err != nil {
		return err
	}
	kind, fields := models.ActivityEventChanged, map[string]any{}
	if !e.IsPostponed() {
		kind, fields["postponed_at"] = models.ActivityEventPostponed, tx.Now
	}
	if reason != "" {
		fields["postpone_reason"] = reason
	}
	activityID := tx.Emit(kind, moved)
	if err := tx.Events().SetState(moved, models.EventPublished, fields, e.State); err != nil {
		return err
	}
	if err := moveParts(tx, e, moved); err != nil {
		return err
	}
	if err := s.movePeriods(tx, e, moved); err != nil {
		return err
	}
	return notifyAll(tx, moved, mailNewDates, activityID, withReason(e, reason))
}

// moveParts moves the agenda, the hours of doors and the end of surveys with the start of an event.
func moveParts(tx *models.Tx, from, to *models.Event) error {
	move := shift(from, to)
	if err := tx.Sessions().Shift(to, move); err != nil {
		return err
	}
	if err := moveSurveys(tx, to, move); err != nil {
		return err
	}
	doors, err := tx.Doors().OfEvent(to)
	if err != nil {
		return err
	}
	for i := range doors {
		d := &doors[i]
		if d.OpensAt == nil && d.ClosesAt == nil && d.Day == "" {
			continue
		}
		d.OpensAt, d.ClosesAt = movedTime(d.OpensAt, move), movedTime(d.ClosesAt, move)
		if noon, err := time.ParseInLocation(time.DateOnly+" 15", d.Day+" 12", from.Zone()); err == nil {
			d.Day = to.Local(move(noon)).Format(time.DateOnly)
		}
		if err := tx.Doors().Update(d); err != nil {
			return err
		}
	}
	return nil
}

// moveSurveys moves when surveys open, remind and close that are not closed yet.
func moveSurveys(tx *models.Tx, e *models.Event, move func(time.Time) time.Time) error {
	surveys, err := tx.Surveys().OfEvent(e)
	if err != nil {
		return err
	}
	for i := range surveys {
		s := &surveys[i]
		hasTimes := s.OpensAt != nil || s.ClosesAt != nil || len(s.Reminders) > 0
		if !hasTimes || s.State == models.SurveyClosed {
			continue
		}
		s.OpensAt, s.ClosesAt = movedTime(s.OpensAt, move), movedTime(s.ClosesAt, move)
		for i := range s.Reminders {
			s.Reminders[i] = move(s.Reminders[i])
		}
		if err := tx.Surveys().Update(s); err != nil {
			return err
		}
	}
	return nil
}

// movePeriods moves when people can register, and has the places given out that are free.
func (s *Service) movePeriods(tx *models.Tx, from, to *models.Event) error {
	types, err := tx.TicketTypes().OfEvent(to)
	if err != nil {
		return err
	}
	move := shift(from, to)
	for i := range types {
		t := &types[i]
		t.OpensAt, t.ClosesAt = movedTime(t.OpensAt, move), movedTime(t.ClosesAt, move)
		t.EntryUntil = movedTime(t.EntryUntil, move)
		if err := tx.TicketTypes().SetPeriod(t); err != nil {
			return err
		}
		if err := s.capacityChanged(tx, t.ID); err != nil {
			return err
		}
	}
	return nil
}

func movedTime(at *time.Time, move func(time.Time) time.Time) *time.Time {
	if at == nil {
		return nil
	}
	to := move(*at)
	return &to
}
