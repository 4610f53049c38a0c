package models

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"meguri/models/text"
)

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
