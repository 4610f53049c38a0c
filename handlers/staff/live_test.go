package staff_test

import (
	"net/http"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestModeratorsRunTheLiveRoom(t *testing.T) {
	const path = "/staff/events/here/room"
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleModerator)
		t.Run("and see whether it is open", func(t *testing.T) {
			staff := staff.With(t)
			staff.LeadsTo(staff.Post(path, "room_state", "open"), path)
			page := apptest.Document(t, staff.Get(path))
			apptest.Equal(t, "chosen", page.Find("[name=room_state][checked]").AttrOr("value", ""), "open")
			apptest.Equal(t, "marked as open", page.Find(".badge.ok").Length(), 1)
			staff.LeadsTo(staff.Post(path, "room_state", "closed"), path)
			apptest.Equal(t, "marked as open", apptest.Document(t, staff.Get(path)).Find(".badge.ok").Length(), 0)
		})
		t.Run("in no other state", func(t *testing.T) {
			staff := staff.With(t)
			page := staff.Post(path, "room_state", "ajar")
			staff.Wants(page, http.StatusUnprocessableEntity)
			apptest.Equal(t, "choices", apptest.Document(t, page).Find("[name=room_state]").Length(), 3)
		})
	})
}
