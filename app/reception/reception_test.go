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

// door is an event's reception, with the means to register people for it.
type door struct {
	t             testing.TB
	ctx           context.Context
	db            *models.DB
	service       *reception.Service
	registrations *registration.Service
	event         *models.Event
	scans         int
}

func newDoor(t testing.TB, db *models.DB) *door {
	t.Helper()
	return newDoorAt(t, db, "summit")
}

func newDoorAt(t testing.TB, db *models.DB, slug string) *door {
	t.Helper()
	return &door{
		t: t, ctx: t.Context(), db: db, service: reception.New(db), event: modelstest.Summit(t, db, slug),
		registrations: registration.New(db, link.New([]byte("a key of the test's")), nil),
	}
}

func each(t *testing.T, test func(t *testing.T, d *door)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newDoor(t, db)) })
}

// person registers NAME for the event.
func (d *door) person(name, kind string) *models.Registration { return d.personAt(d.event, name, kind) }

func (d *door) personAt(event *models.Event, name, kind string) *models.Registration {
	d.t.Helper()
	result, err := d.registrations.SignUp(d.ctx, event, &registration.SignUpInput{
		TicketType: kind, Email: name + "@mail.example", Sector: models.SectorCivil, Locale: "ja", NameInput: registration.NameInput{Family: name},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return result.Registration
}

// ticket is the text of a person's QR code as it is now.
func (d *door) ticket(event *models.Event, r *models.Registration) string {
	d.t.Helper()
	r, err := d.db.Query(d.ctx).Registrations().ByID(event, r.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	text, err := d.registrations.Ticket(d.ctx, event, r)
	if err != nil {
		d.t.Fatal(err)
	}
	return text
}

// scan is a new scan of a ticket or code.
func (d *door) scan(ticket string, direction models.Direction) reception.Scan {
	d.scans++
	return reception.Scan{ID: fmt.Sprint("scan-", d.scans), Ticket: ticket, Direction: direction, ScannedAt: d.db.Now()}
}

func (d *door) admit(scans ...reception.Scan) []reception.Outcome {
	d.t.Helper()
	outcomes, err := d.service.Admit(d.ctx, d.event, "受付", scans)
	if err != nil {
		d.t.Fatal(err)
	}
	return outcomes
}

// in and out scan a ticket and tell the result, with the conflict where there is one.
func (d *door) in(ticket string) string {
	d.t.Helper()
	return told(d.admit(d.scan(ticket, models.DirectionIn))[0])
}
func (d *door) out(ticket string) string {
	d.t.Helper()
	return told(d.admit(d.scan(ticket, models.DirectionOut))[0])
}

func told(o reception.Outcome) string {
	return strings.TrimSpace(fmt.Sprint(o.CheckIn.Result, " ", o.CheckIn.Conflict))
}

func (d *door) expect(got, want string) {
	d.t.Helper()
	if got != want {
		d.t.Errorf("%s, want %s", got, want)
	}
}

// undo takes the latest scan back.
func (d *door) undo() error {
	return d.service.Undo(d.ctx, d.event, fmt.Sprint("scan-", d.scans))
}

// inside counts who has come and who is inside.
func (d *door) inside() string {
	d.t.Helper()
	counts, err := d.service.Counts(d.ctx, d.event)
	if err != nil {
		d.t.Fatal(err)
	}
	arrived, inside := 0, 0
	for _, count := range counts {
		arrived, inside = arrived+count.Arrived, inside+count.Inside
	}
	return fmt.Sprintf("%d came, %d inside", arrived, inside)
}

func (d *door) pass(by time.Duration) {
	at := d.db.Now().Add(by)
	d.db.SetClock(func() time.Time { return at })
}

func expectCode(t testing.TB, err error, want models.Code) {
	t.Helper()
	if err == nil || models.CodeOf(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
}
