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

// One session, its room or every room: all by the same minutes, and nothing before it.
func TestATapDelaysWhatItSays(t *testing.T) {
	const on, early = 20, -30
	cases := map[string]struct {
		now, at int
		scope   agenda.Scope
		want    [4][2]int // first, second and third in the hall, beside in another room
	}{
		"one that is on":           {on, 0, agenda.ScopeSession, [4][2]int{{0, 45}, {30, 60}, {70, 90}, {10, 50}}},
		"no scope is only this":    {on, 0, "", [4][2]int{{0, 45}, {30, 60}, {70, 90}, {10, 50}}},
		"its room":                 {on, 0, agenda.ScopeRoom, [4][2]int{{0, 45}, {45, 75}, {85, 105}, {10, 50}}},
		"every room":               {on, 0, agenda.ScopeAll, [4][2]int{{0, 45}, {45, 75}, {85, 105}, {10, 65}}},
		"from one to come, room":   {on, 1, agenda.ScopeRoom, [4][2]int{{0, 30}, {45, 75}, {85, 105}, {10, 50}}},
		"from one to come, all":    {on, 1, agenda.ScopeAll, [4][2]int{{0, 30}, {45, 75}, {85, 105}, {10, 50}}},
		"all, before anything was": {early, 0, agenda.ScopeAll, [4][2]int{{15, 45}, {45, 75}, {85, 105}, {25, 65}}},
	}
	each(t, func(t *testing.T, f *fixture) {
		in := func(title, room string, from, until int) *agenda.SessionInput {
			session := f.input(title, from, until)
			session.Room = room
			return session
		}
		for name, c := range cases {
			list := []models.Session{
				f.add(in("一", "ホール", 0, 30)), f.add(in("二", "ホール", 30, 60)), f.add(in("三", "ホール", 70, 90)),
				f.add(in("四", "会議室", 10, 50)),
			}
			f.onTheDay(c.now)
			f.must(f.tap(list[c.at], agenda.DayInput{Act: "delay", Minutes: 15, Scope: c.scope}))
			for i := range list {
				moved := f.session(list[i].ID)
				equal(t, name+": "+moved.TitleJa, f.minutes(moved), c.want[i])
			}
		}
		fifth := f.add(in("五", "ホール", 100, 110))
		err := f.tap(fifth, agenda.DayInput{Act: "delay", Minutes: 5, Scope: "building"})
		equal(t, "a scope that is none", faultOf(err, "scope"), "field.choice")
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
