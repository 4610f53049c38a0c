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
// one: those of an organization, as people wrote it, or all where that is "". There are at most 400 spans.
func (store RegistrationQuery) Registered(e *Event, organization string, times []time.Time) ([]TypeCount, error) {
	return store.perSpan(e, organization, "created_at", times)
}

// Cancelled counts likewise when people cancelled.
func (store RegistrationQuery) Cancelled(e *Event, organization string, times []time.Time) ([]TypeCount, error) {
	return store.perSpan(e, organization, "cancelled_at", times)
}

func (store RegistrationQuery) perSpan(
	e *Event, organization, column string, times []time.Time,
) ([]TypeCount, error) {
	if len(times) < 2 {
		return nil, nil
	}
	parts, values := make([]string, len(times)-1), make([]any, 0, 4*len(times))
	ofOrganization := ""
	if organization != "" {
		ofOrganization = "AND organization = ?"
	}
	for i := range parts {
		parts[i] = fmt.Sprintf(`SELECT %d AS number, ticket_type_id, COUNT(*) AS count FROM registrations
			WHERE event_id = ? AND %s IS NOT NULL AND %s >= ? AND %s < ? %s GROUP BY ticket_type_id`,
			i, column, column, column, ofOrganization)
		values = append(values, e.ID, times[i].UTC(), times[i+1].UTC())
		if organization != "" {
			values = append(values, organization)
		}
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

// OrganizationTally is a count of registrations of one organization, as people wrote it; "" is who wrote none.
type OrganizationTally struct {
	Organization string
	TicketTypeID string
	State        RegistrationState
	Count        int
}

// ByOrganization counts the event's registrations by organization, ticket type and state.
func (store RegistrationQuery) ByOrganization(e *Event) ([]OrganizationTally, error) {
	var list []OrganizationTally
	err := store.q.g.Raw(`SELECT organization, ticket_type_id, state, COUNT(*) AS count FROM registrations
		WHERE event_id = ? GROUP BY organization, ticket_type_id, state`, e.ID).Scan(&list).Error
	return list, err
}

// Turnout is how the people of a ticket type attended who have a place.
type Turnout struct {
	TicketTypeID string
	// Twice is how many of them were at the venue and in the live room.
	Venue, Online, Twice int
}

// Turnouts counts how people attended, by ticket type: those who have a place, as lists of people have them. It looks
// up no registrations but those of people who were in the live room.
func (store RegistrationQuery) Turnouts(e *Event) ([]Turnout, error) {
	types, err := store.q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	arrivals, err := store.q.Admissions().Arrivals(e)
	if err != nil {
		return nil, err
	}
	var list []Turnout
	err = store.q.g.Raw(`SELECT r.ticket_type_id, COUNT(*) AS online, COUNT(a.registration_id) AS twice
		FROM (SELECT DISTINCT registration_id FROM presences WHERE event_id = ?) joined
		JOIN registrations r ON r.id = joined.registration_id AND r.state = ?
		LEFT JOIN admissions a ON a.registration_id = r.id AND a.arrived
		GROUP BY r.ticket_type_id`, e.ID, RegistrationConfirmed).Scan(&list).Error
	turnouts, byID := make([]Turnout, len(types)), make(map[string]*Turnout, len(types))
	for i, t := range types {
		turnouts[i].TicketTypeID, byID[t.ID] = t.ID, &turnouts[i]
	}
	for _, t := range list {
		*byID[t.TicketTypeID] = t
	}
	for i, t := range types {
		for _, a := range arrivals {
			if a.TicketTypeID == t.ID { // Expected has also who came and has no place any more
				turnouts[i].Venue = a.Arrived - (a.Expected - t.Taken)
			}
		}
	}
	return turnouts, err
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
