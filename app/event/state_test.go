package event_test

import (
	"slices"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestCancellingNeedsAReason(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		wantFault(t, f.events.Cancel(t.Context(), f.event, " \n "), "reason", "event.reason_needed")
		equal(t, "the state", f.stored(t).State, models.EventPublished)
	})
}

func TestCancellingTellsEverybodyTheReasonOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for range 3 {
			modelstest.Registration(t, f.db, f.event, "online")
		}
		cancelled := modelstest.Registration(t, f.db, f.event, "online")
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			gone := *cancelled
			gone.State = models.RegistrationCancelled
			return tx.Registrations().Update(&gone)
		})
		must(t, f.events.Cancel(t.Context(), f.event, "台風が近づいているため。"))
		f.runJobs(t)
		mails := f.mails(t)
		equal(t, "the number of mails", len(mails), 3)
		for _, m := range mails {
			equal(t, "the kind", m.Kind, "event_cancelled")
			equal(t, "the reason", m.Data["reason"], "台風が近づいているため。")
			f.expectActivity(t, &m, models.ActivityEventCancelled)
			if *m.RegistrationID == cancelled.ID {
				t.Error("somebody who had cancelled is told")
			}
		}
	})
}

func TestACancelledEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.events.Cancel(t.Context(), f.event, "雨のため"))
		e := f.stored(t)
		equal(t, "the state", e.State, models.EventCancelled)
		equal(t, "the reason", e.CancelReason, "雨のため")
		equal(t, "the sequence", e.Sequence, f.event.Sequence+1)
		equal(t, "whether it is called off", e.WasCancelled(), true)
		wantError(t, f.events.Cancel(t.Context(), e, "もう一度"), models.CodeConflict, "error.conflict")
	})
}

func TestWhatADraftLacks(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.makeReady(t)
		for name, c := range map[string]struct {
			change func(e *models.Event)
			key    string // "" where nothing is missing
		}{
			"nothing": {func(*models.Event) {}, ""},
			"no place": {
				func(e *models.Event) { e.VenueNameJa, e.StreamURL = "", "" },
				"event.missing_place",
			},
			"a venue for its ticket type":  {func(e *models.Event) { e.VenueNameJa = "" }, "event.missing_venue"},
			"a stream for its ticket type": {func(e *models.Event) { e.StreamURL = "" }, "event.missing_stream"},
			"ticket types":                 {func(e *models.Event) { e.ID = models.NewID() }, "event.missing_types"},
			"a consent":                    {func(e *models.Event) { e.ID = models.NewID() }, "event.missing_consent"},
			"an address for questions":     {func(e *models.Event) { e.ContactEmail = "" }, "event.missing_contact"},
			"a future": {
				func(e *models.Event) { e.EndsAt = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) },
				"event.missing_future",
			},
		} {
			t.Run(name, func(t *testing.T) {
				e := *f.event
				c.change(&e)
				missing, err := f.events.Missing(t.Context(), &e)
				must(t, err)
				if c.key == "" {
					equal(t, "what is missing", missing, nil)
					return
				}
				if !slices.Contains(missing, c.key) {
					t.Errorf("%v is missing, want %s", missing, c.key)
				}
				equal(t, "the error of publishing", models.CodeOf(f.events.Publish(t.Context(), &e)), models.CodeInvalid)
			})
		}
	})
}

func TestAnArchivedEventComesBackAsItWas(t *testing.T) {
	for name, c := range map[string]struct {
		before func(t *testing.T, f *fixture)
		state  models.EventState
		public bool // while it is archived
	}{
		"a draft": {func(t *testing.T, f *fixture) {
			t.Helper()
			f.setState(t, models.EventDraft, nil)
		}, models.EventDraft, false},
		"a past event": {func(t *testing.T, f *fixture) {
			t.Helper()
			f.setState(t, models.EventPublished, map[string]any{"published_at": f.db.Now()})
			f.db.SetClock(func() time.Time { return f.event.EndsAt.Add(time.Hour) })
		}, models.EventPublished, true},
		"a cancelled event": {func(t *testing.T, f *fixture) {
			t.Helper()
			must(t, f.events.Cancel(t.Context(), f.event, "雨のため"))
		}, models.EventCancelled, true},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				c.before(t, f)
				before := f.stored(t)
				must(t, f.events.Archive(t.Context(), before))
				archived := f.stored(t)
				equal(t, "whether it is public", archived.Public(), c.public)
				equal(t, "whether it is called off", archived.WasCancelled(), before.WasCancelled())
				must(t, f.events.Restore(t.Context(), archived))
				equal(t, "the state", f.stored(t).State, c.state)
			})
		})
	}
}

// setState brings the event into a state, and sets further columns.
func (f *fixture) setState(t *testing.T, state models.EventState, fields map[string]any) {
	t.Helper()
	if fields == nil {
		fields = map[string]any{}
	}
	modelstest.Write(t, f.db, func(tx *models.Tx) error {
		return tx.Events().SetState(f.event, state, fields, f.event.State)
	})
}

func TestWhoIsComingStillFindsTheEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		wantError(t, f.events.Archive(t.Context(), f.event), models.CodeConflict, "event.archive_early")
	})
}

func TestPublishingCanBeTakenBackWhileNobodyHasRegistered(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.makeReady(t)
		dashboard := func() bool {
			page, err := f.events.Dashboard(t.Context(), f.account(t, models.RoleOrganizer, true), f.stored(t))
			must(t, err)
			return page.MayUnpublish
		}
		equal(t, "whether it is offered", dashboard(), true)
		must(t, f.events.Unpublish(t.Context(), f.stored(t)))
		e := f.stored(t)
		equal(t, "the state", e.State, models.EventDraft)
		equal(t, "when it was published", e.PublishedAt, nil)
		equal(t, "whether it is offered to a draft", dashboard(), false)
		wantError(t, f.events.Unpublish(t.Context(), e), models.CodeConflict, "error.conflict")
		must(t, f.events.Publish(t.Context(), e))
		r := modelstest.Registration(t, f.db, f.event, "venue")
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			cancelled := *r
			cancelled.State = models.RegistrationCancelled
			return tx.Registrations().Update(&cancelled)
		})
		equal(t, "whether it is offered where somebody cancelled", dashboard(), false)
		wantError(t, f.events.Unpublish(t.Context(), f.stored(t)), models.CodeConflict, "event.unpublish_late")
		equal(t, "the state", f.stored(t).State, models.EventPublished)
	})
}
