package agenda_test

import (
	"slices"
	"testing"
	"time"

	"meguri/app/agenda"
	"meguri/models"
)

// places are the column, lane, lanes, top and height of each slot by its title.
func places(day agenda.Day) map[string][5]int {
	list := map[string][5]int{}
	for _, hour := range day.Hours {
		for _, s := range hour.Slots {
			list[s.TitleJa] = [5]int{s.Column, s.Lane, s.Lanes, s.Top, s.Height}
		}
	}
	return list
}

func dayOf(e *models.Event, rooms []models.Room, now time.Time, sessions ...models.Session) agenda.Day {
	slices.SortStableFunc(sessions, func(a, b models.Session) int { return a.StartsAt.Compare(b.StartsAt) })
	return agenda.NewDay(e, agenda.NewSlots(sessions, nil, now), rooms, now)
}

func TestSessionsStandInTheirRoomsAtTheirTimes(t *testing.T) {
	e, _ := summit() // it starts at a full hour
	rooms := []models.Room{{ID: "hall"}, {ID: "empty"}, {ID: "yard"}}
	hall, yard := &rooms[0], &rooms[2]
	t.Run("side by side", func(t *testing.T) {
		pause := session("休憩", 100, 15, nil)
		pause.Kind = models.SessionBreak
		day := dayOf(e, rooms, start.AddDate(0, 0, -1),
			session("開会", 0, 20, nil), session("甲", 30, 60, hall), session("重なる", 60, 40, hall), session("次", 90, 30, hall),
			session("乙", 30, 40, yard), pause)
		equal(t, "places", places(day), map[string][5]int{
			"開会": {0, 0, 1, 0, 20}, "甲": {1, 0, 2, 30, 60}, "重なる": {1, 1, 2, 60, 40}, "次": {1, 0, 2, 90, 30},
			"乙":  {2, 0, 1, 30, 40},
			"休憩": {3, 0, 1, 100, 15}, // beside a session in a room: it is not for all
		})
		equal(t, "columns", len(day.Grid.Columns), 3)
		equal(t, "hours", len(day.Grid.Hours), 2)
		equal(t, "scale", day.Grid.Scale, 1)
	})
	t.Run("short ones have room for a line", func(t *testing.T) {
		day := dayOf(e, rooms, start, session("甲", 0, 10, hall), session("次", 10, 10, hall), session("乙", 0, 30, yard))
		equal(t, "scale", day.Grid.Scale, 2)
		equal(t, "places", places(day), map[string][5]int{
			"甲": {1, 0, 1, 0, 10}, "次": {1, 0, 1, 10, 10}, "乙": {2, 0, 1, 0, 30},
		})
	})
	t.Run("those of days stand above", func(t *testing.T) {
		day := dayOf(e, rooms, start, session("展示", 0, 26*60, hall), session("甲", 0, 60, hall), session("乙", 0, 60, yard))
		equal(t, "above", len(day.Long), 1)
		equal(t, "hours", len(day.Grid.Hours), 1)
	})
	t.Run("classes", func(t *testing.T) {
		day := dayOf(e, rooms, start, session("甲", 0, 40, hall), session("乙", 125, 75, yard))
		equal(t, "of the second", day.Hours[1].Slots[0].Place(), "t1-5 t2-2 t3-1 h1-5 h2-7 h3-0 col-2 lane-0 lanes-1 lines-6")
	})
}

func TestOneRoomIsShownInParts(t *testing.T) {
	e, _ := summit()
	hall := &models.Room{ID: "hall"}
	pause := session("休憩", 20, 10, nil)
	pause.Kind = models.SessionBreak
	talk := session("対話", 30, 10, hall)
	talk.Track = &models.Track{ID: "talk"}
	day := dayOf(e, []models.Room{*hall}, start, session("開会", 0, 10, hall), session("紹介", 10, 10, hall), pause, talk,
		session("閉会", 40, 10, hall))
	equal(t, "parts", len(day.Parts), 4)
	equal(t, "sessions of the first", len(day.Parts[0].Slots), 2)
	equal(t, "the break", day.Parts[1].Break.TitleJa, "休憩")
	equal(t, "the track", day.Parts[2].Track.ID, "talk")
	equal(t, "the room", day.Room.ID, "hall")
}

func TestWhatIsOnAndWhatComesNext(t *testing.T) {
	e, _ := summit()
	rooms := []models.Room{{ID: "hall"}, {ID: "yard"}}
	off := session("中止", 30, 30, &rooms[0])
	off.CancelledAt = &start
	all := []models.Session{
		session("開会", 0, 20, &rooms[0]), session("甲", 20, 40, &rooms[1]), off, session("次の一", 60, 30, &rooms[0]),
		session("次の二", 60, 30, &rooms[1]), session("閉会", 90, 30, &rooms[0]),
	}
	marked := func(minutes int) (on, next []string, live bool) {
		day := dayOf(e, rooms, start.Add(time.Duration(minutes)*time.Minute), all...)
		for _, hour := range day.Hours {
			for _, s := range hour.Slots {
				if s.IsNext {
					next = append(next, s.TitleJa)
				}
			}
		}
		for _, s := range day.On {
			on = append(on, s.TitleJa)
		}
		return on, next, day.IsLive
	}
	for name, c := range map[string]struct {
		minutes  int
		on, next []string
		live     bool
	}{
		"the evening before": {-600, nil, nil, false},
		"just before":        {-30, nil, []string{"開会"}, true},
		"at the first":       {0, []string{"開会"}, []string{"甲"}, true},
		"beside a cancelled": {35, []string{"甲"}, []string{"次の一", "次の二"}, true},
		"at the change":      {60, []string{"次の一", "次の二"}, []string{"閉会"}, true},
		"after the last":     {120, nil, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			on, next, live := marked(c.minutes)
			equal(t, "on", on, c.on)
			equal(t, "next", next, c.next)
			equal(t, "live", live, c.live)
		})
	}
}

func TestALongDayIsFoldedFromAFullHour(t *testing.T) {
	e, _ := summit()
	rooms := []models.Room{{ID: "hall"}, {ID: "yard"}}
	var all []models.Session
	for i := range 40 {
		all = append(all, session("話", i*10, 10, &rooms[i%2]))
	}
	day := dayOf(e, rooms, start.AddDate(0, 0, -1), all...)
	equal(t, "from", day.FoldFrom, start.Add(3*time.Hour))
	equal(t, "folded", day.Folded, 22)
	day = dayOf(e, rooms, start.AddDate(0, 0, -1), all[:20]...)
	equal(t, "a short day", day.Folded, 0)
}

func TestTheAgendaShowsTodayOrTheDayAskedFor(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.add(f.input("一日目", 0, 60))
		f.add(f.input("二日目", 24*60, 24*60+60))
		shown := func(day string) string {
			page, err := f.agenda.PublicPage(t.Context(), f.event, &agenda.PublicInput{Day: day})
			f.must(err)
			return page.Shown[0].Parts[0].Slots[0].TitleJa
		}
		second := f.event.DayOf(f.event.StartsAt).AddDate(0, 0, 1).Format(time.DateOnly)
		equal(t, "at first", shown(""), "一日目")
		equal(t, "the second", shown(second), "二日目")
		equal(t, "nonsense", shown("x"), "一日目")
	})
}

func TestEachSessionButABreakHasAPage(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		pause := f.input("休憩", 10, 20)
		pause.Kind = models.SessionBreak
		f.add(f.input("開会", 0, 10))
		id := f.add(pause).ID
		f.add(f.input("閉会", 20, 30))
		for _, s := range f.sessions() {
			page, err := f.agenda.ShownSession(t.Context(), f.event, s.ID)
			if s.ID == id {
				wantCode(t, err, models.CodeNotFound)
				continue
			}
			f.must(err)
			equal(t, "session", page.Session.ID, s.ID)
			equal(t, s.TitleJa+" is first", page.Previous == nil, s.TitleJa == "開会")
			equal(t, s.TitleJa+" is last", page.Next == nil, s.TitleJa == "閉会")
		}
	})
}

func TestAMoveOfASessionIsRememberedOfAPublicEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		in.Room = "大会議室"
		s := f.add(in)
		later := f.input("開会", 30, 40)
		later.Room = "ロビー"
		moved := f.save(s, later)
		equal(t, "public", f.event.Public(), true)
		equal(t, "from the time", moved.PreviousStartsAt.Equal(s.StartsAt), true)
		equal(t, "from the room", moved.PreviousRoomJa, "大会議室")
		later.TitleJa = "開会の会"
		again := f.save(moved, later)
		equal(t, "still from the room", again.PreviousRoomJa, "大会議室")
		f.event.State = models.EventDraft
		draft := f.add(f.input("閉会", 50, 60))
		equal(t, "of a draft", f.save(draft, f.input("閉会", 60, 70)).MovedAt == nil, true)
	})
}
