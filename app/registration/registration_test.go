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

// driver uses the service at an event that takes registrations: `venue` has two places, `online` no limit.
type driver struct {
	t       testing.TB
	ctx     context.Context
	db      *models.DB
	service *registration.Service
	links   link.Maker
	event   *models.Event
	wakes   atomic.Int64
}

// newDriver makes an event of its own, so that several tests may use one database one after another.
func newDriver(t testing.TB, db *models.DB) *driver {
	t.Helper()
	d := &driver{t: t, ctx: t.Context(), db: db, links: link.New([]byte("a key of the test's"))}
	d.service = registration.New(db, d.links, nil)
	db.OnJob(func() { d.wakes.Add(1) })
	t.Cleanup(func() { db.SetClock(time.Now) })
	d.event = modelstest.Summit(t, db, "summit-"+models.NewID())
	return d
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, d *driver)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newDriver(t, db)) })
}

// cases runs sub-tests on both databases, each with an event of its own.
func cases(t *testing.T, tests map[string]func(t *testing.T, d *driver)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) { test(t, newDriver(t, db)) })
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

// named is a correction of the name alone.
func named(family string) *registration.CorrectInput {
	return &registration.CorrectInput{NameInput: registration.NameInput{Family: family}}
}

// changeTo is the wish for another ticket type.
func changeTo(ticketType string, mayWait bool) *registration.ChangeInput {
	return &registration.ChangeInput{TicketType: ticketType, MayWait: mayWait}
}

func (d *driver) submit(in *registration.SignUpInput) registration.Result {
	d.t.Helper()
	result, err := d.service.SignUp(d.ctx, d.event, in)
	if err != nil {
		d.t.Fatal(err)
	}
	return result
}

func (d *driver) cancel(r *models.Registration) {
	d.t.Helper()
	d.must(d.service.Cancel(d.ctx, d.event, r.ID))
}

// must ends the test where something failed.
func (d *driver) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// sendLinks does the jobs that mail links; each twice, as after a crash.
func (d *driver) sendLinks() {
	d.t.Helper()
	for {
		job := modelstest.Claim(d.t, d.db, time.Minute)
		if job == nil {
			return
		}
		if job.Kind == registration.JobLink {
			if err := errors.Join(d.service.Relink(d.ctx, job), d.service.Relink(d.ctx, job)); err != nil {
				d.t.Error(err)
			}
		}
		modelstest.Finish(d.t, d.db, job)
	}
}

// signUp registers NAME@mail.example.
func (d *driver) signUp(name, ticketType string) *models.Registration {
	d.t.Helper()
	return d.submit(signUpInput(name+"@mail.example", ticketType)).Registration
}

// now reads a registration as it is now.
func (d *driver) now(r *models.Registration) *models.Registration {
	d.t.Helper()
	found, err := d.db.Query(d.ctx).Registrations().ByID(d.event, r.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return found
}

// state is how a registration stands, as in "confirmed venue" or "waitlisted venue 2".
func (d *driver) state(r *models.Registration) string {
	d.t.Helper()
	found := d.now(r)
	place, err := d.db.Query(d.ctx).WaitingList().Position(found)
	if err != nil {
		d.t.Fatal(err)
	}
	if place == 0 {
		return fmt.Sprintf("%s %s", found.State, found.TicketType.Slug)
	}
	return fmt.Sprintf("%s %s %d", found.State, found.TicketType.Slug, place)
}

func (d *driver) expect(r *models.Registration, want string) {
	d.t.Helper()
	if got := d.state(r); got != want {
		d.t.Errorf("%s is %s, want %s", r.Email, got, want)
	}
}

// mails lists the kinds of mails to a person, in the order in which they were written.
func (d *driver) mails(r *models.Registration) string {
	d.t.Helper()
	list, err := d.db.Query(d.ctx).Mails().OfRegistration(r)
	if err != nil {
		d.t.Fatal(err)
	}
	slices.Reverse(list)
	kinds := make([]string, len(list))
	for i, m := range list {
		kinds[i] = m.Kind
	}
	return strings.Join(kinds, " ")
}

func (d *driver) expectMails(r *models.Registration, want string) {
	d.t.Helper()
	if got := d.mails(r); got != want {
		d.t.Errorf("mails to %s: %s, want %s", r.Email, got, want)
	}
}

// setCapacity changes a ticket type as organizers do.
func (d *driver) setCapacity(ticketType string, places int) error {
	return d.db.InTx(d.ctx, func(tx *models.Tx) error {
		t, err := tx.TicketTypes().BySlug(d.event, ticketType)
		if err != nil {
			return err
		}
		t.Capacity = &places
		if err := tx.TicketTypes().Update(t, t.Version); err != nil {
			return err
		}
		return d.service.CapacityChanged(tx, t.ID)
	})
}

func (d *driver) editType(ticketType string, edit func(t *models.TicketType)) {
	d.t.Helper()
	d.write(func(tx *models.Tx) error {
		t, err := tx.TicketTypes().BySlug(d.event, ticketType)
		if err != nil {
			return err
		}
		edit(t)
		return tx.TicketTypes().Update(t, t.Version)
	})
}

func (d *driver) write(do func(tx *models.Tx) error) {
	d.t.Helper()
	if err := d.db.InTx(d.ctx, do); err != nil {
		d.t.Fatal(err)
	}
}

// expectExact demands that every counter of places is what the registrations say.
func (d *driver) expectExact() {
	d.t.Helper()
	if wrong, err := d.db.Query(d.ctx).TicketTypes().Miscounts(); err != nil || len(wrong) > 0 {
		d.t.Errorf("miscounts %+v, %v", wrong, err)
	}
}

// pass lets time go by.
func (d *driver) pass(by time.Duration) {
	at := d.db.Now().Add(by)
	d.db.SetClock(func() time.Time { return at })
}

func expectCode(t testing.TB, err error, want models.Code) {
	t.Helper()
	if err == nil || models.CodeOf(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// expectEqual compares what is and what should be.
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
