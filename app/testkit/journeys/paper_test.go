package journeys_test

import (
	"strings"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// What people print from the browser tells on paper what it is of.
func TestPagesOnPaper(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{
		{Width: 1280, Lang: "ja", SkipAxe: true}, {Width: 390, Lang: "en", SkipAxe: true},
	} {
		t.Run(view.Name(), func(t *testing.T) {
			p := server.staff(t, models.RoleOwner, view)
			for path, words := range map[string][]string{
				"/staff/events/summit-2025/people": {
					p.Pick("かわさきプロボノサミット2025 · ", "Kawasaki Pro Bono Summit 2025, as of"),
				},
				"/circulation":                 {"circulation.figures"},
				"/events/festival-2024/agenda": {"agenda.title"},
			} {
				paper := letters(p.Open(path).Printed(strings.ReplaceAll(path[1:], "/", "-")))
				for _, w := range words {
					if !strings.Contains(paper, letters(p.T(w))) {
						t.Errorf("%s: %q is not on paper: %.600s", path, p.T(w), paper)
					}
				}
			}
		})
	}
}
