package registration

import (
	"context"
	"strconv"

	"meguri/app/service/check"
	"meguri/models"
)

// WaitingDesk is what staff do with the waiting list of an event.
type WaitingDesk struct{ s *Service }

// WaitingDeskOf makes it.
func WaitingDeskOf(s *Service) WaitingDesk { return WaitingDesk{s} }

// WaitingPage is what staff see of a waiting list.
type WaitingPage struct {
	Rules *models.WaitingListRules
	Types []WaitingType
	// Input is what the form shows.
	Input *WaitingInput
}

// WaitingType is a ticket type with who waits for it, in order.
type WaitingType struct {
	models.TicketType
	People []models.Registration
	// Over is how many more places are taken than there are.
	Over int
}

// WaitingInput is how the waiting list moves up, as staff fill it in.
type WaitingInput struct {
	Stopped    bool   `form:"stopped"`
	UntilHours string `form:"until_hours" label:"waiting_list.until_hours"`
	ReplyHours string `form:"reply_hours" label:"waiting_list.reply_hours"`
}

// Page reads the waiting list of an event. Staff who may see people call it.
func (d WaitingDesk) Page(ctx context.Context, e *models.Event) (*WaitingPage, error) {
	q := d.s.db.Query(ctx)
	page := &WaitingPage{}
	var err error
	if page.Rules, err = q.WaitingList().Rules(e.ID); err != nil {
		return nil, err
	}
	page.Input = &WaitingInput{
		Stopped: page.Rules.Stopped, UntilHours: numberOrNone(page.Rules.UntilHours),
		ReplyHours: numberOrNone(page.Rules.ReplyHours),
	}
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	for _, t := range types {
		waiting := WaitingType{TicketType: t}
		if t.Capacity != nil {
			waiting.Over = max(0, t.Taken-*t.Capacity)
		}
		if waiting.People, err = q.WaitingList().InOrder(t.ID); err != nil {
			return nil, err
		}
		page.Types = append(page.Types, waiting)
	}
	return page, nil
}

// Waiting counts who waits.
func (p *WaitingPage) Waiting() (n int) {
	for i := range p.Types {
		n += len(p.Types[i].People)
	}
	return n
}

// Save stores how the waiting list moves up. Where it goes on, free places go to who waits. Staff who may edit people
// call it. Errors: Invalid with the fields at fault.
func (d WaitingDesk) Save(ctx context.Context, e *models.Event, in *WaitingInput) error {
	c := check.New()
	rules := &models.WaitingListRules{
		EventID: e.ID, Stopped: in.Stopped,
		UntilHours: c.Int("until_hours", in.UntilHours, 1, 24*60, check.Optional),
		ReplyHours: c.Int("reply_hours", in.ReplyHours, 1, 24*60, check.Optional),
	}
	if err := c.Err(); err != nil {
		return err
	}
	return d.s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.WaitingList().SaveRules(rules); err != nil {
			return err
		}
		if checkOpen(e, tx.Now) != nil {
			return nil
		}
		types, err := tx.TicketTypes().OfEvent(e)
		if err != nil {
			return err
		}
		ids := make([]string, len(types))
		for i := range types {
			ids[i] = types[i].ID
		}
		if err := tx.TicketTypes().Lock(ids...); err != nil {
			return err
		}
		for _, id := range ids {
			if err := d.s.CapacityChanged(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// MoveDown passes over a person: they, and those who wait with them, go to the end of the list. Staff who may edit
// people call it. Errors: Conflict where they do not wait any more.
func (d WaitingDesk) MoveDown(ctx context.Context, e *models.Event, id string) error {
	return d.s.db.InTx(ctx, func(tx *models.Tx) error { return d.moveDown(tx, e, id) })
}

func (d WaitingDesk) moveDown(tx *models.Tx, event *models.Event, id string) error {
	r, err := d.s.lock(tx, event, id)
	if err != nil {
		return err
	}
	if r.State != models.RegistrationWaitlisted {
		return models.NewError(models.CodeConflict, "waiting_list.waits_no_more")
	}
	list := []models.Registration{*r}
	if r.WaitsWith != nil {
		if list, err = tx.WaitingList().Group(*r.WaitsWith); err != nil {
			return err
		}
	}
	for i := range list {
		if err := queueLast(tx, &list[i]); err != nil {
			return err
		}
		tx.Emit(models.ActivityChanged, &list[i])
		if err := tx.Registrations().Update(&list[i]); err != nil {
			return err
		}
	}
	return nil
}

// MoveUp gives a person who waits a place now, out of turn and also while the list is stopped; those who wait with them
// come along. Staff who may edit people call it. Errors: Conflict where they do not wait any more, Full where there are
// not enough places.
func (d WaitingDesk) MoveUp(ctx context.Context, e *models.Event, id string) error {
	return d.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := d.s.lock(tx, e, id)
		if err != nil {
			return err
		}
		if err := checkOpen(e, tx.Now); err != nil {
			return err
		}
		if r.State != models.RegistrationWaitlisted {
			return models.NewError(models.CodeConflict, "waiting_list.waits_no_more")
		}
		if r.WaitsWith != nil {
			promoted, err := d.s.promoteGroup(tx, *r.WaitsWith, "")
			return orFull(promoted, err)
		}
		taken, err := tx.TicketTypes().TakePlace(r.TicketTypeID)
		if err != nil || !taken {
			return orFull(taken, err)
		}
		return d.s.promoteOne(tx, r)
	})
}

func orFull(done bool, err error) error {
	if err == nil && !done {
		err = models.NewError(models.CodeFull, "waiting_list.no_place")
	}
	return err
}

func numberOrNone(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// NumberOf is the place in line of person i.
func (t WaitingType) NumberOf(i int) int { return i + 1 }
