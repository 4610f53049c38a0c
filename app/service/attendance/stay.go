package attendance

import (
	"time"

	"meguri/models"
)

// stay is how long a person was in a place inside the venue. One by the door of a session is of that session alone.
type stay struct {
	models.Interval
	place, sessionID string
}

// stays follow from the scans at inner doors: one ends with the scan on the way out, the next scan anywhere else, or
// the end of the day or of the event.
func (e *Event) stays(scans []models.CheckIn) (list []stay) {
	var open *stay
	leave := func(at time.Time) {
		if open != nil {
			if at.Before(open.Until) {
				open.Until = at
			}
			list = append(list, *open)
			open = nil
		}
	}
	nights := e.Nights(e.Sessions)
	for _, scan := range models.CountedScans(nights, scans) {
		sessionID := e.OfDoor[scan.Door]
		isIn := scan.Result == models.CheckInAdmitted || scan.Result == models.CheckInAlready
		if isIn && open != nil && open.place == scan.Place && open.sessionID == sessionID &&
			scan.ScannedAt.Before(open.Until) {
			continue // seen once more where they are
		}
		leave(scan.ScannedAt)
		if isIn && scan.Place != "" {
			until := endOfDay(e.Event, nights, scan.ScannedAt)
			open = &stay{models.Interval{From: scan.ScannedAt, Until: until}, scan.Place, sessionID}
		}
	}
	if open != nil {
		leave(open.Until)
	}
	return list
}

// staysAt is when a person was at a session, by its own door or that of its room.
func staysAt(stays []stay, s *models.Session) (list []models.Interval) {
	for _, stay := range stays {
		ofRoom := stay.sessionID == "" && s.RoomID != nil && stay.place == *s.RoomID
		if stay.sessionID == s.ID || ofRoom {
			list = append(list, stay.Interval)
		}
	}
	return models.JoinIntervals(list)
}
