package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/forecast"
	"meguri/app/service/rows"
	"meguri/handlers/web"
	"meguri/models"
)

type ticketTypesPage struct {
	*event.TicketTypesPage
	Modes []web.Option
	// Rules are what a ticket type may ask of who wants it.
	Rules []web.Option
	// Unsaved says that the rows are not stored as they are shown.
	Unsaved bool
	// Turnouts tell how many come, in each way.
	Turnouts []forecast.Turnout
}

func (h *TicketTypes) ticketTypesPage(
	c echo.Context, typed *event.TicketTypesInput, blank int,
) (*ticketTypesPage, error) {
	page, err := h.Events.TicketTypesPage(c.Request().Context(), web.EventOf(c), typed, blank)
	if err != nil {
		return nil, err
	}
	turnouts, err := h.Turnouts(c.Request().Context(), web.EventOf(c))
	return &ticketTypesPage{page, h.modes(c), h.rules(c), typed != nil, turnouts}, err
}

func (h *TicketTypes) modes(c echo.Context) []web.Option {
	texts, options := h.Texts(c), make([]web.Option, len(models.Modes))
	for i, mode := range models.Modes {
		options[i] = web.Option{Value: string(mode), Text: texts.T("ticket_type.mode_" + string(mode))}
	}
	return options
}

func (h *TicketTypes) rules(c echo.Context) []web.Option {
	texts, options := h.Texts(c), make([]web.Option, len(models.EntryRules))
	for i, rule := range models.EntryRules {
		options[i] = web.Option{Value: string(rule), Text: texts.T("entry.rule_" + string(rule))}
	}
	return options
}

// List shows the ticket types as rows.
func (h *TicketTypes) List(c echo.Context) error {
	page, err := h.ticketTypesPage(c, nil, rows.Blank)
	if err != nil {
		return err
	}
	return h.Show(c, "staff/ticket_type/index", page)
}

// Save stores the rows, or shows them with more rows, as the button says.
func (h *TicketTypes) Save(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	in := event.ReadTicketTypes(form.Values)
	form.InOrder(append(in.Fields(), web.PastedField))
	done, shown, err := h.SaveRows(c, form, web.Rows{
		Paste: func(text string) bool { return in.Paste(web.EventOf(c), text) },
		Save:  func() error { return h.Events.SaveTicketTypes(c.Request().Context(), web.EventOf(c), in) },
		To:    staffEvent(c).TicketTypes(), Message: "ticket_type.saved",
	})
	if done {
		return err
	}
	page, err := h.ticketTypesPage(c, in, shown.Blank)
	if err != nil {
		return err
	}
	return h.Render(c, shown.Status, "staff/ticket_type/index", page, form)
}
