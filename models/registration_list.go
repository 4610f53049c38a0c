package models

import (
	"iter"
	"time"

	"gorm.io/gorm"
)

// PeopleFilter chooses registrations of an event. Empty fields choose all.
type PeopleFilter struct {
	Query        string // as typed; matches any part of a name, reading, organization, address or code
	TicketTypeID string
	State        RegistrationState
	// After and AfterID are the SortKey and ID of the last row that was shown.
	After, AfterID string
}

func (tx *Tx) people(e *Event, f PeopleFilter) *gorm.DB {
	g := tx.g.Where("event_id = ?", e.ID)
	if q := SearchQuery(f.Query); q != "" {
		g = g.Where(`search_text LIKE ? ESCAPE '\'`, contains(q))
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

// People lists registrations in 五十音 order, at most limit.
func (tx *Tx) People(e *Event, f PeopleFilter, limit int) ([]Registration, error) {
	var list []Registration
	err := tx.people(e, f).Preload("TicketType").Order("sort_key, id").Limit(limit).Find(&list).Error
	return list, err
}

// CountPeople counts the registrations that the filter chooses, wherever the list stands.
func (tx *Tx) CountPeople(e *Event, f PeopleFilter) (int, error) {
	f.After, f.AfterID = "", ""
	var n int64
	err := tx.people(e, f).Model(&Registration{}).Count(&n).Error
	return int(n), err
}

// listChunk is how many rows a walk through a long list holds in memory.
const listChunk = 500

// EachPerson walks through all registrations that the filter chooses, in 五十音 order, a part at a time.
func (tx *Tx) EachPerson(e *Event, f PeopleFilter) iter.Seq2[*Registration, error] {
	return func(yield func(*Registration, error) bool) {
		for {
			list, err := tx.People(e, f, listChunk)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range list {
				if !yield(&list[i], nil) {
					return
				}
			}
			if len(list) < listChunk {
				return
			}
			last := list[len(list)-1]
			f.After, f.AfterID = last.SortKey, last.ID
		}
	}
}

// Tally is a count of registrations of one ticket type in one state.
type Tally struct {
	TicketTypeID string
	State        RegistrationState
	Count        int
}

// Tallies counts the event's registrations by ticket type and state.
func (tx *Tx) Tallies(e *Event) ([]Tally, error) {
	var list []Tally
	err := tx.g.Model(&Registration{}).Select("ticket_type_id, state, COUNT(*) AS count").Where("event_id = ?", e.ID).
		Group("ticket_type_id, state").Scan(&list).Error
	return list, err
}

// RegisteredSince lists when each registration since the time was made, in order.
func (tx *Tx) RegisteredSince(e *Event, since time.Time) ([]time.Time, error) {
	var list []time.Time
	err := tx.g.Model(&Registration{}).Where("event_id = ? AND created_at >= ?", e.ID, since.UTC()).Order("created_at").Pluck("created_at", &list).Error
	return list, err
}
