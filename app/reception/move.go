package reception

import (
	"maps"

	"meguri/models"
)

// move records who comes in and goes out. For those who were inside already the answer says since when. Who goes out
// and was not inside gets a conflict.
func move(tx *models.Tx, scans []*scan) error {
	if len(scans) == 0 {
		return nil
	}
	event := scans[0].event
	var passages []models.Passage
	var inner []models.Passage
	var moving []*scan
	for _, s := range scans {
		if c := &s.CheckIn; c.Result == models.CheckInAdmitted || c.Result == models.CheckInLeft {
			moving = append(moving, s)
			passage := models.Passage{
				RegistrationID: *c.RegistrationID, EventID: c.EventID, TicketTypeID: s.registration.TicketTypeID,
				CheckInID: c.ID, At: c.ScannedAt, Out: c.Result == models.CheckInLeft,
				Repeats: c.Repeats, Place: c.Place,
			}
			if c.Place == "" {
				passages = append(passages, passage)
			} else {
				inner = append(inner, passage)
			}
		}
	}
	positions, err := tx.Admissions().Record(event, passages)
	if err != nil {
		return err
	}
	inPlace, err := tx.Admissions().RecordInner(event, inner)
	if err != nil {
		return err
	}
	maps.Copy(positions, inPlace)
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
