package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/handlers"
)

// filled are the buttons of a page that look like the thing to do; a popover or a fold that is closed shows none.
const filled = `main .button:not(.secondary, .quiet, .danger, [disabled], [hidden])`

// asking are pages that ask by a dialog of the browser instead of on a page.
var asking = map[string]bool{
	"/staff/events/:slug/types":                           true,
	"/staff/events/:slug/types/:id":                       true,
	"/staff/events/:slug/surveys/:id/questions/:question": true,
}

// Each page of staff has one filled button at most: see docs/design.md, 21. What destroys asks on a page of its own.
func TestAPageOfStaffHasOneFilledButton(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		things, owner, seen := furnish(p), p.AsAccount(p.OtherOwner), 0
		things["consents"] = "new"
		for _, route := range handlers.Routes() {
			if route.Method != http.MethodGet || !strings.HasPrefix(route.Path, "/staff") {
				continue
			}
			address, _ := foreign(p, route.Path, things)
			if address == "" { // names what the fixture has not
				continue
			}
			address = strings.NewReplacer(
				"/events/"+p.Event.Slug, "/events/"+p.Other.Slug,
				"/organizations/"+p.Event.Slug+"-host", "/organizations/"+p.Other.Slug+"-host",
			).Replace(address)
			answer := owner.Get(address)
			if answer.Code != http.StatusOK || !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
				continue
			}
			seen++
			page := apptest.Document(t, answer)
			buttons := page.Find(filled).Not("details:not([open]) *, dialog *, [hidden] *, template *")
			if n := buttons.Length(); n > 1 {
				t.Errorf("%s has %d filled buttons: %q", route.Path, n, buttons.Text())
			}
			if n := page.Find("[data-confirm], [hx-confirm]").Length(); n > 0 && !asking[route.Path] {
				t.Errorf("%s asks by a dialog of the browser", route.Path)
			}
		}
		if seen < 30 {
			t.Errorf("only %d pages were seen", seen)
		}
	})
}
