package models_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
)

func given(day string, minutes int, state models.HourState, inWork bool) models.HourEntry {
	return models.HourEntry{ID: day + string(state), Day: day, Minutes: minutes, State: state, InWork: inWork}
}

func TestWhatAPersonUsedOfABudget(t *testing.T) {
	const waiting, approved, returned = models.HoursWaiting, models.HoursApproved, models.HoursReturned
	month := models.HourBudget{
		Permille: 100, Period: models.BudgetMonth, Counts: models.BudgetWork, FromMonth: "2026-08",
	}
	const hours150 = 150 * 60 // of which a tenth are 900 minutes
	list := []models.HourEntry{
		given("2026-07-31", 600, approved, true), // before it begins
		given("2026-08-31", 300, approved, true),
		given("2026-09-01", 1000, waiting, true),
		given("2026-09-02", 500, approved, false), // in own time
		given("2026-09-03", 500, returned, true),
		given("2026-10-01", 100, waiting, true),
	}
	t.Run("of months, without what is carried", func(t *testing.T) {
		want := []models.BudgetUse{
			{Period: "2026-08", Given: 900, Approved: 300}, {Period: "2026-09", Given: 900, Waiting: 1000},
			{Period: "2026-10", Given: 900, Waiting: 100},
		}
		got := month.Uses(hours150, list, "2026-10")
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		if got[0].Left() != 600 || got[1].Over() != 100 || got[1].Left() != 0 {
			t.Error(got[0].Left(), got[1].Over(), got[1].Left())
		}
	})
	t.Run("what is left is carried once, and used first", func(t *testing.T) {
		b := month
		b.Carries = true
		got := b.Uses(hours150, list, "2026-12")
		want := []models.BudgetUse{
			{Period: "2026-08", Given: 900, Approved: 300}, {Period: "2026-09", Given: 900, Carried: 600, Waiting: 1000},
			{Period: "2026-10", Given: 900, Carried: 500, Waiting: 100}, {Period: "2026-11", Given: 900, Carried: 900},
			{Period: "2026-12", Given: 900, Carried: 900},
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
	t.Run("of a quarter in which it begins late, and all hours", func(t *testing.T) {
		b := month
		b.Period, b.Counts = models.BudgetQuarter, models.BudgetBoth
		want := []models.BudgetUse{
			{Period: "2026-07", Given: 1800, Approved: 800, Waiting: 1000}, {Period: "2026-10", Given: 2700, Waiting: 100},
		}
		if d := cmp.Diff(want, b.Uses(hours150, list, "2026-10")); d != "" {
			t.Error(d)
		}
		for day, period := range map[string]string{
			"2026-01-01": "2026-01", "2026-03-31": "2026-01", "2026-12-31": "2026-10", "2026-04": "2026-04",
		} {
			if got := b.PeriodOf(day); got != period {
				t.Errorf("%s is in %s, want %s", day, got, period)
			}
		}
		if got := b.LastMonth("2026-10"); got != "2026-12" {
			t.Error(got)
		}
	})
	t.Run("of who has no time", func(t *testing.T) {
		if u := month.Use(0, list, "2026-09"); u.Over() != 1000 {
			t.Error(u)
		}
		ended := month
		ended.UntilMonth = "2026-08"
		if u := ended.Use(hours150, list, "2026-09"); u.Given != 0 || u.Used() != 0 {
			t.Error(u)
		}
	})
}

func TestWhichHoursAreOverABudget(t *testing.T) {
	b := models.HourBudget{
		Permille: 100, Period: models.BudgetMonth, Counts: models.BudgetBoth, FromMonth: "2026-08",
	}
	at := time.Date(2026, 8, 20, 0, 0, 0, 0, time.UTC)
	entry := func(id, day string, minutes int, state models.HourState, later time.Duration) models.HourEntry {
		return models.HourEntry{ID: id, Day: day, Minutes: minutes, State: state, CreatedAt: at.Add(later)}
	}
	list := []models.HourEntry{
		entry("first", "2026-08-01", 50, models.HoursWaiting, 0),
		entry("second", "2026-08-02", 30, models.HoursWaiting, time.Hour),
		entry("approved", "2026-08-03", 40, models.HoursApproved, 0),
		entry("same day", "2026-08-02", 20, models.HoursWaiting, 2*time.Hour),
		entry("sent back", "2026-08-01", 500, models.HoursReturned, 0),
		entry("next month", "2026-09-01", 100, models.HoursWaiting, 0),
	}
	// 100 minutes: 40 that are approved, 50, and 10 of the 30.
	want := map[string]int{"second": 20, "same day": 20}
	if d := cmp.Diff(want, b.Over(1000, list)); d != "" {
		t.Error(d)
	}
	if got := b.Over(2000, list); len(got) != 0 {
		t.Error(got)
	}
}
