package reception

import (
	"meguri/models"
)

// move records who comes in and goes out. For those who were inside already the answer says since when. Who goes out
// and was not inside gets a conflict.
func move(tx *models.Tx, scans []*scan) error {
	var passages []models.Passage
	var moving []*scan
	for _, s := range scans {
		if c := &s.CheckIn; c.Result == models.CheckInAdmitted || c.Result == models.CheckInLeft {
			moving = append(moving, s)
			passages = append(passages, models.Passage{
				RegistrationID: *c.RegistrationID, EventID: c.EventID, TicketTypeID: s.registration.TicketTypeID,
				CheckInID: c.ID, At: c.ScannedAt, Out: c.Result == models.CheckInLeft,
				Repeats: c.Repeats,
			})
		}
	}
	positions, err := tx.Admissions().Record(passages)
	if err != nil {
		return err
	}
	for _, s := range moving {
		switch before := positions[*s.CheckIn.RegistrationID]; {
		case s.CheckIn.Result == models.CheckInLeft && !before.Inside:
			s.CheckIn.Conflict = models.ConflictNotInside
		case s.CheckIn.Result == models.CheckInAdmitted && before.Inside:
			s.CheckIn.Result, s.Since = models.CheckInAlready, &before.Since
			s.CheckIn.Repeats = s.CheckIn.Repeats || !s.input.Admitted
		}
	}
	return nil
}
