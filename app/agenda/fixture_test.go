package agenda_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/agenda"
	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

// fixture is an event without sessions, with the service.
type fixture struct {
	t      *testing.T
	db     *models.DB
	agenda *agenda.Service
	event  *models.Event
}

func newService(t *testing.T, db *models.DB) *agenda.Service {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return agenda.New(db, link.New([]byte("key")), texts)
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := &fixture{t, db, newService(t, db), modelstest.Summit(t, db, "summit")}
		f.inTheMorning()
		test(t, f)
	})
}

func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// equal compares what there is with what should be; what names it.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

// input is a session that lasts from one minute of the event to another.
func (f *fixture) input(title string, from, until int) *agenda.SessionInput {
	clock := func(minutes int) string {
		return f.event.Local(f.event.StartsAt).Add(time.Duration(minutes) * time.Minute).Format("2006-01-02T15:04")
	}
	return &agenda.SessionInput{
		TitleJa: title, StartsAt: clock(from), EndsAt: clock(until), Kind: models.SessionTalk, Language: "ja",
	}
}

// add makes a session and returns it.
func (f *fixture) add(in *agenda.SessionInput) models.Session {
	f.t.Helper()
	if in.ID == "" {
		in.ID = models.NewID()
	}
	f.must(f.agenda.Save(f.t.Context(), f.event, "", in))
	return f.session(in.ID)
}

// save changes a session at its version and returns what it is then.
func (f *fixture) save(s models.Session, in *agenda.SessionInput) models.Session {
	f.t.Helper()
	in.Version = s.Version
	f.must(f.agenda.Save(f.t.Context(), f.event, s.ID, in))
	return f.session(s.ID)
}

// publish gives everybody what was changed. What a test reads back of sessions was published before.
func (f *fixture) publish() {
	f.t.Helper()
	page, err := f.agenda.ChangesPage(f.t.Context(), f.event)
	f.must(err)
	f.must(f.agenda.Publish(f.t.Context(), f.event, agenda.PublishInput{Sum: page.Sum}))
}

func (f *fixture) session(id string) models.Session {
	f.t.Helper()
	f.publish()
	s, err := f.db.Query(f.t.Context()).Sessions().ByID(f.event, id)
	f.must(err)
	return *s
}

func (f *fixture) sessions() []models.Session {
	f.t.Helper()
	f.publish()
	list, err := f.db.Query(f.t.Context()).Sessions().OfEvent(f.event)
	f.must(err)
	return list
}

// namesOf are the names of rooms or tracks, as in 大会議室/Hall.
func namesOf[T models.Room | models.Track](list []T) (names []string) {
	for _, named := range list {
		names = append(names, models.Room(named).NameJa+"/"+models.Room(named).NameEn)
	}
	return names
}

func (f *fixture) staffPage() *agenda.StaffPage {
	f.t.Helper()
	page, err := f.agenda.StaffPage(f.t.Context(), f.event)
	f.must(err)
	return page
}

// activities are the kinds of the event's activities, oldest first.
func (f *fixture) activities() (kinds []models.ActivityKind) {
	f.t.Helper()
	f.publish()
	for _, a := range slices.Backward(modelstest.Activities(f.t, f.db, f.event)) {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}

// faultOf is the key of the text beside a field, "" for none.
func faultOf(err error, field string) string {
	var known *models.Error
	if !errors.As(err, &known) {
		return ""
	}
	return known.Fields[field]
}

func wantCode(t *testing.T, err error, want models.Code) {
	t.Helper()
	if got := models.CodeOf(err); got != want {
		t.Errorf("code %q (%v), want %q", got, err, want)
	}
}

// speakers is who speaks, as a form has it.
func speakers(list ...models.Speaker) (in agenda.SpeakersInput) {
	for _, s := range list {
		in.NamesJa, in.NamesEn = append(in.NamesJa, s.NameJa), append(in.NamesEn, s.NameEn)
		in.OrganizationsJa = append(in.OrganizationsJa, s.OrganizationJa)
		in.OrganizationsEn = append(in.OrganizationsEn, s.OrganizationEn)
		in.RolesJa, in.RolesEn = append(in.RolesJa, s.RoleJa), append(in.RolesEn, s.RoleEn)
	}
	return in
}

func crowd(n int) (in agenda.SpeakersInput) {
	for range n {
		in.NamesJa = append(in.NamesJa, "市長")
	}
	return in
}

func characters(n int) string { return strings.Repeat("長", n) }

// inTheMorning has the event begin at nine: sessions of late hours are of another day.
func (f *fixture) inTheMorning() {
	f.t.Helper()
	at := f.event.Local(f.event.StartsAt)
	f.event.StartsAt = time.Date(at.Year(), at.Month(), at.Day(), 9, 0, 0, 0, at.Location()).UTC()
	f.event.EndsAt = f.event.StartsAt.Add(4 * time.Hour)
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		stored, err := tx.Events().ByID(f.event.ID)
		if err != nil {
			return err
		}
		stored.StartsAt, stored.EndsAt = f.event.StartsAt, f.event.EndsAt
		return tx.Events().Update(stored, stored.Version)
	})
}
