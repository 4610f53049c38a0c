package public

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/entry"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Invitations are the pages to which the links of invitations lead.
type Invitations struct {
	*Pages
	Entries *entry.Service
}

// Show shows an invitation to who has its link. A code that invites nobody leads to the form to register.
func (h *Invitations) Show(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	page, err := h.Entries.Invitation(c.Request().Context(), event, c.Param("code"))
	if models.CodeOf(err) == models.CodeNotFound {
		return h.toForm(c, event)
	}
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "public/invitation/show", page)
}

func (h *Invitations) toForm(c echo.Context, event *models.Event) error {
	return web.SeeOther(c, web.WithQuery(paths.OfEvent(event.Slug).Register(), url.Values{"code": {c.Param("code")}}))
}

// Decline records that the invited person does not come.
func (h *Invitations) Decline(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	err = h.Entries.Decline(c.Request().Context(), event, c.Param("code"))
	if models.CodeOf(err) == models.CodeNotFound {
		return h.toForm(c, event)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, paths.OfEvent(event.Slug).Invitation(c.Param("code")))
}
