package journeys_test

import (
	"strings"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// What people print from the browser tells on paper what it is of, and has all that the screen folds away.
func TestPagesOnPaper(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{{Width: 1280, Lang: "ja", SkipAxe: true}, {Width: 390, Lang: "en", SkipAxe: true}} {
		t.Run(view.Name(), func(t *testing.T) {
			p := server.staff(t, models.RoleAnalyst, view)
			p.FollowAt(`main a[href^="/staff/events/summit-2025/surveys/"]`)
			results := p.Path()
			whole := p.Printed("results")
			has(t, p, whole, "survey.results_title", "survey.stat_responses", "survey.mean")
			p.Open(results + "?by=mode")
			has(t, p, p.Printed("results-split"), "event.mode_venue", "event.mode_online")
			p.FollowAt(`.chips li:nth-child(2) a`)
			filtered := p.Printed("results-filtered")
			has(t, p, filtered, "result.only_together", p.Pick("かわさきプロボノサミット2025", "Kawasaki Pro Bono Summit 2025"))
			has(t, p, filtered, p.Pick("「会場」", "20 people with “Venue”"))

			owner := server.staff(t, models.RoleOwner, view)
			people := owner.Open("/staff/events/summit-2025/people").Printed("people")
			has(t, owner, people, owner.Pick("かわさきプロボノサミット2025 · ", "Kawasaki Pro Bono Summit 2025, as of"))
			has(t, owner, owner.Open("/circulation").Printed("circulation"), "circulation.figures")
			has(t, owner, owner.Open("/events/festival-2024/agenda").Printed("agenda"), "agenda.title")
		})
	}
}

// has reports words of the page that are not on its paper; each may be a text key.
func has(t *testing.T, p *browser.Page, paper string, words ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(paper), "")
	for _, w := range words {
		if want := strings.Join(strings.Fields(p.T(w)), ""); !strings.Contains(flat, want) {
			t.Errorf("%q is not on paper: %.1500s", w, paper)
		}
	}
}
