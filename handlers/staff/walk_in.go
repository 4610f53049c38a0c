package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/handlers/web"
	"meguri/models"
)

// walkInPage is the form for people without a ticket.
type walkInPage struct {
	*reception.WalkInPage
	// MayExceed says that who looks may let in more than there are places; IsFull that a place was missing.
	MayExceed, IsFull bool
}

// WalkInForm shows the form for people without a ticket.
func (h *Doors) WalkInForm(c echo.Context) error {
	return h.showWalkIn(c, h.NewForm(c, url.Values{"people": {"1"}, "door": {c.QueryParam("door")}}))
}

func (h *Doors) showWalkIn(c echo.Context, form *web.Form) error {
	page, err := h.Reception.WalkInPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if form.Value("ticket_type") == "" && len(page.Types) > 0 {
		form.Values.Set("ticket_type", page.Types[0].Slug)
	}
	shown := walkInPage{
		WalkInPage: page, MayExceed: models.Holds(web.RolesOf(c), models.EditPeople), IsFull: form.Error("over") != "",
	}
	return h.ShowForm(c, "staff/door/walk_in", &shown, form)
}

// WalkIn lets people without a ticket in.
func (h *Doors) WalkIn(c echo.Context) error {
	var in reception.WalkInForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showWalkIn(c, form)
	}
	outcome, err := h.Reception.WalkIn(c.Request().Context(), web.EventOf(c), web.ActorOf(c), web.ActorIDOf(c),
		models.Holds(web.RolesOf(c), models.EditPeople), &in)
	if err != nil {
		if form.Take(err) {
			return h.showWalkIn(c, form)
		}
		return err
	}
	return toReception(c, url.Values{"scan": {outcome.CheckIn.ID}, "door": {in.Door}})
}
