package event_test

import (
	"errors"
	"testing"
	"time"

	"meguri/app/event"
	"meguri/models"
	"meguri/models/modelstest"
)

// office is an organization's desk at which events are made.
type office struct {
	t      *testing.T
	db     *models.DB
	events *event.Service
	summit *models.Event
	raised []string // ticket types whose capacity changed
}

func inOffice(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := &office{t: t, db: db, summit: modelstest.Summit(t, db, "summit")}
		o.events = event.New(db, func(_ *models.Tx, id string) error { o.raised = []string{id}; return nil })
		test(t, o)
	})
}

// draft is what the form of an event holds when nothing was changed.
func draft(e *models.Event) event.Draft {
	const layout = "2006-01-02T15:04"
	return event.Draft{
		TitleJa: e.TitleJa, TitleEn: e.TitleEn, TimeZone: e.TimeZone, StartsAt: e.Local(e.StartsAt).Format(layout), EndsAt: e.Local(e.EndsAt).Format(layout),
		VenueNameJa: e.VenueNameJa, StreamURL: e.StreamURL,
	}
}

func (o *office) read() *models.Event {
	o.t.Helper()
	e, err := o.db.Query(o.t.Context()).Events().ByID(o.summit.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	if err := o.db.Query(o.t.Context()).Events().LoadPartners(e); err != nil {
		o.t.Fatal(err)
	}
	return e
}

// must fails the test on an error; faults demands that a field is at fault.
func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) faults(err error, field, key string) {
	o.t.Helper()
	var known *models.Error
	ok := errors.As(err, &known)
	if !ok || known.Code != models.CodeInvalid || known.Fields[field] != key {
		o.t.Errorf("%#v, want %s: %s", err, field, key)
	}
}

func (o *office) conflicts(err error, key string) {
	o.t.Helper()
	var known *models.Error
	if !errors.As(err, &known) || known.Code != models.CodeConflict || known.Key != key {
		o.t.Errorf("%#v, want a conflict: %s", err, key)
	}
}

func newDraft(slug string) event.Draft {
	return event.Draft{Slug: slug, TitleJa: "つどい！（第１回）", TimeZone: "Asia/Tokyo", StartsAt: "2030-05-01T13:00", EndsAt: "2030-05-01T15:00", VenueNameJa: "区役所", StreamURL: "https://stream.example/x"}
}

func TestANewEventIsADraftThatCanBePublished(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		made, err := o.events.Create(t.Context(), o.summit.OrganizationID, newDraft("tsudoi"))
		o.must(err)
		if made.State != models.EventDraft || made.TitleJa != "つどい！（第１回）" || !made.StartsAt.Equal(time.Date(2030, 5, 1, 4, 0, 0, 0, time.UTC)) {
			t.Errorf("%+v", made)
		}
		types, err := o.db.Query(t.Context()).TicketTypes().OfEvent(made)
		o.must(err)
		consents, err := o.db.Query(t.Context()).ConsentTexts().OfEvent(made)
		o.must(err)
		if len(types) != 2 || len(consents) != 1 {
			t.Errorf("%d ticket types, %d consents", len(types), len(consents))
		}
		o.must(o.events.Publish(t.Context(), made))
		o.conflicts(o.events.Publish(t.Context(), made), "error.conflict")
	})
}

func TestARequestThatComesTwiceMakesOneEvent(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		in := newDraft("tsudoi")
		in.ID = models.NewID()
		first, err := o.events.Create(t.Context(), o.summit.OrganizationID, in)
		o.must(err)
		again, err := o.events.Create(t.Context(), o.summit.OrganizationID, in)
		o.must(err)
		if first.ID != in.ID || again.ID != first.ID {
			t.Errorf("%s and %s", first.ID, again.ID)
		}
		in.ID = models.NewID()
		_, err = o.events.Create(t.Context(), o.summit.OrganizationID, in)
		o.faults(err, "slug", "event.slug_taken")
		in.ID = o.summit.ID // another organization's
		_, err = o.events.Create(t.Context(), models.NewID(), in)
		o.conflicts(err, "error.conflict")
	})
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	cases := map[string]struct {
		change     func(*event.Draft)
		field, key string
	}{
		"a time that the clock skips": {func(d *event.Draft) { d.TimeZone, d.StartsAt = "Europe/Berlin", "2030-03-31T02:30" }, "starts_at", "event.no_such_time"},
		"an end before the start":     {func(d *event.Draft) { d.EndsAt = d.StartsAt }, "ends_at", "event.ends_before"},
		"two years":                   {func(d *event.Draft) { d.EndsAt = "2032-05-01T15:00" }, "ends_at", "event.lasts_long"},
		"the year 9999":               {func(d *event.Draft) { d.EndsAt = "9999-05-01T15:00" }, "ends_at", "field.time"},
		"no zone":                     {func(d *event.Draft) { d.TimeZone = "" }, "time_zone", "event.zone_unknown"},
		"the server's zone":           {func(d *event.Draft) { d.TimeZone = "Local" }, "time_zone", "event.zone_unknown"},
		"no title":                    {func(d *event.Draft) { d.TitleJa = "　" }, "title_ja", "field.required"},
		"a script as a map":           {func(d *event.Draft) { d.VenueMapURL = "javascript:alert(1)" }, "venue_map_url", "field.url"},
		"half an address":             {func(d *event.Draft) { d.StreamURL = "https://" }, "stream_url", "field.url"},
		"capitals in the slug":        {func(d *event.Draft) { d.Slug = "つどい" }, "slug", "event.slug_form"},
		"a slug of the program's own": {func(d *event.Draft) { d.Slug = "new" }, "slug", "event.slug_taken"},
		"a slug that is taken":        {func(d *event.Draft) { d.Slug = "summit" }, "slug", "event.slug_taken"},
	}
	inOffice(t, func(t *testing.T, o *office) {
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				in := newDraft("tsudoi")
				c.change(&in)
				_, err := o.events.Create(t.Context(), o.summit.OrganizationID, in)
				(&office{t: t}).faults(err, c.field, c.key)
			})
		}
	})
}

func TestPartnersAreNamedOnce(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		in := newDraft("tsudoi")
		in.CoHosts, in.Partners = []string{o.summit.OrganizationID, "nobody"}, []string{models.NewID()}
		in.NewPartners = "専修大学 | Senshu University\r\n\r\n 専修大学 \r\nNECプロボノ倶楽部\r\n川崎市｜City of Kawasaki"
		made, err := o.events.Create(t.Context(), o.summit.OrganizationID, in)
		o.must(err)
		o.must(o.db.Query(t.Context()).Events().LoadPartners(made))
		var names []string
		for _, p := range made.Partners {
			names = append(names, p.Organization.NameJa+"/"+p.Organization.NameEn)
		}
		if len(names) != 2 || names[0] != "専修大学/Senshu University" || names[1] != "川崎市/City of Kawasaki" {
			t.Errorf("%q", names)
		}
	})
}
