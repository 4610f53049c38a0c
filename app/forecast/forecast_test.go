package forecast_test

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/forecast"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestMain(m *testing.M) { os.Exit(apptest.Main(m)) }

const page = "/staff/events/here/forecast"

// people registers n people for the venue at once, and lets come of them as many as times.
func people(t *testing.T, p *apptest.Program, e *models.Event, n int, times ...time.Time) []models.Registration {
	t.Helper()
	first := modelstest.Registration(t, p.DB, e, "venue")
	list := []models.Registration{*first}
	times = append([]time.Time{{}}, times...) // the first one never comes
	p.Write(func(tx *models.Tx) error {
		list = list[:1]
		for i := range n - 1 {
			r := *first
			r.ID = models.NewID()
			r.RequestID, r.LinkHash, r.Email, r.EmailKey = r.ID, r.ID, r.ID, r.ID
			r.Code = fmt.Sprintf("2222-2%03d", i)
			r.Code = strings.NewReplacer("0", "B", "1", "C").Replace(r.Code)
			list = append(list, r)
		}
		return tx.Registrations().InsertMany(slices.Clone(list[1:]))
	})
	for i, at := range times {
		if i == 0 {
			continue
		}
		scan(p, e, list[i].ID, at)
	}
	return list
}

// scan lets a registration's person come in.
func scan(p *apptest.Program, e *models.Event, id string, at time.Time) {
	p.SetClock(at)
	p.API(models.RoleOrganizer).Expect(http.StatusOK, "", http.MethodPost, "/api/v1/events/"+e.Slug+"/checkins",
		map[string]any{"scans": []map[string]any{{
			"id": models.NewID(), "registration_id": id, "door": "main", "direction": "in",
			"scanned_at": at.Format(time.RFC3339),
		}}})
}

func TestTheForecastSaysHowManyDoorsAreNeeded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleOrganizer)
		staff.Wants(staff.Get(page), http.StatusOK, "計算できません")
		people(t, p, p.Event, 600)
		staff.Wants(staff.Get(page), http.StatusOK, "<b>510</b>", "開始前の30分に65%")
		staff.Wants(staff.Get(page), http.StatusOK, "受付2か所で足ります。", "開始前の30分に65%")

		saved := staff.Post(
			page,
			"doors",
			"12",
			"seconds",
			"4.5",
			"opens_before",
			"60",
			"wait_limit",
			"5",
			"percent",
			"100",
			"walk_ins",
			"40",
		)
		staff.LeadsTo(saved, page)
		staff.Wants(staff.Get(page), http.StatusOK, "<b>640</b>", "受付12か所で足ります", `value="4.5"`)
		for field, bad := range map[string]string{
			"doors": "0", "seconds": "NaN", "opens_before": "-1", "wait_limit": "x", "percent": "101", "walk_ins": "1000000",
		} {
			values := []string{
				"doors",
				"1",
				"seconds",
				"4",
				"opens_before",
				"30",
				"wait_limit",
				"5",
				"percent",
				"",
				"walk_ins",
				"",
			}
			for i := 0; i < len(values); i += 2 {
				if values[i] == field {
					values[i+1] = bad
				}
			}
			if answer := staff.Post(page, values...); answer.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s %s: %d", field, bad, answer.Code)
			}
		}
	})
}

func TestPastEventsSayHowPeopleCome(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		// Ten of forty come twenty minutes early, ten at the start, the others do not.
		var times []time.Time
		for i := range 20 {
			times = append(
				times,
				p.Event.StartsAt.Add(-20*time.Minute+time.Duration(i/10)*20*time.Minute+time.Duration(i)*time.Second),
			)
		}
		people(t, p, p.Event, 40, times...)
		p.SetClock(p.Event.EndsAt.Add(24 * time.Hour))
		next := *p.Event
		p.Write(func(tx *models.Tx) error {
			next.ID, next.Slug = models.NewID(), "next"
			next.StartsAt, next.EndsAt = p.Event.StartsAt.AddDate(1, 0, 0), p.Event.EndsAt.AddDate(1, 0, 0)
			if err := tx.Events().Create(&next); err != nil {
				return err
			}
			places := 500
			return tx.TicketTypes().Create(&models.TicketType{
				ID: models.NewID(), EventID: next.ID, Slug: "venue", NameJa: "会場", Mode: models.ModeVenue, Capacity: &places,
			})
		})
		people(t, p, &next, 100)
		got, err := forecast.New(p.DB).Page(t.Context(), &next)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "events", len(got.Past), 1)
		apptest.Equal(t, "share", got.Percent, 50)
		apptest.Equal(t, "coming", got.Coming, 50)
		apptest.Equal(t, "in the busiest half hour", got.InHalfHour, 100)
		early := 0
		for _, s := range got.Steps {
			if s.From.Before(next.StartsAt) {
				early += s.Came
			}
		}
		if early < 20 || early > 30 {
			t.Errorf("%d of 50 come before the start", early)
		}
	})
}

func TestTheDayIsHeldAgainstTheForecast(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		people(t, p, p.Event, 600)
		staff := p.As(models.RoleOrganizer)
		board := func(at time.Duration) string {
			p.SetClock(p.Event.StartsAt.Add(at))
			return p.As(models.RoleOrganizer).With(t).Get("/staff/events/here/board").Body.String()
		}
		staff.LeadsTo(
			staff.Post(
				page,
				"doors",
				"1",
				"seconds",
				"6",
				"opens_before",
				"60",
				"wait_limit",
				"5",
				"percent",
				"",
				"walk_ins",
				"",
			),
			page,
		)
		apptest.Lacks(t, "the day before", board(-24*time.Hour), "board-outlook")
		apptest.Contains(t, "before they come", board(-55*time.Minute), "分待ちになる見込みです。", "受付をもう1か所増やしてください。", "ここまでの来場は0人")
		apptest.Contains(t, "the chart", board(-55*time.Minute), "against")
		apptest.Contains(t, "when most are late", board(100*time.Minute), "このままで、待ちは最長0分")
		apptest.Lacks(t, "afterwards", board(p.Event.EndsAt.Sub(p.Event.StartsAt)+time.Minute), "board-outlook")
	})
}

// An event of three days: people come anew on each, also those who were never scanned on the way out. The third day
// begins with a session in the afternoon.
func TestEachDayIsHeldAgainstItsOwnForecast(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		version := p.Event.Version
		p.Event.StartsAt = p.Event.StartsAt.Truncate(24 * time.Hour).Add(time.Hour) // ten o'clock in Tokyo
		p.Event.EndsAt = p.Event.StartsAt.AddDate(0, 0, 2).Add(8 * time.Hour)
		p.Write(func(tx *models.Tx) error { return tx.Events().Update(p.Event, version) })
		third := p.Event.StartsAt.AddDate(0, 0, 2).Add(3 * time.Hour)
		modelstest.Session(t, p.DB, p.Event, models.Session{TitleJa: "三日目", StartsAt: third, EndsAt: third.Add(time.Hour)})
		came := people(t, p, p.Event, 600, p.Event.StartsAt, p.Event.StartsAt.Add(time.Minute))
		board := func(at time.Time) string {
			p.SetClock(at)
			return p.As(models.RoleOrganizer).With(t).Get("/staff/events/here/board").Body.String()
		}
		apptest.Contains(t, "the first day", board(p.Event.StartsAt.Add(10*time.Minute)), "ここまでの来場は2人")
		second := p.Event.StartsAt.AddDate(0, 0, 1)
		apptest.Lacks(t, "in the night", board(second.Add(-3*time.Hour)), "board-outlook")
		scan(p, p.Event, came[7].ID, second.Add(-570*time.Minute)) // half past midnight belongs to the evening
		apptest.Contains(t, "before the second day", board(second.Add(-20*time.Minute)), "ここまでの来場は0人")
		scan(p, p.Event, came[1].ID, second.Add(-15*time.Minute))
		scan(p, p.Event, came[1].ID, second.Add(-12*time.Minute))
		scan(p, p.Event, came[5].ID, second.Add(-11*time.Minute))
		apptest.Contains(t, "on the second day", board(second.Add(-10*time.Minute)), "ここまでの来場は2人", "against")
		apptest.Lacks(t, "hours before the third", board(third.Add(-150*time.Minute)), "board-outlook")
		apptest.Contains(t, "before the third", board(third.Add(-30*time.Minute)), "ここまでの来場は0人")
	})
}
