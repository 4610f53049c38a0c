package reception

import (
	"meguri/models"
)

// passages are the scans whose answer so far is the result, as rows for the store.
func passages(scans []*scan, result models.CheckInResult) []models.Passage {
	var list []models.Passage
	for _, s := range scans {
		if c := &s.CheckIn; c.Result == result {
			list = append(list, models.Passage{
				RegistrationID: *c.RegistrationID, EventID: c.EventID, CheckInID: c.ID, At: c.ScannedAt,
			})
		}
	}
	return list
}

// moveIn lets admitted people in. For those who were inside already the answer says since when.
func moveIn(tx *models.Tx, scans []*scan) error {
	wasOutside, err := tx.Admissions().Enter(passages(scans, models.CheckInAdmitted))
	if err != nil {
		return err
	}
	var inside []string
	for _, s := range scans {
		if c := &s.CheckIn; c.Result == models.CheckInAdmitted && !wasOutside[*c.RegistrationID] {
			c.Result = models.CheckInAlready
			inside = append(inside, *c.RegistrationID)
		}
	}
	if len(inside) == 0 {
		return nil
	}
	admissions, err := tx.Admissions().OfRegistrations(inside)
	if err != nil {
		return err
	}
	for _, s := range scans {
		if s.CheckIn.Result == models.CheckInAlready {
			since := admissions[*s.CheckIn.RegistrationID].ChangedAt
			s.Since = &since
		}
	}
	return nil
}

// moveOut lets people out. Who was not inside gets a conflict.
func moveOut(tx *models.Tx, scans []*scan) error {
	wasInside, err := tx.Admissions().Leave(passages(scans, models.CheckInLeft))
	if err != nil {
		return err
	}
	for _, s := range scans {
		if c := &s.CheckIn; c.Result == models.CheckInLeft && !wasInside[*c.RegistrationID] {
			c.Conflict = "not_inside"
		}
	}
	return nil
}
