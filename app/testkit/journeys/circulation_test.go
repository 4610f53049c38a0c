package journeys_test

import (
	"regexp"
	"strings"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// Somebody joins the team of a project and gives an hour; it is approved, and the circulation tells how help goes
// round.
func TestHelpGoesRound(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			const projects = "/staff/organizations/nec-probono/projects"
			staff := server.staff(t, models.RoleOwner, view).Open(projects + "?state=running").Examine("projects")
			staff.FollowAt("main tbody a").Sees("project.phases", "project.organizations").Examine("project")
			address := strings.ToLower(view.Name()) + "@teams.example"
			joinTeam(staff, "川瀬 みどり", address)

			link := regexp.MustCompile(`/project/[\w.-]+`).FindString(server.MailText(t, "project_joined", address))
			member := server.browser.Visit(t, server.BaseURL, "member", view).Open(link).Sees("hours.enter").Examine("team")
			member.PressAt(`label:has([name="length"][value="60"])`).PressAt(`label:has([name="time"][value="own"])`)
			member.Fill("hours.words", "読み合わせ").Follow("hours.save")
			member.Sees("hours.entered", "読み合わせ").Examine("team-entered")

			staff.Open(projects + "/hours").Sees("読み合わせ").Examine("hours").Follow("hours.approve").Examine("hours-approved")
			staff.Open(projects + "/sheet").Examine("sheet")
			staff.Open("/staff/organizations/nec-probono/needs/people").Sees("askable.board").Examine("matches")
			staff.Open("/staff/organizations/nec-probono/circulation").Sees("circulation.consent").Examine("circulation-own")

			p := server.browser.Visit(t, server.BaseURL, "visitor", view).Open("/circulation").Sees("circulation.figures")
			p.Examine("circulation").FollowAt(".circ-years li:last-child a").Sees("circulation.figures")
			p.Examine("circulation-year")
			p.Open("/nationwide").Examine("nationwide")
		})
	}
}

// joinTeam adds somebody to the team of the project on the page.
func joinTeam(staff *browser.Page, name, address string) {
	staff.Unfold("project.join").Fill("project.person_name", name).Fill("project.person_email", address)
	staff.Choose("project.role_member").Follow("project.join_send").Sees("project.joined")
}
