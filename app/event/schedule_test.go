package event_test

import (
	"testing"
	"time"

	"meguri/app/event"
	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/modelstest"
)

// scheduled is a draft that is to be published in an hour.
func (f *fixture) scheduled(t *testing.T) time.Time {
	t.Helper()
	f.makeReady(t)
	f.setState(t, models.EventDraft, nil)
	at := f.db.Now().Add(time.Hour).Truncate(time.Minute)
	must(t, f.schedule(t, at))
	return at
}

func (f *fixture) schedule(t *testing.T, at time.Time) error {
	t.Helper()
	in := &event.ScheduleInput{PublishAt: f.event.Local(at).Format(check.LocalLayout)}
	return f.events.Schedule(t.Context(), f.stored(t), in)
}

// publishDue does the jobs that are due a moment after a time.
func (f *fixture) publishDue(t *testing.T, at time.Time) {
	t.Helper()
	f.db.SetClock(func() time.Time { return at.Add(time.Second) })
	for {
		job := modelstest.Claim(t, f.db, time.Minute)
		if job == nil {
			return
		}
		if job.Kind == event.JobPublish {
			must(t, f.events.PublishDue(t.Context(), job))
			must(t, f.events.PublishDue(t.Context(), job)) // as after a crash
		}
		modelstest.Finish(t, f.db, job)
	}
}

func TestADraftIsPublishedAtItsTime(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		at := f.scheduled(t)
		f.publishDue(t, at.Add(-time.Minute))
		equal(t, "the state before", f.stored(t).State, models.EventDraft)
		f.publishDue(t, at)
		equal(t, "the state", f.stored(t).State, models.EventPublished)
		equal(t, "the time that is left", f.stored(t).PublishAt, nil)
	})
}

func TestATimeOfPublishingCanBeTakenBackAndChanged(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		at := f.scheduled(t)
		must(t, f.events.Unschedule(t.Context(), f.stored(t)))
		f.publishDue(t, at)
		equal(t, "the state of a draft whose time was taken back", f.stored(t).State, models.EventDraft)
		must(t, f.schedule(t, at.Add(time.Hour)))
		must(t, f.schedule(t, at.Add(2*time.Hour)))
		f.publishDue(t, at.Add(time.Hour))
		equal(t, "the state at the first time", f.stored(t).State, models.EventDraft)
		f.publishDue(t, at.Add(2*time.Hour))
		equal(t, "the state at the second", f.stored(t).State, models.EventPublished)
	})
}

func TestWhatLacksSomethingAtItsTimeIsNotPublished(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		at := f.scheduled(t)
		organizer := f.account(t, models.RoleOrganizer, true)
		receptionist := f.account(t, models.RoleReceptionist, true)
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			return tx.ConsentTexts().Add(&models.ConsentText{EventID: f.event.ID, Slug: "privacy"})
		})
		f.publishDue(t, at)
		equal(t, "the state", f.stored(t).State, models.EventDraft)
		equal(t, "the time that is left", f.stored(t).PublishAt, nil)
		cause := "publish_missed:" + f.event.ID + ":" + at.UTC().Format(time.RFC3339) + ":"
		for account, want := range map[*models.Account]bool{organizer: true, receptionist: false} {
			told, err := f.query(t).Mails().HasCause(cause + account.ID)
			must(t, err)
			equal(t, "whether the "+account.Name+" is told", told, want)
		}
	})
}

func TestTimesAtWhichNothingCanBePublished(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		at := f.scheduled(t)
		wantFault(t, f.schedule(t, f.db.Now().Add(-time.Hour)), "publish_at", "event.publish_at_past")
		wantFault(t, f.schedule(t, f.event.StartsAt.Add(time.Minute)), "publish_at", "event.publish_at_late")
		in := inputOf(f.stored(t))
		in.StartsAt = f.event.Local(at.Add(-time.Minute)).Format(check.LocalLayout)
		wantFault(t, f.events.Update(t.Context(), f.stored(t), in), "starts_at", "event.starts_published")
		in = inputOf(f.stored(t))
		must(t, f.events.Update(t.Context(), f.stored(t), in))
		equal(t, "the time after another change", f.stored(t).PublishAt.UTC(), at.UTC())
		in.Version, in.ContactEmail = f.stored(t).Version, ""
		must(t, f.events.Update(t.Context(), f.stored(t), in))
		wantError(t, f.schedule(t, at), models.CodeInvalid, "event.missing_contact")
	})
}
