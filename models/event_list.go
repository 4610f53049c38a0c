package models

import (
	"slices"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"

	"meguri/models/text"
)

// PublicFilter chooses among the events that everybody may see. Empty fields choose all.
type PublicFilter struct {
	// IDs are the events that a search found, nil where nothing is searched for; see Matching.
	IDs []string
	// Events that last into the time from From on, and begin before Until.
	From, Until time.Time
	// StartFrom is when the first of them begins.
	StartFrom      time.Time
	Mode           Mode
	OrganizationID string
	SeriesID       string
}

// Phase is where a public event stands in the lists.
type Phase string

// The phases. An announced event cannot be registered for now: it is full, closed, cancelled, postponed or not open
// yet.
const (
	PhaseOpen      Phase = "open"
	PhaseAnnounced Phase = "announced"
	PhasePast      Phase = "past"
)

// Listed lists public events of a phase from the number offset on, with their hosts: the next first, past ones the
// latest first.
func (store EventQuery) Listed(phase Phase, f PublicFilter, offset, limit int) ([]*Event, error) {
	order := "starts_at, id"
	if phase == PhasePast {
		order = "starts_at DESC, id"
	}
	var list []*Event
	err := store.listed(phase, f).Preload("Organization").Order(order).Offset(offset).Limit(limit).Find(&list).Error
	return list, err
}

// CountListed counts what Listed lists.
func (store EventQuery) CountListed(phase Phase, f PublicFilter) (int, error) {
	var n int64
	err := store.listed(phase, f).Count(&n).Error
	return int(n), err
}

// Starts lists when the public events of a phase begin, in order.
func (store EventQuery) Starts(phase Phase, f PublicFilter) (times []time.Time, err error) {
	err = store.listed(phase, f).Where("state <> ?", EventPostponed).Order("starts_at").Pluck("starts_at", &times).Error
	return times, err
}

// Hosts lists the organizations with public events of a phase, by name.
func (store EventQuery) Hosts(phases ...Phase) ([]Organization, error) {
	g := store.q.g.Order("name_ja, id")
	some := store.q.g
	for _, phase := range phases {
		some = some.Or("id IN (?)", store.listed(phase, PublicFilter{}).Select("organization_id"))
	}
	var list []Organization
	err := g.Where(some).Find(&list).Error
	return list, err
}

// EventOrder is an order of public events.
type EventOrder string

// The orders: the next first, and the last announced first.
const (
	ByStart        EventOrder = "starts_at, id"
	ByAnnouncement EventOrder = "COALESCE(published_at, created_at) DESC, id"
)

// ToCome lists public events that are not over, also those that are cancelled or wait for new dates, with their hosts.
func (store EventQuery) ToCome(f PublicFilter, order EventOrder, limit int) ([]*Event, error) {
	g := store.q.g.Model(&Event{}).Where("(state IN ? AND ends_at >= ? OR state = ?)",
		[]EventState{EventPublished, EventCancelled}, store.q.Now, EventPostponed)
	var list []*Event
	err := store.chosen(g, f).Preload("Organization").Order(string(order)).Limit(limit).Find(&list).Error
	return list, err
}

// takesRegistrations is the condition that an event has a place that everybody may take, or apply for, now.
const takesRegistrations = `EXISTS (SELECT 1 FROM ticket_types t WHERE t.event_id = events.id AND NOT t.hidden
	AND (t.opens_at IS NULL OR t.opens_at <= @now) AND (t.closes_at IS NULL OR t.closes_at > @now)
	AND (t.entry <> @code OR t.entry_until <= @now) AND (t.capacity IS NULL OR t.taken < t.capacity))`

func (store EventQuery) listed(phase Phase, f PublicFilter) *gorm.DB {
	now := store.q.Now
	values := map[string]any{"now": now, "code": EntryByCode, "published": EventPublished}
	g := store.q.g.Model(&Event{})
	switch phase {
	case PhaseOpen:
		g = g.Where("state = ? AND ends_at >= ?", EventPublished, now).Where(takesRegistrations, values)
	case PhaseAnnounced:
		g = g.Where("(state IN ? AND ends_at >= ? OR state = ?)", []EventState{EventPublished, EventCancelled}, now,
			EventPostponed).Where("(state <> @published OR NOT "+takesRegistrations+")", values)
	case PhasePast:
		g = g.Where("state = ? AND ends_at < ?", EventPublished, now)
	}
	return store.chosen(g, f)
}

func (store EventQuery) chosen(g *gorm.DB, f PublicFilter) *gorm.DB {
	if f.IDs != nil {
		g = g.Where(store.q.inList("events.id", f.IDs))
	}
	if !f.From.IsZero() {
		g = g.Where("ends_at > ? AND state <> ?", f.From, EventPostponed)
	}
	if !f.Until.IsZero() {
		g = g.Where("starts_at < ?", f.Until)
	}
	if !f.StartFrom.IsZero() {
		g = g.Where("starts_at >= ?", f.StartFrom)
	}
	switch f.Mode {
	case ModeVenue:
		g = g.Where("(venue_name_ja <> '' OR venue_name_en <> '')")
	case ModeOnline:
		g = g.Where("stream_url <> ''")
	}
	if f.OrganizationID != "" {
		g = g.Where("organization_id = ?", f.OrganizationID)
	}
	if f.SeriesID != "" {
		g = g.Where("id IN (SELECT event_id FROM editions WHERE series_id = ?)", f.SeriesID)
	}
	return g
}

// Matching finds the public events whose title, host or place has each word of a search, however it is written. They
// are few enough to be read: an index would have to follow the names of hosts.
func (store EventQuery) Matching(query string) ([]string, error) {
	var words []string
	for _, word := range strings.Fields(query) {
		if folded := text.SearchQuery(word); folded != "" {
			words = append(words, folded)
		}
	}
	if len(words) == 0 {
		return nil, nil
	}
	var list []Event
	err := store.q.g.Joins("Organization").
		Select("events.id", "title_ja", "title_en", "summary_ja", "summary_en", "venue_name_ja", "venue_name_en").
		Where("state IN ?", []EventState{EventPublished, EventPostponed, EventCancelled}).Find(&list).Error
	ids := []string{}
	for i := range list {
		folded := list[i].searchText()
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(folded, word) }) {
			ids = append(ids, list[i].ID)
		}
	}
	return ids, err
}

// foldedTexts keeps what searchText folded, by the event's id: folding takes ten times as long as reading.
var foldedTexts sync.Map

type foldedText struct{ written, folded string }

func (e *Event) searchText() string {
	parts := []string{
		e.TitleJa, e.TitleEn, e.SummaryJa, e.SummaryEn, e.VenueNameJa, e.VenueNameEn,
		e.Organization.NameJa, e.Organization.NameEn,
	}
	written := strings.Join(parts, "\n")
	if kept, ok := foldedTexts.Load(e.ID); ok {
		if kept := kept.(foldedText); kept.written == written { //nolint:errcheck // nothing else is put there
			return kept.folded
		}
	}
	folded := text.SearchText(parts...)
	foldedTexts.Store(e.ID, foldedText{written, folded})
	return folded
}

// NextOfHost finds the next public event of the same host that is still to come, or nil.
func (store EventQuery) NextOfHost(e *Event) (*Event, error) {
	var list []*Event
	err := store.q.g.Preload("Organization").
		Where("state = ? AND organization_id = ? AND ends_at >= ? AND id <> ?", EventPublished, e.OrganizationID,
			store.q.Now, e.ID).
		Order("starts_at, id").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// OfEvents lists the ticket types of events that everybody may see, in order, by the event's id.
func (store TicketTypeQuery) OfEvents(events []*Event) (map[string][]TicketType, error) {
	var list []TicketType
	err := store.q.g.Where(store.q.inList("event_id", idsOf(events))).Where("hidden = ?", false).
		Order("position, id").Find(&list).Error
	byEvent := map[string][]TicketType{}
	for _, t := range list {
		byEvent[t.EventID] = append(byEvent[t.EventID], t)
	}
	return byEvent, err
}

// WaitingFor counts the people on the waiting lists of ticket types, by the type's id.
func (store RegistrationQuery) WaitingFor(ticketTypeIDs []string) (map[string]int, error) {
	var rows []struct {
		TicketTypeID string
		People       int
	}
	err := store.q.g.Model(&Registration{}).Select("ticket_type_id, COUNT(*) AS people").
		Where(store.q.inList("ticket_type_id", ticketTypeIDs)).Where("state = ?", RegistrationWaitlisted).
		Group("ticket_type_id").Find(&rows).Error
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.TicketTypeID] = row.People
	}
	return counts, err
}

func idsOf(events []*Event) []string {
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	return ids
}

// OfHost lists the events of an organization in every state, the latest first.
func (store EventQuery) OfHost(organizationID string) (list []Event, err error) {
	err = store.q.g.Where("organization_id = ?", organizationID).Order("starts_at DESC, id").Limit(1000).Find(&list).Error
	return list, err
}
