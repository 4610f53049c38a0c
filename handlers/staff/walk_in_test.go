package staff_test

import (
	"net/http"
	"net/url"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

const walkInPath = "/staff/events/here/walk-in"

func TestTheFormForPeopleWithoutATicket(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SetClock(p.Event.StartsAt)
		receptionist, owner := p.As(models.RoleReceptionist), p.As(models.RoleOwner)
		t.Run("asks for a name and what must be agreed to", func(t *testing.T) {
			answer := receptionist.With(t).Post(walkInPath, "id", "a", "name", "", "ticket_type", "venue", "people", "1")
			receptionist.With(t).Wants(answer, http.StatusUnprocessableEntity)
		})
		t.Run("shows who entered somebody, and that they came on the day", func(t *testing.T) {
			owner := owner.With(t)
			pairs := []string{
				"id", "b", "name", "平間 すみれ", "ticket_type", "venue", "people", "1", "consents", "privacy",
			}
			answer := receptionist.With(t).Post(walkInPath, pairs...)
			owner.Wants(answer, http.StatusSeeOther)
			page := receptionist.With(t).Get(answer.Header().Get("Location"))
			receptionist.Wants(page, http.StatusOK, "平間 すみれ", "ようこそ")
			list := owner.Get("/staff/events/here/people?q=" + url.QueryEscape("平間"))
			owner.Wants(list, http.StatusOK, "当日参加", "receptionist")
			owner.Wants(owner.Get("/api/v1/events/here/registrations.csv"), http.StatusOK, "当日参加", "平間")
		})
	})
}
