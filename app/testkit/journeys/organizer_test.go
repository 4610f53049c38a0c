package journeys_test

import (
	"bytes"
	"strings"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
)

// organizer searches registrations and makes an event.
func (s *demoServer) organizer(t *testing.T, view browser.View) {
	s.browser.Visit(t, s.BaseURL, "nobody", view).Open("/staff").Sees("account.sign_in").Examine("sign-in")
	p := s.staff(t, models.RoleOrganizer, view).Examine("events")
	p.FollowAt(`a[href="/staff/events/summit-2025"]`).Sees("event.places", "event.arrivals").Examine("dashboard")
	s.findsPeople(t, p)
	s.takesLists(t, p)
	s.makesEvent(p, view.Name())
}

// findsPeople searches a registration by reading (in hiragana), by code and by address.
func (s *demoServer) findsPeople(t *testing.T, p *browser.Page) {
	p.Follow("common.nav_people").Sees("registration.downloads").Examine("people")
	attendee := s.confirmedAt(t, "summit-2025")
	for _, words := range []string{"さきやま はまこ", strings.ToLower(attendee.Code), attendee.Email} {
		p.Open("/staff/events/summit-2025/people").Fill("registration.search", words)
		p.Sees(p.T("registration.found", "n", "1"))
	}
	p.Examine("people-found").FollowAt("#list tbody a").Sees(attendee.Email, attendee.Code).Examine("person")
}

func (s *demoServer) takesLists(t *testing.T, p *browser.Page) {
	p.Open("/staff/events/summit-2025/people")
	for words, beginning := range map[string]string{
		"CSV":                         "\ufeff",
		"Excel":                       "PK",
		"registration.reception_list": "%PDF-",
	} {
		if file := p.Download(words); !bytes.HasPrefix(file.Content, []byte(beginning)) {
			t.Errorf("%s begins with %.20q", file.Name, file.Content)
		}
	}
}

// makesEvent makes an event and publishes it.
func (s *demoServer) makesEvent(p *browser.Page, name string) {
	p.Open("/staff").Follow("event.new").Examine("event-new")
	if p.Sees("event.english"); p.Pick("ja", "en") == "ja" {
		p.Choose("event.english")
	}
	p.Fill("event.title_ja", "プロボノのつどい").Fill("event.title_en", "Pro Bono Meeting "+name)
	p.Follow("event.save").Sees("event.created", "event.to_publish", "event.missing_place").Examine("draft")
	p.Follow("event.edit").
		Fill("event.venue_name_ja", "中原区役所").
		Fill("event.stream_url", "https://stream.example/tsudoi").
		Follow("event.save").
		Sees("event.saved")

	p.Follow("common.nav_types").Sees(p.Pick("会場で参加", "At the venue")).Examine("types")
	p.Follow("ticket_type.edit").
		Fill("ticket_type.capacity", "２０").
		Follow("ticket_type.save").
		Sees("ticket_type.saved", "0 / 20")
	p.Fill("ticket_type.slug", "online").Fill("ticket_type.name_ja", "オンラインで参加").Fill("ticket_type.name_en", "Online")
	p.Choose("ticket_type.mode_online").Follow("ticket_type.save").Sees("ticket_type.saved").Examine("types-two")

	p.Follow("common.nav_agenda").Sees("agenda.none_staff").Follow("agenda.add").Examine("session")
	p.Fill("agenda.title_ja", "開会").
		Fill("agenda.title_en", "Opening").
		Fill("agenda.room", "大会議室").
		Fill("agenda.speakers", "川崎市 | 市長")
	p.Follow("event.save").Sees("agenda.saved", p.Pick("開会", "Opening")).Examine("agenda-desk")

	p.Follow("common.nav_dashboard").
		Sees("event.ready").
		Follow("event.publish").
		Sees("event.publish_now").
		Examine("publish").
		Follow("event.publish").
		Sees("event.published_now").
		Examine("published")
	p.Follow("event.public_page").
		Sees(p.Pick("プロボノのつどい", "Pro Bono Meeting"), p.T("registration.places_left", "n", "20")).
		Examine("public")
	p.Follow("event.agenda_all").Sees(p.Pick("開会", "Opening"))
}
