package calendar_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/models"
)

func event(zone string) *models.Event {
	return &models.Event{
		ID: "0190c0de-0000-7000-8000-000000000001", Slug: "summit", State: models.EventPublished, TimeZone: zone, Sequence: 3,
		TitleJa:   strings.Repeat("かわさきプロボノサミット𠮷田、", 8) + "; a, b\\c\n二行目",
		SummaryJa: "一行目\n二行目",
		StartsAt:  time.Date(2026, 10, 24, 4, 0, 0, 0, time.UTC), EndsAt: time.Date(2026, 10, 25, 7, 0, 0, 0, time.UTC),
		VenueNameJa: "川崎市役所", StreamURL: "https://secret.example/room",
		UpdatedAt: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC),
	}
}

func options(t *testing.T) calendar.Options {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return calendar.Options{
		Texts: texts.For("ja"), URL: "https://meguri.example/events/summit",
		SessionURL: func(s *models.Session) string { return "https://meguri.example/events/summit/sessions/" + s.ID },
	}
}

func unfold(content []byte) string { return strings.ReplaceAll(string(content), "\r\n ", "") }

func expectContains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in\n%s", part, text)
		}
	}
}

func TestLinesAreFoldedWithoutCuttingACharacter(t *testing.T) {
	text := string(calendar.Event(event("Asia/Tokyo"), options(t)))
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d octets: %q", len(line), line)
		}
		if !utf8.ValidString(line) {
			t.Errorf("a character is cut: %q", line)
		}
		if strings.ContainsAny(line, "\r\n") {
			t.Errorf("an end of line alone: %q", line)
		}
	}
}

func TestAnEntrySaysWhatTheEventIs(t *testing.T) {
	text := unfold(calendar.Event(event("Asia/Tokyo"), options(t)))
	expectContains(t, text, "UID:0190c0de-0000-7000-8000-000000000001@meguri", "SEQUENCE:3", "STATUS:CONFIRMED",
		`\; a\, b\\c\n二行目`, "𠮷田", "DTSTART;TZID=Asia/Tokyo:20261024T130000", "DTEND;TZID=Asia/Tokyo:20261025T160000",
		"TZOFFSETTO:+0900", "DTSTAMP:20260901T000000Z", "BEGIN:VTIMEZONE", "URL:https://meguri.example/events/summit")
	if strings.Contains(text, "secret.example") {
		t.Error("the stream's address is in a public file")
	}
}

func TestZoneHasTheChangesAroundTheEvent(t *testing.T) {
	text := string(calendar.Event(event("Europe/Berlin"), options(t)))
	expectContains(t, text,
		"BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100",
		"BEGIN:DAYLIGHT", "DTSTART;TZID=Europe/Berlin:20261024T060000")
}

// personal is the entry of a confirmed attendee in a mode.
func personal(mode models.Mode) *models.Registration {
	return &models.Registration{
		ID: "registration", CalendarID: "0190c0de-0000-7000-8000-000000000002",
		State: models.RegistrationConfirmed, Version: 1,
		Email: "hanako@attendee.example", TicketType: models.TicketType{Mode: mode},
		UpdatedAt: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC),
	}
}

func TestThePlaceDependsOnHowOneAttends(t *testing.T) {
	for name, c := range map[string]struct {
		mode   models.Mode
		change func(e *models.Event)
		want   string
	}{
		"everybody":                   {"", func(*models.Event) {}, "LOCATION:川崎市役所 / オンライン\r\n"},
		"at the venue":                {models.ModeVenue, func(*models.Event) {}, "LOCATION:川崎市役所\r\n"},
		"online":                      {models.ModeOnline, func(*models.Event) {}, "LOCATION:オンライン\r\n"},
		"everybody, without a stream": {"", func(e *models.Event) { e.StreamURL = "" }, "LOCATION:川崎市役所\r\n"},
		"everybody, without a venue":  {"", func(e *models.Event) { e.VenueNameJa = "" }, "LOCATION:オンライン\r\n"},
		"at the venue, with its address": {
			models.ModeVenue, func(e *models.Event) { e.VenueAddressJa = "川崎区" }, `川崎市役所\, 川崎区`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e, o := event("Asia/Tokyo"), options(t)
			c.change(e)
			content := calendar.Event(e, o)
			if c.mode != "" {
				content = calendar.Personal(e, personal(c.mode), o)
			}
			expectContains(t, unfold(content), c.want)
		})
	}
}

func TestASessionTakesPlaceInItsRoom(t *testing.T) {
	e := event("Asia/Tokyo")
	session := models.Session{
		ID:       "a",
		TitleJa:  "開会",
		StartsAt: e.StartsAt,
		EndsAt:   e.EndsAt,
		Room:     &models.Room{NameJa: "大会議室"},
	}
	expectContains(t, unfold(calendar.Sessions(e, []models.Session{session}, options(t))), `LOCATION:大会議室\, 川崎市役所`)
}

func TestCancelledThingsSaySo(t *testing.T) {
	at := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	sessions := func(e *models.Event) []models.Session {
		return []models.Session{
			{ID: "a", TitleJa: "開会", StartsAt: e.StartsAt, EndsAt: e.EndsAt, Sequence: 1, CancelledAt: &at, UpdatedAt: at},
			{ID: "b", TitleJa: "閉会", StartsAt: e.StartsAt, EndsAt: e.EndsAt},
		}
	}
	t.Run("a session", func(t *testing.T) {
		e := event("Asia/Tokyo")
		text := string(calendar.Sessions(e, sessions(e), options(t)))
		if n := strings.Count(text, "STATUS:CANCELLED"); n != 1 {
			t.Errorf("%d are cancelled", n)
		}
		expectContains(t, text, "SEQUENCE:4", "DTSTAMP:20261001T000000Z", "DTSTAMP:20260901T000000Z")
	})
	t.Run("an event", func(t *testing.T) {
		e := event("Asia/Tokyo")
		e.State = models.EventCancelled
		expectContains(t, string(calendar.Event(e, options(t))), "STATUS:CANCELLED")
		if n := strings.Count(string(calendar.Sessions(e, sessions(e), options(t))), "STATUS:CANCELLED"); n != 2 {
			t.Errorf("%d sessions are cancelled", n)
		}
	})
	t.Run("a person's place", func(t *testing.T) {
		r := personal(models.ModeVenue)
		r.State = models.RegistrationCancelled
		expectContains(t, string(calendar.Personal(event("Asia/Tokyo"), r, options(t))), "STATUS:CANCELLED", "METHOD:PUBLISH")
	})
}
