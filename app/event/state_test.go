package event_test

import (
	"slices"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// work does the jobs that mail everybody; twice, as after a crash between them.
func (o *office) work() {
	o.t.Helper()
	for {
		job := modelstest.Claim(o.t, o.db, time.Minute)
		if job == nil {
			return
		}
		if job.Kind != models.JobSendMail {
			o.must(o.events.Tell(o.t.Context(), job))
			o.must(o.events.Tell(o.t.Context(), job))
		}
		modelstest.Finish(o.t, o.db, job)
	}
}

func (o *office) mails() []models.Mail {
	o.t.Helper()
	list, err := o.db.Query(o.t.Context()).Mails().OfEvent(o.summit, "", "", "", 1000)
	o.must(err)
	return list
}

// tellsOf checks that a mail refers to what happened last, which was of the kind.
func (o *office) tellsOf(m *models.Mail, kind models.ActivityKind) {
	o.t.Helper()
	list, err := o.db.Query(o.t.Context()).Activities().OfEvent(o.summit, 1)
	o.must(err)
	if len(list) != 1 || list[0].Kind != kind {
		o.t.Fatalf("%v happened, want %s", list, kind)
	}
	if m.ActivityID == nil || *m.ActivityID != list[0].ID {
		o.t.Errorf("the mail refers to %v, want %s", m.ActivityID, list[0].ID)
	}
}

func (o *office) state(want models.EventState) *models.Event {
	o.t.Helper()
	e := o.read()
	if e.State != want {
		o.t.Errorf("%s, want %s", e.State, want)
	}
	return e
}

func TestCancellingTellsEverybodyTheReasonOnce(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		for range 3 {
			modelstest.Registration(t, o.db, o.summit, "online")
		}
		gone := modelstest.Registration(t, o.db, o.summit, "online")
		modelstest.Write(t, o.db, func(tx *models.Tx) error {
			gone.State = models.RegistrationCancelled
			return tx.Registrations().Update(gone)
		})
		o.faults(o.events.Cancel(t.Context(), o.summit, " \n "), "reason", "event.reason_needed")
		o.must(o.events.Cancel(t.Context(), o.summit, "台風が近づいているため。"))
		o.work()
		mails := o.mails()
		if len(mails) != 3 {
			t.Errorf("%d mails to 3 people", len(mails))
		}
		for _, m := range mails {
			if m.Kind != "event_cancelled" || m.Data["reason"] != "台風が近づいているため。" || *m.RegistrationID == gone.ID {
				t.Errorf("%+v", m)
			}
			o.tellsOf(&m, models.ActivityEventCancelled)
		}
		e := o.state(models.EventCancelled)
		if !e.CalledOff() || e.CancelledAt == nil || e.Sequence != o.summit.Sequence+1 {
			t.Errorf("%+v", e)
		}
		o.conflicts(o.events.Cancel(t.Context(), e, "もう一度"), "error.conflict")
	})
}

func TestAMissingThingKeepsADraftFromBeingPublished(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		for name, c := range map[string]struct {
			change func(*models.Event)
			key    string
		}{
			"no place":                    {func(e *models.Event) { e.VenueNameJa, e.StreamURL = "", "" }, "event.missing_place"},
			"a venue ticket, no venue":    {func(e *models.Event) { e.VenueNameJa = "" }, "event.missing_venue"},
			"an online ticket, no stream": {func(e *models.Event) { e.StreamURL = "" }, "event.missing_stream"},
			"over already":                {func(e *models.Event) { e.EndsAt = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }, "event.missing_future"},
			"no ticket types":             {func(e *models.Event) { e.ID = models.NewID() }, "event.missing_types"},
		} {
			e := *o.summit
			c.change(&e)
			missing, err := o.events.Missing(t.Context(), &e)
			o.must(err)
			if !slices.Contains(missing, c.key) {
				t.Errorf("%s: %v", name, missing)
			}
			if err := o.events.Publish(t.Context(), &e); models.CodeOf(err) != models.CodeInvalid {
				t.Errorf("%s: published: %v", name, err)
			}
		}
		if missing, err := o.events.Missing(t.Context(), o.summit); err != nil || len(missing) != 0 {
			t.Errorf("nothing is missing, but %v %v", missing, err)
		}
	})
}

func TestAnArchivedEventComesBackAsItWas(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		o.conflicts(o.events.Archive(t.Context(), o.summit), "event.archive_early")
		hidden, err := o.events.Create(t.Context(), o.summit.OrganizationID, newDraft("tsudoi"))
		o.must(err)
		o.must(o.events.Archive(t.Context(), hidden))
		if hidden, err = o.db.Query(t.Context()).Events().ByID(hidden.ID); err != nil || hidden.Public() {
			t.Errorf("a draft became public by being archived: %v", err)
		}
		o.must(o.events.Restore(t.Context(), hidden))
		o.must(o.events.Cancel(t.Context(), o.summit, "雨のため"))
		o.must(o.events.Archive(t.Context(), o.read()))
		if archived := o.state(models.EventArchived); !archived.CalledOff() {
			t.Error("an archived event forgot that it was cancelled")
		}
		o.must(o.events.Restore(t.Context(), o.read()))
		o.state(models.EventCancelled)
	})
}

func TestACopyHasEverythingButPeople(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		modelstest.Registration(t, o.db, o.summit, "venue")
		o.must(o.events.Reword(t.Context(), o.summit, "photo", "写真を撮ります。", "We take pictures.", false))
		o.must(o.db.InTx(t.Context(), func(tx *models.Tx) error {
			edit := &models.SessionInput{
				New: true, RoomName: "大会議室", TrackName: "対話", People: []models.Speaker{{OrganizationEn: "NEC", NameEn: "Alice"}, {OrganizationJa: "川崎市", NameJa: "市長"}},
				Session: models.Session{Kind: models.SessionTalk, Language: "ja", TitleJa: "開会", StartsAt: o.summit.StartsAt, EndsAt: o.summit.EndsAt},
			}
			if err := tx.Sessions().Save(o.summit, edit, 0); err != nil {
				return err
			}
			rooms, err := tx.Rooms().OfEvent(o.summit)
			if err != nil {
				return err
			}
			rooms[0].NameEn = "Hall"
			if err := tx.Rooms().Rename(o.summit, rooms); err != nil {
				return err
			}
			return tx.Sessions().SetCancelled(o.summit, edit.ID, true)
		}))
		id := models.NewID()
		copied, err := o.events.Copy(t.Context(), o.read(), id)
		o.must(err)
		again, err := o.events.Copy(t.Context(), o.read(), id)
		o.must(err)
		if copied.ID != again.ID || copied.Slug != "summit-2" || copied.State != models.EventDraft {
			t.Errorf("%+v %+v", copied, again)
		}
		q := o.db.Query(t.Context())
		sessions, err := q.Sessions().OfEvent(copied)
		o.must(err)
		if len(sessions) != 1 || sessions[0].CancelledAt != nil || sessions[0].Room.NameEn != "Hall" || sessions[0].Track.NameJa != "対話" || len(sessions[0].Speakers) != 2 ||
			sessions[0].Speakers[0].Speaker.NameEn != "Alice" {
			t.Errorf("%+v", sessions)
		}
		types, err := q.TicketTypes().OfEvent(copied)
		o.must(err)
		consents, err := q.ConsentTexts().OfEvent(copied)
		o.must(err)
		people, err := q.Registrations().Count(copied, models.RegistrationFilter{}, 1000)
		o.must(err)
		if len(types) != 2 || types[0].Taken != 0 || len(consents) != 1 || people != 0 {
			t.Errorf("%d types, %d consents, %d people", len(types), len(consents), people)
		}
	})
}
