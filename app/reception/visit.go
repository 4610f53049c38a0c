package reception

import (
	"meguri/app/service/ticket"
	"meguri/models"
)

// visit is a scan on its way to its outcome.
type visit struct {
	Outcome
	event *models.Event
	by    string
	scan  Scan
	// name is the registration's id or code that the scan tells, claims what a ticket says besides.
	name   string
	isCode bool
	claims ticket.Claims
	// found is whom the scan is about, and result what that alone decides.
	found  *models.Registration
	result models.CheckInResult
}

func (v *visit) person() string {
	if v.found == nil {
		return ""
	}
	return v.found.ID
}

// decide finds the answer as far as the registration alone gives it: whether an admitted person was outside, and one who left inside, remains to be seen.
func (v *visit) decide(tx *models.Tx) {
	v.Outcome = Outcome{CheckIn: v.newCheckIn(tx), Registration: v.found}
	c, r := &v.CheckIn, v.found
	c.Result = v.result
	if r == nil {
		return
	}
	c.RegistrationID = &r.ID
	switch {
	case v.result != "":
	case r.State == models.RegistrationCancelled || r.State == models.RegistrationDeclined || v.event.State == models.EventCancelled:
		c.Result = models.CheckInCancelled
	case r.State != models.RegistrationConfirmed:
		c.Result = models.CheckInWaitlisted
	case v.scan.Direction == models.DirectionOut:
		c.Result = models.CheckInLeft
	default:
		c.Result = models.CheckInAdmitted
	}
}

func (v *visit) newCheckIn(tx *models.Tx) models.CheckIn {
	c := models.CheckIn{ID: v.scan.ID, EventID: v.event.ID, Door: v.scan.Door, Direction: v.scan.Direction, ByName: v.by, ScannedAt: v.scan.ScannedAt.UTC(), CreatedAt: tx.Now}
	if c.Door == "" {
		c.Door = mainDoor
	}
	if v.scan.ScannedAt.IsZero() || v.scan.ScannedAt.After(tx.Now) { // a device whose clock runs ahead
		c.ScannedAt = tx.Now
	}
	return c
}

// replay gives the first answer again. Other content under the same id is pointed out and changes nothing.
func (v *visit) replay(tx *models.Tx, first *models.CheckIn) error {
	v.Outcome = Outcome{CheckIn: *first}
	if first.RegistrationID != nil {
		r, err := tx.Registrations().ByID(v.event, *first.RegistrationID)
		if err != nil {
			return err
		}
		v.Registration = r
	}
	var err error
	if v.Since, err = since(tx.Query, first); err != nil {
		return err
	}
	if first.Direction != v.scan.Direction || (v.found == nil) != (v.Registration == nil) || (v.found != nil && v.found.ID != v.Registration.ID) {
		v.CheckIn.Conflict = "other_content"
	}
	return nil
}
