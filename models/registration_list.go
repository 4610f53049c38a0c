package models

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
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

// List lists registrations in 五十音 order, at most limit.
func (store RegistrationQuery) List(e *Event, f RegistrationFilter, limit int) ([]Registration, error) {
	queries, err := store.settle(e, &f)
	if err != nil {
		return nil, err
	}
	found, err := store.candidatesOf(e, f, queries)
	if err != nil {
		return nil, err
	}
	return store.list(e, f, queries, &found, limit)
}

func (store RegistrationQuery) list(
	e *Event, f RegistrationFilter, queries []string, of *candidates, limit int,
) ([]Registration, error) {
	if of.Within != nil {
		return store.firstAmong(e, f, queries, of, limit)
	}
	if of.IDs == nil && of.driving != nil && (of.driving.count <= maxSearched || len(of.driving.rest) > 0) {
		return store.listSets(e, f, of, limit)
	}
	return inListOrder(store.filteredOf(e, f, queries, of), limit)
}

// firstAmong lists those of many candidates whom the filter chooses. They are put in order by an index alone, and only
// the first of them are read.
func (store RegistrationQuery) firstAmong(
	e *Event, f RegistrationFilter, queries []string, of *candidates, limit int,
) (list []Registration, err error) {
	for from, n := 0, 4*limit; from < of.Count && len(list) < limit; from, n = from+n, 4*n {
		g := store.q.g.Table(store.orderedTable()).Where("id IN (?)", of.Within)
		if f.After != "" {
			g = g.Where("(sort_key, id) > (?, ?)", f.After, f.AfterID)
		}
		var ids []string
		if err := g.Order("sort_key, id").Offset(from).Limit(n).Pluck("id", &ids).Error; err != nil {
			return nil, err
		}
		more, err := inListOrder(f.choose(e, store.among(e, ids), queries), limit-len(list))
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// orderedTable names registrations. SQLite is told the index, of which it does not know that it has all.
func (store RegistrationQuery) orderedTable() string {
	if store.q.g.Name() == string(PostgreSQL) {
		return "registrations"
	}
	return "registrations INDEXED BY registrations_order"
}

func inListOrder(g *gorm.DB, limit int) (list []Registration, err error) {
	err = g.Preload("TicketType").Order("sort_key, id").Limit(limit).Find(&list).Error
	return list, err
}

// Count counts the registrations that the filter chooses on all pages, at most limit.
func (store RegistrationQuery) Count(e *Event, f RegistrationFilter, limit int) (int, error) {
	f.After, f.AfterID = "", ""
	return store.count(store.filtered(e, f), limit)
}

func (store RegistrationQuery) count(g *gorm.DB, limit int) (int, error) {
	var n int64
	chosen := g.Model(&Registration{}).Select("id").Limit(limit)
	err := store.q.g.Table("(?) AS chosen", chosen).Count(&n).Error
	return int(n), err
}

// maxCounted is how many registrations are counted: counting more would take longer than showing them. Those whose
// texts must be read for it are counted as far as maxCountedTexts, those whose attendance or ticket type must be looked
// up as far as maxLookedUp.
const (
	maxCounted      = 10_000
	maxLookedUp     = 3_000
	maxCountedTexts = 1_000
)

// RegistrationPage is a page of a list of registrations, in 五十音 order.
type RegistrationPage struct {
	List []Registration
	// HasNext says that there are more after the last of List.
	HasNext bool
	// Total counts what the filter chooses on all pages. More says that there are more than were counted, About that it
	// counts who may match a search, where reading their texts would take long.
	Total int
	More  bool
	About bool
}

// Page reads a page of at most limit registrations.
func (store RegistrationQuery) Page(e *Event, f RegistrationFilter, limit int) (*RegistrationPage, error) {
	queries, err := store.settle(e, &f)
	if err != nil {
		return nil, err
	}
	found, err := store.candidates(e, queries)
	if err != nil {
		return nil, err
	}
	if found.IDs != nil {
		return store.pageAmong(e, f, queries, found.IDs, limit)
	}
	page := &RegistrationPage{}
	if page.List, err = store.list(e, f, queries, &found, limit+1); err != nil {
		return nil, err
	}
	page.HasNext = len(page.List) > limit
	page.List = page.List[:min(limit, len(page.List))]
	return page, store.countPage(e, f, queries, &found, page)
}

// countPage counts what the filter chooses on all pages.
func (store RegistrationQuery) countPage(
	e *Event, f RegistrationFilter, queries []string, of *candidates, page *RegistrationPage,
) (err error) {
	if f.After == "" && !page.HasNext {
		page.Total = len(page.List)
		return nil
	}
	if of.Within != nil && f.isSearch() {
		page.Total, page.About = of.Count, true
		return nil
	}
	most := f.mostCounted()
	f.After, f.AfterID = "", ""
	page.Total, err = store.count(store.filteredOf(e, f, queries, of), most)
	page.More = page.Total == most
	return err
}

// mostCounted is as far as those are counted whom the filter chooses.
func (f *RegistrationFilter) mostCounted() int {
	switch {
	case text.SearchQuery(f.Query) != "":
		return maxCountedTexts
	case f.hasSets() || f.Mode != "":
		return maxLookedUp
	}
	return maxCounted
}

// pageAmong reads a page of those with the ids whom the filter chooses. All of them are read once, with what orders
// them.
func (store RegistrationQuery) pageAmong(
	e *Event, f RegistrationFilter, queries, ids []string, limit int,
) (*RegistrationPage, error) {
	var all []Registration
	err := f.choose(e, store.among(e, ids), queries).Select("id", "sort_key").Find(&all).Error
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, compareInList)
	page := &RegistrationPage{Total: len(all)}
	after := &Registration{SortKey: f.After, ID: f.AfterID}
	first, found := slices.BinarySearchFunc(all, after, func(r Registration, after *Registration) int {
		return compareInList(r, *after)
	})
	if found {
		first++
	}
	last := min(first+limit, len(all))
	page.HasNext = last < len(all)
	shown := make([]string, 0, limit)
	for _, r := range all[first:last] {
		shown = append(shown, r.ID)
	}
	err = store.q.g.Preload("TicketType").Where(store.q.inList("id", shown)).Find(&page.List).Error
	slices.SortFunc(page.List, compareInList)
	return page, err
}

// compareInList orders registrations as lists do.
func compareInList(a, b Registration) int {
	return cmp.Or(strings.Compare(a.SortKey, b.SortKey), strings.Compare(a.ID, b.ID))
}

// listColumns are the columns of a long list of registrations. scanListRow reads them.
const listColumns = "id, event_id, ticket_type_id, code, state, family_name, given_name, family_kana, given_kana, " +
	"sort_key, email, email_key, organization, sector, needs, locale, answers, created_at, " +
	"(SELECT first_at FROM admissions WHERE registration_id = registrations.id AND arrived), " +
	`COALESCE((SELECT c.door FROM admissions a JOIN check_ins c ON c.registration_id = a.registration_id
		AND c.scanned_at = a.first_at AND c.result = 'admitted'
		WHERE a.registration_id = registrations.id AND a.arrived LIMIT 1), ''), ` +
	"COALESCE((SELECT minutes FROM online_times WHERE registration_id = registrations.id), 0), " +
	"(SELECT seconds FROM archive_views WHERE registration_id = registrations.id), " +
	`COALESCE((SELECT string_agg(tags.name, ', ' ORDER BY tags.name_key) FROM registration_tags
		JOIN tags ON tags.id = registration_tags.tag_id WHERE registration_tags.registration_id = registrations.id), ''), ` +
	"entry_way, entered_by, form_version"

func scanListRow(rows *sql.Rows) (*Registration, error) {
	var r Registration
	var answers string
	err := rows.Scan(
		&r.ID, &r.EventID, &r.TicketTypeID, &r.Code, &r.State, &r.Family, &r.Given, &r.FamilyKana, &r.GivenKana,
		&r.SortKey, &r.Email, &r.EmailKey, &r.Organization, &r.Sector, &r.Accessibility, &r.Locale, &answers,
		&r.CreatedAt, &r.ArrivedAt, &r.Door, &r.OnlineMinutes, &r.ArchiveSeconds, &r.TagNames,
		&r.EntryWay, &r.EnteredBy, &r.FormVersion)
	if err == nil && answers != noAnswers {
		err = json.Unmarshal([]byte(answers), &r.Answers)
	}
	return &r, err
}

// Each iterates over all registrations that the filter chooses, sorted and as they are at one moment, with one in
// memory at a time. Links and versions are not set. It holds a connection, so the loop should not wait for others.
func (store RegistrationQuery) Each(e *Event, f RegistrationFilter) iter.Seq2[*Registration, error] {
	return func(yield func(*Registration, error) bool) {
		err := store.each(e, f, func(r *Registration) bool { return yield(r, nil) })
		if err != nil {
			yield(nil, err)
		}
	}
}

// IDs are those of the event's registrations that the filter chooses, in no order.
func (store RegistrationQuery) IDs(e *Event, f RegistrationFilter) ([]string, error) {
	var ids []string
	err := store.filtered(e, f).Model(&Registration{}).Pluck("registrations.id", &ids).Error
	return ids, err
}

func (store RegistrationQuery) each(e *Event, f RegistrationFilter, do func(*Registration) bool) error {
	ticketTypes, err := store.q.TicketTypes().byID(e)
	if err != nil {
		return err
	}
	types := slices.Collect(maps.Values(ticketTypes))
	rows, err := store.filtered(e, f).Model(&Registration{}).Select(listColumns).Order(f.Sort.order(types)).Rows()
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
