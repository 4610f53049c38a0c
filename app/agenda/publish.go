package agenda

import (
	"context"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/rows"
	"meguri/models"
)

// ChangesPage is what publishing would change, as staff see it before.
type ChangesPage struct {
	Changes []models.AgendaChange
	// Sum tells these changes from others that somebody made meanwhile.
	Sum string
	// Number is the version that everybody sees.
	Number int
	Since  time.Time
	// Fans and Speakers count whom a mail tells of it.
	Fans, Speakers int
	Warnings       []Warning
	Versions       []models.AgendaVersion
}

// shownVersions is how many versions are listed.
const shownVersions = 50

// ChangesPage reads what is not published yet. Staff who may edit the event call it.
func (s *Service) ChangesPage(ctx context.Context, e *models.Event) (*ChangesPage, error) {
	q := s.db.Query(ctx)
	w, err := readWorking(q, e)
	if err != nil {
		return nil, err
	}
	page := &ChangesPage{Changes: w.changes(), Sum: w.sum()}
	if page.Number, page.Since, err = q.Agendas().Latest(e); err != nil {
		return nil, err
	}
	if page.Versions, err = q.Agendas().Versions(e, shownVersions); err != nil {
		return nil, err
	}
	if page.Warnings, err = warnings(q, e, w.Sessions); err != nil {
		return nil, err
	}
	told, err := readConcerned(q, e, page.Changes)
	if err != nil {
		return nil, err
	}
	page.Fans, page.Speakers = len(told.fans), len(told.speakers)
	return page, nil
}

// sum tells drafts from others.
func (w *working) sum() string {
	parts := make([]string, 0, 2*len(w.list))
	for i := range w.list {
		parts = append(parts, w.list[i].ID, strconv.Itoa(w.list[i].Version))
	}
	return rows.Sum(parts...)
}

// PublishInput says what was seen before publishing, and whether nobody is told.
type PublishInput struct {
	Sum   string `form:"sum"`
	Quiet bool   `form:"quiet"`
}

// Publish gives everybody what was changed, as a new version, and tells those concerned. Errors: Conflict where
// somebody changed something after the list of changes was shown. Staff who may edit the event call it.
func (s *Service) Publish(ctx context.Context, e *models.Event, in PublishInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := readWorking(tx.Query, e)
		if err != nil {
			return err
		}
		if w.sum() != in.Sum {
			return models.NewError(models.CodeConflict, "agenda.changes_grew")
		}
		return publish(tx, e, w, in.Quiet)
	})
}

func publish(tx *models.Tx, e *models.Event, w *working, quiet bool) error {
	changes := w.changes()
	if len(changes) == 0 {
		return tx.Agendas().DeleteDrafts(e)
	}
	told, err := readConcerned(tx.Query, e, changes) // before what they marked is deleted
	if err != nil {
		return err
	}
	book := &book{}
	for i := range w.list {
		if err := w.apply(tx, e, &w.list[i], book); err != nil {
			return err
		}
	}
	if err := deleteUnused(tx, e); err != nil {
		return err
	}
	if err := tx.Agendas().DeleteDrafts(e); err != nil {
		return err
	}
	version := &models.AgendaVersion{Changes: changes}
	if err := tx.Agendas().AddVersion(e, version); err != nil || quiet || e.State != models.EventPublished {
		return err
	}
	return told.tell(tx, e, version, tx.Now)
}

// apply publishes one draft.
func (w *working) apply(tx *models.Tx, e *models.Event, draft *models.AgendaDraft, book *book) error {
	stored := w.stored[draft.ID]
	switch {
	case draft.Speaker != nil:
		return applySpeaker(tx, e, draft)
	case draft.Deleted && stored == nil, draft.Session == nil && !draft.Deleted:
		return nil
	case draft.Deleted:
		tx.Emit(models.ActivitySessionDeleted, stored)
		return tx.Sessions().Delete(e, draft.ID)
	}
	session := *draft.Session
	session.ID = draft.ID
	if stored == nil {
		if err := book.create(tx, e, &session); err != nil || session.CancelledAt == nil {
			return err
		}
		return setCancelled(tx, e, draft.ID, true)
	}
	if !isSamePlace(stored, &session) || len(differingFields(stored, &session)) > 0 {
		if err := update(tx, e, &session, stored.Version); err != nil {
			return err
		}
	}
	if isCancelled := session.CancelledAt != nil; isCancelled != (stored.CancelledAt != nil) {
		if err := setCancelled(tx, e, draft.ID, isCancelled); err != nil {
			return err
		}
	}
	return tx.Sessions().RaiseVersion(e, draft.ID, draft.Version)
}

func setCancelled(tx *models.Tx, e *models.Event, id string, cancelled bool) error {
	activity := models.ActivitySessionRestored
	if cancelled {
		activity = models.ActivitySessionCancelled
	}
	tx.Emit(activity, &models.Session{ID: id, EventID: e.ID})
	return tx.Sessions().SetCancelled(e, id, cancelled)
}

// applySpeaker publishes what a speaker wrote about themselves.
func applySpeaker(tx *models.Tx, e *models.Event, draft *models.AgendaDraft) error {
	speaker, err := tx.Speakers().ByID(e, draft.ID)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	lost := speaker.PortraitID
	wanted := draft.Speaker
	speaker.Kana, speaker.AboutJa, speaker.AboutEn = wanted.Kana, wanted.AboutJa, wanted.AboutEn
	speaker.RoleJa, speaker.RoleEn = wanted.RoleJa, wanted.RoleEn
	speaker.PortraitID = wanted.PortraitID
	speaker.PortraitAltJa, speaker.PortraitAltEn = wanted.PortraitAltJa, wanted.PortraitAltEn
	speaker.Kept = true
	if err := tx.Speakers().Update(speaker); err != nil || isSameID(lost, speaker.PortraitID) {
		return err
	}
	return tx.Pictures().DeleteUnused(lost)
}

// Discard takes back one change that is not published yet. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) Discard(ctx context.Context, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		draft, err := tx.Agendas().Draft(e, id)
		switch {
		case err != nil:
			return err
		case draft == nil:
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		if err := tx.Agendas().DeleteDraft(e, id); err != nil {
			return err
		}
		if draft.Speaker != nil {
			return tx.Pictures().DeleteUnused(draft.Speaker.PortraitID)
		}
		return tx.Sessions().RaiseVersion(e, id, draft.Version+1)
	})
}

// nextVersion counts a change that everybody sees at once, as that of a room's name.
func nextVersion(tx *models.Tx, e *models.Event) error {
	if !e.Public() {
		return nil
	}
	return tx.Agendas().AddVersion(e, &models.AgendaVersion{})
}

// Versions lists what changed in the agenda since it was published, newest first. Who may see the event calls it.
func (s *Service) Versions(ctx context.Context, e *models.Event) ([]models.AgendaVersion, error) {
	list, err := s.db.Query(ctx).Agendas().Versions(e, shownVersions)
	return slices.DeleteFunc(list, func(v models.AgendaVersion) bool {
		return len(v.Changes) == 0 || v.UndoneAt != nil
	}), err
}

// Number is the number of the agenda that everybody sees. Who may see the event calls it.
func (s *Service) Number(ctx context.Context, e *models.Event) (int, error) {
	number, _, err := s.db.Query(ctx).Agendas().Latest(e)
	return number, err
}
