package models

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

// SortBy is what a list of registrations is sorted by. Those who are equal in it are in 五十音 order.
type SortBy string

// What lists are sorted by. In both directions those come last who did not come to the venue, were not online, or named
// no organization.
const (
	SortName         SortBy = "name"
	SortRegistered   SortBy = "registered"
	SortState        SortBy = "state"
	SortTicketType   SortBy = "ticket_type"
	SortArrival      SortBy = "arrival"
	SortOrganization SortBy = "organization"
	SortOnline       SortBy = "online"
)

// Sorts lists all of them.
var Sorts = []SortBy{SortName, SortRegistered, SortState, SortTicketType, SortArrival, SortOrganization, SortOnline}

// RegistrationSort is the order of a list. The zero value is 五十音 order.
type RegistrationSort struct {
	By   SortBy
	Desc bool
}

// sortedStates are the states as lists have them.
var sortedStates = []RegistrationState{
	RegistrationConfirmed, RegistrationWaitlisted, RegistrationApplied, RegistrationPending, RegistrationCancelled,
	RegistrationDeclined, RegistrationLapsed,
}

// order is the whole order as an expression. The ticket types are those of the event.
func (s RegistrationSort) order(types []TicketType) string {
	switch s.By {
	case SortRegistered:
		return s.inWay("created_at") + ", " + s.inWay("id")
	case SortState:
		return s.inWay(positionOf("state", sortedStates)) + ", sort_key, id"
	case SortTicketType:
		return s.inWay(positionOf("ticket_type_id", idsInPosition(types))) + ", sort_key, id"
	case SortArrival:
		const arrival = "(SELECT first_at FROM admissions WHERE registration_id = registrations.id AND arrived)"
		return s.inWay(arrival) + " NULLS LAST, sort_key, id"
	case SortOnline:
		const minutes = "(SELECT minutes FROM online_times WHERE registration_id = registrations.id)"
		return s.inWay(minutes) + " NULLS LAST, sort_key, id"
	case SortOrganization:
		return "organization = '', " + s.inWay("organization") + ", " + s.inWay("sort_key") + ", " + s.inWay("id")
	case SortName:
	}
	return s.inWay("sort_key") + ", " + s.inWay("id")
}

func (s RegistrationSort) inWay(expression string) string {
	if s.Desc {
		return expression + " DESC"
	}
	return expression
}

// positionOf is an expression of where a column's value stands in a list. The values are our own.
func positionOf[T ~string](column string, list []T) string {
	var cases strings.Builder
	for i, value := range list {
		cases.WriteString(" WHEN '" + string(value) + "' THEN " + strconv.Itoa(i))
	}
	if cases.Len() == 0 {
		return column
	}
	return "CASE " + column + cases.String() + " END"
}

// idsInPosition are the ids of ticket types in the order that staff gave them.
func idsInPosition(types []TicketType) []string {
	types = slices.SortedFunc(slices.Values(types), func(a, b TicketType) int {
		return cmp.Or(a.Position-b.Position, strings.Compare(a.ID, b.ID))
	})
	ids := make([]string, len(types))
	for i := range types {
		ids[i] = types[i].ID
	}
	return ids
}

// section is a part of a sorted list that an index has in order: by its columns, each in the same direction.
type section struct {
	table, id string
	by        []string
	desc      bool
	choose    func(*gorm.DB) *gorm.DB
	count     int // -1 where it is not known
}

// order is the order of the section, or the other way round.
func (s *section) order(backwards bool) string {
	way := ""
	if s.desc != backwards {
		way = " DESC"
	}
	return strings.Join(s.by, way+", ") + way
}

// sortedReader reads pages of one sorted list: first the ids alone, from the indexes.
type sortedReader struct {
	store   RegistrationQuery
	event   *Event
	filter  RegistrationFilter
	queries []string
	found   candidates
	types   []TicketType
	tallies []Tally // where the filter chooses by ticket type and state alone, which are counted; else nil
}

func (store RegistrationQuery) sortedReader(e *Event, f RegistrationFilter) (r *sortedReader, err error) {
	f.After, f.AfterID = "", ""
	queries, err := store.settle(e, &f)
	if err != nil {
		return nil, err
	}
	r = &sortedReader{store: store, event: e, filter: f, queries: queries}
	if r.found, err = store.candidatesOf(e, f, r.queries); err != nil {
		return nil, err
	}
	if r.types, err = store.q.TicketTypes().OfEvent(e); err != nil {
		return nil, err
	}
	if len(r.queries) == 0 && !f.hasSets() && !f.readsRows() && f.IDs == nil {
		if r.tallies, err = store.Tallies(e); r.tallies == nil {
			r.tallies = []Tally{}
		}
	}
	return r, err
}

// Sorted reads at most limit registrations of the sorted list, from an offset on.
func (store RegistrationQuery) Sorted(e *Event, f RegistrationFilter, offset, limit int) (*RegistrationPage, error) {
	r, err := store.sortedReader(e, f)
	if err != nil {
		return nil, err
	}
	page := &RegistrationPage{}
	var ids []string
	switch {
	case r.found.IDs != nil:
		ids, err = r.ofFew(page, offset, limit)
	case r.walksSets(offset):
		ids, err = r.ofSets(page, offset, limit)
	default:
		ids, err = r.page(page, offset, limit)
	}
	if err == nil && len(ids) > 0 {
		page.List, err = store.inOrder(ids)
	}
	return page, err
}

// inOrder reads registrations in the order of the ids.
func (store RegistrationQuery) inOrder(ids []string) (list []Registration, err error) {
	err = store.q.g.Preload("TicketType").Where(store.q.inList("id", ids)).Find(&list).Error
	at := make(map[string]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(list, func(a, b Registration) int { return at[a.ID] - at[b.ID] })
	return list, err
}

// CountBefore counts those whom the filter chooses and who come before a key in the list by name: the keys below it, or
// from it on where the list is descending.
func (store RegistrationQuery) CountBefore(e *Event, f RegistrationFilter, key string) (int, error) {
	before := "sort_key < ?"
	if f.Sort.Desc {
		before = "sort_key >= ?"
	}
	f.After, f.AfterID = "", ""
	return store.count(store.filtered(e, f).Where(before, key), -1)
}

// ofFew reads a page of few candidates: all of them are put in order.
func (r *sortedReader) ofFew(page *RegistrationPage, offset, limit int) (ids []string, err error) {
	g := r.filter.choose(r.event, r.store.among(r.event, r.found.IDs), r.queries).Model(&Registration{})
	if err := g.Order(r.filter.Sort.order(r.types)).Pluck("id", &ids).Error; err != nil {
		return nil, err
	}
	first, last := min(offset, len(ids)), min(offset+limit, len(ids))
	page.Total, page.HasNext = len(ids), last < len(ids)
	return ids[first:last], nil
}

// page reads a page of many, and counts them as far as that is quick.
func (r *sortedReader) page(page *RegistrationPage, offset, limit int) (ids []string, err error) {
	if r.found.Within != nil {
		ids, err = r.idsAmong(offset, limit+1)
	} else {
		ids, err = r.ids(offset, limit+1)
	}
	if err != nil {
		return nil, err
	}
	if page.HasNext = len(ids) > limit; page.HasNext {
		ids = ids[:limit]
	}
	switch {
	case r.tallies != nil:
		page.Total = r.tally("", "")
	case !page.HasNext && (offset == 0 || len(ids) > 0):
		page.Total = offset + len(ids)
	case r.found.Within != nil && r.filter.isSearch():
		page.Total, page.About = r.found.Count, true
	case r.found.driving != nil: // the whole of one set
		page.Total, err = r.store.sizeOf(&r.found.driving.idSet)
	default:
		err = r.count(page)
	}
	return ids, err
}

// count counts whom the filter chooses, as far as that is quick.
func (r *sortedReader) count(page *RegistrationPage) (err error) {
	most := r.filter.mostCounted()
	if r.found.Within != nil {
		page.Total, err = r.store.count(r.store.filteredOf(r.event, r.filter, r.queries, &r.found), most)
	} else {
		all := r.byName()
		page.Total, err = r.upTo(&all, most)
	}
	page.More = page.Total == most
	return err
}

// tally counts those in a state with a ticket type, "" for any, whom the filter chooses.
func (r *sortedReader) tally(state RegistrationState, ticketTypeID string) (n int) {
	is := func(a, b string) bool { return b == "" || a == b }
	for _, t := range r.tallies {
		i := slices.IndexFunc(r.types, func(of TicketType) bool { return of.ID == t.TicketTypeID })
		mode := r.event.ModeOf(r.types[i])
		if is(string(t.State), string(state)) && is(string(t.State), string(r.filter.State)) &&
			is(t.TicketTypeID, ticketTypeID) && is(t.TicketTypeID, r.filter.TicketTypeID) &&
			is(string(mode), string(r.filter.Mode)) {
			n += t.Count
		}
	}
	return n
}

// byName is the whole list by name.
func (r *sortedReader) byName() section {
	return section{
		table: r.table(), id: "id", by: []string{"sort_key", "id"}, count: -1,
		choose: func(g *gorm.DB) *gorm.DB { return r.filter.choose(r.event, g, r.queries) },
	}
}

// table names registrations. Few people have needs, or no address: SQLite is told that an index has them.
func (r *sortedReader) table() string {
	if r.filter.NeedsOnly && r.store.q.g.Name() != string(PostgreSQL) {
		return "registrations INDEXED BY registrations_needs"
	}
	if r.filter.NoEmail && r.store.q.g.Name() != string(PostgreSQL) {
		return "registrations INDEXED BY registrations_emailless"
	}
	return "registrations"
}

// sections are the parts of the list, one after another.
func (r *sortedReader) sections() (list []section) {
	sort := r.filter.Sort
	switch sort.By {
	case SortState:
		for _, state := range sortedStates {
			list = append(list, r.section("state = ?", string(state), r.tally(state, "")))
		}
	case SortTicketType:
		for _, id := range idsInPosition(r.types) {
			list = append(list, r.section("ticket_type_id = ?", id, r.tally("", id)))
		}
	case SortArrival:
		absent := r.section("NOT "+arrived, nil, -1)
		return []section{r.arrivals(), absent}
	case SortOnline:
		return []section{r.online(), r.section("NOT "+wasOnline, nil, -1)}
	case SortOrganization:
		named, others := r.section("organization <> ''", nil, -1), r.section("organization = ''", nil, -1)
		named.by = []string{"organization", "sort_key", "id"}
		named.desc, others.desc = sort.Desc, sort.Desc
		return []section{named, others}
	case SortRegistered, SortName:
	}
	if list == nil {
		return []section{r.whole()}
	}
	if sort.Desc {
		slices.Reverse(list)
	}
	return list
}

// whole is the list by name or by when people registered.
func (r *sortedReader) whole() section {
	all := r.byName()
	all.desc = r.filter.Sort.Desc
	if r.filter.Sort.By == SortRegistered {
		all.by = []string{"created_at", "id"}
		if all.table == "registrations" && r.store.q.g.Name() != string(PostgreSQL) {
			all.table += " INDEXED BY registrations_made" // SQLite would take that of names, and sort
		}
	}
	if r.tallies != nil {
		all.count = r.tally("", "")
	}
	return all
}

// section is the part of the list of which a condition with a value is true.
func (r *sortedReader) section(where string, value any, count int) section {
	part := r.byName()
	choose := part.choose
	part.choose = func(g *gorm.DB) *gorm.DB {
		if value == nil {
			return choose(g).Where(where)
		}
		return choose(g).Where(where, value)
	}
	if r.tallies != nil {
		part.count = count
	}
	return part
}

// arrivals are those who came to the venue, by the time at which they did.
func (r *sortedReader) arrivals() section { return r.beside("admissions", "first_at", "arrived") }

// online are those who were in the live room, by how long.
func (r *sortedReader) online() section {
	return r.beside("online_times", "minutes", "minutes IS NOT NULL")
}

// wasOnline is a condition on registrations: somebody was in the live room.
const wasOnline = `EXISTS (SELECT 1 FROM online_times WHERE online_times.registration_id = registrations.id)`

// beside are those with a row of a table beside registrations, by a column of it. The condition chooses rows.
func (r *sortedReader) beside(table, by, where string) section {
	part := section{
		table: table, id: "registration_id", by: []string{by, "registration_id"}, desc: r.filter.Sort.Desc, count: -1,
	}
	part.choose = func(g *gorm.DB) *gorm.DB {
		if r.filter.choosesAll() {
			return g.Where(where)
		}
		chosen := r.store.q.g.Table("registrations").Select("1").Where("registrations.id = " + table + ".registration_id")
		return g.Where(where+" AND EXISTS (?)", r.filter.choose(r.event, chosen, r.queries))
	}
	return part
}

// choosesAll reports whether the filter chooses everybody.
func (f *RegistrationFilter) choosesAll() bool { return f.isSearch() && f.Query == "" && f.IDs == nil }

// ids are those of the list from an offset on, section by section.
func (r *sortedReader) ids(offset, limit int) (ids []string, err error) {
	sections := r.sections()
	for i := range sections {
		s, skipped := &sections[i], offset
		if i < len(sections)-1 {
			if skipped, err = r.upTo(s, offset); err != nil {
				return nil, err
			}
		}
		offset -= skipped
		if offset > 0 || s.count == 0 {
			continue
		}
		more, err := r.idsOf(s, skipped, limit-len(ids))
		if err != nil {
			return nil, err
		}
		if ids = append(ids, more...); len(ids) == limit {
			break
		}
	}
	return ids, nil
}

// idsOf are those of a section from an offset on. What is nearer to its end is read from there.
func (r *sortedReader) idsOf(s *section, offset, limit int) (ids []string, err error) {
	backwards := s.count >= 0 && offset > s.count/2
	if backwards {
		limit = min(limit, max(0, s.count-offset))
		offset = max(0, s.count-offset-limit)
	}
	g := s.choose(r.of(s)).Order(s.order(backwards)).Offset(offset).Limit(limit)
	err = g.Pluck(s.id, &ids).Error
	if backwards {
		slices.Reverse(ids)
	}
	return ids, err
}

// upTo counts a section, at most most.
func (r *sortedReader) upTo(s *section, most int) (int, error) {
	if s.count >= 0 || most == 0 {
		return max(0, min(s.count, most)), nil
	}
	var n int64
	err := r.store.q.g.Table("(?) AS chosen", s.choose(r.of(s)).Select("1").Limit(most)).Count(&n).Error
	return int(n), err
}

// of is the event's part of a section's table.
func (r *sortedReader) of(s *section) *gorm.DB {
	return r.store.q.g.Table(s.table).Where("event_id = ?", r.event.ID)
}

// idsAmong are those of the list of many candidates, who are put in order, and of whom only as many are read as needed.
func (r *sortedReader) idsAmong(offset, limit int) (ids []string, err error) {
	table := "registrations"
	if r.filter.Sort.By == SortName || r.filter.Sort.By == "" {
		table = r.store.orderedTable()
	}
	order := r.filter.Sort.order(r.types)
	for from, n := 0, offset+4*limit; from < r.found.Count && len(ids) < offset+limit; from, n = from+n, 4*n {
		var some, chosen []string
		g := r.store.q.g.Table(table).Where("id IN (?)", r.found.Within)
		if err := g.Order(order).Offset(from).Limit(n).Pluck("id", &some).Error; err != nil {
			return nil, err
		}
		g = r.filter.choose(r.event, r.store.among(r.event, some), r.queries).Model(&Registration{}).Order(order)
		if err := g.Limit(offset+limit-len(ids)).Pluck("id", &chosen).Error; err != nil {
			return nil, err
		}
		ids = append(ids, chosen...)
	}
	return ids[min(offset, len(ids)):], nil
}
