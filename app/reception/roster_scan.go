package reception

import (
	"time"

	"meguri/models"
)

// RosterScan is a scan by somebody else, as a device lists it and may undo it.
type RosterScan struct {
	ID        string               `json:"id"`
	Person    string               `json:"person"`
	Door      string               `json:"door"`
	Direction models.Direction     `json:"direction"`
	Result    models.CheckInResult `json:"result"`
	Repeat    bool                 `json:"repeat,omitempty"`
	Undone    bool                 `json:"undone,omitempty"`
	At        time.Time            `json:"at"`
	By        string               `json:"by"`
}

// recentScans is how many of the newest scans devices are told of.
const recentScans = 100

// rosterScans are the newest scans, as far as something became of them since a time.
func rosterScans(q *models.Query, event *models.Event, from time.Time) ([]RosterScan, error) {
	recent, err := q.CheckIns().Recent(event, recentScans)
	list := make([]RosterScan, 0, len(recent))
	for i := range recent {
		c := &recent[i]
		if c.CreatedAt.Before(from) && (c.UndoneAt == nil || c.UndoneAt.Before(from)) {
			continue
		}
		list = append(list, RosterScan{
			ID: c.ID, Person: *c.RegistrationID, Door: c.Door, Direction: c.Direction, Result: c.Result, Repeat: c.Repeats,
			Undone: c.UndoneAt != nil, At: c.ScannedAt.UTC(), By: c.ByName,
		})
	}
	return list, err
}

// ForSteward is the roster of a device that only scans: it tells people by their tickets and codes, and knows no names.
func (r *Roster) ForSteward() *Roster {
	steward := *r
	steward.People = make([]RosterPerson, len(r.People))
	for i, p := range r.People {
		p.Family, p.Given, p.FamilyKana, p.GivenKana, p.Organization = "", "", "", "", ""
		steward.People[i] = p
	}
	return &steward
}

// ForKiosk is the roster of a tablet where people find themselves by their names: it knows no more of them.
func (r *Roster) ForKiosk() *Roster {
	kiosk := *r
	kiosk.People = make([]RosterPerson, len(r.People))
	for i, p := range r.People {
		p.Organization = ""
		kiosk.People[i] = p
	}
	return &kiosk
}

// For is the roster of a device.
func (r *Roster) For(device *models.Device) *Roster {
	switch {
	case device == nil || device.Supervises:
		return r
	case device.FindsNames:
		return r.ForKiosk()
	}
	return r.ForSteward()
}
