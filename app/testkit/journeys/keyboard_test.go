package journeys_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"meguri/app/testkit/browser"
)

// keyboard registers without a mouse. The focus goes to the faults, and is visible at every stop of the Tab key.
func (s *demoServer) keyboard(t *testing.T, view browser.View) {
	p := s.browser.Visit(t, s.BaseURL, "keyboard", view)
	p.Open("/events/summit-next").TabTo("common.skip").Enter().Focused("#main")
	p.TabTo("event.register").FollowKey(kb.Enter).Sees("registration.you")
	p.TabTo("registration.submit").FollowKey(kb.Enter).Sees("common.check_form").Focused("#form-errors")
	p.Type(kb.Tab).Enter().Focused("#ticket_type")

	p.TabTo(p.Pick("会場で参加", "At the venue")).Type(" ")
	p.TabTo("registration.family_name").Type("Suzuki").TabTo("registration.given_name").Type("Hanako")
	p.TabTo("registration.email").Type(newAddress("keyboard", view))
	p.TabTo("registration.sector").Type(kb.ArrowDown + kb.ArrowDown)
	p.TabTo(p.Pick("お預かりする", "We use your name")).Type(" ")
	p.TabTo("registration.submit").FollowKey(kb.Enter).Sees("registration.made_title")
}
