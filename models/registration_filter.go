package models

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"meguri/models/text"
)

// RegistrationFilter chooses registrations of an event. Empty fields choose all.
type RegistrationFilter struct {
	Query        string // as typed; matches any part of a name, reading, organization, address or code
	TicketTypeID string
	State        RegistrationState
	// Mode chooses those whose ticket type has the mode, Attended those who attended so, NeedsOnly those who wrote what
	// they need.
	Mode      Mode
	Attended  Attended
	NeedsOnly bool
	// NoEmail chooses those who have no address.
	NoEmail bool
	// Organization is the whole name. TagIDs and Answers choose those who have all of them.
	Organization string
	// NoOrganization chooses those who wrote none.
	NoOrganization bool
	TagIDs         []string
	Answers        []GivenAnswer
	// OnlineAtLeast chooses those who were in the live room for so many minutes, MailFailed those to whom a mail could not
	// be delivered, Survey those who were asked to answer one.
	OnlineAtLeast int
	MailFailed    bool
	Survey        *OfSurvey
	// Made chooses those who registered from its beginning until before its end.
	Made *Interval
	// Cancelled chooses those whose registration was cancelled then.
	Cancelled *Interval
	// Way chooses those whom staff registered by the way; "" for all.
	Way EntryWay
	// EntryCodeID chooses those who registered with the code; "" for all.
	EntryCodeID string
	// SessionID chooses those who have a place in the session; "" for all.
	SessionID string
	// IDs chooses among these, nil for all.
	IDs []string
	// night is the event's last one, where Attended asks for it; see settle.
	night time.Time
	// Sort is the order of Sorted and Each. List and Page are in 五十音 order.
	Sort RegistrationSort
	// After and AfterID are the SortKey and ID of the last row of the page before, for List and Page.
	After, AfterID string
}

func (store RegistrationQuery) filtered(e *Event, f RegistrationFilter) *gorm.DB {
	queries, err := store.settle(e, &f)
	if err != nil {
		g := store.q.g.Where("event_id = ?", e.ID)
		_ = g.AddError(err)
		return g
	}
	found, err := store.candidatesOf(e, f, queries)
	g := store.filteredOf(e, f, queries, &found)
	if err != nil {
		_ = g.AddError(err)
	}
	return g
}

// settle reads what the filter needs of the event before it chooses, and returns the queries of its Query.
func (store RegistrationQuery) settle(e *Event, f *RegistrationFilter) (queries []string, err error) {
	if f.Attended == AttendedInside {
		f.night, err = store.q.Admissions().night(e)
	}
	return text.SearchQueries(f.Query), err
}

// candidatesOf are the candidates of a search, or those among whom the filter chooses.
func (store RegistrationQuery) candidatesOf(e *Event, f RegistrationFilter, queries []string) (candidates, error) {
	if f.IDs != nil {
		return candidates{IDs: f.IDs}, nil
	}
	if len(queries) == 0 {
		return store.inSets(e, &f)
	}
	return store.candidates(e, queries)
}

// filteredOf is filtered, once the candidates are known.
func (store RegistrationQuery) filteredOf(e *Event, f RegistrationFilter, queries []string, of *candidates) *gorm.DB {
	g := store.q.g.Where("event_id = ?", e.ID)
	switch {
	case of.IDs != nil:
		g = store.among(e, of.IDs)
	case of.Within != nil:
		g = store.q.g.Where("id IN (?)", of.Within).Where("event_id || '' = ?", e.ID)
	}
	g = f.choose(e, g, queries)
	if f.After != "" {
		g = g.Where("(sort_key, id) > (?, ?)", f.After, f.AfterID)
	}
	return g
}

// among chooses the event's registrations with the ids. The event is asked for in an expression, so that no engine
// reads all of it instead.
func (store RegistrationQuery) among(e *Event, ids []string) *gorm.DB {
	return store.q.g.Where(store.q.inList("id", ids)).Where("event_id || '' = ?", e.ID)
}

// choose adds what the filter chooses on all pages; queries are those of its Query.
func (f *RegistrationFilter) choose(e *Event, g *gorm.DB, queries []string) *gorm.DB {
	g = g.Where("sort_key > ''") // of who was erased it is empty
	if len(queries) > 0 {
		g = g.Where(matchesAny(queries))
	}
	g = f.chooseColumns(e, g)
	for _, set := range f.sets(e) {
		g = set.test(g, "registrations.id")
	}
	return f.Attended.choose(g)
}

// chooseColumns adds what the columns of registrations tell.
func (f *RegistrationFilter) chooseColumns(e *Event, g *gorm.DB) *gorm.DB {
	if f.TicketTypeID != "" {
		g = g.Where("ticket_type_id = ?", f.TicketTypeID)
	}
	if f.State != "" {
		g = g.Where("state = ?", f.State)
	}
	if f.Mode != "" {
		g = g.Where(`ticket_type_id IN (SELECT ticket_types.id FROM ticket_types
			JOIN events ON events.id = ticket_types.event_id WHERE event_id = ?
			AND CASE WHEN events.online_since IS NULL THEN ticket_types.mode ELSE 'online' END = ?)`, e.ID, f.Mode)
	}
	if f.NeedsOnly {
		g = g.Where("needs <> ''")
	}
	if f.NoEmail {
		g = g.Where("email = ''")
	}
	if f.Organization != "" {
		g = g.Where("organization = ?", f.Organization)
	}
	if f.NoOrganization {
		g = g.Where("organization = ''")
	}
	return g
}

// readsRows reports whether the filter looks at columns that the indexes of lists lack.
func (f *RegistrationFilter) readsRows() bool {
	return f.NeedsOnly || f.NoEmail || f.Organization != "" || f.NoOrganization
}

// isSearch reports whether the filter chooses by its Query alone.
func (f *RegistrationFilter) isSearch() bool {
	return f.TicketTypeID == "" && f.State == "" && f.Mode == "" && !f.readsRows() && !f.hasSets()
}

// matchesAny is the condition that a registration's text has one of the queries in it.
func matchesAny(queries []string) clause.Expression {
	matches := make([]clause.Expression, len(queries))
	for i, query := range queries {
		matches[i] = clause.Expr{SQL: `search_text LIKE ? ESCAPE '\'`, Vars: []any{likePattern(query)}}
	}
	return clause.And(clause.Or(matches...))
}
