package message

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// Order is a message that a program has sent.
type Order struct {
	// ID is made by the client; a repeated request changes nothing.
	ID string
	Input
	// SendAt is when it goes, nil for now; DryRun only counts.
	SendAt *time.Time
	DryRun bool
}

// Ordered is what became of an order: SendAt is later than it said where that lies in quiet hours.
type Ordered struct {
	ID         string
	Recipients int
	SendAt     time.Time
}

// Order stores a message and has it sent. Programs of who may write to people call it; by is nil for a token. Errors:
// Invalid with the fields at fault, also where it would reach nobody.
func (s *Service) Order(
	ctx context.Context, by *models.Account, e *models.Event, in *Order,
) (ordered *Ordered, err error) {
	id := in.ID
	if id == "" {
		id = models.NewID()
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if ordered, err = s.orderedBefore(tx.Query, e, in.ID); err != nil || ordered != nil {
			return err
		}
		m := &models.Message{ID: id, EventID: e.ID, State: models.MessageDraft}
		if by != nil {
			m.AccountID = &by.ID
		}
		at, err := in.read(s, tx, e, m)
		if err != nil {
			return err
		}
		reach, err := tx.Messages().Reach(e, m)
		if err != nil {
			return err
		}
		if in.DryRun {
			ordered = &Ordered{Recipients: reach.People()}
			return nil
		}
		if reach.People() == 0 && in.SendAt == nil {
			return models.NewError(models.CodeInvalid, "message.nobody")
		}
		if err := addScheduled(tx, m, e, at); err != nil {
			return err
		}
		ordered = &Ordered{ID: m.ID, Recipients: reach.People(), SendAt: *m.SendAt}
		return nil
	})
	return ordered, err
}

// orderedBefore is the answer to an order that comes again, nil for a new one.
func (s *Service) orderedBefore(q *models.Query, e *models.Event, id string) (*Ordered, error) {
	if id == "" {
		return nil, nil
	}
	m, err := q.Messages().ByID(id)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil, nil
	case err != nil:
		return nil, err
	case m.EventID != e.ID || m.SendAt == nil:
		return nil, models.NewError(models.CodeConflict, "message.id_taken")
	}
	p, err := progressOf(q, e, m)
	if err != nil {
		return nil, err
	}
	return &Ordered{ID: m.ID, Recipients: p.People, SendAt: *m.SendAt}, nil
}

func (in *Order) read(s *Service, tx *models.Tx, e *models.Event, m *models.Message) (time.Time, error) {
	if err := s.read(tx.Query, e, m, &in.Input); err != nil {
		return tx.Now, err
	}
	c := check.New()
	if in.ID != "" && !models.ValidID(in.ID) {
		c.Fault("id", "field.choice")
	}
	if in.SendAt == nil {
		return tx.Now, c.Err()
	}
	if !in.SendAt.After(tx.Now) {
		c.Fault("send_at", "message.send_at_past")
	}
	return in.SendAt.UTC(), c.Err()
}

// addScheduled stores and schedules a message.
func addScheduled(tx *models.Tx, m *models.Message, e *models.Event, at time.Time) error {
	added, err := tx.Messages().Add(m)
	if err == nil && !added { // the same request at the same time
		err = models.ErrRunAgain
	}
	if err != nil {
		return err
	}
	version := m.Version
	if err := schedule(tx, m, e, at); err != nil {
		return err
	}
	return tx.Messages().Save(m, version)
}

// Progress is how far a message is.
type Progress struct {
	State  string
	SendAt *time.Time
	Numbers
}

// Progress reads how far a message is. Who may write to people calls it. Errors: NotFound.
func (s *Service) Progress(ctx context.Context, e *models.Event, id string) (*Progress, error) {
	q := s.db.Query(ctx)
	m, err := q.Messages().InEvent(e, id)
	if err != nil {
		return nil, err
	}
	return progressOf(q, e, m)
}

func progressOf(q *models.Query, e *models.Event, m *models.Message) (*Progress, error) {
	tallies, err := q.Messages().MailTallies([]string{m.ID})
	if err != nil {
		return nil, err
	}
	p := &Progress{State: string(m.State), SendAt: m.SendAt, Numbers: numbersOf(tallies[m.ID])}
	if m.StoppedAt != nil {
		p.State = "stopped"
	}
	if m.Editable() {
		reach, err := q.Messages().Reach(e, m)
		if err != nil {
			return nil, err
		}
		p.People = reach.People()
	}
	return p, nil
}
