package models

import (
	"cmp"
	"slices"
	"time"

	"gorm.io/gorm"
)

// Mode is how people attend.
type Mode string

// The modes.
const (
	ModeVenue  Mode = "venue"
	ModeOnline Mode = "online"
)

// Modes lists all modes in the order in which they are offered.
var Modes = []Mode{ModeVenue, ModeOnline}

// TicketType is a way to attend an event, with a number of places.
type TicketType struct {
	ID      string
	EventID string
	Slug    string
	NameJa  string
	NameEn  string
	Mode    Mode
	// Capacity is the number of places, nil for no limit. Taken counts the places that are taken; see TakePlace.
	Capacity *int
	Taken    int
	OpensAt  *time.Time
	ClosesAt *time.Time
	Hidden   bool
	// ByLottery says that its places wait for a draw: people apply, and nobody takes one before.
	ByLottery bool
	// Entry is what the ticket type asks of who wants it, EntryUntil until when, nil for always.
	Entry      EntryRule
	EntryUntil *time.Time
	// Approval says that staff decide who gets a place.
	Approval bool
	Position int
	// Version counts the changes; an edit of an older version is refused.
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time
}

// FreePlaces is the number of free places, or -1 without a limit.
func (t TicketType) FreePlaces() int {
	if t.Capacity == nil {
		return -1
	}
	return max(0, *t.Capacity-t.Taken)
}

// countedPlaces is up to how many free places people are told the number: more are many.
const countedPlaces = 20

// CountsPlaces reports whether people are told how many places are free, and not only that some are.
func CountsPlaces(free int) bool { return 0 < free && free <= countedPlaces }

// FewPlaces reports whether about a third of the places or less are free and counted.
func FewPlaces(free, capacity int) bool { return CountsPlaces(free) && 3*free <= capacity }

// CountsPlaces reports whether people are told how many places are free.
func (t TicketType) CountsPlaces() bool { return CountsPlaces(t.FreePlaces()) }

// FewPlaces reports whether few places are free.
func (t TicketType) FewPlaces() bool {
	return t.CountsPlaces() && FewPlaces(t.FreePlaces(), *t.Capacity)
}

// OpenAt reports whether the time lies in the ticket type's registration period.
func (t TicketType) OpenAt(now time.Time) bool {
	return (t.OpensAt == nil || !now.Before(*t.OpensAt)) && (t.ClosesAt == nil || now.Before(*t.ClosesAt))
}

// TicketTypeQuery reads ticket types.
type TicketTypeQuery struct{ q *Query }

// TicketTypeStore reads and writes ticket types.
type TicketTypeStore struct {
	TicketTypeQuery
	tx *Tx
}

// TicketTypes reads ticket types.
func (q *Query) TicketTypes() TicketTypeQuery { return TicketTypeQuery{q} }

// TicketTypes reads and writes ticket types.
func (tx *Tx) TicketTypes() TicketTypeStore { return TicketTypeStore{tx.Query.TicketTypes(), tx} }

// Create stores a new ticket type. An empty ID is made. It is CodeInvalid if the event has the slug already.
func (store TicketTypeStore) Create(t *TicketType) error {
	if t.ID == "" {
		t.ID = NewID()
	}
	t.Entry = cmp.Or(t.Entry, EntryOpen)
	t.Version, t.CreatedAt, t.UpdatedAt = 1, store.tx.Now, store.tx.Now
	err := store.tx.g.Create(t).Error
	return replaceErr(err, gorm.ErrDuplicatedKey, InvalidFields(map[string]string{"slug": "ticket_type.slug_taken"}))
}

// OfEvent lists the ticket types of the event in order.
func (store TicketTypeQuery) OfEvent(e *Event) ([]TicketType, error) {
	var list []TicketType
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// ByID finds one of the event's ticket types by its id.
func (store TicketTypeQuery) ByID(e *Event, id string) (*TicketType, error) {
	var t TicketType
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&t).Error
	return &t, notFound(err)
}

// BySlug finds one of the event's ticket types by its slug.
func (store TicketTypeQuery) BySlug(e *Event, slug string) (*TicketType, error) {
	var t TicketType
	err := store.q.g.Where("event_id = ? AND slug = ?", e.ID, slug).Take(&t).Error
	return &t, notFound(err)
}

// Registered counts who ever registered for each of the event's ticket types, including those who cancelled, by id.
func (store TicketTypeQuery) Registered(e *Event) (map[string]int, error) {
	var list []struct {
		TicketTypeID string
		Count        int
	}
	err := store.q.g.Model(&Registration{}).Select("ticket_type_id, COUNT(*) AS count").
		Where("event_id = ?", e.ID).Group("ticket_type_id").Scan(&list).Error
	counts := make(map[string]int, len(list))
	for _, row := range list {
		counts[row.TicketTypeID] = row.Count
	}
	return counts, err
}

// Update stores a ticket type that was read at version. It is CodeConflict if somebody else changed it since. A
// capacity below the places taken throws nobody out: places that become free are not given again until the number is
// reached.
func (store TicketTypeStore) Update(t *TicketType, version int) error {
	t.Version, t.UpdatedAt = version+1, store.tx.Now
	g := store.tx.g.Model(&TicketType{}).Where("id = ? AND event_id = ? AND version = ?", t.ID, t.EventID, version).
		Select(
			"name_ja", "name_en", "mode", "capacity", "opens_at", "closes_at", "hidden", "entry", "entry_until", "approval",
			"version", "updated_at",
		).Updates(t)
	return mustAffect(g, NewError(CodeConflict, "rows.changed"))
}

// SetPeriod stores when people can register for a ticket type, whatever else was changed since it was read.
func (store TicketTypeStore) SetPeriod(t *TicketType) error {
	return store.tx.g.Model(&TicketType{}).Where("id = ?", t.ID).Updates(map[string]any{
		"opens_at": t.OpensAt, "closes_at": t.ClosesAt, "entry_until": t.EntryUntil,
		"updated_at": store.tx.Now, "version": gorm.Expr("version + 1"),
	}).Error
}

// Reorder puts the event's ticket types into the order of the list.
func (store TicketTypeStore) Reorder(e *Event, list []TicketType) error {
	for i, t := range list {
		err := store.tx.g.Model(&TicketType{}).Where("id = ? AND event_id = ?", t.ID, e.ID).Update("position", i).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Delete removes a ticket type. It is CodeConflict if anybody ever registered for it.
func (store TicketTypeStore) Delete(t *TicketType) error {
	deleted := store.tx.g.Where(`id = ? AND event_id = ? AND
		NOT EXISTS (SELECT 1 FROM registrations WHERE ticket_type_id = ?)`, t.ID, t.EventID, t.ID).Delete(&TicketType{})
	return mustAffect(deleted, NewError(CodeConflict, "ticket_type.in_use"))
}

// TakePlace takes one place and reports whether there was one. One conditional statement decides, also for many
// requests at the same time. It locks the row until the transaction ends, so call it last.
func (store TicketTypeStore) TakePlace(ticketTypeID string) (bool, error) {
	return store.TakePlaces(ticketTypeID, 1)
}

// TakePlaces is like TakePlace for n places: all of them or none.
func (store TicketTypeStore) TakePlaces(ticketTypeID string, n int) (bool, error) {
	result := store.tx.g.Exec(`UPDATE ticket_types SET taken = taken + ?
		WHERE id = ? AND (capacity IS NULL OR taken + ? <= capacity)`, n, ticketTypeID, n)
	return result.RowsAffected == 1, result.Error
}

// TakeUpTo takes as many of n places as are free, and returns how many. The caller has locked the ticket type.
func (store TicketTypeStore) TakeUpTo(ticketTypeID string, n int) (int, error) {
	var t TicketType
	if err := store.tx.g.Where("id = ?", ticketTypeID).Take(&t).Error; err != nil {
		return 0, notFound(err)
	}
	if free := t.FreePlaces(); free >= 0 {
		n = min(n, free)
	}
	if n <= 0 {
		return 0, nil
	}
	taken, err := store.TakePlaces(ticketTypeID, n)
	if err == nil && !taken {
		err = NewError(CodeConflict, "error.conflict")
	}
	return n, err
}

// TakePlaceAsRead is like TakePlace, but takes no place if the ticket type was changed since t was read, or if the
// event is not published. EventStore.SetState also changes the ticket types: a statement that waited for it, and still
// sees the event's old state, takes no place either.
func (store TicketTypeStore) TakePlaceAsRead(t *TicketType) (bool, error) {
	result := store.tx.g.Exec(`UPDATE ticket_types SET taken = taken + 1
		WHERE id = ? AND version = ? AND (capacity IS NULL OR taken < capacity) AND NOT by_lottery AND NOT `+isHeld+`
		AND EXISTS (SELECT 1 FROM events WHERE events.id = ticket_types.event_id AND events.state = ?)`,
		t.ID, t.Version, EventPublished)
	return result.RowsAffected == 1, result.Error
}

// Touch increases the version of the event's ticket types, so that TakePlaceAsRead fails for those who read them
// before.
func (store TicketTypeStore) Touch(e *Event) error {
	list, err := store.OfEvent(e)
	if err != nil {
		return err
	}
	ids := make([]string, len(list))
	for i, t := range list {
		ids[i] = t.ID
	}
	if err := store.Lock(ids...); err != nil {
		return err
	}
	return store.tx.g.Exec(`UPDATE ticket_types SET version = version + 1 WHERE event_id = ?`, e.ID).Error
}

// GivePlaceBack frees one place.
func (store TicketTypeStore) GivePlaceBack(ticketTypeID string) error {
	return store.GivePlacesBack(ticketTypeID, 1)
}

// GivePlacesBack frees n places.
func (store TicketTypeStore) GivePlacesBack(ticketTypeID string, n int) error {
	if n == 0 {
		return nil
	}
	freed := store.tx.g.Exec(`UPDATE ticket_types SET taken = taken - ? WHERE id = ? AND taken >= ?`, n, ticketTypeID, n)
	return mustAffect(freed, NewError(CodeInternal, "error.internal"))
}

// Lock locks ticket types until the transaction ends, in an order that cannot deadlock. Call it before a place is moved
// from one registration to another. SQLite has only one writer anyway.
func (store TicketTypeStore) Lock(ids ...string) error {
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if err := store.tx.g.Exec(`UPDATE ticket_types SET taken = taken WHERE id = ?`, id).Error; err != nil {
			return err
		}
	}
	return nil
}
