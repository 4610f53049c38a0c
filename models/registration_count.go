package models

import (
	"fmt"
	"strings"
	"time"
)

// Live lists the event's live registrations after the one with the id, in the order of ids, at most limit.
func (store RegistrationQuery) Live(eventID, after string, limit int) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Where("event_id = ? AND id > ? AND "+isLive, eventID, after).
		Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// CountOfMode counts who has a place, and who may still get one, of the event's ticket types of a mode, whether or not
// everybody attends online.
func (store RegistrationQuery) CountOfMode(e *Event, mode Mode) (confirmed, waiting int, err error) {
	var rows []struct {
		State RegistrationState
		Count int
	}
	err = store.q.g.Model(&Registration{}).Select("registrations.state, COUNT(*) AS count").
		Joins("JOIN ticket_types ON ticket_types.id = registrations.ticket_type_id").
		Where("registrations.event_id = ? AND ticket_types.mode = ? AND "+isLive, e.ID, mode).
		Group("registrations.state").Scan(&rows).Error
	for _, row := range rows {
		if row.State == RegistrationConfirmed {
			confirmed += row.Count
		} else {
			waiting += row.Count
		}
	}
	return confirmed, waiting, err
}

// CountLive counts who has a place at the event or may still get one.
func (store RegistrationQuery) CountLive(e *Event) (int, error) {
	var n int64
	err := store.q.g.Model(&Registration{}).Where("event_id = ? AND "+isLive, e.ID).Count(&n).Error
	return int(n), err
}

// Tally is a count of registrations of one ticket type in one state.
type Tally struct {
	TicketTypeID string
	State        RegistrationState
	Count        int
}

// Tallies counts the event's registrations by ticket type and state. The ticket type knows how many have a place; the
// others are counted by ticket type, which lets an index answer alone.
func (store RegistrationQuery) Tallies(e *Event) ([]Tally, error) {
	var list []Tally
	err := store.q.g.Raw(`SELECT id AS ticket_type_id, CAST(@confirmed AS TEXT) AS state, taken AS count
		FROM ticket_types WHERE event_id = @event AND taken > 0
		UNION ALL SELECT ticket_type_id, state, COUNT(*) FROM registrations
		WHERE ticket_type_id IN (SELECT id FROM ticket_types WHERE event_id = @event)
		AND state IN (`+withoutPlace+`) GROUP BY ticket_type_id, state`,
		map[string]any{"event": e.ID, "confirmed": RegistrationConfirmed}).Scan(&list).Error
	return list, err
}

// CountBetween counts the registrations for a ticket type that were made from each time until the next one.
func (store RegistrationQuery) CountBetween(t *TicketType, times []time.Time) ([]int, error) {
	// The index registrations_made begins with the event.
	const made = "registrations WHERE event_id = ? AND ticket_type_id = ? AND created_at"
	return store.q.countBetween(made, []any{t.EventID, t.ID}, times)
}

// countBetween counts rows by time. from is a table with conditions, which ask for the values of, and the column of the
// time.
func (q *Query) countBetween(from string, of []any, times []time.Time) ([]int, error) {
	if len(times) < 2 {
		return nil, nil
	}
	column := from[strings.LastIndex(from, " ")+1:]
	parts, values := make([]string, len(times)-1), make([]any, 0, (len(of)+2)*len(times))
	for i := range parts {
		parts[i] = fmt.Sprintf("SELECT %d AS number, COUNT(*) AS count FROM %s >= ? AND %s < ?", i, from, column)
		values = append(append(values, of...), times[i].UTC(), times[i+1].UTC())
	}
	var rows []struct{ Number, Count int }
	err := q.g.Raw(strings.Join(parts, " UNION ALL "), values...).Scan(&rows).Error
	counts := make([]int, len(parts))
	for _, row := range rows {
		counts[row.Number] = row.Count
	}
	return counts, err
}
