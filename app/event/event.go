// Package event lets organizers make, publish, change, cancel and copy events and their ticket types.
package event

import (
	"context"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/models"
)

// Service is the events of one database.
type Service struct {
	db   *models.DB
	wake func()
	// capacityChanged gives places that a larger capacity made to those who wait; the registration feature does it.
	capacityChanged func(tx *models.Tx, ticketTypeID string) error
}

// New makes the service.
func New(db *models.DB, wake func(), capacityChanged func(tx *models.Tx, ticketTypeID string) error) *Service {
	return &Service{db, wake, capacityChanged}
}

// Draft is what an organizer typed about an event. Times are on the clock of TimeZone, as in 2026-09-20T13:00.
type Draft struct {
	Slug                           string
	TitleJa, TitleEn               string
	SummaryJa, SummaryEn           string
	DescriptionJa, DescriptionEn   string
	TimeZone                       string
	StartsAt, EndsAt               string
	VenueNameJa, VenueNameEn       string
	VenueAddressJa, VenueAddressEn string
	VenueMapURL, StreamURL         string
	ContactEmail                   string
	CoHosts, Partners              []string // ids of organizations
}

// Create makes a draft event of an organization, with the ticket types that its venue and stream ask for and the wording on personal data.
// Who may edit events of the organization calls it.
func (s *Service) Create(ctx context.Context, organizationID string, in Draft) (*models.Event, error) {
	e := &models.Event{OrganizationID: organizationID, State: models.Draft, RoomState: models.RoomAuto, Slug: strings.ToLower(strings.TrimSpace(in.Slug))}
	faults := in.fill(e)
	if !slugs.MatchString(e.Slug) {
		faults["slug"] = "event.slug_form"
	} else if taken, err := s.db.Reader(ctx).SlugTaken(e.Slug); err != nil {
		return nil, err
	} else if taken || e.Slug == "new" {
		faults["slug"] = "event.slug_taken"
	}
	if err := models.InvalidFields(faults); err != nil {
		return nil, err
	}
	return e, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.CreateEvent(e); err != nil {
			return err
		}
		if err := tx.ReplacePartners(e, in.partners(e)); err != nil {
			return err
		}
		return equip(tx, e)
	})
}

// equip gives a new event what it needs to be published.
func equip(tx *models.Tx, e *models.Event) error {
	if e.HasVenue() || !e.HasStream() {
		if err := tx.CreateTicketType(&models.TicketType{EventID: e.ID, Slug: "venue", NameJa: "会場で参加", NameEn: "At the venue", Mode: models.Venue}); err != nil {
			return err
		}
	}
	if e.HasStream() {
		if err := tx.CreateTicketType(&models.TicketType{EventID: e.ID, Slug: "online", NameJa: "オンラインで参加", NameEn: "Online", Mode: models.Online, Position: 1}); err != nil {
			return err
		}
	}
	return tx.AddConsentText(&models.ConsentText{EventID: e.ID, Slug: "privacy", Required: true,
		TextJa: "お預かりするお名前とご連絡先は、このイベントの運営とご連絡のためだけに使います。",
		TextEn: "We use your name and address only to run this event and to write to you about it."})
}

// Update changes an event that was read at version. Where tell is set and time or place changed, all who registered get mail. Errors: Invalid with
// the fields at fault; Conflict where somebody else changed the event meanwhile.
func (s *Service) Update(ctx context.Context, current *models.Event, version int, in Draft, tell bool) error {
	e := *current
	if err := models.InvalidFields(in.fill(&e)); err != nil {
		return err
	}
	moved := !e.StartsAt.Equal(current.StartsAt) || !e.EndsAt.Equal(current.EndsAt) || e.VenueNameJa != current.VenueNameJa || e.VenueAddressJa != current.VenueAddressJa
	if moved || e.TitleJa != current.TitleJa || e.TitleEn != current.TitleEn {
		e.Sequence++
	}
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.UpdateEvent(&e, version); err != nil {
			return err
		}
		if err := tx.ReplacePartners(&e, in.partners(&e)); err != nil || !moved || !tell || e.State != models.Published {
			return err
		}
		return tellAll(tx, &e, mailChanged)
	})
	s.wake()
	return err
}

var slugs = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){2,59}$`)

const (
	maxTitle = 200
	maxText  = 20_000
)

// fill puts what was typed into an event and returns what is wrong with it.
func (in *Draft) fill(e *models.Event) map[string]string {
	faults := map[string]string{}
	lines := map[string]struct {
		to    *string
		typed string
	}{
		"title_ja": {&e.TitleJa, in.TitleJa}, "title_en": {&e.TitleEn, in.TitleEn}, "summary_ja": {&e.SummaryJa, in.SummaryJa}, "summary_en": {&e.SummaryEn, in.SummaryEn},
		"venue_name_ja": {&e.VenueNameJa, in.VenueNameJa}, "venue_name_en": {&e.VenueNameEn, in.VenueNameEn},
		"venue_address_ja": {&e.VenueAddressJa, in.VenueAddressJa}, "venue_address_en": {&e.VenueAddressEn, in.VenueAddressEn},
	}
	for field, line := range lines {
		if *line.to = models.CleanLine(line.typed); utf8.RuneCountInString(*line.to) > maxTitle {
			faults[field] = "event.line_long"
		}
	}
	e.DescriptionJa, e.DescriptionEn = models.CleanText(in.DescriptionJa), models.CleanText(in.DescriptionEn)
	if len(e.DescriptionJa) > maxText || len(e.DescriptionEn) > maxText {
		faults["description_ja"] = "event.text_long"
	}
	if e.TitleJa == "" && e.TitleEn == "" {
		faults["title_ja"] = "field.required"
	}
	e.VenueMapURL = address(in.VenueMapURL, "venue_map_url", faults)
	e.StreamURL = address(in.StreamURL, "stream_url", faults)
	if e.ContactEmail = strings.TrimSpace(in.ContactEmail); e.ContactEmail != "" {
		display, _, ok := models.NormalizeEmail(e.ContactEmail)
		if !ok {
			faults["contact_email"] = "field.email"
		}
		e.ContactEmail = display
	}
	in.times(e, faults)
	return faults
}

func (in *Draft) times(e *models.Event, faults map[string]string) {
	zone, err := time.LoadLocation(strings.TrimSpace(in.TimeZone))
	if err != nil || in.TimeZone == "" || in.TimeZone == "Local" {
		faults["time_zone"] = "event.zone_unknown"
		return
	}
	e.TimeZone = zone.String()
	e.StartsAt = localTime(in.StartsAt, zone, "starts_at", faults)
	e.EndsAt = localTime(in.EndsAt, zone, "ends_at", faults)
	if faults["starts_at"] == "" && faults["ends_at"] == "" && !e.EndsAt.After(e.StartsAt) {
		faults["ends_at"] = "event.ends_before"
	}
}

const localLayout = "2006-01-02T15:04"

// localTime reads a time on a zone's clock. One that the clock never shows, as it is put forward in spring, is a fault.
func localTime(text string, zone *time.Location, field string, faults map[string]string) time.Time {
	text = strings.TrimSpace(text)
	at, err := time.ParseInLocation(localLayout, text, zone)
	switch {
	case err != nil:
		faults[field] = "field.time"
	case at.Format(localLayout) != text:
		faults[field] = "event.no_such_time"
	}
	return at.UTC()
}

func address(typed, field string, faults map[string]string) string {
	typed = models.CleanLine(typed)
	if typed != "" && !strings.HasPrefix(typed, "https://") || len(typed) > 2000 {
		faults[field] = "field.url"
	}
	return typed
}

func (in *Draft) partners(e *models.Event) []models.EventOrganization {
	var list []models.EventOrganization
	seen := map[string]bool{e.OrganizationID: true}
	add := func(ids []string, part models.Part) {
		for _, id := range ids {
			if models.ValidID(id) && !seen[id] {
				seen[id] = true
				list = append(list, models.EventOrganization{EventID: e.ID, OrganizationID: id, Part: part, Position: len(list)})
			}
		}
	}
	add(in.CoHosts, models.CoHost)
	add(in.Partners, models.Partner)
	return list
}
