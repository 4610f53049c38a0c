package registration_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

// fixture is an event that takes registrations, with the service: `venue` has two places, `online` no limit.
type fixture struct {
	t       testing.TB
	ctx     context.Context
	db      *models.DB
	service *registration.Service
	links   link.Maker
	event   *models.Event
	jobs    atomic.Int64
}

// newFixture makes an event of its own, so that several tests may use one database one after another.
func newFixture(t testing.TB, db *models.DB) *fixture {
	t.Helper()
	f := &fixture{t: t, ctx: t.Context(), db: db, links: link.New([]byte("a key of the test's"))}
	f.service = registration.New(db, f.links, nil)
	db.OnJob(func() { f.jobs.Add(1) })
	t.Cleanup(func() { db.SetClock(time.Now) })
	f.event = modelstest.Summit(t, db, "summit-"+models.NewID())
	return f
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newFixture(t, db)) })
}

// eachCase runs sub-tests on both databases, each with an event of its own.
func eachCase(t *testing.T, tests map[string]func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) { test(t, newFixture(t, db)) })
		}
	})
}

// signUpInput is a form that is filled in well.
func signUpInput(email, ticketType string) *registration.SignUpInput {
	return &registration.SignUpInput{
		TicketType: ticketType,
		NameInput: registration.NameInput{
			Family:     "髙橋",
			Given:      "花子",
			FamilyKana: "たかはし",
			GivenKana:  "ﾊﾅｺ",
		},
		Email:  email,
		Sector: models.SectorCivil,
		Locale: "ja",
	}
}

// correctName is a correction of the name alone.
func correctName(family string) *registration.CorrectInput {
	return &registration.CorrectInput{NameInput: registration.NameInput{Family: family}}
}

// changeTo is the input to change to a ticket type.
func changeTo(ticketType string, mayWait bool) *registration.ChangeInput {
	return &registration.ChangeInput{TicketType: ticketType, MayWait: mayWait}
}

func (f *fixture) submit(in *registration.SignUpInput) registration.Result {
	f.t.Helper()
	result, err := f.service.SignUp(f.ctx, f.event, in)
	if err != nil {
		f.t.Fatal(err)
	}
	return result
}

func (f *fixture) cancel(r *models.Registration) {
	f.t.Helper()
	f.must(f.service.Cancel(f.ctx, f.event, r.ID, registration.ByAttendee))
}

// must ends the test where something failed.
func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// sendLinks does the jobs that mail links; each twice, as after a crash.
func (f *fixture) sendLinks() {
	f.t.Helper()
	for {
		job := modelstest.Claim(f.t, f.db, time.Minute)
		if job == nil {
			return
		}
		for _, kind := range f.service.Jobs() {
			if kind.Name != job.Kind {
				continue
			}
			if err := errors.Join(kind.Do(f.ctx, job), kind.Do(f.ctx, job)); err != nil {
				f.t.Error(err)
			}
		}
		modelstest.Finish(f.t, f.db, job)
	}
}

// signUp registers NAME@mail.example.
func (f *fixture) signUp(name, ticketType string) *models.Registration {
	f.t.Helper()
	return f.submit(signUpInput(name+"@mail.example", ticketType)).Registration
}

// current reads a registration as it is current.
func (f *fixture) current(r *models.Registration) *models.Registration {
	f.t.Helper()
	found, err := f.db.Query(f.ctx).Registrations().ByID(f.event, r.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	return found
}

// state is how a registration stands, as in "confirmed venue" or "waitlisted venue 2".
func (f *fixture) state(r *models.Registration) string {
	f.t.Helper()
	found := f.current(r)
	place, err := f.db.Query(f.ctx).WaitingList().Position(found)
	if err != nil {
		f.t.Fatal(err)
	}
	if place == 0 {
		return fmt.Sprintf("%s %s", found.State, found.TicketType.Slug)
	}
	return fmt.Sprintf("%s %s %d", found.State, found.TicketType.Slug, place)
}

func (f *fixture) expect(r *models.Registration, want string) {
	f.t.Helper()
	if got := f.state(r); got != want {
		f.t.Errorf("%s is %s, want %s", r.Email, got, want)
	}
}

// mails lists the kinds of mails to a person, in the order in which they were written.
func (f *fixture) mails(r *models.Registration) string {
	f.t.Helper()
	list, err := f.db.Query(f.ctx).Mails().OfRegistration(r)
	if err != nil {
		f.t.Fatal(err)
	}
	slices.Reverse(list)
	kinds := make([]string, len(list))
	for i, m := range list {
		kinds[i] = m.Kind
	}
	return strings.Join(kinds, " ")
}

func (f *fixture) expectMails(r *models.Registration, want string) {
	f.t.Helper()
	if got := f.mails(r); got != want {
		f.t.Errorf("mails to %s: %s, want %s", r.Email, got, want)
	}
}

// setCapacity changes a ticket type as organizers do.
func (f *fixture) setCapacity(ticketType string, places int) error {
	return f.db.InTx(f.ctx, func(tx *models.Tx) error {
		t, err := tx.TicketTypes().BySlug(f.event, ticketType)
		if err != nil {
			return err
		}
		t.Capacity = &places
		if err := tx.TicketTypes().Update(t, t.Version); err != nil {
			return err
		}
		return f.service.CapacityChanged(tx, t.ID)
	})
}

func (f *fixture) editType(ticketType string, edit func(t *models.TicketType)) {
	f.t.Helper()
	f.write(func(tx *models.Tx) error {
		t, err := tx.TicketTypes().BySlug(f.event, ticketType)
		if err != nil {
			return err
		}
		edit(t)
		return tx.TicketTypes().Update(t, t.Version)
	})
}

func (f *fixture) write(do func(tx *models.Tx) error) {
	f.t.Helper()
	if err := f.db.InTx(f.ctx, do); err != nil {
		f.t.Fatal(err)
	}
}

// expectExact demands that every counter of places is what the registrations say.
func (f *fixture) expectExact() {
	f.t.Helper()
	if wrong, err := f.db.Query(f.ctx).TicketTypes().Miscounts(); err != nil || len(wrong) > 0 {
		f.t.Errorf("miscounts %+v, %v", wrong, err)
	}
}

// advance lets time go by.
func (f *fixture) advance(by time.Duration) {
	at := f.db.Now().Add(by)
	f.db.SetClock(func() time.Time { return at })
}

func expectCode(t testing.TB, err error, want models.Code) {
	t.Helper()
	if err == nil || models.CodeOf(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// expectEqual compares what there is with what should be, and tells the difference; what names it.
func expectEqual[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// faults are the fields of an Invalid error, each with the key of its message.
func faults(t testing.TB, err error) map[string]string {
	t.Helper()
	var known *models.Error
	if !errors.As(err, &known) || known.Code != models.CodeInvalid {
		t.Fatalf("%v, want an Invalid error", err)
	}
	return known.Fields
}

// ids are those of registrations in their order.
func ids(list []models.Registration) []string {
	var ids []string
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	return ids
}
