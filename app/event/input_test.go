package event

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/check"
	"meguri/models"
)

// faultsOf are the text keys of what is wrong, by field.
func faultsOf(t *testing.T, c *check.Checker) map[string]string {
	t.Helper()
	err := c.Err()
	if err == nil {
		return nil
	}
	var known *models.Error
	if !errors.As(err, &known) {
		t.Fatal(err)
	}
	return known.Fields
}

// wrong are faults, as pairs of a field and a text key.
func wrong(pairs ...string) map[string]string {
	faults := map[string]string{}
	for pair := range slices.Chunk(pairs, 2) {
		faults[pair[0]] = pair[1]
	}
	return faults
}

func TestEventInputFaults(t *testing.T) {
	long := strings.Repeat("長", maxLine+1)
	for name, c := range map[string]struct {
		change func(in *EventInput)
		want   map[string]string
	}{
		"none": {func(*EventInput) {}, nil},
		"a time that the clock skips": {
			func(in *EventInput) { in.TimeZone, in.StartsAt = "Europe/Berlin", "2030-03-31T02:30" },
			wrong("starts_at", "event.no_such_time"),
		},
		"no times": {
			func(in *EventInput) { in.StartsAt, in.EndsAt = "", "" },
			wrong("starts_at", "field.time", "ends_at", "field.time"),
		},
		"an end at the start": {
			func(in *EventInput) { in.EndsAt = in.StartsAt },
			wrong("ends_at", "event.ends_before"),
		},
		"two years": {
			func(in *EventInput) { in.EndsAt = "2032-05-01T15:00" },
			wrong("ends_at", "event.lasts_long"),
		},
		"the year 9999": {
			func(in *EventInput) { in.EndsAt = "9999-05-01T15:00" },
			wrong("ends_at", "field.time"),
		},
		"no zone": {
			func(in *EventInput) { in.TimeZone = "" },
			wrong("time_zone", "event.zone_unknown"),
		},
		"the server's zone": {
			func(in *EventInput) { in.TimeZone = "Local" },
			wrong("time_zone", "event.zone_unknown"),
		},
		"an unknown zone": {
			func(in *EventInput) { in.TimeZone = "Moon/Base" },
			wrong("time_zone", "event.zone_unknown"),
		},
		"no title": {
			func(in *EventInput) { in.TitleJa = "　" },
			wrong("title_ja", "field.required"),
		},
		"a title in English alone": {func(in *EventInput) { in.TitleJa, in.TitleEn = "", "Summit" }, nil},
		"long lines": {
			func(in *EventInput) { in.TitleEn, in.SummaryJa, in.VenueAddressEn = long, long, long },
			wrong("title_en", "field.too_long", "summary_ja", "field.too_long", "venue_address_en", "field.too_long"),
		},
		"a long text in English": {
			func(in *EventInput) { in.DescriptionEn = strings.Repeat("x", maxText+1) },
			wrong("description_en", "field.too_long"),
		},
		"a script as a map": {
			func(in *EventInput) { in.VenueMapURL = "javascript:alert(1)" },
			wrong("venue_map_url", "field.url"),
		},
		"half an address": {
			func(in *EventInput) { in.StreamURL = "https://" },
			wrong("stream_url", "field.url"),
		},
		"no mail address": {
			func(in *EventInput) { in.ContactEmail = "nobody" },
			wrong("contact_email", "field.email"),
		},
		"no hour to confirm in": {
			func(in *EventInput) { in.ConfirmHours = "0" },
			wrong("confirm_hours", "field.number"),
		},
		"more than four weeks to confirm in": {
			func(in *EventInput) { in.ConfirmHours = "673" },
			wrong("confirm_hours", "field.number"),
		},
		"a long way from the station": {
			func(in *EventInput) { in.AccessJa = strings.Repeat("x", maxGuide+1) },
			wrong("access_ja", "field.too_long"),
		},
		"doors that open after the start": {
			func(in *EventInput) { in.DoorsOpenAt = "2030-05-01T13:01" },
			wrong("doors_open_at", "event.doors_late"),
		},
		"a day that begins in the evening": {
			func(in *EventInput) { in.DayStartsHour = "18" },
			wrong("day_starts_hour", "field.number"),
		},
		"coordinates in words": {
			func(in *EventInput) { in.Coordinates = "駅の北" },
			wrong("coordinates", "event.coordinates_form"),
		},
		"a short link of a map": {
			func(in *EventInput) { in.Coordinates = "https://maps.app.goo.gl/abc" },
			wrong("coordinates", "event.coordinates_link"),
		},
		"a place beyond the pole": {
			func(in *EventInput) { in.Coordinates = "135.5, 39.6" },
			wrong("coordinates", "event.coordinates_form"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := &EventInput{
				TitleJa: "つどい", TimeZone: "Asia/Tokyo", StartsAt: "2030-05-01T13:00", EndsAt: "2030-05-01T15:00",
			}
			c.change(in)
			checker := check.New()
			in.fill(checker, &models.Event{})
			if diff := cmp.Diff(c.want, faultsOf(t, checker)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnEventsFormHoldsTheEvent(t *testing.T) {
	latitude, longitude := 35.5766, 139.6631
	doors := time.Date(2030, 5, 1, 10, 30, 0, 0, time.UTC)
	want := models.Event{
		Version:        7,
		TitleJa:        "つどい",
		TitleEn:        "Gathering",
		SummaryJa:      "語り合う午後",
		SummaryEn:      "An afternoon",
		DescriptionJa:  "# だれでも\n\nどうぞ",
		DescriptionEn:  "Everybody",
		TimeZone:       "Europe/Berlin",
		StartsAt:       time.Date(2030, 5, 1, 11, 0, 0, 0, time.UTC),
		EndsAt:         time.Date(2030, 5, 1, 14, 0, 0, 0, time.UTC),
		VenueNameJa:    "区役所",
		VenueNameEn:    "Ward office",
		VenueAddressJa: "川崎区",
		VenueAddressEn: "Kawasaki-ku",
		VenueMapURL:    "https://map.example/x",
		StreamURL:      "https://stream.example/x",
		ConfirmHours:   48,
		ContactEmail:   "summit@city.example",
		ContactPhone:   "044-000-0000",
		FeeJa:          "無料",
		FeeEn:          "Free",
		AudienceJa:     "どなたでも",
		AudienceEn:     "Everybody",
		AccessJa:       "駅から5分",
		AccessEn:       "Five minutes",
		ParkingJa:      "なし",
		ParkingEn:      "None",
		SupportJa:      "手話\n字幕",
		SupportEn:      "Captions",
		BringJa:        "筆記用具",
		BringEn:        "A pen",
		Latitude:       &latitude,
		Longitude:      &longitude,
		DoorsOpenAt:    &doors,
		DayStartsHour:  5,
		Discreet:       true,
		AddressLimit:   3,
	}
	in := eventInputOf(&want)
	got, checker := models.Event{Version: in.Version}, check.New()
	in.fill(checker, &got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the event is not the same after a change of nothing: %s", diff)
	}
	if diff := cmp.Diff(map[string]string(nil), faultsOf(t, checker)); diff != "" {
		t.Error(diff)
	}
}

func TestCoordinatesAreReadFromWhatIsPasted(t *testing.T) {
	const place, south = "35.5766, 139.6631", "-35.5766, -139.6631"
	for typed, want := range map[string]string{
		"35.5766, 139.6631": place,
		"３５．５７６６、１３９．６６３１":     place,
		"(-35.5766,-139.6631)": south,
		"35.5766 139.6631":     place,
		"https://www.google.com/maps/place/X/@35.1,139.1,17z/data=!3m1!4b1!4m6!3m5!8m2!3d35.5766!4d139.6631!16s": place,
		"https://www.google.com/maps/@35.5766,139.6631,17z":                                                      place,
		"https://www.google.com/maps/search/?api=1&query=35.5766%2C139.6631":                                     place,
		"https://maps.google.com/?q=35.5766,139.6631":                                                            place,
		"https://www.openstreetmap.org/#map=17/35.5766/139.6631":                                                 place,
		"https://www.openstreetmap.org/?mlat=35.5766&mlon=139.6631#map=12/1.0/2.0":                               place,
	} {
		c, e := check.New(), &models.Event{}
		(&EventInput{Coordinates: typed}).fillCoordinates(c, e)
		if got := coordinatesOf(e); got != want {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
}

func TestAnEventsFormShowsEnglishWhereThereIsSome(t *testing.T) {
	for want, e := range map[bool]*models.Event{true: {BringEn: "A pen"}, false: {BringJa: "筆記用具"}} {
		if got := eventInputOf(e).English; got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

func TestSlugOf(t *testing.T) {
	for title, want := range map[string]string{
		"Summit 2027":                  "summit-2027",
		"夏祭り2027":                      "",
		"AI 2027":                      "",
		strings.Repeat("kawasaki ", 9): "kawasaki-kawasaki-kawasaki-kawasaki-kawasaki",
		strings.Repeat("x", 90):        strings.Repeat("x", maxOwnSlug),
	} {
		if got := slugOf(title); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

func TestTicketTypeInputFaults(t *testing.T) {
	published := &models.Event{State: models.EventPublished, TimeZone: "Asia/Tokyo", VenueNameJa: "区役所"}
	draft := &models.Event{State: models.EventDraft, TimeZone: "Asia/Tokyo"}
	for name, c := range map[string]struct {
		event  *models.Event
		change func(in *TicketTypeInput)
		want   map[string]string
	}{
		"none": {published, func(*TicketTypeInput) {}, nil},
		"no name": {
			published, func(in *TicketTypeInput) { in.NameJa = " " },
			wrong("name_ja", "field.required"),
		},
		"an unknown mode": {
			published, func(in *TicketTypeInput) { in.Mode = "both" },
			wrong("mode", "field.choice"),
		},
		"online, and no stream": {
			published, func(in *TicketTypeInput) { in.Mode = models.ModeOnline },
			wrong("mode", "event.missing_stream"),
		},
		"online, and no stream yet": {
			draft, func(in *TicketTypeInput) { in.Mode = models.ModeOnline },
			nil,
		},
		"a capacity that is no number": {
			published, func(in *TicketTypeInput) { in.Capacity = "many" },
			wrong("capacity", "field.number"),
		},
		"a capacity below zero": {
			published, func(in *TicketTypeInput) { in.Capacity = "-1" },
			wrong("capacity", "field.number"),
		},
		"a time that is none": {
			published, func(in *TicketTypeInput) { in.OpensAt = "tomorrow" },
			wrong("opens_at", "field.time"),
		},
		"an end of registration at its start": {
			published, func(in *TicketTypeInput) { in.OpensAt, in.ClosesAt = "2030-05-01T09:00", "2030-05-01T09:00" },
			wrong("closes_at", "event.ends_before"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := &TicketTypeInput{NameJa: "会場", Mode: models.ModeVenue}
			c.change(in)
			checker := check.New()
			in.fill(checker, c.event, &models.TicketType{})
			if diff := cmp.Diff(c.want, faultsOf(t, checker)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestATicketTypesFormHoldsTheTicketType(t *testing.T) {
	event := &models.Event{TimeZone: "Asia/Tokyo"}
	none, places := 0, 40
	opens, closes := time.Date(2030, 5, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 5, 2, 3, 30, 0, 0, time.UTC)
	for name, want := range map[string]models.TicketType{
		"with everything": {
			NameJa: "会場", NameEn: "Venue", Mode: models.ModeVenue,
			Capacity: &places, OpensAt: &opens, ClosesAt: &closes, Hidden: true,
			Entry: models.EntryByCode, EntryUntil: &opens, Approval: true,
		},
		"with little":       {NameEn: "Online", Mode: models.ModeOnline, Entry: models.EntryOpen},
		"without any place": {NameJa: "会場", Mode: models.ModeVenue, Capacity: &none, Entry: models.EntryOpen},
	} {
		t.Run(name, func(t *testing.T) {
			in := ticketTypeInputOf(event, &want)
			got, checker := models.TicketType{}, check.New()
			in.fill(checker, event, &got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the ticket type is not the same after a change of nothing: %s", diff)
			}
			if diff := cmp.Diff(map[string]string(nil), faultsOf(t, checker)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHostAmong(t *testing.T) {
	one, two := models.Organization{ID: "one"}, models.Organization{ID: "two"}
	for name, c := range map[string]struct {
		hosts []models.Organization
		id    string
		want  string // "" for none
	}{
		"the one asked for":          {[]models.Organization{one, two}, "two", "two"},
		"the only one":               {[]models.Organization{one}, "", "one"},
		"none of several by itself":  {[]models.Organization{one, two}, "", ""},
		"not another's":              {[]models.Organization{one}, "two", ""},
		"nothing for who hosts none": {nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := chooseHost(c.hosts, c.id)
			if ok != (c.want != "") {
				t.Errorf("found: %v", ok)
			}
			if ok && got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
