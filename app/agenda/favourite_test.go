package agenda_test

import (
	"strings"
	"testing"
	"time"

	"meguri/app/agenda"
	"meguri/app/service/place"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestWhatOneMarkedComesInOrderAndNextFirst(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.add(f.input("一", 0, 30)), f.add(f.input("二", 30, 60))
		other := modelstest.Summit(t, f.db, "other")
		theirs := models.Session{TitleJa: "よそ", StartsAt: other.StartsAt, EndsAt: other.EndsAt}
		foreign := modelstest.Session(t, f.db, other, theirs)
		r := f.fan()
		set := func(in agenda.FavouritesInput) *agenda.MyPage {
			f.must(f.agenda.SetFavourites(t.Context(), f.event, r, in))
			page, err := f.agenda.MyPage(t.Context(), f.event, r)
			f.must(err)
			return page
		}
		page := set(agenda.FavouritesInput{Sessions: []string{second.ID, foreign.ID, "nonsense", second.ID}})
		equal(t, "marked", len(page.Marked), 1)
		page = set(agenda.FavouritesInput{Sessions: []string{first.ID}, Add: true})
		equal(t, "with those of the device", []string{page.Marked[0].TitleJa, page.Marked[1].TitleJa}, []string{"一", "二"})
		f.onTheDay(40)
		page = set(agenda.FavouritesInput{Add: true})
		equal(t, "next", page.Next.TitleJa, "二")
		equal(t, "without any", len(set(agenda.FavouritesInput{}).Marked), 0)
	})
}

// place signs somebody up for a session with places.
func (f *fixture) place(r *models.Registration, s models.Session) {
	f.t.Helper()
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		err := tx.SessionPlaces().Save(&models.SessionPlaces{SessionID: s.ID, EventID: f.event.ID, Capacity: 1})
		if err != nil {
			return err
		}
		return place.Join(tx, r, s.ID)
	})
}

func TestFeedsTakeBackWhatWasCancelledAndRemoved(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("一", 0, 10)
		in.Track, in.SpeakersInput = "対話", speakers(models.Speaker{NameJa: "小田 栞"})
		first, second := f.add(in), f.add(f.input("二", 10, 20))
		third := f.add(f.input("三", 20, 30))
		in = f.input("四", 30, 40)
		in.Track = "対話"
		fourth := f.add(in)
		r := f.fan(first, third, fourth)
		f.place(r, second)
		f.must(f.agenda.SetCancelled(t.Context(), f.event, first.ID, true))
		f.must(f.agenda.Delete(t.Context(), f.event, second.ID))
		f.must(f.agenda.Delete(t.Context(), f.event, fourth.ID))
		f.publish()
		feed := func(in agenda.FeedInput) string {
			content, err := f.agenda.Feed(t.Context(), f.event, in, japanese(t), base)
			f.must(err)
			return strings.ReplaceAll(string(content), "\r\n ", "")
		}
		all := feed(agenda.FeedInput{})
		equal(t, "entries", strings.Count(all, "BEGIN:VEVENT"), 4)
		equal(t, "taken back", strings.Count(all, "STATUS:CANCELLED"), 3)
		equal(t, "alarms for everybody", strings.Count(all, "BEGIN:VALARM"), 0)
		contains(t, all, "UID:"+second.ID+"@meguri", "SEQUENCE:1")
		track := feed(agenda.FeedInput{Track: *first.TrackID})
		equal(t, "of the track", strings.Count(track, "BEGIN:VEVENT"), 2)
		contains(t, track, "UID:"+fourth.ID+"@meguri")
		speaker := feed(agenda.FeedInput{Speaker: first.Speakers[0].SpeakerID})
		equal(t, "of the speaker", strings.Count(speaker, "BEGIN:VEVENT"), 1)

		// A device tells again what is marked; of the removed one it knows nothing.
		f.must(f.agenda.SetFavourites(t.Context(), f.event, r, agenda.FavouritesInput{
			Sessions: []string{first.ID, third.ID},
		}))
		page, err := f.agenda.MyPage(t.Context(), f.event, r)
		f.must(err)
		equal(t, "on the own page", len(page.Marked), 2)
		secret := strings.TrimPrefix(page.Calendar, "/calendars/")
		mine, err := f.agenda.MyCalendar(t.Context(), secret, base)
		f.must(err)
		equal(t, "of the person", strings.Count(string(mine), "BEGIN:VEVENT"), 4)
		equal(t, "taken back there", strings.Count(string(mine), "STATUS:CANCELLED"), 3)
		equal(t, "reminders of what takes place", strings.Count(string(mine), "BEGIN:VALARM"), 1)
		contains(t, string(mine), "TRIGGER:-PT10M", "ACTION:DISPLAY")
		_, err = f.agenda.MyCalendar(t.Context(), r.ID+".guessed", base)
		wantCode(t, err, models.CodeNotFound)
	})
}

func TestWarningsOfRoomsThatAreFullOrFar(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := func(title, room string, from, until int) *agenda.SessionInput {
			session := f.input(title, from, until)
			session.Room, session.SpeakersInput = room, speakers(models.Speaker{NameJa: "小田 栞"})
			return session
		}
		first := f.add(in("一", "大会議室", 0, 30))
		f.add(in("二", "屋上", 33, 60))
		f.fan(first)
		f.fan(first)
		rooms := f.staffPage().Rooms
		names := &agenda.NamesInput{
			IDs: []string{rooms[0].ID, rooms[1].ID}, NamesJa: []string{"大会議室", "屋上"}, NamesEn: []string{"", ""},
			Places: []string{"1", ""}, Walks: []string{"", "5"},
		}
		f.must(f.agenda.NameRooms(t.Context(), f.event, names))
		var lines []string
		for _, w := range f.staffPage().Warnings {
			lines = append(lines, w.Kind)
			if line := w.Line(japanese(t), f.event); strings.Contains(line, "no value") || !strings.Contains(line, "一") {
				t.Errorf("the warning says %q", line)
			}
		}
		equal(t, "warnings", lines, []string{"walk", "places"})
		names.Places[0] = "たくさん"
		wantCode(t, f.agenda.NameRooms(t.Context(), f.event, names), models.CodeInvalid)
	})
}

func TestASpeakerWritesAboutThemselvesByALink(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("講演", 0, 30)
		in.SpeakersInput = speakers(models.Speaker{NameJa: "小田 栞"})
		talk, other := f.add(in), f.add(f.input("よその対話", 30, 60))
		id := talk.Speakers[0].SpeakerID
		ctx := t.Context()
		wantCode(t, f.agenda.SendLink(ctx, f.event, id, agenda.LinkInput{Email: "nonsense"}), models.CodeInvalid)
		f.must(f.agenda.SendLink(ctx, f.event, id, agenda.LinkInput{Email: "oda@speaker.example"}))
		equal(t, "mailed", f.mails()[0].Kind+" "+f.mails()[0].ToAddress, "speaker_link oda@speaker.example")
		staff, err := f.agenda.SpeakerPage(ctx, f.event, id)
		f.must(err)
		secret := strings.TrimPrefix(staff.Link, "/speak/")

		page, err := f.agenda.OwnPage(ctx, secret)
		f.must(err)
		equal(t, "their sessions", page.Input.Sessions, []string{talk.ID})
		write := *page.Input
		write.AboutJa, write.TitlesJa = "研究者です。", []string{"講演（改題）"}
		f.must(f.agenda.SaveOwn(ctx, secret, &write))
		equal(t, "everybody sees", f.public(), []string{"講演", "よその対話"})
		equal(t, "staff see", f.changes(), []models.AgendaChangeKind{models.AgendaChanged, models.AgendaSpeaker})
		again := write
		again.TitlesJa = []string{"二度目"}
		wantCode(t, f.agenda.SaveOwn(ctx, secret, &again), models.CodeConflict)
		f.publish()
		speaker, err := f.db.Query(ctx).Speakers().ByID(f.event, id)
		f.must(err)
		equal(t, "published", []string{f.session(talk.ID).TitleJa, speaker.AboutJa}, []string{"講演（改題）", "研究者です。"})

		foreign := write
		foreign.Sessions = []string{other.ID}
		wantCode(t, f.agenda.SaveOwn(ctx, secret, &foreign), models.CodeNotFound)
		f.must(f.agenda.SendLink(ctx, f.event, id, agenda.LinkInput{Email: "oda@speaker.example", Renew: true}))
		_, err = f.agenda.OwnPage(ctx, secret)
		wantCode(t, err, models.CodeNotFound)
		f.db.SetClock(func() time.Time { return f.event.EndsAt.AddDate(0, 0, 31) })
		staff, err = f.agenda.SpeakerPage(ctx, f.event, id)
		f.must(err)
		_, err = f.agenda.OwnPage(ctx, strings.TrimPrefix(staff.Link, "/speak/"))
		wantCode(t, err, models.CodeNotFound)
	})
}
