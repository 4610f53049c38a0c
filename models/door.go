package models

import (
	"slices"
	"strings"
	"time"
)

// DoorScope is what a door leads to.
type DoorScope string

// The scopes. Whoever goes out by a door of a room or a session is still inside the venue.
const (
	DoorOfEvent   DoorScope = "event"
	DoorOfDay     DoorScope = "day"
	DoorOfRoom    DoorScope = "room"
	DoorOfSession DoorScope = "session"
)

// DoorScopes are all of them.
var DoorScopes = []DoorScope{DoorOfEvent, DoorOfDay, DoorOfRoom, DoorOfSession}

// Door is an entrance where tickets are scanned, with what says who may pass.
type Door struct {
	ID       string
	EventID  string
	Slug     string
	NameJa   string
	NameEn   string
	Position int
	Scope    DoorScope
	// RoomID and SessionID are what the door leads to, "" for another scope; of a session's door RoomID is its room.
	RoomID    string
	SessionID string
	// Day is the day of a day's door in the event's time zone, as 2026-11-28, "" for another scope.
	Day string
	// OpensAt and ClosesAt are when one may come in, nil for always.
	OpensAt  *time.Time
	ClosesAt *time.Time
	// TicketTypes are the slugs of those who may come in, divided by spaces, "" for everybody. Tag is the name of the tag
	// that who may come in has: the list of those who signed up for it; "" for everybody.
	TicketTypes string
	Tag         string
	// Capacity is how many may be in the place behind the door, nil for any number. From WarnAt on devices warn; Stops
	// says that nobody more may come in once it is full.
	Capacity *int
	WarnAt   *int
	Stops    bool
}

// IsInner reports whether the door lies inside the venue.
func (d *Door) IsInner() bool { return d.Scope == DoorOfRoom || d.Scope == DoorOfSession }

// Place is the place behind the door: a room, a session without one, or "" for the venue.
func (d *Door) Place() string {
	switch {
	case !d.IsInner():
		return ""
	case d.RoomID != "":
		return d.RoomID
	}
	return d.SessionID
}

// Types are the slugs of the ticket types that may come in, none for all.
func (d *Door) Types() []string { return strings.Fields(d.TicketTypes) }

// Admits reports whether people of a ticket type may come in.
func (d *Door) Admits(ticketType string) bool {
	return d.TicketTypes == "" || slices.Contains(d.Types(), ticketType)
}

// DoorQuery reads doors.
type DoorQuery struct{ q *Query }

// DoorStore reads and writes doors.
type DoorStore struct {
	DoorQuery
	tx *Tx
}

// Doors reads doors.
func (q *Query) Doors() DoorQuery { return DoorQuery{q} }

// Doors reads and writes doors.
func (tx *Tx) Doors() DoorStore { return DoorStore{tx.Query.Doors(), tx} }

// OfEvent lists the doors of the event in order.
func (store DoorQuery) OfEvent(e *Event) ([]Door, error) {
	var list []Door
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// Create stores a new door. ID is made when empty.
func (store DoorStore) Create(d *Door) error {
	if d.ID == "" {
		d.ID = NewID()
	}
	if d.Scope == "" {
		d.Scope = DoorOfEvent
	}
	return store.tx.g.Create(d).Error
}

// Update stores a door of the event that was changed. Errors: NotFound for one of another event.
func (store DoorStore) Update(d *Door) error {
	return mustAffect(store.tx.g.Model(&Door{}).Where("id = ? AND event_id = ?", d.ID, d.EventID).
		Select("*").Omit("id", "event_id", "slug").Updates(d), NewError(CodeNotFound, "error.not_found"))
}

// Delete removes the event's doors with these ids. Scans keep the slug of the door that they were made at.
func (store DoorStore) Delete(e *Event, ids []string) error {
	return store.tx.g.Where("event_id = ? AND id IN ?", e.ID, ids).Delete(&Door{}).Error
}
