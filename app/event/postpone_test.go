package event_test

import (
	"testing"
	"time"

	"meguri/app/event"
	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestAPostponedEventWaitsForItsDates(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for range 2 {
			modelstest.Registration(t, f.db, f.event, "online")
		}
		before := f.stored(t)
		opening := modelstest.Session(t, f.db, f.event, models.Session{
			TitleJa: "開会", StartsAt: before.StartsAt, EndsAt: before.StartsAt.Add(time.Hour),
		})
		closes := before.StartsAt.Add(-24 * time.Hour)
		noon := before.StartsAt.Add(-time.Hour)
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			types, err := tx.TicketTypes().OfEvent(before)
			if err != nil {
				return err
			}
			types[0].ClosesAt = &closes
			if err := tx.TicketTypes().SetPeriod(&types[0]); err != nil {
				return err
			}
			survey := &models.Survey{EventID: before.ID, TitleJa: "アンケート", ClosesAt: &noon}
			if err := tx.Surveys().Create(survey); err != nil {
				return err
			}
			return tx.Doors().Create(&models.Door{
				EventID: before.ID, Slug: "hall", NameJa: "大ホール", Scope: models.DoorOfDay, OpensAt: &noon,
				Day: before.Local(before.StartsAt).Format(time.DateOnly),
			})
		})
		must(t, f.events.Postpone(t.Context(), f.stored(t), &event.PostponeInput{
			Dates: event.DatesLater, Reason: "台風のため。", People: "2",
		}))
		f.runJobs(t)
		waits := f.stored(t)
		equal(t, "the state", waits.State, models.EventPostponed)
		equal(t, "the reason", waits.PostponeReason, "台風のため。")
		equal(t, "over when its time has passed", waits.Ended(before.EndsAt.Add(time.Hour)), false)
		equal(t, "takes registrations", waits.TakesRegistrations(before.StartsAt.Add(-time.Hour)), false)
		equal(t, "a newer entry of calendars", waits.Sequence > before.Sequence, true)
		mails := f.mails(t)
		equal(t, "mails", len(mails), 2)
		equal(t, "the kind", mails[0].Kind, "event_postponed")
		f.expectActivity(t, &mails[0], models.ActivityEventPostponed)

		to := before.StartsAt.AddDate(0, 0, 90).Truncate(time.Minute)
		must(t, f.events.Postpone(t.Context(), waits, &event.PostponeInput{
			StartsAt: before.Local(to).Format(check.LocalLayout), People: "2",
			EndsAt: before.Local(before.EndsAt.AddDate(0, 0, 90)).Format(check.LocalLayout),
		}))
		f.runJobs(t)
		again := f.stored(t)
		equal(t, "the state with dates", again.State, models.EventPublished)
		equal(t, "the start", again.StartsAt.UTC(), to.UTC())
		equal(t, "the start before", again.PreviousStartsAt.UTC(), before.StartsAt.UTC())
		equal(t, "the reason stays", again.PostponeReason, "台風のため。")
		equal(t, "a newer entry with dates", again.Sequence > waits.Sequence, true)
		sessions, err := f.query(t).Sessions().OfEvent(again)
		must(t, err)
		equal(t, "the opening", sessions[0].StartsAt.UTC(), opening.StartsAt.AddDate(0, 0, 90).UTC().Truncate(time.Minute))
		types, err := f.query(t).TicketTypes().OfEvent(again)
		must(t, err)
		equal(t, "the deadline", types[0].ClosesAt.UTC(), closes.AddDate(0, 0, 90).UTC().Truncate(time.Minute))
		doors, err := f.query(t).Doors().OfEvent(again)
		must(t, err)
		door := doors[len(doors)-1]
		equal(t, "the door opens", door.OpensAt.UTC(), noon.AddDate(0, 0, 90).UTC().Truncate(time.Minute))
		equal(t, "the day of the door", door.Day, again.Local(again.StartsAt).Format(time.DateOnly))
		surveys, err := f.query(t).Surveys().OfEvent(again)
		must(t, err)
		equal(t, "the survey closes", surveys[0].ClosesAt.UTC(), noon.AddDate(0, 0, 90).UTC().Truncate(time.Minute))
		equal(t, "places are given out again", len(f.changed), 1)
		kinds := map[string]int{}
		for _, m := range f.mails(t) {
			kinds[m.Kind]++
		}
		equal(t, "mails of the dates", kinds["event_new_dates"], 2)
	})
}

func TestPostponingAsks(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Registration(t, f.db, f.event, "online")
		e := f.stored(t)
		post := func(in event.PostponeInput) error { return f.events.Postpone(t.Context(), e, &in) }
		later := event.PostponeInput{Dates: event.DatesLater, Reason: "雪のため", People: "1"}
		wantFault(t, post(event.PostponeInput{Dates: event.DatesLater, People: "1"}), "reason", "field.required")
		past := later
		past.Dates, past.StartsAt, past.EndsAt = event.DatesNow, "2020-01-01T10:00", "2020-01-01T12:00"
		wantFault(t, post(past), "starts_at", "event.starts_past")
		past.EndsAt = "2020-01-01T09:00"
		wantFault(t, post(past), "ends_at", "event.ends_before")
		other := later
		other.People = "2"
		equal(t, "when others are concerned", models.CodeOf(post(other)), models.CodeInvalid)
		equal(t, "the state after all that", f.stored(t).State, models.EventPublished)
		must(t, post(later))
		equal(t, "twice from one form", models.CodeOf(post(later)), models.CodeConflict)
		in := inputOf(f.stored(t))
		in.StartsAt, in.EndsAt = "2031-05-01T13:00", "2031-05-01T15:00"
		wantFault(t, f.events.Update(t.Context(), f.stored(t), in), "starts_at", "event.postponed_dates")
		must(t, f.events.Cancel(t.Context(), f.stored(t), "やはり中止します。"))
		equal(t, "a cancelled one", models.CodeOf(f.events.Postpone(t.Context(), f.stored(t), &later)), models.CodeConflict)
	})
}
