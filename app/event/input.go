package event

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// ListInput chooses a page of the list of events.
type ListInput struct {
	Search string `query:"q"` // as typed; see models.EventFilter
	Number int    `query:"page"`
	// Sort is the order; one that is not known is that of time.
	Sort models.EventSort `query:"sort"`
}

// Query is the search as the query of an address, from the first page on.
func (in *ListInput) Query() url.Values {
	query := url.Values{}
	if in.Search != "" {
		query.Set("q", in.Search)
	}
	if in.Sort != "" {
		query.Set("sort", string(in.Sort))
	}
	return query
}

// EventInput is what staff type about an event. Each text may be in Japanese, English or both. Times are in TimeZone. A
// label marks the fields that are compared where two people edited the event at the same time.
type EventInput struct {
	// ID is the id of a new event. The form makes it, so that a repeated request makes one event.
	ID string `form:"id"`
	// Version is the one that was edited; a new event has none.
	Version int `form:"version"`
	// Organization is the id of the host of a new event. It may be left out where there is only one.
	Organization   string `form:"organization"`
	TitleJa        string `form:"title_ja" label:"event.title_ja"`
	TitleEn        string `form:"title_en" label:"event.title_en"`
	SummaryJa      string `form:"summary_ja" label:"event.summary_ja"`
	SummaryEn      string `form:"summary_en" label:"event.summary_en"`
	DescriptionJa  string `form:"description_ja" label:"event.description_ja"`
	DescriptionEn  string `form:"description_en" label:"event.description_en"`
	StartsAt       string `form:"starts_at" label:"event.starts_at"`
	EndsAt         string `form:"ends_at" label:"event.ends_at"`
	TimeZone       string `form:"time_zone" label:"event.time_zone"`
	MoveAgenda     bool   `form:"move_agenda"` // moves the sessions with the start
	VenueNameJa    string `form:"venue_name_ja" label:"event.venue_name_ja"`
	VenueNameEn    string `form:"venue_name_en" label:"event.venue_name_en"`
	VenueAddressJa string `form:"venue_address_ja" label:"event.venue_address_ja"`
	VenueAddressEn string `form:"venue_address_en" label:"event.venue_address_en"`
	VenueMapURL    string `form:"venue_map_url" label:"event.venue_map_url"`
	StreamURL      string `form:"stream_url" label:"event.stream_url"`
	// VenuePlaces and OnlinePlaces are the places of the ticket types that a new event gets, "" for no limit.
	VenuePlaces  string `form:"venue_places"`
	OnlinePlaces string `form:"online_places"`
	// ConfirmHours is how many hours a place is kept for who does not open the mailed link, "" for ever.
	ConfirmHours string `form:"confirm_hours" label:"event.confirm_hours"`
	// AddressLimit is how many people one address may register, "" for the default.
	AddressLimit string `form:"address_limit" label:"event.address_limit"`
	ContactEmail string `form:"contact_email" label:"event.contact_email"`
	GuideInput
	// Coordinates are latitude and longitude, or the link of a map in which they are.
	Coordinates   string `form:"coordinates" label:"event.coordinates"`
	DoorsOpenAt   string `form:"doors_open_at" label:"event.doors_open_at"`
	DayStartsHour string `form:"day_starts_hour" label:"event.day_starts_hour"`
	Discreet      bool   `form:"discreet"`
	// Slug may be left out: one is made for a new event, and that of another stays.
	Slug string `form:"slug" label:"event.slug"`
	// English shows the fields in English. What is in them is kept without it.
	English bool `form:"english"`
	PartnerInput
	// Notify mails everybody who registered where time or place changed. Asked says that it was asked whether to.
	Notify bool `form:"tell"`
	Asked  bool `form:"tell_asked"`
}

const (
	maxLine     = 200 // characters
	maxText     = 20_000
	maxPartners = 100
	// maxConfirmHours is four weeks.
	maxConfirmHours = 28 * 24
	maxLength       = 366 * 24 * time.Hour
	// maxDayStartsHour is the latest hour at which a day of the agenda may begin.
	maxDayStartsHour = 12
)

// eventInputOf is an event as its form shows it. The partners must be loaded.
func eventInputOf(e *models.Event) *EventInput {
	in := &EventInput{
		Version:        e.Version,
		Slug:           e.Slug,
		TitleJa:        e.TitleJa,
		TitleEn:        e.TitleEn,
		SummaryJa:      e.SummaryJa,
		SummaryEn:      e.SummaryEn,
		DescriptionJa:  e.DescriptionJa,
		DescriptionEn:  e.DescriptionEn,
		StartsAt:       e.Local(e.StartsAt).Format(check.LocalLayout),
		EndsAt:         e.Local(e.EndsAt).Format(check.LocalLayout),
		TimeZone:       e.TimeZone,
		MoveAgenda:     true,
		VenueNameJa:    e.VenueNameJa,
		VenueNameEn:    e.VenueNameEn,
		VenueAddressJa: e.VenueAddressJa,
		VenueAddressEn: e.VenueAddressEn,
		VenueMapURL:    e.VenueMapURL,
		StreamURL:      e.StreamURL,
		ContactEmail:   e.ContactEmail,
		GuideInput:     guideInputOf(e),
		Coordinates:    coordinatesOf(e),
		DayStartsHour:  strconv.Itoa(e.DayStartsHour),
		Discreet:       e.Discreet,
		AddressLimit:   strconv.Itoa(e.AddressLimit),
	}
	if e.ConfirmHours > 0 {
		in.ConfirmHours = strconv.Itoa(e.ConfirmHours)
	}
	if e.DoorsOpenAt != nil {
		in.DoorsOpenAt = e.Local(*e.DoorsOpenAt).Format(check.LocalLayout)
	}
	in.English = in.hasEnglish()
	in.PartnerInput = partnerInputOf(e.Partners)
	return in
}

// newEventInput is the form of a new event, in two months from now.
func newEventInput(now time.Time) *EventInput {
	day := now.AddDate(0, 2, 0).Format(time.DateOnly)
	return &EventInput{
		ID: models.NewID(), TimeZone: "Asia/Tokyo", StartsAt: day + "T13:00", EndsAt: day + "T16:00",
		GuideInput: GuideInput{FeeJa: "無料", FeeEn: "Free"}, DayStartsHour: "0",
		AddressLimit: strconv.Itoa(models.DefaultAddressLimit),
	}
}

// fill checks the input and stores it in an event. Faults are noted in c.
func (in *EventInput) fill(c *check.Checker, e *models.Event) {
	e.TitleJa = c.Line("title_ja", in.TitleJa, maxLine, check.Optional)
	e.TitleEn = c.Line("title_en", in.TitleEn, maxLine, check.Optional)
	if e.TitleJa == "" && e.TitleEn == "" {
		c.Fault("title_ja", "field.required")
	}
	e.SummaryJa = c.Line("summary_ja", in.SummaryJa, maxLine, check.Optional)
	e.SummaryEn = c.Line("summary_en", in.SummaryEn, maxLine, check.Optional)
	e.DescriptionJa = c.Text("description_ja", in.DescriptionJa, maxText, check.Optional)
	e.DescriptionEn = c.Text("description_en", in.DescriptionEn, maxText, check.Optional)
	in.fillTimes(c, e)
	e.VenueNameJa = c.Line("venue_name_ja", in.VenueNameJa, maxLine, check.Optional)
	e.VenueNameEn = c.Line("venue_name_en", in.VenueNameEn, maxLine, check.Optional)
	e.VenueAddressJa = c.Line("venue_address_ja", in.VenueAddressJa, maxLine, check.Optional)
	e.VenueAddressEn = c.Line("venue_address_en", in.VenueAddressEn, maxLine, check.Optional)
	e.VenueMapURL = c.URL("venue_map_url", in.VenueMapURL, check.Optional)
	e.StreamURL = c.URL("stream_url", in.StreamURL, check.Optional)
	e.ContactEmail, _ = c.Email("contact_email", in.ContactEmail, check.Optional)
	e.ConfirmHours = c.Int("confirm_hours", in.ConfirmHours, 1, maxConfirmHours, check.Optional)
	e.AddressLimit = cmp.Or(
		c.Int("address_limit", in.AddressLimit, 1, models.MaxAddressLimit, check.Optional), models.DefaultAddressLimit)
	in.fillGuide(c, e)
	in.fillCoordinates(c, e)
	e.DayStartsHour = c.Int("day_starts_hour", in.DayStartsHour, 0, maxDayStartsHour, check.Optional)
	e.Discreet = in.Discreet
}

func (in *EventInput) fillTimes(c *check.Checker, e *models.Event) {
	zone, err := time.LoadLocation(strings.TrimSpace(in.TimeZone))
	if err != nil || in.TimeZone == "" || in.TimeZone == "Local" {
		c.Fault("time_zone", "event.zone_unknown")
		return
	}
	before := *e
	e.TimeZone = zone.String()
	e.StartsAt = typedTime(c, "starts_at", in.StartsAt, e, &before, before.StartsAt)
	e.EndsAt = typedTime(c, "ends_at", in.EndsAt, e, &before, before.EndsAt)
	checkSpan(c, e)
	switch {
	case !c.OK("starts_at", "ends_at"):
	case e.PublishAt != nil && !e.PublishAt.Before(e.StartsAt):
		c.Fault("starts_at", "event.starts_published")
	default:
		in.fillDoors(c, e, &before)
	}
}

// checkSpan checks that an event begins before it ends, and ends within a year.
func checkSpan(c *check.Checker, e *models.Event) {
	switch {
	case !c.OK("starts_at", "ends_at"):
	case !e.EndsAt.After(e.StartsAt):
		c.Fault("ends_at", "event.ends_before")
	case e.EndsAt.Sub(e.StartsAt) > maxLength:
		c.Fault("ends_at", "event.lasts_long")
	}
}

// fillDoors stores when people may come in. A time that was not touched moves with the start.
func (in *EventInput) fillDoors(c *check.Checker, e, before *models.Event) {
	moved := before.DoorsOpenAt != nil && !before.StartsAt.IsZero() && reschedules(before, e)
	if moved && in.DoorsOpenAt == before.Local(*before.DoorsOpenAt).Format(check.LocalLayout) {
		doors := shift(before, e)(*before.DoorsOpenAt)
		e.DoorsOpenAt = &doors
		return
	}
	e.DoorsOpenAt = optionalTime(c, "doors_open_at", in.DoorsOpenAt, e)
	if e.DoorsOpenAt != nil && e.DoorsOpenAt.After(e.StartsAt) {
		c.Fault("doors_open_at", "event.doors_late")
	}
}

// typedTime reads a time on the event's clock. One that was not touched stays what it was: the form shows no seconds,
// and not which of two equal hours it is in autumn.
func typedTime(c *check.Checker, field, typed string, e, before *models.Event, was time.Time) time.Time {
	if before.TimeZone == e.TimeZone && typed == before.Local(was).Format(check.LocalLayout) {
		return was
	}
	return c.LocalTime(field, typed, e.Zone(), check.Required)
}

// TicketTypeInput is what staff type about a ticket type. Times are in the event's time zone. An empty capacity is no
// limit.
type TicketTypeInput struct {
	Slug     string // of a new one; without it one is made
	NameJa   string
	NameEn   string
	Mode     models.Mode
	Capacity string
	OpensAt  string
	ClosesAt string
	Hidden   bool
	// Entry is what it asks of who wants it, EntryUntil until when, "" for always. Approval has staff decide.
	Entry      models.EntryRule
	EntryUntil string
	Approval   bool
}

const maxCapacity = 1_000_000

// ticketTypeInputOf is a ticket type of the event as its form shows it.
func ticketTypeInputOf(e *models.Event, t *models.TicketType) *TicketTypeInput {
	in := &TicketTypeInput{Slug: t.Slug, NameJa: t.NameJa, NameEn: t.NameEn, Mode: t.Mode, Hidden: t.Hidden}
	in.Entry, in.Approval = t.Entry, t.Approval
	if t.EntryUntil != nil {
		in.EntryUntil = e.Local(*t.EntryUntil).Format(check.LocalLayout)
	}
	if t.Capacity != nil {
		in.Capacity = strconv.Itoa(*t.Capacity)
	}
	if t.OpensAt != nil {
		in.OpensAt = e.Local(*t.OpensAt).Format(check.LocalLayout)
	}
	if t.ClosesAt != nil {
		in.ClosesAt = e.Local(*t.ClosesAt).Format(check.LocalLayout)
	}
	return in
}

// fill checks the input and stores it in a ticket type of the event. Faults are noted in c.
func (in *TicketTypeInput) fill(c *check.Checker, e *models.Event, t *models.TicketType) {
	t.NameJa = c.Line("name_ja", in.NameJa, maxLine, check.Optional)
	t.NameEn = c.Line("name_en", in.NameEn, maxLine, check.Optional)
	if t.NameJa == "" && t.NameEn == "" {
		c.Fault("name_ja", "field.required")
	}
	t.Mode = check.Choice(c, "mode", in.Mode, models.Modes)
	if key := missingFor(e, t.Mode); key != "" && e.IsAnnounced() {
		c.Fault("mode", key)
	}
	t.Capacity = places(c, "capacity", in.Capacity)
	t.OpensAt = optionalTime(c, "opens_at", in.OpensAt, e)
	t.ClosesAt = optionalTime(c, "closes_at", in.ClosesAt, e)
	if t.OpensAt != nil && t.ClosesAt != nil && !t.ClosesAt.After(*t.OpensAt) {
		c.Fault("closes_at", "event.ends_before")
	}
	t.Hidden, t.Approval = in.Hidden, in.Approval
	t.Entry = check.Choice(c, "entry", cmp.Or(in.Entry, models.EntryOpen), models.EntryRules)
	if t.EntryUntil = nil; t.Entry == models.EntryByCode {
		t.EntryUntil = optionalTime(c, "entry_until", in.EntryUntil, e)
	}
}

// places is a number of places, nil for no limit.
func places(c *check.Checker, field, typed string) *int {
	if text.CleanLine(typed) == "" {
		return nil
	}
	n := c.Int(field, typed, 0, maxCapacity, check.Optional)
	return &n
}

func optionalTime(c *check.Checker, field, typed string, e *models.Event) *time.Time {
	at := c.LocalTime(field, typed, e.Zone(), check.Optional)
	if at.IsZero() {
		return nil
	}
	return &at
}

// ConsentInput is what staff type about a consent text.
type ConsentInput struct {
	Slug     string `form:"slug"` // of a new one
	TextJa   string `form:"text_ja"`
	TextEn   string `form:"text_en"`
	Required bool   `form:"required"`
}

// fill checks the input and stores it in a consent text. Faults are noted in c.
func (in *ConsentInput) fill(c *check.Checker, t *models.ConsentText) {
	t.TextJa = c.Text("text_ja", in.TextJa, maxText, check.Required)
	t.TextEn = c.Text("text_en", in.TextEn, maxText, check.Optional)
	t.Required = in.Required
}
