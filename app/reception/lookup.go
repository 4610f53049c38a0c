package reception

import (
	"meguri/models"
)

// finder finds an event's registrations by id or code.
type finder func(e *models.Event, ids, codes []string) ([]models.Registration, error)

// lookUpRegistrations finds the registration of each scan, with one query for all of them.
func lookUpRegistrations(q *models.Query, find finder, event *models.Event, scans []*scan) error {
	var ids, codes []string
	for i := range scans {
		switch s := scans[i]; {
		case s.refused != "":
		case s.isCode:
			codes = append(codes, s.key)
		default:
			ids = append(ids, s.key)
		}
	}
	registrations, err := find(event, ids, codes)
	if err != nil {
		return err
	}
	byKey := make(map[string]*models.Registration, 2*len(registrations))
	for i := range registrations {
		r := &registrations[i]
		byKey[r.ID], byKey[r.Code] = r, r
	}
	for i := range scans {
		scans[i].registration = byKey[scans[i].key] // a refused scan has no key
	}
	return lookUpKept(q, scans)
}

// lookUpKept replaces registrations that were merged into another one of the same person by that one. There are few.
func lookUpKept(q *models.Query, scans []*scan) error {
	for _, s := range scans {
		if s.registration == nil || s.registration.MergedInto == nil {
			continue
		}
		var err error
		if s.registration, err = q.Registrations().Kept(s.registration); err != nil {
			return err
		}
	}
	return nil
}

// lookUpAnswers finds the scans that were answered before, by id.
func lookUpAnswers(q *models.Query, event *models.Event, scans []*scan) (map[string]models.CheckIn, error) {
	ids := make([]string, len(scans))
	for i := range scans {
		ids[i] = scans[i].input.ID
	}
	return q.CheckIns().ByIDs(event, ids)
}

// replay gives a repeated scan its first answer. Other content under the same id is reported as a conflict and changes
// nothing.
func (s *scan) replay(q *models.Query, first *models.CheckIn) error {
	outcome, err := storedOutcome(q, s.event, first)
	if err != nil {
		return err
	}
	s.Outcome = *outcome
	var firstID string
	if outcome.Registration != nil {
		firstID = outcome.Registration.ID
	}
	if first.Direction != s.direction() || firstID != s.registrationID() {
		s.CheckIn.Conflict = models.ConflictOtherContent
	}
	return nil
}

// storedOutcome is the outcome of a stored scan.
func storedOutcome(q *models.Query, event *models.Event, c *models.CheckIn) (*Outcome, error) {
	outcome := &Outcome{CheckIn: *c}
	if c.RegistrationID == nil {
		return outcome, nil
	}
	var err error
	if outcome.Registration, err = q.Registrations().ByID(event, *c.RegistrationID); err != nil {
		return nil, err
	}
	if c.Result != models.CheckInAlready {
		return outcome, nil
	}
	found, err := q.CheckIns().Position(event, c)
	if found.Inside {
		outcome.Since = &found.Since
	}
	return outcome, err
}
