package journeys_test

import (
	"regexp"
	"strings"
	"testing"

	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/app/testkit/browser"
	"meguri/models"
)

// receptionist admits people by camera, by code and by search.
func (s *demoServer) receptionist(t *testing.T, view browser.View) {
	p := s.staff(t, models.RoleReceptionist, view)
	section(p.Open("/staff/events/summit-next"), "reception.title").Examine("reception")
	before := p.Text("#counts .stat b")
	s.scans(t, p)
	s.typesCode(t, p)
	s.searches(t, p)
	if after := p.Text("#counts .stat b"); after == before {
		t.Errorf("three people came, and the count stays at %s", after)
	}
}

// scans shows a ticket, half a ticket and a ticket of another event to the camera, repeatedly.
func (s *demoServer) scans(t *testing.T, p *browser.Page) {
	good := s.ticket(t, "summit-next", s.nextAtVenue(t))
	other := s.ticket(t, "summit-2025", s.confirmedAt(t, "summit-2025"))
	s.browser.Show(t, good, browser.LeftHalf(good), other)
	p.Watch("#result .outcome-word")
	p.Press("reception.camera_start").Sees("reception.camera_stop")
	words := []string{p.T("reception.result_admitted"), p.T("reception.result_wrong_event"), since(p)}
	if seen := p.Watched(words...); strings.Contains(strings.Join(seen, " "), p.T("reception.result_unknown")) {
		t.Errorf("half a ticket was taken for a ticket: %q", seen)
	}
	p.Examine("reception-camera").Screenshot("camera", "body")
	p.Press("reception.camera_stop").Sees("reception.camera_start")
}

// since is the text about a person who is inside, without the time.
func since(p *browser.Page) string {
	return strings.TrimSpace(p.T("reception.already_since", "time", ""))
}

var clock = regexp.MustCompile(`\b\d\d:\d\d\b`)

func (s *demoServer) typesCode(t *testing.T, p *browser.Page) {
	attendee := s.nextAtVenue(t)
	enter := func() *browser.Page { return p.Fill("reception.code", strings.ToLower(attendee.Code)).Enter() }
	enter().Sees("reception.result_admitted", attendee.Full(p.Lang)).Examine("admitted")
	enter().Sees(since(p)).Examine("already")
	if words := p.Text("#result .outcome-word"); !clock.MatchString(words) {
		t.Errorf("%q tells no time", words)
	}
	p.Open("/staff/events/summit-next/reception").
		Fill("reception.code", "2222-2222").
		Enter().
		Sees("reception.result_unknown").
		Examine("unknown")

	second := s.nextAtVenue(t)
	p.Fill("reception.code", second.Code).Enter().Sees("reception.result_admitted", second.Full(p.Lang))
	p.Press("reception.undo").Sees("reception.undone").Examine("undone")
	p.Fill("reception.code", second.Code).Enter().Sees("reception.result_admitted")
}

func (s *demoServer) searches(t *testing.T, p *browser.Page) {
	attendee := s.nextAtVenue(t)
	p.Fill("reception.search", attendee.FamilyKana)
	row := `#found li:has(input[value="` + attendee.ID + `"])`
	p.SeesAt(row).Examine("found")
	p.PressAt(row+" button").Sees("reception.result_admitted", attendee.Full(p.Lang))
}

// nextAtVenue is a confirmed registration for the venue of summit-next, of somebody who has not come yet. Each call
// returns another.
func (s *demoServer) nextAtVenue(t *testing.T) *models.Registration {
	t.Helper()
	attendee := s.confirmedAt(t, "summit-next")
	s.taken++
	return attendee
}

// confirmedAt is a confirmed registration for the venue of an event.
func (s *demoServer) confirmedAt(t *testing.T, slug string) *models.Registration {
	t.Helper()
	q := s.DB.Query(t.Context())
	event, err := q.Events().BySlug(slug)
	if err != nil {
		t.Fatal(err)
	}
	venue, err := q.TicketTypes().BySlug(event, "venue")
	if err != nil {
		t.Fatal(err)
	}
	filter := models.RegistrationFilter{
		Query:        "@" + slug + ".example",
		TicketTypeID: venue.ID,
		State:        models.RegistrationConfirmed,
	}
	list, err := q.Registrations().List(event, filter, s.taken+1)
	if err != nil || len(list) <= s.taken {
		t.Fatalf("%d people are not enough: %v", len(list), err)
	}
	return &list[s.taken]
}

// ticket is a picture of a ticket's QR code.
func (s *demoServer) ticket(t *testing.T, slug string, r *models.Registration) func(x, y int) bool {
	t.Helper()
	event, err := s.DB.Query(t.Context()).Events().BySlug(slug)
	if err != nil {
		t.Fatal(err)
	}
	text, err := registration.New(s.DB, link.Maker{}, pdf.New()).Ticket(t.Context(), event, r)
	if err != nil {
		t.Fatal(err)
	}
	code, err := ticket.NewQR(text)
	if err != nil {
		t.Fatal(err)
	}
	return browser.PictureOfCode(code, code.Size)
}
