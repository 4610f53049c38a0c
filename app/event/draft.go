package event

import (
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// Draft is what an organizer typed about an event. Times are on the clock of TimeZone, as in 2026-09-20T13:00.
type Draft struct {
	ID                             string // made by the client, so that a repeated request makes one event; "" for none
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
	NewPartners                    string   // organizations that are not known yet, one a line: name | English name
}

var slugs = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){2,59}$`)

const (
	maxTitle    = 200
	maxText     = 20_000
	maxSlug     = 60
	maxPartners = 100
	maxLength   = 366 * 24 * time.Hour
)

func isSlug(text string) bool { return len(text) <= maxSlug && slugs.MatchString(text) }

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
		if *line.to = text.CleanTitle(line.typed); utf8.RuneCountInString(*line.to) > maxTitle {
			faults[field] = "event.line_long"
		}
	}
	e.DescriptionJa, e.DescriptionEn = text.CleanText(in.DescriptionJa), text.CleanText(in.DescriptionEn)
	if len(e.DescriptionJa) > maxText || len(e.DescriptionEn) > maxText {
		faults["description_ja"] = "event.text_long"
	}
	if e.TitleJa == "" && e.TitleEn == "" {
		faults["title_ja"] = "field.required"
	}
	e.VenueMapURL = address(in.VenueMapURL, "venue_map_url", faults)
	e.StreamURL = address(in.StreamURL, "stream_url", faults)
	if e.ContactEmail = strings.TrimSpace(in.ContactEmail); e.ContactEmail != "" {
		display, _, ok := text.NormalizeEmail(e.ContactEmail)
		if !ok {
			faults["contact_email"] = "field.email"
		}
		e.ContactEmail = display
	}
	if len(in.newPartners()) > maxPartners {
		faults["new_partners"] = "event.text_long"
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
	switch {
	case faults["starts_at"] != "" || faults["ends_at"] != "":
	case !e.EndsAt.After(e.StartsAt):
		faults["ends_at"] = "event.ends_before"
	case e.EndsAt.Sub(e.StartsAt) > maxLength:
		faults["ends_at"] = "event.lasts_long"
	}
}

const localLayout = "2006-01-02T15:04"

// localTime reads a time on a zone's clock. One that the clock never shows, as it is put forward in spring, is a fault.
func localTime(text string, zone *time.Location, field string, faults map[string]string) time.Time {
	text = strings.TrimSpace(text)
	at, err := time.ParseInLocation(localLayout, text, zone)
	switch {
	case err != nil || at.Year() < 2000 || at.Year() > 2200:
		faults[field] = "field.time"
	case at.Format(localLayout) != text:
		faults[field] = "event.no_such_time"
	}
	return at.UTC()
}

func address(typed, field string, faults map[string]string) string {
	typed = text.CleanLine(typed)
	if typed == "" {
		return ""
	}
	if parsed, err := url.Parse(typed); err != nil || parsed.Scheme != "https" || parsed.Host == "" || len(typed) > 2000 {
		faults[field] = "field.url"
	}
	return typed
}
