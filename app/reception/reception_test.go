package reception_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

// fixture is an event with the services of reception and registration.
type fixture struct {
	t             testing.TB
	ctx           context.Context
	db            *models.DB
	service       *reception.Service
	registrations *registration.Service
	event         *models.Event
	scans         int
}

func newFixture(t testing.TB, db *models.DB, slug string) *fixture {
	t.Helper()
	f := &fixture{
		t:             t,
		ctx:           t.Context(),
		db:            db,
		service:       reception.New(db),
		registrations: registration.New(db, link.New([]byte("a key of the test's")), nil),
		event:         modelstest.Summit(t, db, slug),
	}
	f.service.RegisterWith(f.registrations.WalkIn)
	return f
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newFixture(t, db, "summit")) })
}

// eachCase runs sub-tests on both databases, each with an event of its own.
func eachCase(t *testing.T, tests map[string]func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		number := 0
		for name, test := range tests {
			number++
			slug := fmt.Sprint("summit-", number)
			t.Run(name, func(t *testing.T) { test(t, newFixture(t, db, slug)) })
		}
	})
}

// register registers a person for the event; name is the family name and the local part of the address.
func (f *fixture) register(name, ticketType string) *models.Registration {
	return f.registerAt(f.event, name, ticketType)
}

func (f *fixture) registerAt(event *models.Event, name, ticketType string) *models.Registration {
	f.t.Helper()
	result, err := f.registrations.SignUp(f.ctx, event, &registration.SignUpInput{
		TicketType: ticketType,
		Email:      name + "@mail.example",
		Sector:     models.SectorCivil,
		Locale:     "ja",
		NameInput:  registration.NameInput{Family: name},
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return result.Registration
}

// ticket is the text of the attendee's QR code as it is now.
func (f *fixture) ticket(event *models.Event, r *models.Registration) string {
	f.t.Helper()
	r, err := f.db.Query(f.ctx).Registrations().ByID(event, r.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	text, err := f.registrations.Ticket(f.ctx, event, r)
	if err != nil {
		f.t.Fatal(err)
	}
	return text
}

// scan makes a new scan of a ticket or code.
func (f *fixture) scan(ticket string, direction models.Direction) reception.ScanInput {
	f.scans++
	return reception.ScanInput{ID: f.last(), Ticket: ticket, Direction: direction, ScannedAt: f.db.Now()}
}

func (f *fixture) admit(scans ...reception.ScanInput) []reception.Outcome {
	f.t.Helper()
	outcomes, err := f.service.Admit(f.ctx, f.event, "受付", scans)
	if err != nil {
		f.t.Fatal(err)
	}
	return outcomes
}

// in scans a ticket on the way in and returns the result, with the conflict if there is one. out scans it on the way
// out.
func (f *fixture) in(ticket string) string {
	f.t.Helper()
	return describe(f.admit(f.scan(ticket, models.DirectionIn))[0])
}
func (f *fixture) out(ticket string) string {
	f.t.Helper()
	return describe(f.admit(f.scan(ticket, models.DirectionOut))[0])
}

func describe(o reception.Outcome) string {
	return strings.TrimSpace(fmt.Sprint(o.CheckIn.Result, " ", o.CheckIn.Conflict))
}

func (f *fixture) expect(got, want string) {
	f.t.Helper()
	if got != want {
		f.t.Errorf("%s, want %s", got, want)
	}
}

// last is the id of the latest scan.
func (f *fixture) last() string { return fmt.Sprint("scan-", f.scans) }

// undo undoes a scan a minute later.
func (f *fixture) undo(id string) error {
	f.advance(time.Minute)
	return f.service.Undo(f.ctx, f.event, "受付", id)
}

// mustUndo undoes the latest scan.
func (f *fixture) mustUndo() {
	f.t.Helper()
	if err := f.undo(f.last()); err != nil {
		f.t.Error(err)
	}
}

// inside counts who has arrived and who is inside.
func (f *fixture) inside() string {
	f.t.Helper()
	arrived, inside := f.counts()
	return fmt.Sprintf("%d came, %d inside", arrived, inside)
}

func (f *fixture) counts() (arrived, inside int) {
	f.t.Helper()
	counts, err := f.service.Counts(f.ctx, f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, count := range counts {
		arrived, inside = arrived+count.Arrived, inside+count.Inside
	}
	return arrived, inside
}

// duringEvent sets the clock to shortly before the end of the event.
func (f *fixture) duringEvent() {
	at := f.event.EndsAt.Add(-time.Minute).UTC()
	f.db.SetClock(func() time.Time { return at })
}

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
