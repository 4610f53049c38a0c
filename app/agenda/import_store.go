package agenda

import (
	"context"

	"meguri/models"
)

// Import takes the sessions of a file, all that can be taken, or none: again by their ids, so that a second time
// changes nothing twice. Where everybody sees the agenda, it waits until it is published. Staff who may edit the event
// call it.
func (s *Service) Import(ctx context.Context, e *models.Event, in *ImportInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := readWorking(tx.Query, e)
		if err != nil {
			return err
		}
		page, err := s.importPage(e, w, in)
		if err != nil {
			return err
		}
		if page.Takes() == 0 {
			return models.NewError(models.CodeInvalid, "agenda.import_nothing")
		}
		if err := page.store(tx, e); err != nil || !in.Remove {
			return err
		}
		for i := range page.Absent {
			if err := remove(tx, e, page.Absent[i].ID); err != nil {
				return err
			}
		}
		return deleteUnused(tx, e)
	})
}

// store writes what was read. New sessions of a public agenda are written in few statements.
func (p *ImportPage) store(tx *models.Tx, e *models.Event) error {
	drafted, err := isDrafted(tx.Query, e)
	if err != nil {
		return err
	}
	var drafts []models.AgendaDraft
	book := &book{}
	for i := range p.added {
		session := p.added[i]
		if drafted {
			drafts = append(drafts, models.AgendaDraft{ID: session.ID, Session: &session, Version: 1})
			continue
		}
		if err := book.create(tx, e, &session); err != nil {
			return err
		}
	}
	if err := tx.Agendas().AddDrafts(e, drafts); err != nil {
		return err
	}
	for i := range p.changed {
		session := p.changed[i]
		if err := p.update(tx, e, &session, drafted); err != nil {
			return err
		}
	}
	return nil
}

func (p *ImportPage) update(tx *models.Tx, e *models.Event, session *models.Session, drafted bool) error {
	cancelled := session.CancelledAt != nil
	if err := store(tx, e, session, p.versions[session.ID]); err != nil {
		return err
	}
	if drafted {
		return cancelLater(tx, e, session.ID, cancelled)
	}
	stored, err := tx.Sessions().ByID(e, session.ID)
	if err != nil || (stored.CancelledAt != nil) == cancelled {
		return err
	}
	return setCancelled(tx, e, session.ID, cancelled)
}
