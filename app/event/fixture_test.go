package event_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/event"
	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/modelstest"
)

// fixture is a published event of an organization, with the service.
type fixture struct {
	db     *models.DB
	events *event.Service
	event  *models.Event
	// changed has the id of the ticket type whose capacity changed last.
	changed []string
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := &fixture{db: db, event: modelstest.Summit(t, db, "summit")}
		f.events = event.New(db, func(_ *models.Tx, id string) error {
			f.changed = []string{id}
			return nil
		})
		test(t, f)
	})
}

// makeReady gives the event what it lacks to be published.
func (f *fixture) makeReady(t *testing.T) {
	t.Helper()
	modelstest.Write(t, f.db, func(tx *models.Tx) error {
		e := *f.event
		e.ContactEmail = "summit@city.example"
		if err := tx.Events().Update(&e, e.Version); err != nil {
			return err
		}
		return tx.ConsentTexts().Add(&models.ConsentText{EventID: f.event.ID, Slug: "privacy", TextJa: "ご連絡に使います。"})
	})
	f.event = f.stored(t)
}

func (f *fixture) query(t *testing.T) *models.Query {
	t.Helper()
	return f.db.Query(t.Context())
}

// stored is the event as it is in the database, with its partners.
func (f *fixture) stored(t *testing.T) *models.Event {
	t.Helper()
	e, err := f.query(t).Events().ByID(f.event.ID)
	must(t, err)
	must(t, f.query(t).Events().LoadPartners(e))
	return e
}

// hosts are the organizations for which events may be made.
func (f *fixture) hosts() []models.Organization {
	return []models.Organization{{ID: f.event.OrganizationID}}
}

// account makes an account with a role at the event's organization, or at the event alone.
func (f *fixture) account(t *testing.T, role models.Role, atEvent bool) *models.Account {
	t.Helper()
	email := models.NewID() + "@city.example"
	account := &models.Account{Email: email, EmailKey: email, Name: string(role), PasswordHash: "!", Locale: "ja"}
	modelstest.Write(t, f.db, func(tx *models.Tx) error {
		if err := tx.Accounts().Create(account); err != nil {
			return err
		}
		if atEvent {
			return tx.Members().Add(&models.Member{AccountID: account.ID, EventID: &f.event.ID, Role: role})
		}
		return tx.Members().Add(&models.Member{
			AccountID: account.ID, OrganizationID: &f.event.OrganizationID, Role: role,
		})
	})
	return account
}

// runJobs does the jobs that mail everybody, each twice, as after a crash.
func (f *fixture) runJobs(t *testing.T) {
	t.Helper()
	for {
		job := modelstest.Claim(t, f.db, time.Minute)
		if job == nil {
			return
		}
		if job.Kind == event.JobNotify {
			must(t, f.events.Notify(t.Context(), job))
			must(t, f.events.Notify(t.Context(), job))
		}
		modelstest.Finish(t, f.db, job)
	}
}

func (f *fixture) mails(t *testing.T) []models.Mail {
	t.Helper()
	list, err := f.query(t).Mails().OfEvent(f.event, "", "", "", 1000)
	must(t, err)
	return list
}

// inputOf is what the form of an event holds when nothing was changed.
func inputOf(e *models.Event) *event.EventInput {
	return &event.EventInput{
		Version:     e.Version,
		TitleJa:     e.TitleJa,
		TitleEn:     e.TitleEn,
		TimeZone:    e.TimeZone,
		StartsAt:    e.Local(e.StartsAt).Format(check.LocalLayout),
		EndsAt:      e.Local(e.EndsAt).Format(check.LocalLayout),
		VenueNameJa: e.VenueNameJa,
		StreamURL:   e.StreamURL,

		ContactEmail: e.ContactEmail,
	}
}

// partners is what the form has about organizations: a row each, with its name, part and name in English.
func partners(rows ...[3]string) (in event.PartnerInput) {
	for _, row := range rows {
		in.PartnerNames = append(in.PartnerNames, row[0])
		in.PartnerParts = append(in.PartnerParts, row[1])
		in.PartnerNamesEn = append(in.PartnerNamesEn, row[2])
	}
	return in
}

// newInput is the form of a new event.
func newInput(slug string) *event.EventInput {
	return &event.EventInput{
		Slug:        slug,
		TitleJa:     "つどい！（第１回）",
		TimeZone:    "Asia/Tokyo",
		StartsAt:    "2030-05-01T13:00",
		EndsAt:      "2030-05-01T15:00",
		VenueNameJa: "区役所",
		StreamURL:   "https://stream.example/x",

		ContactEmail: "summit@city.example",
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// equal compares what there is with what should be; what names it.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// wantFault demands that a field is at fault.
func wantFault(t *testing.T, err error, field, key string) {
	t.Helper()
	var known *models.Error
	if !errors.As(err, &known) {
		t.Fatalf("error %v, want %s: %s", err, field, key)
	}
	equal(t, "the code", known.Code, models.CodeInvalid)
	equal(t, "the fault of "+field, known.Fields[field], key)
}

// wantError demands an error with a code and a key.
func wantError(t *testing.T, err error, code models.Code, key string) {
	t.Helper()
	var known *models.Error
	if !errors.As(err, &known) {
		t.Fatalf("error %v, want %s: %s", err, code, key)
	}
	equal(t, "the code", known.Code, code)
	equal(t, "the key", known.Key, key)
}
