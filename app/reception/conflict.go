package reception

import (
	"context"
	"slices"
	"time"

	"meguri/models"
)

// recordConflicts records what is to be looked at of new scans: what became of a registration since a device let the
// person in, what the person's other scans say, and clocks that say what cannot be.
func recordConflicts(tx *models.Tx, scans []*scan) error {
	var list []models.Conflict
	var people []string
	clocks := map[string]bool{} // by device; one conflict of each is enough
	for _, s := range scans {
		c := &s.CheckIn
		if slices.Contains(toLookAt, c.Conflict) {
			list = append(list, conflictOf(c, c.Conflict))
		}
		if c.Result == models.CheckInAlready && c.DeviceID != "" {
			people = append(people, *c.RegistrationID)
		}
		if device := c.DeviceID + c.ByName; isClockWrong(s) && !clocks[device] {
			clocks[device] = true
			has, err := tx.Conflicts().HasClock(c)
			if err != nil {
				return err
			}
			if !has {
				list = append(list, conflictOf(c, models.ConflictClock))
			}
		}
	}
	if len(people) > 0 {
		between, err := tx.Conflicts().OfPeople(scans[0].event, people)
		if err != nil {
			return err
		}
		list = append(list, between...)
	}
	return tx.Conflicts().Record(list)
}

// toLookAt are the conflicts of one scan that staff are shown.
var toLookAt = []models.CheckInConflict{
	models.ConflictCancelled, models.ConflictWaitlisted, models.ConflictRevoked,
	models.ConflictOver, models.ConflictNotHere, models.ConflictClosed,
}

func conflictOf(c *models.CheckIn, kind models.CheckInConflict) models.Conflict {
	return models.Conflict{EventID: c.EventID, CheckInID: c.ID, Kind: kind, RegistrationID: c.RegistrationID}
}

// isClockWrong reports whether a time was taken for another one than the device said.
func isClockWrong(s *scan) bool { return s.CheckIn.DeviceAt != nil && s.CheckIn.RegistrationID != nil }

// ConflictsPage is what staff see of conflicts: those to look at, and those that were settled last.
type ConflictsPage struct {
	Open, Settled []models.Conflict
	// Total counts the open ones.
	Total int
	Doors []models.Door
}

const (
	shownConflicts = 100
	shownSettled   = 20
)

// Conflicts reads the page. Staff who may admit call it.
func (s *Service) Conflicts(ctx context.Context, event *models.Event) (*ConflictsPage, error) {
	q, page := s.db.Query(ctx), &ConflictsPage{}
	var err error
	if page.Open, err = q.Conflicts().Open(event, shownConflicts); err != nil {
		return nil, err
	}
	if page.Settled, err = q.Conflicts().Settled(event, shownSettled); err != nil {
		return nil, err
	}
	if page.Total, err = q.Conflicts().CountOpen(event); err != nil {
		return nil, err
	}
	page.Doors, err = q.Doors().OfEvent(event)
	return page, err
}

// ConflictInput says which conflict, and whether its scan is to be undone.
type ConflictInput struct {
	CheckIn string                 `form:"check_in"`
	Kind    models.CheckInConflict `form:"kind"`
	Undo    bool                   `form:"undo"`
}

// ConflictAction is what is done with a conflict.
type ConflictAction func(ctx context.Context, event *models.Event, by string, in ConflictInput) error

// Settle says that a conflict was looked at: nothing is to be done, or its scan is undone. Settling it again changes
// nothing. by is who settles. Staff who may admit call it.
func (s *Service) Settle(ctx context.Context, event *models.Event, by string, in ConflictInput) error {
	if in.Undo {
		if err := s.undo(ctx, event, by, in.CheckIn); err != nil {
			return err
		}
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		_, err := tx.Conflicts().Settle(event, in.CheckIn, in.Kind, by, in.Undo)
		return err
	})
}

// Reopen takes a settlement back. A scan that it undid is made again, for the same time, under another id: the set of
// scans only grows. Staff who may admit call it. Errors: NotFound where nobody had settled it.
func (s *Service) Reopen(ctx context.Context, event *models.Event, by string, in ConflictInput) error {
	var again *ScanInput
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		c, err := tx.Conflicts().Reopen(event, in.CheckIn, in.Kind)
		if err != nil || !c.Undid {
			return err
		}
		scan, err := tx.CheckIns().ByID(event, c.CheckInID)
		if err != nil || scan.RegistrationID == nil {
			return err
		}
		again = &ScanInput{
			ID:             "again-" + models.HashSecret(scan.ID+c.SettledAt.UTC().Format(time.RFC3339Nano)),
			RegistrationID: *scan.RegistrationID, Door: scan.Door, Direction: scan.Direction, ScannedAt: scan.ScannedAt,
			Admitted: scan.Direction == models.DirectionIn,
		}
		return nil
	})
	if err != nil || again == nil {
		return err
	}
	_, err = s.Admit(ctx, event, by, []ScanInput{*again})
	return err
}
