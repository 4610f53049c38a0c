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
		TitleJa: strings.Repeat("かわさきプロボノサミット𠮷田、", 8) + "; a, b\\c\n二行目", SummaryJa: "一行目\n二行目",
		StartsAt: time.Date(2026, 10, 24, 4, 0, 0, 0, time.UTC), EndsAt: time.Date(2026, 10, 25, 7, 0, 0, 0, time.UTC),
		VenueNameJa: "川崎市役所", StreamURL: "https://secret.example/room", UpdatedAt: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC),
	}
}

func options(t *testing.T) calendar.Options {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return calendar.Options{Texts: texts.For("ja"), URL: "https://meguri.example/events/summit"}
}

func TestLinesAreFoldedWithoutCuttingACharacter(t *testing.T) {
	text := string(calendar.Event(event("Asia/Tokyo"), options(t)))
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
	unfolded := strings.ReplaceAll(text, "\r\n ", "")
	for _, want := range []string{"UID:0190c0de-0000-7000-8000-000000000001@meguri", "SEQUENCE:3", "STATUS:CONFIRMED", `\; a\, b\\c\n二行目`, "𠮷田",
		"DTSTART;TZID=Asia/Tokyo:20261024T130000", "TZOFFSETTO:+0900", "DTSTAMP:20260901T000000Z", "BEGIN:VTIMEZONE"} {
		if !strings.Contains(unfolded, want) {
			t.Errorf("%q is missing in\n%s", want, unfolded)
		}
	}
	if strings.Contains(unfolded, "secret.example") {
		t.Error("the stream's address is in a public file")
	}
}

func TestZoneHasTheChangesAroundTheEvent(t *testing.T) {
	text := string(calendar.Event(event("Europe/Berlin"), options(t)))
	for _, want := range []string{"BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100", "BEGIN:DAYLIGHT", "DTSTART;TZID=Europe/Berlin:20261024T060000"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

func TestCancelledThingsSaySo(t *testing.T) {
	e, cancelled := event("Asia/Tokyo"), time.Now()
	sessions := []models.Session{{ID: "a", TitleJa: "開会", StartsAt: e.StartsAt, EndsAt: e.EndsAt, Sequence: 1, CancelledAt: &cancelled}, {ID: "b", TitleJa: "閉会", StartsAt: e.StartsAt, EndsAt: e.EndsAt}}
	text := string(calendar.Sessions(e, sessions, options(t)))
	if strings.Count(text, "STATUS:CANCELLED") != 1 || !strings.Contains(text, "SEQUENCE:4") {
		t.Error(text)
	}
	e.State = models.EventCancelled
	if text := string(calendar.Event(e, options(t))); !strings.Contains(text, "STATUS:CANCELLED") {
		t.Error(text)
	}
}
