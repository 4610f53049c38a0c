package models

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"gorm.io/gorm"

	"meguri/models/text"
)

// RegistrationFilter chooses registrations of an event. Empty fields choose all.
type RegistrationFilter struct {
	Query        string // as typed; matches any part of a name, reading, organization, address or code
	TicketTypeID string
	State        RegistrationState
	// After and AfterID are the SortKey and ID of the last row of the page before.
	After, AfterID string
}

func (store RegistrationQuery) filtered(e *Event, f RegistrationFilter) *gorm.DB {
	g := store.q.g.Where("event_id = ?", e.ID)
	if q := text.SearchQuery(f.Query); q != "" {
		romaji := text.RomajiQuery(f.Query)
		g = g.Where(`(search_text LIKE ? ESCAPE '\' OR (? <> '' AND search_text LIKE ? ESCAPE '\'))`,
			likePattern(q), romaji, likePattern(romaji))
	}
	if f.TicketTypeID != "" {
		g = g.Where("ticket_type_id = ?", f.TicketTypeID)
	}
	if f.State != "" {
		g = g.Where("state = ?", f.State)
	}
	if f.After != "" {
		g = g.Where("(sort_key, id) > (?, ?)", f.After, f.AfterID)
	}
	return g
}

// List lists registrations in 五十音 order, at most limit.
func (store RegistrationQuery) List(e *Event, f RegistrationFilter, limit int) ([]Registration, error) {
	var list []Registration
	err := store.filtered(e, f).Preload("TicketType").Order("sort_key, id").Limit(limit).Find(&list).Error
	return list, err
}

// Count counts the registrations that the filter chooses on all pages, at most limit.
func (store RegistrationQuery) Count(e *Event, f RegistrationFilter, limit int) (int, error) {
	f.After, f.AfterID = "", ""
	var n int64
	chosen := store.filtered(e, f).Model(&Registration{}).Select("id").Limit(limit)
	err := store.q.g.Table("(?) AS chosen", chosen).Count(&n).Error
	return int(n), err
}

// listColumns are the columns of a long list of registrations. scanListRow reads them.
const listColumns = "id, event_id, ticket_type_id, code, state, family_name, given_name, family_kana, given_kana, " +
	"sort_key, email, email_key, organization, sector, needs, locale, answers, created_at, " +
	"(SELECT first_at FROM admissions WHERE registration_id = registrations.id)"

func scanListRow(rows *sql.Rows) (*Registration, error) {
	var r Registration
	var answers string
	err := rows.Scan(
		&r.ID, &r.EventID, &r.TicketTypeID, &r.Code, &r.State, &r.Family, &r.Given, &r.FamilyKana, &r.GivenKana,
		&r.SortKey, &r.Email, &r.EmailKey, &r.Organization, &r.Sector, &r.Accessibility, &r.Locale, &answers,
		&r.CreatedAt, &r.ArrivedAt)
	if err == nil && answers != noAnswers {
		err = json.Unmarshal([]byte(answers), &r.Answers)
	}
	return &r, err
}

// Each iterates over all registrations that the filter chooses, in 五十音 order and as they are at one moment, with one in
// memory at a time. Links and versions are not set. It holds a connection, so the loop should not wait for others.
func (store RegistrationQuery) Each(e *Event, f RegistrationFilter) iter.Seq2[*Registration, error] {
	return func(yield func(*Registration, error) bool) {
		err := store.each(e, f, func(r *Registration) bool { return yield(r, nil) })
		if err != nil {
			yield(nil, err)
		}
	}
}

func (store RegistrationQuery) each(e *Event, f RegistrationFilter, do func(*Registration) bool) error {
	ticketTypes, err := store.q.TicketTypes().byID(e)
	if err != nil {
		return err
	}
	rows, err := store.filtered(e, f).Model(&Registration{}).Select(listColumns).Order("sort_key, id").Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanListRow(rows)
		if err != nil {
			return err
		}
		r.TicketType = ticketTypes[r.TicketTypeID]
		if !do(r) {
			return nil
		}
	}
	return rows.Err()
}

// noAnswers is how no answers are stored.
const noAnswers = "{}"

func (store TicketTypeQuery) byID(e *Event) (map[string]TicketType, error) {
	list, err := store.OfEvent(e)
	ticketTypes := make(map[string]TicketType, len(list))
	for _, ticketType := range list {
		ticketTypes[ticketType.ID] = ticketType
	}
	return ticketTypes, err
}

// Live lists the event's live registrations after the one with the id, in the order of ids, at most limit.
func (store RegistrationQuery) Live(eventID, after string, limit int) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Where("event_id = ? AND id > ? AND "+isLive, eventID, after).
		Order("id").Limit(limit).Find(&list).Error
	return list, err
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

// Tallies counts the event's registrations by ticket type and state. Asking by ticket type lets an index answer alone.
func (store RegistrationQuery) Tallies(e *Event) ([]Tally, error) {
	var list []Tally
	err := store.q.g.Model(&Registration{}).Select("ticket_type_id, state, COUNT(*) AS count").
		Where("ticket_type_id IN (SELECT id FROM ticket_types WHERE event_id = ?)", e.ID).
		Group("ticket_type_id, state").Scan(&list).Error
	return list, err
}

// CountBetween counts the registrations that were made from each time until the next one.
func (store RegistrationQuery) CountBetween(e *Event, times []time.Time) ([]int, error) {
	if len(times) < 2 {
		return nil, nil
	}
	const count = "SELECT %d AS number, COUNT(*) AS count FROM registrations" +
		" WHERE event_id = ? AND created_at >= ? AND created_at < ?"
	parts, values := make([]string, len(times)-1), make([]any, 0, 3*len(times))
	for i := range parts {
		parts[i] = fmt.Sprintf(count, i)
		values = append(values, e.ID, times[i].UTC(), times[i+1].UTC())
	}
	var rows []struct{ Number, Count int }
	err := store.q.g.Raw(strings.Join(parts, " UNION ALL "), values...).Scan(&rows).Error
	counts := make([]int, len(parts))
	for _, row := range rows {
		counts[row.Number] = row.Count
	}
	return counts, err
}
