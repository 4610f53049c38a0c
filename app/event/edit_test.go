package event_test

import (
	"testing"
	"time"

	"meguri/app/event"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestTheSecondOfTwoEditorsChangesNothing(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		seen := o.read()
		in := draft(seen)
		in.TitleJa = "先の題名"
		o.must(o.events.Update(t.Context(), seen, in, event.Edit{Version: seen.Version}))
		in.TitleJa = "後の題名"
		o.conflicts(o.events.Update(t.Context(), o.read(), in, event.Edit{Version: seen.Version}), "event.changed_meanwhile")
		if now := o.read(); now.TitleJa != "先の題名" || now.Version != seen.Version+1 {
			t.Errorf("%q, version %d", now.TitleJa, now.Version)
		}
	})
}

func TestCalendarsNoticeWhatMatters(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		o.must(o.events.Update(t.Context(), o.read(), draft(o.summit), event.Edit{Version: 1})) // to full minutes
		for name, c := range map[string]struct {
			change func(*event.Draft)
			more   int
		}{
			"another description": {func(d *event.Draft) { d.DescriptionJa = "くわしく" }, 0},
			"another title":       {func(d *event.Draft) { d.TitleEn = "Summit!" }, 1},
			"another venue":       {func(d *event.Draft) { d.VenueNameEn = "City Hall" }, 1},
			"another time zone":   {func(d *event.Draft) { d.TimeZone = "Asia/Seoul" }, 1},
		} {
			before := o.read()
			in := draft(before)
			c.change(&in)
			o.must(o.events.Update(t.Context(), before, in, event.Edit{Version: before.Version}))
			if now := o.read(); now.Sequence != before.Sequence+c.more {
				t.Errorf("%s: sequence %d, was %d", name, now.Sequence, before.Sequence)
			}
			back := o.read()
			o.must(o.events.Update(t.Context(), back, draft(before), event.Edit{Version: back.Version}))
		}
	})
}

func TestWhoRegisteredIsToldOfAnotherTimeWhereAsked(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		modelstest.Registration(t, o.db, o.summit, "online")
		move := func(tell bool, by time.Duration) int {
			e := o.read()
			later := *e
			later.StartsAt, later.EndsAt = e.StartsAt.Add(by), e.EndsAt.Add(by)
			o.must(o.events.Update(t.Context(), e, draft(&later), event.Edit{Version: e.Version, Tell: tell}))
			o.work()
			return len(o.mails())
		}
		if n := move(false, time.Hour); n != 0 {
			t.Errorf("%d mails though nobody asked for them", n)
		}
		if n := move(true, 0); n != 0 {
			t.Errorf("%d mails though nothing changed", n)
		}
		if n := move(true, time.Hour); n != 1 {
			t.Errorf("%d mails to one person", n)
		}
		if n := move(true, time.Hour); n != 2 {
			t.Errorf("%d mails after a second move", n)
		}
		o.tellsOf(&o.mails()[0], models.ActivityEventChanged)
	})
}

func TestAPublishedEventKeepsWhatItsTicketTypesNeed(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		in := draft(o.summit)
		in.StreamURL = ""
		o.faults(o.events.Update(t.Context(), o.read(), in, event.Edit{Version: 1}), "stream_url", "event.missing_stream")
		in = draft(o.summit)
		in.VenueNameJa = ""
		o.faults(o.events.Update(t.Context(), o.read(), in, event.Edit{Version: 1}), "venue_name_ja", "event.missing_venue")
	})
}

func TestTheAgendaMovesAlongOnTheClockOnTheWall(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		berlin := *o.summit
		berlin.TimeZone = "Europe/Berlin"
		berlin.StartsAt, berlin.EndsAt = time.Date(2030, 3, 30, 12, 0, 0, 0, time.UTC), time.Date(2030, 3, 30, 16, 0, 0, 0, time.UTC) // 13:00, winter time
		o.must(o.events.Update(t.Context(), o.read(), draft(&berlin), event.Edit{Version: 1}))
		o.must(o.db.InTx(t.Context(), func(tx *models.Tx) error {
			s := models.Session{Kind: models.SessionTalk, Language: "ja", TitleJa: "開会", StartsAt: berlin.StartsAt.Add(time.Hour), EndsAt: berlin.StartsAt.Add(2 * time.Hour)}
			return tx.Sessions().Save(&berlin, &models.SessionInput{Session: s, New: true}, 0)
		}))
		session := func() models.Session {
			list, err := o.db.Query(t.Context()).Sessions().OfEvent(&berlin)
			o.must(err)
			return list[0]
		}
		in := draft(&berlin)
		in.StartsAt, in.EndsAt = "2030-03-31T13:00", "2030-03-31T17:00" // summer time
		e := o.read()
		o.must(o.events.Update(t.Context(), e, in, event.Edit{Version: e.Version, MoveAgenda: true}))
		moved := session()
		if want := time.Date(2030, 3, 31, 12, 0, 0, 0, time.UTC); !moved.StartsAt.Equal(want) || moved.Sequence != 1 { // 14:00
			t.Errorf("%v, sequence %d", moved.StartsAt, moved.Sequence)
		}
		e = o.read()
		in.StartsAt, in.EndsAt = "2030-04-01T13:00", "2030-04-01T17:00"
		o.must(o.events.Update(t.Context(), e, in, event.Edit{Version: e.Version}))
		if !session().StartsAt.Equal(moved.StartsAt) {
			t.Error("the agenda moved unasked")
		}
	})
}
