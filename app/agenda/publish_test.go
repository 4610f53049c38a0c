package agenda_test

import (
	"testing"
	"time"

	"meguri/app/agenda"
	"meguri/models"
	"meguri/models/modelstest"
)

// public is what everybody sees of the agenda, without publishing what waits.
func (f *fixture) public() (titles []string) {
	f.t.Helper()
	list, err := f.db.Query(f.t.Context()).Sessions().OfEvent(f.event)
	f.must(err)
	for _, s := range list {
		line := s.TitleJa
		if s.CancelledAt != nil {
			line += " (cancelled)"
		}
		titles = append(titles, line)
	}
	return titles
}

func (f *fixture) changes() (kinds []models.AgendaChangeKind) {
	f.t.Helper()
	page, err := f.agenda.ChangesPage(f.t.Context(), f.event)
	f.must(err)
	for _, c := range page.Changes {
		kinds = append(kinds, c.Kind)
	}
	return kinds
}

func (f *fixture) number() int {
	f.t.Helper()
	number, _, err := f.db.Query(f.t.Context()).Agendas().Latest(f.event)
	f.must(err)
	return number
}

// fan is an attendee who marked sessions.
func (f *fixture) fan(sessions ...models.Session) *models.Registration {
	f.t.Helper()
	r := modelstest.Registration(f.t, f.db, f.event, "online")
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		ids := make([]string, len(sessions))
		for i := range sessions {
			ids[i] = sessions[i].ID
		}
		return tx.Favourites().Set(f.event, r.ID, ids)
	})
	return r
}

// mails are the kinds and data of the mails that wait.
func (f *fixture) mails() []models.Mail {
	f.t.Helper()
	return modelstest.Mails(f.t, f.db)
}

func TestWhatIsEditedWaitsUntilItIsPublished(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		stays, moves := f.add(f.input("開会", 0, 10)), f.add(f.input("講演", 10, 40))
		goes, off := f.add(f.input("休憩", 40, 50)), f.add(f.input("対話", 50, 80))
		before, ctx := f.number(), t.Context()

		in := f.input("講演", 20, 50)
		in.Version = moves.Version
		f.must(f.agenda.Save(ctx, f.event, moves.ID, in))
		f.must(f.agenda.Delete(ctx, f.event, goes.ID))
		f.must(f.agenda.SetCancelled(ctx, f.event, off.ID, true))
		f.must(f.agenda.Save(ctx, f.event, "", f.input("閉会", 80, 90)))

		equal(t, "everybody sees", f.public(), []string{"開会", "講演", "休憩", "対話"})
		equal(t, "waits", f.changes(), []models.AgendaChangeKind{
			models.AgendaCancelled, models.AgendaMoved, models.AgendaNew, models.AgendaRemoved,
		})
		equal(t, "the version", f.number(), before)
		equal(t, "editors see", len(f.staffPage().Sessions), 4)

		f.publish()
		equal(t, "everybody sees then", f.public(), []string{"開会", "講演", "対話 (cancelled)", "閉会"})
		equal(t, "waits then", f.changes(), nil)
		equal(t, "the version then", f.number(), before+1)
		equal(t, "the moved one is as calendars want it", f.session(moves.ID).Sequence, moves.Sequence+1)
		equal(t, "the other one", f.session(stays.ID).Sequence, stays.Sequence)
	})
}

func TestAnEventThatNobodySeesHasNoCeremony(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.event.State = models.EventDraft
		f.must(f.agenda.Save(t.Context(), f.event, "", f.input("開会", 0, 10)))
		equal(t, "stored", f.public(), []string{"開会"})
		equal(t, "waits", f.changes(), nil)
		equal(t, "the version", f.number(), 1)
	})
}

func TestNothingIsPublishedThatWasNotInTheList(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		ctx := t.Context()
		f.must(f.agenda.Save(ctx, f.event, "", f.input("開会", 0, 10)))
		seen, err := f.agenda.ChangesPage(ctx, f.event)
		f.must(err)
		f.must(f.agenda.Save(ctx, f.event, "", f.input("閉会", 80, 90)))
		wantCode(t, f.agenda.Publish(ctx, f.event, agenda.PublishInput{Sum: seen.Sum}), models.CodeConflict)
		equal(t, "everybody sees", f.public(), nil)
	})
}

func TestAChangeIsDiscardedOrTakenBackByHand(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		s := f.add(f.input("開会", 0, 10))
		in := f.input("開会式", 0, 10)
		in.Version = s.Version
		f.must(f.agenda.Save(t.Context(), f.event, s.ID, in))
		f.must(f.agenda.Discard(t.Context(), f.event, s.ID))
		equal(t, "waits", f.changes(), nil)

		s = f.session(s.ID)
		again := f.save(s, f.input("開会式", 0, 10))
		in = f.input("開会", 0, 10)
		in.Version = again.Version
		f.must(f.agenda.Save(t.Context(), f.event, s.ID, in))
		in.Version++
		in.TitleJa = "開会式"
		f.must(f.agenda.Save(t.Context(), f.event, s.ID, in))
		equal(t, "waits after two edits that lead back", f.changes(), nil)
	})
}

func TestTwoEditorsDoNotLoseEachOthersWork(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		s := f.add(f.input("開会", 0, 10))
		first, second := f.input("開会のことば", 0, 10), f.input("開会", 5, 10)
		first.Version, second.Version = s.Version, s.Version
		f.must(f.agenda.Save(t.Context(), f.event, s.ID, first))
		wantCode(t, f.agenda.Save(t.Context(), f.event, s.ID, second), models.CodeConflict)

		rows := &agenda.RowsInput{Rows: []agenda.RowInput{{
			SessionInput: *second, Day: f.event.Local(f.event.StartsAt).Format(time.DateOnly), Start: "23:00", Minutes: "5",
		}}}
		rows.Rows[0].ID = s.ID
		wantCode(t, f.agenda.SaveRows(t.Context(), f.event, rows), models.CodeConflict)
		page, err := f.agenda.RowsPage(t.Context(), f.event, rows)
		f.must(err)
		if len(page.Rows[0].Theirs) == 0 || page.Rows[0].TitleJa != "開会" {
			t.Errorf("the row does not show both: %+v", page.Rows[0])
		}
		var saved string
		for _, d := range page.Rows[0].Theirs {
			saved += d.Saved
		}
		if saved == "" {
			t.Error("it is not said what the other wrote")
		}
	})
}

func TestThoseConcernedAreTold(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("講演", 10, 40)
		in.SpeakersInput = speakers(models.Speaker{NameJa: "小田 栞"})
		talk, other := f.add(in), f.add(f.input("対話", 40, 60))
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			speaker := talk.Speakers[0].Speaker
			speaker.Email = "oda@speaker.example"
			return tx.Speakers().Update(&speaker)
		})
		fan := f.fan(talk)
		f.fan(other)

		in.StartsAt, in.EndsAt = f.input("", 15, 45).StartsAt, f.input("", 15, 45).EndsAt
		f.save(talk, in)
		told := map[string]string{}
		for _, m := range f.mails() {
			told[m.Kind] += m.ToAddress
		}
		equal(t, "told", told, map[string]string{"agenda_changed": fan.Email, "agenda_speaker": "oda@speaker.example"})
	})
}

func TestACorrectedTextDisturbsNobody(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		talk := f.add(f.input("講演", 10, 40))
		f.fan(talk)
		in := f.input("講演", 10, 40)
		in.DescriptionJa = "誤字を直しました。"
		f.save(talk, in)
		equal(t, "mails", len(f.mails()), 0)
	})
}
