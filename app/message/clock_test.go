package message_test

import (
	"testing"
	"time"

	"meguri/app/message"
	"meguri/models"
	"meguri/models/modelstest"
)

// follow lets the clock run to a time in steps of an hour, as if the program ran.
func (f *fixture) follow(until time.Time) {
	f.t.Helper()
	for f.now.Before(until) {
		f.now = f.now.Add(time.Hour)
		f.tick()
	}
}

func (f *fixture) tick() {
	f.t.Helper()
	must(f.t, f.messages.FollowClock(f.t.Context()))
	f.runJobs()
}

// byPreset counts the mails of the event by the ready-made message that they bring.
func (f *fixture) byPreset() map[string]int {
	f.t.Helper()
	counts := map[string]int{}
	list, err := f.db.Query(f.t.Context()).Messages().OfEvent(f.event, 100)
	must(f.t, err)
	for i := range list {
		if n := len(f.states(list[i].ID)); n > 0 {
			counts[list[i].PresetName()] += n
		}
	}
	return counts
}

func TestRemindersGoOutByThemselves(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.follow(f.event.StartsAt.Add(-48 * time.Hour))
		equal(t, "two days before", f.byPreset(), map[string]int{})
		f.follow(f.event.EndsAt.Add(6 * 24 * time.Hour))
		equal(t, "in the end", f.byPreset(), map[string]int{message.PresetDay: 3, message.PresetHour: 2})
	})
}

func TestAReminderThatIsOffIsNotSentAndOneThatIsOnIs(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.messages.Switch(t.Context(), f.me, f.event, message.PresetDay, false))
		must(t, f.messages.Switch(t.Context(), f.me, f.event, message.PresetHour, false))
		must(t, f.messages.Switch(t.Context(), f.me, f.event, message.PresetWeek, true))
		f.follow(f.event.EndsAt)
		equal(t, "mails", f.byPreset(), map[string]int{message.PresetWeek: 3})
	})
}

func TestAReminderWhoseTimePassedWhileTheServerWasAwayIsLeftOut(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.now = f.event.StartsAt.Add(2 * time.Hour)
		f.tick()
		equal(t, "mails", f.byPreset(), map[string]int{})
	})
}

func TestAMailOfAReminderThatWaitedTooLongIsLeftOut(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.now = f.event.StartsAt.Add(-30 * time.Minute)
		must(t, f.messages.FollowClock(t.Context()))
		job := modelstest.Claim(t, f.db, time.Minute)
		must(t, f.messages.Deliver(t.Context(), job))
		modelstest.Finish(t, f.db, job)
		f.now = f.event.StartsAt.Add(time.Hour)
		f.runJobs()
		for _, m := range mailsOf(t, f, f.event) {
			equal(t, "state", m.State, models.MailOvertaken)
		}
		equal(t, "mails", len(mailsOf(t, f, f.event)), 2)
	})
}

func TestAPostponedEventIsRemindedOfAgainAndACancelledOneNot(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.messages.Switch(t.Context(), f.me, f.event, message.PresetHour, false))
		f.follow(f.event.StartsAt.Add(-2 * time.Hour))
		equal(t, "mails", f.byPreset(), map[string]int{message.PresetDay: 3})
		f.moveEvent(72 * time.Hour)
		f.follow(f.event.StartsAt.Add(-2 * time.Hour))
		equal(t, "mails after moving", f.byPreset(), map[string]int{"": 3, message.PresetDay: 3})
		f.moveEvent(72 * time.Hour)
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			fields := map[string]any{"cancelled_at": tx.Now}
			return tx.Events().SetState(f.event, models.EventCancelled, fields, models.EventPublished)
		})
		f.follow(f.event.EndsAt)
		equal(t, "mails after cancelling", f.byPreset(), map[string]int{"": 3, message.PresetDay: 3})
	})
}

func (f *fixture) moveEvent(by time.Duration) {
	f.t.Helper()
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		e, err := tx.Events().ByID(f.event.ID)
		if err != nil {
			return err
		}
		e.StartsAt, e.EndsAt = e.StartsAt.Add(by), e.EndsAt.Add(by)
		f.event = e
		return tx.Events().Update(e, e.Version)
	})
}

func TestAChangedReminderIsSentAsChangedAndCanBeRestored(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := input()
		in.Version, in.Mode = 1, models.ModeVenue
		must(t, f.messages.Save(t.Context(), f.me, f.event, message.PresetDay, in))
		f.follow(f.event.StartsAt.Add(-2 * time.Hour))
		equal(t, "mails", f.byPreset(), map[string]int{message.PresetDay: 1})
		equal(t, "subject", mailsOf(t, f, f.event)[0].Subject, "ご案内")

		must(t, f.messages.Switch(t.Context(), f.me, f.event, message.PresetThanks, true))
		must(t, f.messages.Delete(t.Context(), f.event, message.PresetThanks))
		page, err := f.messages.EditPage(t.Context(), f.words(), f.event, message.PresetThanks, message.Shown{})
		must(t, err)
		equal(t, "state of a restored one", page.State, models.MessageOff)
	})
}

func TestAMessageWhoseTimePassedWhileTheServerWasAwayWaitsForStaff(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		schedule := func(before time.Duration) string {
			id := f.create(input())
			at := f.event.Local(f.event.StartsAt.Add(-before)).Format("2006-01-02T15:04")
			must(t, f.messages.Send(t.Context(), f.me, f.event, id, &message.SendInput{When: "later", SendAt: at}))
			return id
		}
		late, missed := schedule(3*time.Hour), schedule(time.Hour)
		f.now = f.event.StartsAt.Add(-2 * time.Hour)
		f.runJobs()
		equal(t, "one that is late", f.stored(late).State, models.MessageSent)
		f.now = f.event.StartsAt.Add(time.Hour)
		f.runJobs()
		equal(t, "one that was to go before the start", len(f.states(missed)), 0)
		page, err := f.messages.EditPage(t.Context(), f.words(), f.event, missed, message.Shown{})
		must(t, err)
		equal(t, "staff are told", page.Missed, true)
		must(t, f.send(missed, "3"))
		f.runJobs()
		equal(t, "once staff send it", len(f.states(missed)), 3)
	})
}
