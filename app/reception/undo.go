package reception

import (
	"cmp"
	"context"
	"slices"
	"time"

	"meguri/models"
)

// Undo undoes a scan that let somebody in or out: they are where their other scans leave them, and scans that only
// found them inside because of it count no more. Undoing again changes nothing. by is the name of who undoes. Staff who
// may admit call it. Errors: NotFound; Conflict where the scan let nobody in or out.
func (s *Service) Undo(ctx context.Context, event *models.Event, by, id string) error {
	c, err := s.db.Query(ctx).CheckIns().ByID(event, id)
	if err != nil || c.UndoneAt != nil {
		return err
	}
	if !c.CanUndo() {
		return models.NewError(models.CodeConflict, "reception.undo_nothing")
	}
	return s.undo(ctx, event, by, id)
}

func (s *Service) undo(ctx context.Context, event *models.Event, by, id string) error {
	_, err := s.Admit(ctx, event, by, []ScanInput{undoOf(id, s.db.Now())})
	return err
}

// undoOf undoes a scan, once however often it is sent.
func undoOf(id string, at time.Time) ScanInput {
	return ScanInput{ID: "undo-" + models.HashSecret(id), Undo: id, ScannedAt: at}
}

// undoAll stores undos, and undoes those of their scans that are here. The others are undone when they arrive. The
// event is locked: a scan that is stored at the same time sees the undo, or is seen.
func undoAll(tx *models.Tx, event *models.Event, undos []*scan) error {
	var rows []models.CheckInUndo
	var ids []string
	for _, s := range undos {
		s.CheckIn = models.CheckIn{ID: s.input.ID, EventID: event.ID, Result: models.CheckInUndone}
		if d := s.input.Device; d != nil && !d.Supervises {
			s.CheckIn.Result = models.CheckInRefused
			continue
		}
		at := s.input.ScannedAt
		if at.IsZero() || !s.isPossible(at, tx.Now) {
			at = tx.Now
		}
		ids = append(ids, s.input.Undo)
		rows = append(rows, models.CheckInUndo{
			ID: s.input.ID, EventID: event.ID, CheckInID: s.input.Undo, ByName: s.by, DeviceID: s.deviceID(), UndoneAt: at,
		})
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.CheckIns().InsertUndoes(rows); err != nil {
		return err
	}
	return markUndone(tx, event, ids)
}

// undoNew undoes the scans of an event whose undo was here before them.
func undoNew(tx *models.Tx, scans []*scan, isUndone map[string]bool) error {
	var ids []string
	for _, s := range scans {
		if isUndone[s.input.ID] {
			ids, s.CheckIn.UndoneAt = append(ids, s.input.ID), &tx.Now
		}
	}
	return markUndone(tx, scans[0].event, ids)
}

func markUndone(tx *models.Tx, event *models.Event, ids []string) error {
	slices.Sort(ids)
	isNew, err := tx.CheckIns().MarkUndone(event, slices.Compact(ids))
	if err != nil || len(isNew) == 0 {
		return err
	}
	scans, err := tx.CheckIns().ByIDs(event, ids)
	if err != nil {
		return err
	}
	var people []string
	for _, id := range ids {
		if c := scans[id]; isNew[id] && c.RegistrationID != nil {
			people = append(people, *c.RegistrationID)
			tx.Emit(models.ActivityCheckInUndone, &c)
		}
	}
	return tx.Admissions().Recount(event, people)
}

// recountRepeats sets anew where people are of whom a scan says only that it found them inside: what let them in may
// have been undone.
func recountRepeats(tx *models.Tx, scans []*scan) error {
	var people []string
	for _, s := range scans {
		if s.CheckIn.Repeats && s.CheckIn.RegistrationID != nil {
			people = append(people, *s.CheckIn.RegistrationID)
		}
	}
	if len(people) == 0 {
		return nil
	}
	return tx.Admissions().Recount(scans[0].event, people)
}

// deviceID is the device that made the scan.
func (s *scan) deviceID() string {
	if s.input.Device == nil {
		return ""
	}
	return cmp.Or(s.input.From, s.input.Device.ID)
}
