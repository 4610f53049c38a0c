package agenda_test

import (
	"strings"
	"testing"

	"meguri/app/agenda"
	"meguri/app/service/i18n"
	"meguri/models"
	"meguri/models/modelstest"
)

// japanese loads the Japanese texts.
func japanese(t *testing.T) *i18n.Localizer {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts.For(i18n.Japanese)
}

func TestTheAgendaAsACalendar(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.add(f.input("一", 0, 10)), f.add(f.input("二", 10, 20))
		content, err := f.agenda.Feed(t.Context(), f.event, agenda.FeedInput{}, japanese(t), "https://meguri.example")
		f.must(err)
		text := strings.ReplaceAll(string(content), "\r\n ", "")
		equal(t, "entries", strings.Count(text, "BEGIN:VEVENT"), 2)
		contains(t, text,
			"UID:"+first.ID+"@meguri", "https://meguri.example/events/summit/sessions/"+first.ID, "UID:"+second.ID+"@meguri")
	})
}

func TestASessionAsACalendar(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.add(f.input("一", 0, 10))
		second := f.add(f.input("二", 10, 20))
		content, err := f.agenda.SessionCalendar(t.Context(), f.event, second.ID, japanese(t), "https://meguri.example")
		f.must(err)
		equal(t, "entries", strings.Count(string(content), "BEGIN:VEVENT"), 1)
		contains(t, string(content), "UID:"+second.ID+"@meguri")
		other := modelstest.Summit(t, f.db, "other")
		_, err = f.agenda.SessionCalendar(t.Context(), other, second.ID, japanese(t), "https://meguri.example")
		wantCode(t, err, models.CodeNotFound)
	})
}

func TestTheAgendaOfAnEmptyEventIsACalendarWithoutEntries(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		content, err := f.agenda.Feed(t.Context(), f.event, agenda.FeedInput{}, japanese(t), "https://meguri.example")
		f.must(err)
		contains(t, string(content), "BEGIN:VCALENDAR", "END:VCALENDAR")
		equal(t, "entries", strings.Count(string(content), "BEGIN:VEVENT"), 0)
	})
}
