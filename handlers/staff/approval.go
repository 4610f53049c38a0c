package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
	"meguri/models"
)

// Approvals is what staff decide about people who wait for approval, on the pages of people.
type Approvals struct {
	People    *Registrations
	Approvals registration.Approvals
}

// Decide accepts or declines one of them.
func (h *Approvals) Decide(c echo.Context) error {
	var in registration.DecisionInput
	return h.People.change(c, &in, "approval.decided", func() error {
		return h.Approvals.Decide(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	})
}

// AcceptSelected gives places to several of them.
func (h *Approvals) AcceptSelected(c echo.Context) error { return h.People.bulk(c, models.BulkAccept) }

// DeclineSelected declines several of them.
func (h *Approvals) DeclineSelected(c echo.Context) error {
	return h.People.bulk(c, models.BulkDecline)
}
