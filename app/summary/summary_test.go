package summary

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

// start is when the summit of the tests begins; it ends ninety minutes later.
var start = time.Date(2025, 11, 29, 4, 0, 0, 0, time.UTC)

func at(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }

func checkIn(minute int, result models.CheckInResult) models.CheckIn {
	return models.CheckIn{Result: result, ScannedAt: at(minute)}
}

// equal compares what there is with what should be; what names it.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// summit stores an event of three sessions and somebody who registered for a ticket type.
func summit(t *testing.T, db *models.DB, ticketType string) (*models.Event, *models.Registration) {
	t.Helper()
	db.SetClock(func() time.Time { return at(-24 * 60) })
	event := modelstest.Summit(t, db, "summit-"+models.NewID())
	event.StartsAt, event.EndsAt = start, at(90)
	modelstest.Write(t, db, func(tx *models.Tx) error {
		stored := *event // a transaction may run twice
		if err := tx.Events().Update(&stored, event.Version); err != nil {
			return err
		}
		var sessions []models.Session
		for i := range 3 {
			sessions = append(sessions, models.Session{
				ID:        models.NewID(),
				EventID:   event.ID,
				Kind:      models.SessionDiscussion,
				TitleJa:   "対話",
				Language:  "ja",
				StartsAt:  at(30 * i),
				EndsAt:    at(30*i + 30),
				CreatedAt: tx.Now,
				UpdatedAt: tx.Now,
			})
		}
		return tx.InsertRows(sessions)
	})
	return event, modelstest.Registration(t, db, event, ticketType)
}

func TestAttendanceIsReadFromTheDoorAndTheLiveRoom(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, r := summit(t, db, "online")
		stored := checkIn(10, models.CheckInAdmitted)
		stored.ID, stored.EventID, stored.RegistrationID = models.NewID(), event.ID, &r.ID
		stored.Door, stored.Direction = "main", models.DirectionIn
		watched := func(from, until int) models.Presence {
			return models.Presence{
				ID:             models.NewID(),
				EventID:        event.ID,
				RegistrationID: r.ID,
				Tab:            models.NewID(),
				StartedAt:      at(from),
				SeenAt:         at(until),
			}
		}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			if _, err := tx.CheckIns().Insert([]models.CheckIn{stored}); err != nil {
				return err
			}
			return tx.InsertRows([]models.Presence{
				watched(-24*60, -24*60+45), // a rehearsal the day before
				watched(-5, 40),
				watched(20, 50), // a second tab
			})
		})
		page, err := attendanceOf(db.Query(t.Context()), event, r)
		if err != nil {
			t.Fatal(err)
		}
		t.Run("with the time at the venue", func(t *testing.T) {
			equal(t, "visits", page.Venue, []attendance.Visit{{From: at(10)}}) // until the end of the event
		})
		t.Run("with the minutes online, without a rehearsal and what was before the start", func(t *testing.T) {
			equal(t, "minutes", page.OnlineMinutes, 50)
		})
		t.Run("with each session", func(t *testing.T) {
			var got []int
			for _, session := range page.Sessions {
				got = append(got, session.OnlineMinutes)
			}
			equal(t, "minutes", got, []int{30, 20, 0})
		})
	})
}

func TestSummary(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	none := func(context.Context, *i18n.Localizer, *models.Event) ([]pdf.Result, error) { return nil, nil }
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, r := summit(t, db, "online")
		r.Name = text.Name{Family: "𠮷田", Given: "🌻"}
		makePDF := func(minute int, state models.RegistrationState, results KeyResults) ([]byte, error) {
			db.SetClock(func() time.Time { return at(minute) })
			r := *r
			r.State = state
			return New(db, pdf.New(), Options{Results: results}).PDF(t.Context(), bundle.For("ja"), event, &r)
		}
		t.Run("comes after the event", func(t *testing.T) {
			content, err := makePDF(91, models.RegistrationConfirmed, none)
			if err != nil {
				t.Fatal(err)
			}
			if len(content) < 1000 {
				t.Errorf("%d bytes", len(content))
			}
		})
		t.Run("and not before", func(t *testing.T) {
			_, err := makePDF(89, models.RegistrationConfirmed, none)
			equal(t, "error", models.CodeOf(err), models.CodeConflict)
		})
		t.Run("to confirmed attendees only", func(t *testing.T) {
			for _, state := range models.RegistrationStates {
				want := models.CodeConflict
				if state == models.RegistrationConfirmed {
					want = ""
				}
				_, err := makePDF(91, state, none)
				equal(t, "error where it is "+string(state), models.CodeOf(err), want)
			}
		})
		t.Run("fails with the results", func(t *testing.T) {
			broken := errors.New("broken")
			fail := func(context.Context, *i18n.Localizer, *models.Event) ([]pdf.Result, error) { return nil, broken }
			if _, err := makePDF(91, models.RegistrationConfirmed, fail); !errors.Is(err, broken) {
				t.Error(err)
			}
		})
	})
}

// attend stores that somebody came to the venue at the start.
func attend(t *testing.T, db *models.DB, event *models.Event, r *models.Registration) {
	t.Helper()
	came := checkIn(0, models.CheckInAdmitted)
	came.ID, came.EventID, came.RegistrationID = models.NewID(), event.ID, &r.ID
	came.Door, came.Direction = "main", models.DirectionIn
	modelstest.Write(t, db, func(tx *models.Tx) error {
		if _, err := tx.CheckIns().Insert([]models.CheckIn{came}); err != nil {
			return err
		}
		return tx.InsertRows([]models.Admission{{
			RegistrationID: r.ID, EventID: event.ID, TicketTypeID: r.TicketTypeID, Arrived: true, CheckInID: came.ID,
			ChangedAt: came.ScannedAt,
		}})
	})
}

func TestCertificate(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, r := summit(t, db, "venue")
		links := link.New([]byte("a key of the test's"))
		service := New(db, pdf.New(), Options{Links: links, BaseURL: "https://here.example"})
		certified := func(minute int, r *models.Registration) models.Code {
			db.SetClock(func() time.Time { return at(minute) })
			_, err := service.CertificatePDF(t.Context(), bundle.For("en"), event, r)
			return models.CodeOf(err)
		}
		checked := func(code string) *CheckPage {
			page, err := service.Check(t.Context(), code)
			if err != nil {
				t.Fatal(err)
			}
			return page
		}
		code := links.Certificate(r.ID)
		t.Run("is for those who came only", func(t *testing.T) {
			equal(t, "error", certified(91, r), models.CodeConflict)
			equal(t, "what a checker learns", checked(code).Truth, Withdrawn)
		})
		attend(t, db, event, r)
		t.Run("comes after the event", func(t *testing.T) {
			equal(t, "error before", certified(89, r), models.CodeConflict)
			equal(t, "what a checker learns before", checked(code).Truth, Withdrawn)
			equal(t, "error after", certified(91, r), "")
		})
		t.Run("is true for who holds its code", func(t *testing.T) {
			page := checked(code)
			equal(t, "truth", page.Truth, Valid)
			equal(t, "number", page.Number, number(event, r))
			equal(t, "names", page.Names[0], r.Full("ja"))
			equal(t, "modes", page.Modes, []models.Mode{models.ModeVenue})
		})
		t.Run("is unknown with another code", func(t *testing.T) {
			other := link.New([]byte("another key")).Certificate(r.ID)
			for _, wrong := range []string{"", "x", r.Code, r.ID, code[1:], code + "A", other} {
				equal(t, "what a checker learns of "+wrong, checked(wrong).Truth, Unknown)
			}
		})
		t.Run("ends with the registration", func(t *testing.T) {
			modelstest.Write(t, db, func(tx *models.Tx) error {
				current, err := tx.Registrations().ByID(event, r.ID)
				if err != nil {
					return err
				}
				current.State = models.RegistrationCancelled
				return tx.Registrations().Update(current)
			})
			equal(t, "what a checker learns", *checked(code), CheckPage{Truth: Withdrawn})
		})
	})
}

func TestOrganizationsOnCertificatesAreInTheLanguageOfThePaper(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		modelstest.Write(t, db, func(tx *models.Tx) error {
			known := models.NewOrganization("川崎市", "City of Kawasaki")
			return tx.Organizations().Create(&known)
		})
		for typed, want := range map[string]string{"川崎市": "City of Kawasaki", "川崎の会": "川崎の会", "": ""} {
			got, err := organizationOf(db.Query(t.Context()), bundle.For("en"), &models.Registration{Organization: typed})
			if err != nil || got != want {
				t.Errorf("%q is %q in English, %v", typed, got, err)
			}
		}
	})
}

func TestProgrammeNeedsAnAgenda(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, _ := summit(t, db, "venue")
		service := New(db, pdf.New(), Options{BaseURL: "https://here.example"})
		if _, err := service.ProgrammePDF(t.Context(), bundle.For("ja"), event); err != nil {
			t.Error(err)
		}
		empty := modelstest.Summit(t, db, "empty-"+models.NewID())
		_, err := service.ProgrammePDF(t.Context(), bundle.For("ja"), empty)
		equal(t, "error without sessions", models.CodeOf(err), models.CodeNotFound)
	})
}

func TestSummaryTellsOfTheHostsNextEvent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, _ := summit(t, db, "venue")
		other := modelstest.Summit(t, db, "other-"+models.NewID())
		service := New(db, pdf.New(), Options{BaseURL: "https://here.example"})
		add := func(like *models.Event, state models.EventState, minute int) *models.Event {
			e := *like
			e.ID, e.Slug, e.State = models.NewID(), "e-"+models.NewID(), state
			e.StartsAt, e.EndsAt = at(minute), at(minute+60)
			modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Events().Create(&e) })
			return &e
		}
		expect := func(what, want string) {
			next, err := service.next(db.Query(t.Context()), event)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if next != nil {
				got = next.Event.ID
			}
			equal(t, what, got, want)
		}
		db.SetClock(func() time.Time { return at(100) })
		add(other, models.EventPublished, 1000)
		add(event, models.EventDraft, 1000)
		add(event, models.EventPublished, 30)
		expect("next where others are another host's, a draft, or are over", "")
		add(event, models.EventPublished, 3000)
		expect("the first of two", add(event, models.EventPublished, 2000).ID)
	})
}
