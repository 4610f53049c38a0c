package models

import (
	"slices"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// EventState is the state of an event.
type EventState string

// The states. Only staff see a draft. A postponed event has no dates until staff set new ones: StartsAt and EndsAt are
// those at which it was to be. An archived event is kept but not listed.
const (
	EventDraft     EventState = "draft"
	EventPublished EventState = "published"
	EventPostponed EventState = "postponed"
	EventCancelled EventState = "cancelled"
	EventArchived  EventState = "archived"
)

// Event is what people register for. Times are UTC and shown in TimeZone (an IANA name).
type Event struct {
	ID             string
	Slug           string
	OrganizationID string
	State          EventState
	TitleJa        string
	TitleEn        string
	SummaryJa      string
	SummaryEn      string
	DescriptionJa  string
	DescriptionEn  string
	TimeZone       string
	StartsAt       time.Time
	EndsAt         time.Time
	// PreviousStartsAt is when a published event was to start before it was moved last, nil where it was not.
	PreviousStartsAt *time.Time
	VenueNameJa      string
	VenueNameEn      string
	VenueAddressJa   string
	VenueAddressEn   string
	VenueMapURL      string `gorm:"column:venue_map_url"`
	// StreamURL is the address of the live room's stream or meeting. Only confirmed attendees may see it.
	StreamURL     string        `gorm:"column:stream_url"`
	LiveRoomState LiveRoomState `gorm:"column:room_state"`
	// RoomEmbeds shows the stream in the live room, where its player may be there; else the room leads to it.
	RoomEmbeds   bool
	ContactEmail string
	ContactPhone string
	// What every reader looks for, in a line or two; "" is not shown. Support is 手話・字幕・託児.
	FeeJa      string
	FeeEn      string
	AudienceJa string
	AudienceEn string
	AccessJa   string
	AccessEn   string
	ParkingJa  string
	ParkingEn  string
	SupportJa  string
	SupportEn  string
	BringJa    string
	BringEn    string
	// Latitude and Longitude of the venue in degrees (WGS 84), both or neither.
	Latitude  *float64
	Longitude *float64
	// DoorsOpenAt is when people may come in, nil where nothing is said.
	DoorsOpenAt *time.Time
	// DayStartsHour is the hour at which a day of the agenda begins: what is before it belongs to the evening before.
	DayStartsHour int
	// OutcomeJa and OutcomeEn are what the event decided (Markdown); see SetOutcome.
	OutcomeJa string
	OutcomeEn string
	// Discreet keeps secret who registered: the page after registering is the same for everybody.
	Discreet bool
	// Colour names the palette of the event, CoverPattern the pattern of its drawn cover; see app/service/cover. "" is
	// chosen by its id.
	Colour       string
	CoverPattern string
	// CoverID is the uploaded picture in place of the drawn cover, nil without one. CoverX and CoverY are the point that
	// stays in sight where it is cut, in percent from the left and the top.
	CoverID    *string
	CoverX     int
	CoverY     int
	CoverAltJa string
	CoverAltEn string
	// OnlineSince is since when everybody attends online, as in a storm, nil where people may come to the venue. They keep
	// their ticket types and places: see ModeOf.
	OnlineSince *time.Time
	// PublishAt is when a draft is to be published by itself, nil for never.
	PublishAt *time.Time
	MailRules
	// ConfirmHours is how long a place is kept for who has not opened the mailed link, 0 for ever.
	ConfirmHours int
	// AddressLimit is how many people one address may register. Staff may go over it.
	AddressLimit int
	CancelReason string
	// PostponedAt is when it was put off last, nil where it never was, PostponeReason why.
	PostponedAt    *time.Time
	PostponeReason string
	// PrivacyVersion is the newest version of what people are told about their data, 0 for none.
	PrivacyVersion int
	// AsksPhoto says that the form asks whether the person may be photographed, AsksGuardian that it asks minors for the
	// consent of a guardian.
	AsksPhoto    bool
	AsksGuardian bool
	// Sequence counts the changes that a calendar must notice (RFC 5545, SEQUENCE).
	Sequence int
	// Version counts all changes; an edit of an older version is refused.
	Version     int
	PublishedAt *time.Time
	CancelledAt *time.Time
	ArchivedAt  *time.Time
	CreatedAt   time.Time
	UpdatedAt   time.Time

	Organization Organization `gorm:"foreignKey:OrganizationID;->"`
	// Partners are empty until LoadPartners.
	Partners []EventOrganization `gorm:"foreignKey:EventID;->"`
}

// DefaultZone is the time zone for pages that are not about an event.
var DefaultZone = time.FixedZone("Asia/Tokyo", 9*60*60)

// Zone is the event's time zone, or DefaultZone if it is unknown (it is checked when an event is saved).
func (e *Event) Zone() *time.Location {
	if zone, ok := zones.Load(e.TimeZone); ok {
		return zone.(*time.Location) //nolint:errcheck // nothing else is put there
	}
	zone, err := time.LoadLocation(e.TimeZone)
	if err != nil {
		return DefaultZone
	}
	zones.Store(e.TimeZone, zone)
	return zone
}

// zones caches time zones by name: loading one takes a hundred times as long as using it.
var zones sync.Map

// Local is the time on the clock of the event's zone.
func (e *Event) Local(t time.Time) time.Time { return t.In(e.Zone()) }

// NeedsZone reports whether its times need their time zone beside them, because a reader may be in another: who attends
// online, and everybody where the event is not in Japan.
func (e *Event) NeedsZone() bool { return e.HasStream() || !e.InJapan() }

// InJapan reports whether the event's clock is that of Japan.
func (e *Event) InJapan() bool { return InJapan(e.Zone()) }

// InJapan reports whether a clock is that of Japan.
func InJapan(zone *time.Location) bool {
	return zone.String() == "Asia/Tokyo" || zone.String() == "Japan"
}

// HasVenue reports whether the event can be attended in person now.
func (e *Event) HasVenue() bool { return e.NamesVenue() && !e.IsMovedOnline() }

// NamesVenue reports whether the event has a venue, also while everybody attends online.
func (e *Event) NamesVenue() bool { return e.VenueNameJa != "" || e.VenueNameEn != "" }

// IsMovedOnline reports whether everybody attends online, also who has a place at the venue.
func (e *Event) IsMovedOnline() bool { return e.OnlineSince != nil }

// ModeOf is how people with the ticket type attend now.
func (e *Event) ModeOf(t TicketType) Mode {
	if e.IsMovedOnline() {
		return ModeOnline
	}
	return t.Mode
}

// Offers leaves out the ticket types for which nobody can register now: those of the venue while everybody attends
// online.
func (e *Event) Offers(types []TicketType) []TicketType {
	if !e.IsMovedOnline() {
		return types
	}
	return slices.DeleteFunc(slices.Clone(types), func(t TicketType) bool { return t.Mode == ModeVenue })
}

// HasStream reports whether the event has a live room.
func (e *Event) HasStream() bool { return e.StreamURL != "" }

// IsFree reports whether nothing has to be paid, as far as the fee says.
func (e *Event) IsFree() bool {
	return e.FeeJa+e.FeeEn == "" || strings.HasPrefix(e.FeeJa, "無料") ||
		strings.HasPrefix(strings.ToLower(e.FeeEn), "free")
}

// Ended reports whether the event is over. One that waits for new dates never is.
func (e *Event) Ended(now time.Time) bool { return now.After(e.EndsAt) && !e.IsPostponed() }

// IsToday reports whether a day of the event has begun by its own clock, and the event is not over.
func (e *Event) IsToday(now time.Time) bool {
	year, month, day := e.Local(e.StartsAt).Date()
	return !now.Before(time.Date(year, month, day, 0, 0, 0, 0, e.Zone())) && !e.Ended(now) && !e.IsPostponed()
}

// TakesRegistrations reports whether people may register: the event is published and not over. Whether a ticket type is
// open is another question.
func (e *Event) TakesRegistrations(now time.Time) bool {
	return e.State == EventPublished && !e.Ended(now)
}

// Public reports whether everybody may see the event's page: it is published, or it was before it was cancelled or
// archived.
func (e *Event) Public() bool {
	switch e.State {
	case EventPublished, EventPostponed, EventCancelled:
		return true
	case EventArchived:
		return e.PublishedAt != nil || e.CancelledAt != nil
	}
	return false
}

// WasCancelled reports whether the event was cancelled, also when it was archived since.
func (e *Event) WasCancelled() bool { return e.State == EventCancelled || e.CancelledAt != nil }

// IsPostponed reports whether the event was put off and waits for new dates.
func (e *Event) IsPostponed() bool { return e.State == EventPostponed }

// IsAnnounced reports whether people count on the event: it is published, or waits for new dates.
func (e *Event) IsAnnounced() bool { return e.State == EventPublished || e.State == EventPostponed }

// IsOff reports whether nothing takes place at the event's dates: it was cancelled, or waits for new ones.
func (e *Event) IsOff() bool { return e.WasCancelled() || e.IsPostponed() }

var doNothing = clause.OnConflict{DoNothing: true}

// middle is the point of a picture that stays in sight, where nobody chose one, in percent.
const middle = 50

// DefaultAddressLimit is how many people one address may register where nobody said otherwise.
const DefaultAddressLimit = 5

// MaxAddressLimit is the highest number that an event may set.
const MaxAddressLimit = 100

// EventQuery reads events.
type EventQuery struct{ q *Query }

// EventStore reads and writes events.
type EventStore struct {
	EventQuery
	tx *Tx
}

// Events reads events.
func (q *Query) Events() EventQuery { return EventQuery{q} }

// Events reads and writes events.
func (tx *Tx) Events() EventStore { return EventStore{tx.Query.Events(), tx} }

// Create stores a new event. An empty ID is made. It is CodeInvalid if the slug is taken.
func (store EventStore) Create(e *Event) error {
	if e.ID == "" {
		e.ID = NewID()
	}
	taken, err := store.SlugTaken(e.Slug, e.ID)
	if err != nil {
		return err
	}
	if taken {
		return slugTaken
	}
	e.Version, e.CreatedAt, e.UpdatedAt = 1, store.tx.Now, store.tx.Now
	if e.CoverID == nil {
		e.CoverX, e.CoverY = middle, middle
	}
	if e.AddressLimit == 0 {
		e.AddressLimit = DefaultAddressLimit
	}
	err = store.tx.g.Omit("Organization", "Partners").Create(e).Error
	return replaceErr(err, gorm.ErrDuplicatedKey, slugTaken)
}

var slugTaken = InvalidFields(map[string]string{"slug": "event.slug_taken"})

// ByID finds an event by its id, with its host.
func (store EventQuery) ByID(id string) (*Event, error) { return store.find("events.id = ?", id) }

func (store EventQuery) find(where string, args ...any) (*Event, error) {
	var e Event
	err := store.q.g.Joins("Organization").Where(where, args...).Take(&e).Error
	return &e, notFound(err)
}

// EventFilter chooses events. Empty fields choose all.
type EventFilter struct {
	Query string // as typed; matches any part of a title or slug
	Sort  EventSort
}

// EventSort is what a list of events is sorted by, with a minus in front for the other direction. Those who are equal
// in it are in the order of time, the latest first.
type EventSort string

// What events are sorted by; EventsLatest is where nothing is said.
const (
	EventsLatest   EventSort = "-starts"
	EventsEarliest EventSort = "starts"
	EventsState    EventSort = "state"
	EventsPeople   EventSort = "people"
)

// sortedEventStates are the states as lists have them.
var sortedEventStates = []EventState{EventDraft, EventPublished, EventPostponed, EventCancelled, EventArchived}

// order is the order as an expression; one that is not known is the latest first.
func (s EventSort) order() string {
	const latest = "starts_at DESC, id"
	by, desc := strings.CutPrefix(string(s), "-")
	way := map[bool]string{true: " DESC, "}[desc]
	if way == "" {
		way = ", "
	}
	switch EventSort(by) {
	case EventsState:
		return positionOf("state", sortedEventStates) + way + latest
	case EventsPeople:
		return "(SELECT COALESCE(SUM(taken), 0) FROM ticket_types WHERE event_id = events.id)" + way + latest
	case EventsEarliest:
		if !desc {
			return "starts_at, id"
		}
	case EventsLatest:
	}
	return latest
}

// OfAccount lists the events at which an account has a role, sorted, from the number offset on.
func (store EventQuery) OfAccount(accountID string, f EventFilter, offset, limit int) ([]Event, error) {
	var list []Event
	err := store.ofAccount(accountID, f).Preload("Organization").Order(f.Sort.order()).
		Offset(offset).Limit(limit).Find(&list).Error
	return list, err
}

// CountOfAccount counts the events that OfAccount lists.
func (store EventQuery) CountOfAccount(accountID string, f EventFilter) (int, error) {
	var n int64
	err := store.ofAccount(accountID, f).Count(&n).Error
	return int(n), err
}

func (store EventQuery) ofAccount(accountID string, f EventFilter) *gorm.DB {
	g := store.q.g.Model(&Event{}).Where(`(
		id IN (SELECT event_id FROM members
			WHERE account_id = ? AND event_id IS NOT NULL AND `+counts+`) OR
		organization_id IN (SELECT organization_id FROM members
			WHERE account_id = ? AND organization_id IS NOT NULL AND `+counts+`))`,
		accountID, store.q.Now, accountID, store.q.Now)
	if f.Query != "" {
		g = g.Where(`LOWER(title_ja || ' ' || title_en || ' ' || slug) LIKE LOWER(?) ESCAPE '\'`, likePattern(f.Query))
	}
	return g
}

// Update stores changed texts, times and places, but not the state. It is CodeConflict if somebody else changed the
// event since version.
func (store EventStore) Update(e *Event, version int) error {
	e.Version, e.UpdatedAt = version+1, store.tx.Now
	return mustAffect(
		store.tx.g.Model(&Event{}).Where("id = ? AND version = ?", e.ID, version).Select("*").
			Omit("id", "slug", "organization_id", "state", "room_state", "room_embeds", "cancel_reason",
				"postponed_at", "postpone_reason",
				"published_at", "publish_at", "cancelled_at", "archived_at", "created_at",
				"colour", "cover_pattern", "cover_id", "cover_x", "cover_y", "cover_alt_ja", "cover_alt_en",
				"outcome_ja", "outcome_en", "privacy_version", "asks_photo", "asks_guardian",
				"reply_to", "quiet_from", "quiet_until", "mail_pause", "mail_cap", "online_since").
			Updates(e),
		NewError(CodeConflict, "event.changed_meanwhile"),
	)
}

// SetOnline has everybody attend a published event online, or at the venue again who has a place there. It is
// CodeConflict where that is so already. A registration that read the event before and is still running gets no place.
func (store EventStore) SetOnline(e *Event, online bool) error {
	if err := store.tx.TicketTypes().Touch(e); err != nil {
		return err
	}
	since, condition := any(nil), "online_since IS NOT NULL"
	if online {
		since, condition = store.tx.Now, "online_since IS NULL"
	}
	return mustAffect(
		store.tx.g.Model(&Event{}).Where("id = ? AND state = ?", e.ID, EventPublished).Where(condition).
			Updates(map[string]any{
				"online_since": since, "updated_at": store.tx.Now,
				"version": gorm.Expr("version + 1"), "sequence": gorm.Expr("sequence + 1"),
			}),
		NewError(CodeConflict, "error.conflict"),
	)
}

// SetOutcome stores what the event decided.
func (store EventStore) SetOutcome(e *Event, ja, en string) error {
	return store.tx.g.Model(&Event{}).Where("id = ?", e.ID).
		Updates(map[string]any{"outcome_ja": ja, "outcome_en": en, "updated_at": store.tx.Now}).Error
}

// SetFace stores the colour and the cover. It is CodeConflict if somebody else changed the event since version.
func (store EventStore) SetFace(e *Event, version int) error {
	e.Version, e.UpdatedAt = version+1, store.tx.Now
	return mustAffect(
		store.tx.g.Model(&Event{}).Where("id = ? AND version = ?", e.ID, version).
			Select("colour", "cover_pattern", "cover_id", "cover_x", "cover_y", "cover_alt_ja", "cover_alt_en",
				"version", "updated_at").Updates(e),
		NewError(CodeConflict, "event.changed_meanwhile"),
	)
}

// SetState changes the state of an event, and further fields. It is CodeConflict if the state is not one of from. A
// registration that read the event before and is still running gets no place (see TicketTypeStore.TakePlaceAsRead).
func (store EventStore) SetState(e *Event, to EventState, fields map[string]any, from ...EventState) error {
	if err := store.tx.TicketTypes().Touch(e); err != nil {
		return err
	}
	fields["state"], fields["updated_at"] = to, store.tx.Now
	fields["version"], fields["sequence"] = gorm.Expr("version + 1"), gorm.Expr("sequence + 1")
	err := mustAffect(
		store.tx.g.Model(&Event{}).Where("id = ? AND state IN ?", e.ID, from).Updates(fields),
		NewError(CodeConflict, "error.conflict"),
	)
	if err == nil && (e.Public() || to == EventPublished) {
		return store.rememberAddress(e)
	}
	return err
}

// SetPublishAt stores when a draft is published by itself, nil for never. It is CodeConflict if the event is no draft.
func (store EventStore) SetPublishAt(e *Event, at *time.Time) error {
	return mustAffect(
		store.tx.g.Model(&Event{}).Where("id = ? AND state = ?", e.ID, EventDraft).Update("publish_at", at),
		NewError(CodeConflict, "error.conflict"),
	)
}
