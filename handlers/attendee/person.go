package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/person"
	"meguri/handlers/web"
	"meguri/models"
)

// Person lets attendees keep an account.
type Person struct {
	*web.Kit
	Persons *person.Service
}

// Keep mails the attendee the link to an account, which is made where there is none.
func (h *Person) Keep(c echo.Context) error {
	return h.then(c, "stay.kept", h.Persons.Keep(c.Request().Context(), web.RegistrationOf(c)))
}

// TakeApart ends that the registration is of an account.
func (h *Person) TakeApart(c echo.Context) error {
	ctx, r := c.Request().Context(), web.RegistrationOf(c)
	account, err := h.Persons.Kept(ctx, r)
	if err == nil && account != nil {
		err = h.Persons.TakeApart(ctx, account, r.ID)
	}
	return h.then(c, "stay.taken_apart", err)
}

// then leads back to the attendee's page, and says there what was done, or why not.
func (h *Person) then(c echo.Context, message string, err error) error {
	kind := "success"
	if models.CodeOf(err) == models.CodeConflict {
		kind, message, err = "error", web.TextOf(err), nil
	}
	if err != nil {
		return err
	}
	web.SetFlash(c, kind, message)
	return web.SeeOther(c, string(pagePath(c)))
}
