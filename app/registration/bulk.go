package registration

import (
	"context"
	"errors"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/jobs"
	"meguri/models"
)

const (
	// bulkBatch is how many people are changed in a transaction, bulkAtOnce how many while the staff who asked wait.
	bulkBatch  = 500
	bulkAtOnce = 300
	// undoFor is how long something that was done to many can be taken back.
	undoFor = 10 * time.Minute
)

// Bulk is what staff do to several people at once. It is done in batches, each whole or not at all, and by a job where
// the people are many: what is left after a crash is done later. Staff who may edit people call it.
type Bulk struct{ s *Service }

// Bulk is what is done to several people of the same database.
func (s *Service) Bulk() Bulk { return Bulk{s} }

// BulkKinds are what can be done to several people.
var BulkKinds = []models.BulkKind{
	models.BulkTag, models.BulkUntag, models.BulkMove, models.BulkConfirm, models.BulkCancel,
	models.BulkAccept, models.BulkDecline,
}

// BulkInput is what is to be done to whom.
type BulkInput struct {
	SelectionInput
	ChangeInput
	TagInput
	// Reason is what the mail to those who are declined says.
	Reason string `form:"reason"`
	// Count is how many people the question named.
	Count int `form:"count"`
}

// plan is what is to be done, once it is looked up.
type plan struct {
	kind       models.BulkKind
	ticketType *models.TicketType // of BulkMove
	tagName    string             // of BulkTag and BulkUntag
	mayWait    bool
	reason     string // of BulkDecline
}

func (b Bulk) plan(q *models.Query, event *models.Event, kind models.BulkKind, in *BulkInput) (*plan, error) {
	p := &plan{kind: kind, mayWait: in.MayWait}
	switch kind {
	case models.BulkTag, models.BulkUntag:
		c := check.New()
		p.tagName = in.TagInput.check(c)
		return p, c.Err()
	case models.BulkMove:
		ticketType, err := q.TicketTypes().BySlug(event, in.TicketType)
		if models.CodeOf(err) == models.CodeNotFound {
			err = models.InvalidFields(map[string]string{"ticket_type": "field.choice"})
		}
		p.ticketType = ticketType
		return p, err
	case models.BulkDecline:
		c := check.New()
		p.reason = c.Text("reason", in.Reason, maxReason, check.Optional)
		return p, c.Err()
	case models.BulkConfirm, models.BulkCancel, models.BulkAccept:
	}
	return p, nil
}

// chosen are those who were selected, in the order of the list. Errors: Invalid for nobody.
func (in *SelectionInput) chosen(q *models.Query, event *models.Event) ([]models.BriefRegistration, error) {
	none := models.NewError(models.CodeInvalid, "registration.selected_none")
	if !in.All && len(in.IDs) == 0 {
		return nil, none
	}
	filter, err := in.Filter().Read(q, event)
	if err != nil {
		return nil, err
	}
	people, err := q.Registrations().Brief(event, filter)
	if err == nil && len(people) == 0 {
		err = none
	}
	return people, err
}

// Start begins to do something to those who were selected. Few people are done at once. by is the account. It returns
// nil where the selection has another number of people than the question named: it is asked again. Errors: Invalid with
// the fields at fault, or for nobody.
func (b Bulk) Start(
	ctx context.Context, event *models.Event, kind models.BulkKind, in *BulkInput, by string,
) (*models.BulkAction, error) {
	q := b.s.db.Query(ctx)
	p, err := b.plan(q, event, kind, in)
	if err != nil {
		return nil, err
	}
	chosen, err := in.SelectionInput.chosen(q, event)
	if err != nil || (in.Count != 0 && in.Count != len(chosen)) {
		return nil, err
	}
	var action *models.BulkAction
	err = b.s.db.InTx(ctx, func(tx *models.Tx) error {
		action = &models.BulkAction{
			EventID: event.ID, AccountID: &by, Kind: kind, TagName: p.tagName, MayWait: p.mayWait, List: in.List,
			Reason: p.reason,
		}
		if p.ticketType != nil {
			action.TicketTypeID = &p.ticketType.ID
		}
		people := make([]models.BulkPerson, len(chosen))
		for i := range chosen {
			people[i].RegistrationID = chosen[i].ID
		}
		if err := tx.Bulks().Add(action, people); err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: action.ID, Detail: string(kind)})
		return tx.Jobs().Add(JobBulk, "bulk:"+action.ID, action.ID, tx.Now)
	})
	if err == nil && len(chosen) <= bulkAtOnce {
		err = b.finish(models.WithoutAudit(ctx), action.ID)
	}
	return action, err
}

// Undo takes back what was done to several people, as far as places allow. Errors: Conflict where it is too late, or
// something is still being done; NotFound.
func (b Bulk) Undo(ctx context.Context, event *models.Event, id string) error {
	var action *models.BulkAction
	err := b.s.db.InTx(ctx, func(tx *models.Tx) (err error) {
		if action, err = tx.Bulks().Lock(id); err != nil {
			return err
		}
		if action.EventID != event.ID {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		if !MayUndo(action, tx.Now) {
			return models.NewError(models.CodeConflict, "bulk.too_late")
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: action.ID, Detail: string(action.Kind)})
		if err := tx.Bulks().SetState(action, models.BulkUndoing); err != nil {
			return err
		}
		return tx.Jobs().Add(JobBulk, "bulk:"+action.ID+":undo", action.ID, tx.Now)
	})
	if err == nil && action.People <= bulkAtOnce {
		err = b.finish(models.WithoutAudit(ctx), action.ID)
	}
	return err
}

// MayUndo reports whether something that was done to many can be taken back at the time.
func MayUndo(b *models.BulkAction, now time.Time) bool {
	return b.State == models.BulkDone && b.FinishedAt != nil && now.Sub(*b.FinishedAt) <= undoFor
}

// Go does one job of kind JobBulk: it goes on with what is done to several people until it ends.
func (b Bulk) Go(ctx context.Context, job *models.Job) error {
	err := b.finish(ctx, job.Payload)
	if models.CodeOf(err) == models.CodeNotFound { // the event is gone
		return errors.Join(jobs.ErrGiveUp, err)
	}
	return err
}

// finish does batch after batch.
func (b Bulk) finish(ctx context.Context, id string) error {
	for {
		goesOn := false
		err := b.s.db.InTx(ctx, func(tx *models.Tx) (err error) {
			goesOn, err = b.batch(tx, id)
			return err
		})
		if err != nil || !goesOn {
			return err
		}
	}
}

// batch does the next batch and reports whether there may be more.
func (b Bulk) batch(tx *models.Tx, id string) (goesOn bool, err error) {
	action, err := tx.Bulks().Lock(id)
	if err != nil {
		return false, err
	}
	from, end := models.BulkPersonWaiting, models.BulkDone
	switch action.State {
	case models.BulkUndoing:
		from, end = models.BulkPersonDone, models.BulkUndone
	case models.BulkDone, models.BulkUndone:
		return false, nil
	case models.BulkRunning:
	}
	people, err := tx.Bulks().In(action, from, bulkBatch)
	if err != nil {
		return false, err
	}
	if len(people) == 0 {
		return false, tx.Bulks().SetState(action, end)
	}
	event, err := tx.Events().ByID(action.EventID)
	if err != nil {
		return false, err
	}
	w := &bulkWork{s: b.s, tx: tx, event: event, action: action, people: people}
	if err := w.do(); err != nil {
		return false, err
	}
	return true, tx.Bulks().Save(w.people)
}
