package reception

import (
	"context"

	"meguri/models"
)

// Admit answers scans in their order; each is answered and kept once, whatever the network repeats. Staff who may admit call it; by names who. A call
// that fails has changed nothing after the chunk before, and can be repeated whole.
func (s *Service) Admit(ctx context.Context, event *models.Event, by string, scans []Scan) ([]Outcome, error) {
	if err := check(scans); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(scans))
	for from := 0; from < len(scans); from += chunk {
		until := min(from+chunk, len(scans))
		err := s.db.InTx(ctx, func(tx *models.Tx) error {
			return s.chunk(tx, event, by, scans[from:until], outcomes[from:until])
		})
		if err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// chunk answers scans in rounds, in each of which a person and a scan's id come once: so that each round is a few statements, however many scans.
func (s *Service) chunk(tx *models.Tx, event *models.Event, by string, scans []Scan, outcomes []Outcome) error {
	if len(scans) > 1 {
		if err := tx.HoldReception(event); err != nil {
			return err
		}
	}
	found, err := s.find(tx, event, scans)
	if err != nil {
		return err
	}
	for from := 0; from < len(scans); {
		until := from
		seen := map[string]bool{}
		for until < len(scans) && !seen[scans[until].ID] && !seen[found[until].person()] {
			seen[scans[until].ID], seen[found[until].person()] = true, found[until].registration != nil
			until++
		}
		if err := s.round(tx, event, by, scans[from:until], found[from:until], outcomes[from:until]); err != nil {
			return err
		}
		from = until
	}
	return nil
}

// round answers scans of different people with different ids. The look-up of the ids comes before any rule.
func (s *Service) round(tx *models.Tx, event *models.Event, by string, scans []Scan, found []finding, outcomes []Outcome) error {
	ids := make([]string, len(scans))
	for i := range scans {
		ids[i] = scans[i].ID
	}
	before, err := tx.CheckInsByID(event, ids)
	if err != nil {
		return err
	}
	var entries []models.Entry
	for i, scan := range scans {
		if first, ok := before[scan.ID]; ok {
			if outcomes[i], err = s.replay(tx, event, scan, found[i], &first); err != nil {
				return err
			}
			continue
		}
		outcomes[i] = Outcome{CheckIn: newCheckIn(tx, event, by, scan), Registration: found[i].registration}
		if enters := s.decide(event, scan, found[i], &outcomes[i]); enters {
			entries = append(entries, models.Entry{Registration: found[i].registration, CheckInID: scan.ID, At: outcomes[i].CheckIn.ScannedAt})
		} else if outcomes[i].CheckIn.Result == models.Left {
			if err := leave(tx, &outcomes[i]); err != nil {
				return err
			}
		}
	}
	if err := s.enter(tx, entries, outcomes); err != nil {
		return err
	}
	return s.keep(tx, event, scans, found, before, outcomes)
}

func newCheckIn(tx *models.Tx, event *models.Event, by string, scan Scan) models.CheckIn {
	c := models.CheckIn{ID: scan.ID, EventID: event.ID, Door: scan.Door, Direction: scan.Direction, ByName: by, ScannedAt: scan.ScannedAt.UTC()}
	if c.Door == "" {
		c.Door = mainDoor
	}
	if scan.ScannedAt.IsZero() || scan.ScannedAt.After(tx.Now) { // a device whose clock runs ahead
		c.ScannedAt = tx.Now
	}
	return c
}

// decide finds the answer as far as the registration alone gives it, and reports whether the person is about to come in.
func (s *Service) decide(event *models.Event, scan Scan, f finding, out *Outcome) (enters bool) {
	out.CheckIn.Result = f.result
	r := f.registration
	if r == nil {
		return false
	}
	out.CheckIn.RegistrationID = &r.ID
	switch {
	case f.result != "":
	case r.State == models.RegistrationCancelled || r.State == models.Declined || event.State == models.Cancelled:
		out.CheckIn.Result = models.IsCancelled
	case r.State != models.Confirmed:
		out.CheckIn.Result = models.IsWaitlisted
	case scan.Direction == models.Out:
		out.CheckIn.Result = models.Left
	default:
		out.CheckIn.Result = models.Admitted
		return true
	}
	return false
}

func leave(tx *models.Tx, out *Outcome) error {
	wasInside, err := tx.Leave(out.Registration, out.CheckIn.ID, out.CheckIn.ScannedAt)
	if !wasInside {
		out.CheckIn.Conflict = "not_inside"
	}
	return err
}

// enter lets people in; who was inside is told since when.
func (s *Service) enter(tx *models.Tx, entries []models.Entry, outcomes []Outcome) error {
	wasOutside, err := tx.Enter(entries)
	if err != nil {
		return err
	}
	var inside []string
	for i := range outcomes {
		c := &outcomes[i].CheckIn
		if c.Result == models.Admitted && c.CreatedAt.IsZero() && !wasOutside[*c.RegistrationID] {
			c.Result = models.Already
			inside = append(inside, *c.RegistrationID)
		}
	}
	if len(inside) == 0 {
		return nil
	}
	admissions, err := tx.AdmissionsOf(inside)
	for i := range outcomes {
		if c := &outcomes[i].CheckIn; c.Result == models.Already && c.CreatedAt.IsZero() {
			since := admissions[*c.RegistrationID].ChangedAt
			outcomes[i].Since = &since
		}
	}
	return err
}

// keep stores the new scans. One that came twice at once gets the answer that was stored first.
func (s *Service) keep(tx *models.Tx, event *models.Event, scans []Scan, found []finding, before map[string]models.CheckIn, outcomes []Outcome) error {
	var list []models.CheckIn
	for i := range outcomes {
		if _, ok := before[scans[i].ID]; !ok {
			list = append(list, outcomes[i].CheckIn)
		}
	}
	isNew, err := tx.InsertCheckIns(list)
	if err != nil {
		return err
	}
	for i := range outcomes {
		if _, ok := before[scans[i].ID]; ok || isNew[scans[i].ID] {
			continue
		}
		first, err := tx.CheckIn(event, scans[i].ID)
		if err != nil {
			return err
		}
		if outcomes[i], err = s.replay(tx, event, scans[i], found[i], first); err != nil {
			return err
		}
	}
	return nil
}

// replay gives the first answer again. Other content under the same id is pointed out and changes nothing.
func (s *Service) replay(tx *models.Tx, event *models.Event, scan Scan, f finding, first *models.CheckIn) (Outcome, error) {
	out := Outcome{CheckIn: *first}
	if first.RegistrationID != nil {
		r, err := tx.Registration(event, *first.RegistrationID)
		if err != nil {
			return out, err
		}
		out.Registration = r
	}
	var err error
	if out.Since, err = since(tx, first); err != nil {
		return out, err
	}
	if first.Direction != scan.Direction || (f.registration == nil) != (out.Registration == nil) ||
		(f.registration != nil && f.registration.ID != out.Registration.ID) {
		out.CheckIn.Conflict = "other_content"
	}
	return out, nil
}
