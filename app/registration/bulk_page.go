package registration

import (
	"context"
	"slices"
	"time"

	"meguri/models"
)

// shownNames is how many people a question or an outcome names.
const shownNames = 100

// BulkQuestion is what staff are asked before something is done to several people.
type BulkQuestion struct {
	Kind models.BulkKind
	// Count is how many were selected, Able to how many it can be done. IDs are theirs where they were selected one by
	// one.
	Count, Able int
	IDs         []string
	People      []models.Registration // the first of them
	Refused     []BulkReason
	// Ready says that it is known what is to be done: to which ticket type people are moved.
	Ready       bool
	TicketTypes []models.TicketType
	Tags        []models.Tag
}

// BulkReason is why something cannot be done to some people.
type BulkReason struct {
	Key    string
	Count  int
	People []models.Registration // the first of them
	ids    []string
}

// Ask finds out what a bulk action would do. Errors: Invalid for nobody.
func (b Bulk) Ask(
	ctx context.Context, event *models.Event, kind models.BulkKind, in *BulkInput,
) (*BulkQuestion, error) {
	q := b.s.db.Query(ctx)
	chosen, err := in.chosen(q, event)
	if err != nil {
		return nil, err
	}
	question := &BulkQuestion{Kind: kind, Count: len(chosen), Able: len(chosen), Ready: true}
	if !in.All {
		for i := range chosen {
			question.IDs = append(question.IDs, chosen[i].ID)
		}
	}
	if question.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	if question.Tags, err = q.Tags().OfEvent(event); err != nil {
		return nil, err
	}
	question.judge(q, event, chosen, in)
	err = question.name(q, chosen)
	return question, err
}

// judge finds to whom it cannot be done, and why.
func (p *BulkQuestion) judge(
	q *models.Query, event *models.Event, chosen []models.BriefRegistration, in *BulkInput,
) {
	if p.Kind == models.BulkTag || p.Kind == models.BulkUntag {
		return
	}
	to := ""
	if p.Kind == models.BulkMove {
		i := slices.IndexFunc(p.TicketTypes, func(t models.TicketType) bool { return t.Slug == in.TicketType })
		if p.Ready = i >= 0; p.Ready {
			to = p.TicketTypes[i].ID
		}
	}
	isClosed := checkOpen(event, q.Now) != nil
	if p.Kind == models.BulkCancel || p.Kind == models.BulkDecline {
		isClosed = event.Ended(q.Now)
	}
	free := p.freePlaces()
	for _, r := range chosen {
		key := refusal(p.Kind, r, to)
		if key == "" && isClosed {
			key = "registration.closed"
		}
		if key == "" && p.takesPlace(r, to, free, in.MayWait) {
			key = "bulk.full"
		}
		if key != "" {
			p.refuse(key, r.ID)
		}
	}
}

// freePlaces counts the free places of each ticket type, -1 for no limit.
func (p *BulkQuestion) freePlaces() map[string]int {
	free := map[string]int{}
	for _, t := range p.TicketTypes {
		free[t.ID] = t.FreePlaces()
	}
	return free
}

// takesPlace takes a place for a person where one is needed, and reports that there is none.
func (p *BulkQuestion) takesPlace(r models.BriefRegistration, to string, free map[string]int, mayWait bool) bool {
	if p.Kind == models.BulkConfirm || p.Kind == models.BulkAccept {
		to = r.TicketTypeID
	}
	mayWait = mayWait && (p.Kind == models.BulkMove || p.Kind == models.BulkAccept)
	if to == "" || free[to] < 0 || mayWait {
		return false
	}
	if free[to] == 0 {
		return true
	}
	free[to]--
	return false
}

func (p *BulkQuestion) refuse(key, id string) {
	p.Able--
	i := slices.IndexFunc(p.Refused, func(r BulkReason) bool { return r.Key == key })
	if i < 0 {
		i, p.Refused = len(p.Refused), append(p.Refused, BulkReason{Key: key})
	}
	p.Refused[i].Count++
	if len(p.Refused[i].ids) < shownNames {
		p.Refused[i].ids = append(p.Refused[i].ids, id)
	}
}

// name reads the people who are named.
func (p *BulkQuestion) name(q *models.Query, chosen []models.BriefRegistration) (err error) {
	var ids []string
	for _, r := range chosen[:min(shownNames, len(chosen))] {
		ids = append(ids, r.ID)
	}
	if p.People, err = q.Registrations().Named(ids); err != nil {
		return err
	}
	for i := range p.Refused {
		if p.Refused[i].People, err = q.Registrations().Named(p.Refused[i].ids); err != nil {
			return err
		}
	}
	return nil
}

// BulkPage tells how far something is that is done to several people, and what became of each.
type BulkPage struct {
	Action     *models.BulkAction
	TicketType *models.TicketType // of moving, nil once it is gone
	// Done, Refused, Undone and Kept count people; Waiting those to whom nothing has happened yet.
	Done, Refused, Undone, Kept, Waiting int
	// Left are people who stayed as they were, or could not be brought back, with the reason.
	Left []models.BulkRefusal
	// LostSessions are places in sessions that could not be brought back, the first of them; their people wait for them.
	LostSessions []models.FormerSignUp
	// UndoUntil is until when it can be taken back, nil for no more.
	UndoUntil *time.Time
}

// Page reads one of the event's actions.
func (b Bulk) Page(ctx context.Context, event *models.Event, id string) (*BulkPage, error) {
	q := b.s.db.Query(ctx)
	action, err := q.Bulks().ByID(event, id)
	if err != nil {
		return nil, err
	}
	tally, err := q.Bulks().Tally(action)
	if err != nil {
		return nil, err
	}
	page := &BulkPage{
		Action: action, Done: tally[models.BulkPersonDone], Refused: tally[models.BulkPersonRefused],
		Undone: tally[models.BulkPersonUndone], Kept: tally[models.BulkPersonKept], Waiting: tally[models.BulkPersonWaiting],
	}
	if MayUndo(action, q.Now) && page.Done > 0 {
		until := action.FinishedAt.Add(undoFor)
		page.UndoUntil = &until
	}
	left := models.BulkPersonRefused
	if action.State == models.BulkUndone || action.State == models.BulkUndoing {
		left = models.BulkPersonKept
		if page.LostSessions, err = q.SessionPlaces().LostByUndoing(action, shownNames); err != nil {
			return nil, err
		}
	}
	if page.Left, err = q.Bulks().Refusals(action, left, shownNames); err != nil || action.TicketTypeID == nil {
		return page, err
	}
	page.TicketType, err = q.TicketTypes().ByID(event, *action.TicketTypeID)
	return page, err
}

// IsBusy reports whether it is still being done, or taken back.
func (p *BulkPage) IsBusy() bool {
	return p.Action.State == models.BulkRunning || p.Action.State == models.BulkUndoing
}

// Percent is how far it is.
func (p *BulkPage) Percent() int {
	finished := p.Action.People - p.Waiting
	if p.Action.State == models.BulkUndoing {
		finished = p.Action.People - p.Done
	}
	return 100 * finished / max(1, p.Action.People)
}

// LeftCount counts those of Left on all pages.
func (p *BulkPage) LeftCount() int {
	if p.Action.State == models.BulkUndone || p.Action.State == models.BulkUndoing {
		return p.Kept
	}
	return p.Refused
}
