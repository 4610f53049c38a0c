package agenda_test

import (
	"testing"
	"time"

	"meguri/app/agenda"
	"meguri/models"
)

// onTheDay sets the clock to so many minutes after the event began.
func (f *fixture) onTheDay(minutes int) {
	at := f.event.StartsAt.Add(time.Duration(minutes) * time.Minute)
	f.db.SetClock(func() time.Time { return at })
}

func (f *fixture) tap(s models.Session, in agenda.DayInput) error {
	in.Version = s.Version
	return f.agenda.Now(f.t.Context(), f.event, s.ID, in)
}

func (f *fixture) minutes(s models.Session) [2]int {
	began := f.event.StartsAt.Truncate(time.Minute)
	return [2]int{int(s.StartsAt.Sub(began).Minutes()), int(s.EndsAt.Sub(began).Minutes())}
}

func TestATapDelaysWhatFollowsOnlyAsFarAsNeeded(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := func(title string, from, until int) *agenda.SessionInput {
			session := f.input(title, from, until)
			session.Room = "ホール"
			return session
		}
		first, second, third := f.add(in("一", 0, 30)), f.add(in("二", 30, 60)), f.add(in("三", 70, 90))
		f.onTheDay(20)
		f.must(f.tap(first, agenda.DayInput{Act: "delay", Minutes: 15, Following: true}))
		equal(t, "the one that is on ends later", f.minutes(f.session(first.ID)), [2]int{0, 45})
		equal(t, "the next", f.minutes(f.session(second.ID)), [2]int{45, 75})
		equal(t, "the pause makes up for a part", f.minutes(f.session(third.ID)), [2]int{75, 95})
	})
}

func TestATapIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		talk := f.add(f.input("講演", 30, 60))
		f.fan(talk)
		f.onTheDay(10)
		before := f.number()
		f.must(f.tap(talk, agenda.DayInput{Act: "cancel"}))
		equal(t, "everybody sees", f.public(), []string{"講演 (cancelled)"})
		if len(f.mails()) != 1 {
			t.Fatal("who marked it is not told")
		}
		page, err := f.agenda.DayPage(t.Context(), f.event)
		f.must(err)
		f.must(f.agenda.Undo(t.Context(), f.event, agenda.UndoInput{ID: page.Undo.ID}))
		equal(t, "everybody sees then", f.public(), []string{"講演"})
		equal(t, "mails, of which the first is overtaken", len(f.mails()), 1)
		equal(t, "the version grew twice", f.number(), before+2)
		wantCode(t, f.agenda.Undo(t.Context(), f.event, agenda.UndoInput{ID: page.Undo.ID}), models.CodeConflict)
	})
}

func TestTwoTapsAtOnceMoveASessionOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		talk := f.add(f.input("講演", 30, 60))
		f.onTheDay(10)
		f.must(f.tap(talk, agenda.DayInput{Act: "delay", Minutes: 10}))
		wantCode(t, f.tap(talk, agenda.DayInput{Act: "delay", Minutes: 10}), models.CodeConflict)
		equal(t, "it is", f.minutes(f.session(talk.ID)), [2]int{40, 70})
	})
}

func TestPublishingDoesNotTakeBackWhatWasMovedOnTheDay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		talk := f.add(f.input("講演", 30, 60))
		in := f.input("講演（改題）", 30, 60)
		in.Version = talk.Version
		f.must(f.agenda.Save(t.Context(), f.event, talk.ID, in))
		f.onTheDay(10)
		f.must(f.tap(talk, agenda.DayInput{Act: "delay", Minutes: 10}))
		after := f.session(talk.ID)
		equal(t, "time", f.minutes(after), [2]int{40, 70})
		equal(t, "title", after.TitleJa, "講演（改題）")
	})
}
