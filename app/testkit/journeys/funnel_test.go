package journeys_test

import (
	"fmt"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// Of three browsers, one leaves the form untouched, one once it has chosen how to attend, and one sends it and opens
// the mail. Staff see where they stopped, by what the browsers told when the pages were left.
func TestWherePeopleStopInTheForm(t *testing.T) {
	t.Parallel()
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			server := serve(t, modelstest.OnSQLite(t))
			staff := server.staff(t, models.RoleOrganizer, view)
			staff.Open("/staff/events/summit-next/form").Follow("funnel.title").Sees("funnel.empty").Examine("form-steps-none")

			opens := func(who string) *browser.Page {
				p := server.browser.Visit(t, server.BaseURL, who, view)
				return p.Open("/events/summit-next").Follow("event.register").Sees("registration.you")
			}
			opens("looks").Open("/")
			opens("begins").Choose(server.online(view)).Open("/")
			address := newAddress("stops", view)
			p := opens("sends").Choose(server.online(view))
			p.Fill("registration.family_name", "川瀬").Fill("registration.given_name", "花子").Fill("registration.email", address)
			p.Choose(p.Pick("SNS", "Social media"))
			p.Follow("registration.submit").Sees("common.check_form") // the consent is missing, and told of alone
			p.PressAt("input[name=consents]").Follow("registration.review").Sees("registration.review_title")
			p.Follow("registration.submit").Sees("registration.made_title")
			p.Open(mailedLink(staff, "summit-next", address)).Sees("registration.state_confirmed")
			p.Open(p.Path()) // again

			staff.Open("/staff/events/summit-next/form/steps").Reload(staff.T("funnel.bar", "n", "3", "percent", "100"))
			for step, n := range map[string]int{
				"funnel.step_opened": 3, "funnel.step_touched": 2, "registration.ticket_type": 2, "registration.you": 1,
				staff.Pick("このイベントを何で知りましたか", "How did you hear about the event?"): 1,
				"registration.consents": 1, "funnel.step_sent": 1, "funnel.step_confirmed": 1,
			} {
				staff.Reload(staff.T(step) + " " + staff.T("funnel.bar", "n", fmt.Sprint(n), "percent", fmt.Sprint(n*100/3)))
			}
			staff.Examine("form-steps")
		})
	}
}

// online is what the online ticket type of the summit is called.
func (s *demoServer) online(view browser.View) string {
	if view.Lang == "ja" {
		return "オンラインで参加"
	}
	return "Online"
}
