package staff

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/event"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/models"
)

func drawing(t *testing.T, lang string, d *event.Dashboard, role models.Role) *dashboardDrawing {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2030, 5, 1, 13, 0, 0, 0, time.UTC)
	e := &models.Event{
		Slug: "e", State: models.EventPublished, TimeZone: "UTC",
		StartsAt: now.AddDate(0, 0, 3), EndsAt: now.AddDate(0, 0, 4),
	}
	return &dashboardDrawing{d, texts.For(lang), e, now, paths.OfStaffEvent("e"), []models.Role{role}, false}
}

func TestSignUpsAreDrawnByModeWithTheirTotal(t *testing.T) {
	day := time.Date(2030, 4, 30, 0, 0, 0, 0, time.UTC)
	d := &event.Dashboard{Before: 10, SignUps: []event.Bar{
		{Start: day, Count: 5, Online: 3}, {Start: day.AddDate(0, 0, 1), Count: 1},
	}}
	p := drawing(t, i18n.English, d, models.RoleOrganizer).signUps()
	want := [][]string{{p.Rows[0][0], "2", "3", "15"}, {p.Rows[1][0], "1", "0", "16"}}
	if diff := cmp.Diff(want, p.Rows); diff != "" {
		t.Error(diff)
	}
	if p.Series[0].Total != 3 || p.Series[1].Total != 3 || p.Wide.Labels[0].Text != "30 Apr" {
		t.Errorf("%+v %+v", p.Series, p.Wide.Labels)
	}
}

func TestAColumnTellsItsValues(t *testing.T) {
	day := time.Date(2030, 4, 30, 0, 0, 0, 0, time.UTC)
	d := &event.Dashboard{SignUps: []event.Bar{{Start: day, Count: 5, Online: 3}}}
	column := drawing(t, i18n.English, d, models.RoleOrganizer).signUps().Narrow.Columns[0]
	if column.Name != "Tue, 30 Apr" || column.Text != "Venue 2 · Online 3 · Total 5" {
		t.Errorf("%q: %q", column.Name, column.Text)
	}
}

func TestWhatNeedsAPersonIsToldToWhoMayActOnIt(t *testing.T) {
	d := &event.Dashboard{FailedMail: 2, Progress: &models.Progress{WaitingPartners: 1}}
	if list := drawing(t, i18n.English, d, models.RoleOrganizer).todo(); len(list) != 2 {
		t.Errorf("%+v", list)
	}
	if list := drawing(t, i18n.English, d, models.RoleReceptionist).todo(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestPlacesOfAModeAreSummedUp(t *testing.T) {
	two, three := 2, 3
	d := &event.Dashboard{Types: []event.Tally{
		{TicketType: models.TicketType{Slug: "a", Mode: models.ModeVenue, Capacity: &two}, Confirmed: 1},
		{TicketType: models.TicketType{Slug: "b", Mode: models.ModeVenue, Capacity: &three}, Confirmed: 2, ThisWeek: 1},
	}}
	cell, ok := drawing(t, i18n.English, d, models.RoleOrganizer).places(models.ModeVenue)
	if !ok || cell.Value != 3 || *cell.Of != 5 || cell.URL != "/staff/events/e/people?mode=venue" || cell.Note == "" {
		t.Errorf("%+v", cell)
	}
}

// nextOf is what comes first for an organizer, with the event the days away.
func nextOf(t *testing.T, days int, d *event.Dashboard) string {
	t.Helper()
	drawn := drawing(t, i18n.English, d, models.RoleOrganizer)
	drawn.event.StartsAt = drawn.now.AddDate(0, 0, days)
	drawn.event.EndsAt = drawn.event.StartsAt.Add(time.Hour)
	drawn.event.VenueNameEn = "Hall"
	d.Ended = drawn.event.Ended(drawn.now)
	next, _, _ := drawn.split(drawn.steps())
	if next == nil {
		return ""
	}
	return next.Text
}

func TestThereIsAlwaysOneThingToDoNext(t *testing.T) {
	people := []event.Tally{{TicketType: models.TicketType{Taken: 3}}}
	cover := []event.ChecklistItem{{Key: "event.check_cover", URL: "/cover"}}
	contact := append([]event.ChecklistItem{{Key: "event.check_contact", Required: true, URL: "/contact"}}, cover...)
	sent := []models.Message{{State: models.MessageSent}}
	none := &models.Progress{}
	for _, c := range []struct {
		what, want string
		days       int
		dashboard  event.Dashboard
	}{
		{"what is required", "Fill in what is required", 2, event.Dashboard{Types: people, Checklist: contact}},
		{"nobody registered", "Tell people about the event", 90, event.Dashboard{Checklist: cover}},
		{"much time", "Round off the public page", 90, event.Dashboard{Types: people, Checklist: cover}},
		{"all is there", "Write to the people who are coming", 90, event.Dashboard{Types: people}},
		{"two weeks", "Write to the people who are coming", 14, event.Dashboard{Types: people, Checklist: cover}},
		{"written to", "Try the reception", 7, event.Dashboard{Types: people, Checklist: cover, Messages: sent}},
		{"today", "Start reception", 0, event.Dashboard{Types: people}},
		{"after it", "Create a survey", -1, event.Dashboard{Types: people, Progress: none}},
		{
			"answers are there", "Read the survey results", -1,
			event.Dashboard{Progress: none, Surveys: []models.Survey{{State: models.SurveyOpen}}},
		},
	} {
		if got := nextOf(t, c.days, &c.dashboard); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}
