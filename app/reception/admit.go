package reception

import (
	"context"
	"errors"
	"slices"

	"meguri/models"
)

// Admit answers scans in their order; each is answered and kept once, whatever the network repeats. Staff who may admit call it; by names who. A call
// that fails has changed nothing after the chunk before, and can be repeated whole.
func (s *Service) Admit(ctx context.Context, event *models.Event, by string, scans []Scan) ([]Outcome, error) {
	if err := check(scans); err != nil {
		return nil, err
	}
	visits := make([]visit, len(scans))
	for i, scan := range scans {
		var err error
		if visits[i], err = s.read(ctx, event, by, scan); err != nil {
			return nil, err
		}
	}
	for part := range slices.Chunk(visits, chunk) {
		if err := s.lines.pass(ctx, event.ID, part, s.admit); err != nil {
			return nil, err
		}
	}
	outcomes := make([]Outcome, len(visits))
	for i := range visits {
		outcomes[i] = visits[i].Outcome
	}
	return outcomes, nil
}

// errMeanwhile says that a scan was stored by somebody else since it was looked for.
var errMeanwhile = errors.New("a scan was stored meanwhile")

// admit answers visits of one event in one transaction; again from the start where the same scan was answered elsewhere at the same time.
func (s *Service) admit(ctx context.Context, visits []visit) error {
	var err error
	for range 3 {
		err = s.db.InTx(ctx, func(tx *models.Tx) error { return chunkOf(tx, visits) })
		if !errors.Is(err, errMeanwhile) {
			break
		}
	}
	return err
}

// chunkOf answers visits in rounds, in each of which a person and a scan's id come once: so that each round is a few statements, however many scans. What
// is only read comes before the event is held.
func chunkOf(tx *models.Tx, visits []visit) error {
	event := visits[0].event
	if err := find(tx, event, visits); err != nil {
		return err
	}
	ids := make([]string, len(visits))
	for i := range visits {
		ids[i] = visits[i].scan.ID
	}
	answered, err := tx.CheckIns().ByIDs(event, ids)
	if err == nil && len(visits) > 1 {
		err = tx.Events().LockReception(event)
	}
	for from, until := 0, 0; err == nil && from < len(visits); from = until {
		seen := map[string]bool{}
		for until < len(visits) && !seen[visits[until].scan.ID] && !seen[visits[until].person()] {
			seen[visits[until].scan.ID], seen[visits[until].person()] = true, visits[until].found != nil
			until++
		}
		err = round(tx, answered, visits[from:until])
	}
	return err
}

// round answers scans of different people with different ids. One that is answered already gets its first answer, before any rule.
func round(tx *models.Tx, answered map[string]models.CheckIn, visits []visit) error {
	var fresh []*visit
	for i := range visits {
		v := &visits[i]
		if first, ok := answered[v.scan.ID]; ok {
			if err := v.replay(tx, &first); err != nil {
				return err
			}
			continue
		}
		v.decide(tx)
		fresh = append(fresh, v)
	}
	if err := enter(tx, fresh); err != nil {
		return err
	}
	if err := leave(tx, fresh); err != nil {
		return err
	}
	return keep(tx, answered, fresh)
}

// moves are the visits whose answer so far is the result, as rows.
func moves(visits []*visit, result models.CheckInResult) []models.Passage {
	var list []models.Passage
	for _, v := range visits {
		if c := &v.CheckIn; c.Result == result {
			list = append(list, models.Passage{RegistrationID: *c.RegistrationID, EventID: c.EventID, CheckInID: c.ID, At: c.ScannedAt})
		}
	}
	return list
}

// enter lets people in; who was inside is told since when.
func enter(tx *models.Tx, visits []*visit) error {
	wasOutside, err := tx.Admissions().Enter(moves(visits, models.CheckInAdmitted))
	if err != nil {
		return err
	}
	var inside []string
	for _, v := range visits {
		if c := &v.CheckIn; c.Result == models.CheckInAdmitted && !wasOutside[*c.RegistrationID] {
			c.Result = models.CheckInAlready
			inside = append(inside, *c.RegistrationID)
		}
	}
	if len(inside) == 0 {
		return nil
	}
	admissions, err := tx.Admissions().OfRegistrations(inside)
	for _, v := range visits {
		if v.CheckIn.Result == models.CheckInAlready {
			since := admissions[*v.CheckIn.RegistrationID].ChangedAt
			v.Since = &since
		}
	}
	return err
}

func leave(tx *models.Tx, visits []*visit) error {
	wasInside, err := tx.Admissions().Leave(moves(visits, models.CheckInLeft))
	for _, v := range visits {
		if c := &v.CheckIn; c.Result == models.CheckInLeft && !wasInside[*c.RegistrationID] {
			c.Conflict = "not_inside"
		}
	}
	return err
}

// keep stores the new scans.
func keep(tx *models.Tx, answered map[string]models.CheckIn, visits []*visit) error {
	list := make([]models.CheckIn, len(visits))
	for i, v := range visits {
		list[i], answered[v.scan.ID] = v.CheckIn, v.CheckIn
		v.emit(tx)
	}
	isNew, err := tx.CheckIns().Insert(list)
	if err == nil && len(isNew) < len(list) {
		err = errMeanwhile
	}
	return err
}

// emit records that the person came in or went out.
func (v *visit) emit(tx *models.Tx) {
	switch {
	case v.CheckIn.Conflict != "":
	case v.CheckIn.Result == models.CheckInAdmitted:
		tx.Emit(models.ActivityAdmitted, &v.CheckIn)
	case v.CheckIn.Result == models.CheckInLeft:
		tx.Emit(models.ActivityLeft, &v.CheckIn)
	}
}
