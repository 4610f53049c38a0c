package models

import (
	"fmt"
	"strings"
	"time"
)

// TypeCount counts something of one ticket type. Number says to which of several spans of time, or to what, it belongs.
type TypeCount struct {
	Number       int
	TicketTypeID string
	Count        int
}

// Registered counts the event's registrations, whatever became of them, by ticket type, from each time until the next
// one. There are at most 400 spans.
func (store RegistrationQuery) Registered(e *Event, times []time.Time) ([]TypeCount, error) {
	return store.perSpan(e, "created_at", times)
}

// Cancelled counts likewise when people cancelled.
func (store RegistrationQuery) Cancelled(e *Event, times []time.Time) ([]TypeCount, error) {
	return store.perSpan(e, "cancelled_at", times)
}

func (store RegistrationQuery) perSpan(e *Event, column string, times []time.Time) ([]TypeCount, error) {
	if len(times) < 2 {
		return nil, nil
	}
	parts, values := make([]string, len(times)-1), make([]any, 0, 3*len(times))
	for i := range parts {
		parts[i] = fmt.Sprintf(`SELECT %d AS number, ticket_type_id, COUNT(*) AS count FROM registrations
			WHERE event_id = ? AND %s IS NOT NULL AND %s >= ? AND %s < ? GROUP BY ticket_type_id`, i, column, column, column)
		values = append(values, e.ID, times[i].UTC(), times[i+1].UTC())
	}
	var list []TypeCount
	err := store.q.g.Raw(strings.Join(parts, " UNION ALL "), values...).Scan(&list).Error
	return list, err
}

// Span is when the first and the last registration of an event were made: zero times where there is none.
func (store RegistrationQuery) Span(e *Event) (first, last time.Time, err error) {
	for at, order := range map[*time.Time]string{&first: "created_at", &last: "created_at DESC"} {
		var times []time.Time
		err := store.q.g.Model(&Registration{}).Where("event_id = ?", e.ID).Order(order).Limit(1).
			Pluck("created_at", &times).Error
		if err != nil {
			return first, last, err
		}
		if len(times) > 0 {
			*at = times[0]
		}
	}
	return first, last, nil
}

// OrganizationTally is a count of registrations of one organization, as people wrote it.
type OrganizationTally struct {
	Organization string
	TicketTypeID string
	State        RegistrationState
	Count        int
}

// TopOrganizations counts the registrations of the organizations that most people named, at most limit of them, and
// says how many there are in all. Who named none counts as "".
func (store RegistrationQuery) TopOrganizations(e *Event, limit int) (list []OrganizationTally, all int, err error) {
	var names []string
	err = store.q.g.Raw(`SELECT organization FROM registrations WHERE event_id = ?
		GROUP BY organization ORDER BY COUNT(*) DESC, organization LIMIT ?`, e.ID, limit).Scan(&names).Error
	if err != nil {
		return nil, 0, err
	}
	var n int64
	err = store.q.g.Raw(`SELECT COUNT(*) FROM (SELECT DISTINCT organization FROM registrations WHERE event_id = ?) AS named`,
		e.ID).Scan(&n).Error
	if err != nil || len(names) == 0 {
		return nil, int(n), err
	}
	err = store.q.g.Raw(`SELECT organization, ticket_type_id, state, COUNT(*) AS count FROM registrations
		WHERE event_id = ? AND organization IN ? GROUP BY organization, ticket_type_id, state`, e.ID, names).Scan(&list).Error
	return list, int(n), err
}

// Turnout is how the people of a ticket type attended who have a place.
type Turnout struct {
	TicketTypeID string
	// Twice is how many of them were at the venue and in the live room.
	Venue, Online, Twice int
}

// Turnouts counts how people attended, by ticket type: those who have a place, as lists of people have them.
func (store RegistrationQuery) Turnouts(e *Event) ([]Turnout, error) {
	var list []Turnout
	err := store.q.g.Raw(`WITH came AS (SELECT registration_id FROM admissions WHERE event_id = @event AND arrived),
		joined AS (SELECT DISTINCT registration_id FROM presences WHERE event_id = @event),
		who AS (SELECT registration_id, 1 AS venue, 0 AS online FROM came
			UNION ALL SELECT registration_id, 0, 1 FROM joined),
		each_one AS (SELECT registration_id, SUM(venue) AS venue, SUM(online) AS online FROM who GROUP BY registration_id)
		SELECT r.ticket_type_id, CAST(SUM(venue) AS INTEGER) AS venue, CAST(SUM(online) AS INTEGER) AS online,
			CAST(SUM(venue * online) AS INTEGER) AS twice
		FROM each_one JOIN registrations r ON r.id = each_one.registration_id
		WHERE r.state = @confirmed GROUP BY r.ticket_type_id`,
		map[string]any{"event": e.ID, "confirmed": RegistrationConfirmed}).Scan(&list).Error
	return list, err
}

// MailKindTally is a count of mails of one kind in one state.
type MailKindTally struct {
	Kind  string
	State MailState
	Count int
}

// ByKind counts an event's mails by kind and state.
func (store MailQuery) ByKind(e *Event) ([]MailKindTally, error) {
	var list []MailKindTally
	err := store.q.g.Raw(`SELECT kind, state, COUNT(*) AS count FROM mails WHERE event_id = ?
		GROUP BY state, kind ORDER BY kind, state`, e.ID).Scan(&list).Error
	return list, err
}
