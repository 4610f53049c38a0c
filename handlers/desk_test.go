package handlers_test

import (
	"net/http"
	"testing"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// Without a mail server people never get their tickets: the start page of an event is where staff learn that.
func TestTheDeskSaysThatMailsAreNotSent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "hanako@example.jp")
		p.RunJobs()
		desk, staff := string(paths.OfStaffEvent(p.Event.Slug)), p.As(models.RoleOrganizer)
		staff.Wants(staff.Get(desk), http.StatusOK, "メール1通が、未送信のまま")
		p.SetClock(p.Event.EndsAt)
		apptest.Lacks(t, "the desk of a past event", staff.Get(desk).Body.String(), "未送信のまま")
	})
}
