package reception

import (
	"context"
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

// admit answers visits of one event in one transaction.
func (s *Service) admit(ctx context.Context, visits []visit) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return s.chunk(tx, visits) })
}

// chunk answers visits in rounds, in each of which a person and a scan's id come once: so that each round is a few statements, however many scans.
func (s *Service) chunk(tx *models.Tx, visits []visit) error {
	event := visits[0].event
	if len(visits) > 1 {
		if err := tx.HoldReception(event); err != nil {
			return err
		}
	}
	if err := find(tx, event, visits); err != nil {
		return err
	}
	for from := 0; from < len(visits); {
		until := from
		seen := map[string]bool{}
		for until < len(visits) && !seen[visits[until].scan.ID] && !seen[visits[until].person()] {
			seen[visits[until].scan.ID], seen[visits[until].person()] = true, visits[until].found != nil
			until++
		}
		if err := round(tx, event, visits[from:until]); err != nil {
			return err
		}
		from = until
	}
	return nil
}

// round answers scans of different people with different ids. The look-up of the ids comes before any rule.
func round(tx *models.Tx, event *models.Event, visits []visit) error {
	ids := make([]string, len(visits))
	for i := range visits {
		ids[i] = visits[i].scan.ID
	}
	before, err := tx.CheckInsByID(event, ids)
	if err != nil {
		return err
	}
	var fresh []*visit
	for i := range visits {
		v := &visits[i]
		if first, ok := before[v.scan.ID]; ok {
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
	return keep(tx, fresh)
}

// moves are the visits whose answer so far is the result, as rows.
func moves(visits []*visit, result models.CheckInResult) []models.Move {
	var list []models.Move
	for _, v := range visits {
		if c := &v.CheckIn; c.Result == result {
			list = append(list, models.Move{RegistrationID: *c.RegistrationID, EventID: c.EventID, CheckInID: c.ID, At: c.ScannedAt})
		}
	}
	return list
}

// enter lets people in; who was inside is told since when.
func enter(tx *models.Tx, visits []*visit) error {
	wasOutside, err := tx.Enter(moves(visits, models.Admitted))
	if err != nil {
		return err
	}
	var inside []string
	for _, v := range visits {
		if c := &v.CheckIn; c.Result == models.Admitted && !wasOutside[*c.RegistrationID] {
			c.Result = models.Already
			inside = append(inside, *c.RegistrationID)
		}
	}
	if len(inside) == 0 {
		return nil
	}
	admissions, err := tx.AdmissionsOf(inside)
	for _, v := range visits {
		if v.CheckIn.Result == models.Already {
			since := admissions[*v.CheckIn.RegistrationID].ChangedAt
			v.Since = &since
		}
	}
	return err
}

func leave(tx *models.Tx, visits []*visit) error {
	wasInside, err := tx.Leave(moves(visits, models.Left))
	for _, v := range visits {
		if c := &v.CheckIn; c.Result == models.Left && !wasInside[*c.RegistrationID] {
			c.Conflict = "not_inside"
		}
	}
	return err
}

// keep stores the new scans. One that came twice at once gets the answer that was stored first.
func keep(tx *models.Tx, visits []*visit) error {
	list := make([]models.CheckIn, len(visits))
	for i, v := range visits {
		list[i] = v.CheckIn
	}
	isNew, err := tx.InsertCheckIns(list)
	if err != nil {
		return err
	}
	for _, v := range visits {
		if isNew[v.scan.ID] {
			continue
		}
		first, err := tx.CheckIn(v.event, v.scan.ID)
		if err != nil {
			return err
		}
		if err := v.replay(tx, first); err != nil {
			return err
		}
	}
	return nil
}
