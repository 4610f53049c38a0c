package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/handlers/web"
	"meguri/models"
)

type ticketTypesPage struct {
	*event.TicketTypesPage
	Path  string // where the form leads to
	Modes []web.Option
	// HiddenURLs are the addresses of the form for hidden ticket types, by id.
	HiddenURLs map[string]string
	// Conflicts are the fields that somebody else saved otherwise meanwhile.
	Conflicts []web.EditConflict
}

func (h *TicketTypes) ticketTypesPage(c echo.Context, page *event.TicketTypesPage) *ticketTypesPage {
	path := staffEvent(c).TicketTypes()
	if page.Editing != nil {
		path = string(staffEvent(c).TicketType(page.Editing.ID))
	}
	urls := map[string]string{}
	for i := range page.Types {
		if t := &page.Types[i]; t.Hidden {
			urls[t.ID] = h.BaseURL + h.Registrations.FormPath(web.EventOf(c), t)
		}
	}
	return &ticketTypesPage{TicketTypesPage: page, Path: path, Modes: h.modes(c), HiddenURLs: urls}
}

func (h *TicketTypes) modes(c echo.Context) []web.Option {
	texts, options := h.Texts(c), make([]web.Option, len(models.Modes))
	for i, mode := range models.Modes {
		options[i] = web.Option{Value: string(mode), Text: texts.T("ticket_type.mode_" + string(mode))}
	}
	return options
}

// List shows the ticket types with the form of the one of the address, or of a new one.
func (h *TicketTypes) List(c echo.Context) error {
	page, err := h.Events.TicketTypesPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/ticket_type/index", h.ticketTypesPage(c, page), h.FormOf(c, page.Input))
}

func (h *TicketTypes) Save(c echo.Context) error {
	var in event.TicketTypeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	refused := h.Events.SaveTicketType(ctx, web.EventOf(c), id, &in)
	if done, answer := h.Kit.Save(c, form, refused, staffEvent(c).TicketTypes(), "ticket_type.saved"); done {
		return answer
	}
	saved, err := h.Events.TicketTypesPage(ctx, web.EventOf(c), id)
	if err != nil {
		return err
	}
	page := h.ticketTypesPage(c, saved)
	if id != "" && models.CodeOf(refused) == models.CodeConflict {
		page.Conflicts = form.ConflictsWith(saved.Input)
		return h.ShowEditConflict(c, "staff/ticket_type/index", page, form)
	}
	return h.ShowForm(c, "staff/ticket_type/index", page, form)
}

func (h *TicketTypes) Delete(c echo.Context) error {
	err := h.Events.DeleteTicketType(c.Request().Context(), web.EventOf(c), c.Param("id"))
	switch {
	case err == nil:
		web.SetFlash(c, "success", "ticket_type.deleted")
	case models.CodeOf(err) == models.CodeConflict:
		web.SetFlash(c, "error", "ticket_type.in_use")
	default:
		return err
	}
	return web.SeeOther(c, staffEvent(c).TicketTypes())
}

// Move moves a ticket type up (-1) or down (1).
func (h *TicketTypes) Move(by int) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := h.Events.MoveTicketType(c.Request().Context(), web.EventOf(c), c.Param("id"), by); err != nil {
			return err
		}
		return web.SeeOther(c, staffEvent(c).TicketTypes())
	}
}
