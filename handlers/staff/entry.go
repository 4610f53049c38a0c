package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/handlers/web"
	"meguri/models"
)

// entryPage is the form with which staff register somebody.
type entryPage struct {
	*registration.EntryPage
	Ways, Locales []web.Option
}

// EntryForm shows the form with which staff register somebody who phoned, wrote or stands at the door.
func (h *Registrations) EntryForm(c echo.Context) error {
	form := h.NewForm(c, url.Values{
		"id": {models.NewID()}, "ticket_type": {c.QueryParam("type")}, "locale": {i18n.Japanese},
	})
	return h.showEntryForm(c, form)
}

func (h *Registrations) showEntryForm(c echo.Context, form *web.Form) error {
	page, err := h.Registrations.EntryPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	shown, texts := entryPage{EntryPage: page}, h.Texts(c)
	for _, way := range page.Ways {
		shown.Ways = append(shown.Ways, web.Option{Value: string(way), Text: texts.T("registration.way_" + string(way))})
	}
	for _, locale := range []string{i18n.Japanese, i18n.English} {
		shown.Locales = append(shown.Locales, web.Option{Value: locale, Text: texts.T("agenda.language_" + locale)})
	}
	return h.ShowForm(c, "staff/registration/new", shown, form)
}

// Enter registers somebody, and shows them, or the form for the next one.
func (h *Registrations) Enter(c echo.Context) error {
	var in registration.EntryInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showEntryForm(c, form)
	}
	made, err := h.Registrations.Enter(c.Request().Context(), web.EventOf(c), &in, web.AccountOf(c).ID)
	if err != nil {
		if form.Take(err) {
			return h.showEntryForm(c, form)
		}
		return err
	}
	web.SetFlash(c, "success", "registration.entered_"+string(made.State))
	if form.Value("then") == "next" {
		return web.SeeOther(c, staffEvent(c).NewRegistration())
	}
	return web.SeeOther(c, string(staffEvent(c).Registration(made.ID)))
}

// TicketPDF is somebody's ticket on paper, for who has no address or lost it.
func (h *Registrations) TicketPDF(c echo.Context) error {
	ctx, event := c.Request().Context(), web.EventOf(c)
	content, err := h.Registrations.TicketOf(ctx, h.Texts(c), event, c.Param("id"))
	if err != nil {
		return err
	}
	return web.Download(c, event.Slug+"-ticket.pdf", "application/pdf", content)
}
