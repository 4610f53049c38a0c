package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Invitation shows what a mailed link invites the account to. A link of somebody else, or a spent one, opens nothing.
func (h *Members) Invitation(c echo.Context) error {
	invitation, err := h.Members.InvitationOfLink(c.Request().Context(), web.AccountOf(c), c.Param("secret"))
	if models.CodeOf(err) == models.CodeNotFound {
		return h.Render(c, http.StatusNotFound, "staff/invitation/spent", nil, nil)
	}
	if err != nil {
		return err
	}
	return h.Show(c, "staff/invitation/show", invitation)
}

// AnswerLink accepts or declines it.
func (h *Members) AnswerLink(c echo.Context) error {
	accept := accepts(c)
	return answered(c, accept, h.Members.AnswerLink(
		c.Request().Context(), web.AccountOf(c), c.Param("secret"), accept,
	))
}

// Answer accepts or declines an invitation of the list.
func (h *Members) Answer(c echo.Context) error {
	accept := accepts(c)
	return answered(c, accept, h.Members.Answer(
		c.Request().Context(), web.AccountOf(c), c.FormValue("id"), accept,
	))
}

func accepts(c echo.Context) bool { return c.FormValue("answer") == "accept" }

func answered(c echo.Context, accepted bool, err error) error {
	switch {
	case models.CodeOf(err) == models.CodeForbidden:
		web.SetFlash(c, "error", "member.needs_link")
	case err != nil:
		return err
	case accepted:
		web.SetFlash(c, "success", "member.accepted")
	default:
		web.SetFlash(c, "success", "member.declined")
	}
	return web.SeeOther(c, paths.StaffHome)
}
