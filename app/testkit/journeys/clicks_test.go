package journeys_test

import (
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
)

// clicks counts what people do most often, from where they begin: docs/design.md has the table. Making a whole event is
// counted by organizer.
func (s *demoServer) clicks(t *testing.T, view browser.View) {
	type journey func(t *testing.T, view browser.View) *browser.Page
	for name, c := range map[string]struct {
		clicks, loads int
		do            journey
	}{
		"register, from the front page":         {5, 4, s.clicksToRegister},
		"admit by name, from the start page":    {3, 3, s.clicksToAdmit},
		"download results, from the start page": {2, 2, s.clicksToDownload},
	} {
		t.Run(name, func(t *testing.T) {
			if p := c.do(t, view); p.Clicks > c.clicks || p.Loads > c.loads {
				t.Errorf("%d clicks and %d pages, want %d and %d at most", p.Clicks, p.Loads, c.clicks, c.loads)
			}
		})
	}
}

func (s *demoServer) clicksToRegister(t *testing.T, view browser.View) *browser.Page {
	p := s.browser.Visit(t, s.BaseURL, "attendee", view).Open("/")
	p.FollowAt(`a[href="/events/summit-next"]`).Follow("event.register").Choose("会場で参加")
	p.Fill("registration.family_name", "速水").Fill("registration.given_name", "早苗")
	p.Fill("registration.email", newAddress("hayami", view)).PressAt("input[name=consents]")
	return p.Follow("registration.submit").Sees("registration.made_title")
}

// signedIn is a member of staff at the start page, before the first click.
func (s *demoServer) signedIn(t *testing.T, role models.Role, view browser.View) *browser.Page {
	p := s.staff(t, role, view)
	p.Clicks, p.Loads = 0, 1
	return p
}

func (s *demoServer) clicksToAdmit(t *testing.T, view browser.View) *browser.Page {
	attendee, p := s.nextAtVenue(t), s.signedIn(t, models.RoleReceptionist, view)
	p.FollowAt(`a[href="/staff/events/summit-next"]`).Follow("reception.title")
	p.Fill("reception.search", attendee.FamilyKana)
	row := `#found li:has(input[value="` + attendee.ID + `"])`
	p.SeesAt(row).PressAt(row + " button")
	return p.Sees("reception.result_admitted")
}

func (s *demoServer) clicksToDownload(t *testing.T, view browser.View) *browser.Page {
	p := s.signedIn(t, models.RoleAnalyst, view)
	p.FollowAt(`main a[href^="/staff/events/summit-2025/surveys/"]`).Set("analysis.purpose", "report").Download("CSV")
	return p
}
