package staff

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/handlers/web"
	"meguri/models"
)

type ticketTypesPage struct {
	Types    []models.TicketType
	Consents []models.ConsentText
	Editing  *models.TicketType // nil for a new one
	Modes    []web.Option
	// Conflicts are the fields that somebody else saved otherwise meanwhile.
	Conflicts []web.EditConflict
}

func (h *TicketTypes) List(c echo.Context) error {
	return h.showTicketTypes(c, nil, h.NewForm(c, url.Values{"mode": {string(models.ModeVenue)}}))
}

func (h *TicketTypes) TicketType(c echo.Context) error {
	kind, err := h.DB.Query(c.Request().Context()).TicketTypes().ByID(web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showTicketTypes(c, kind, h.NewForm(c, ticketTypeValues(web.EventOf(c), kind)))
}

// ticketTypeValues is a ticket type as its form shows it.
func ticketTypeValues(e *models.Event, kind *models.TicketType) url.Values {
	values := url.Values{"version": {strconv.Itoa(kind.Version)}, "slug": {kind.Slug}, "name_ja": {kind.NameJa}, "name_en": {kind.NameEn}, "mode": {string(kind.Mode)}}
	if kind.Capacity != nil {
		values.Set("capacity", strconv.Itoa(*kind.Capacity))
	}
	if kind.OpensAt != nil {
		values.Set("opens_at", e.Local(*kind.OpensAt).Format(localInput))
	}
	if kind.ClosesAt != nil {
		values.Set("closes_at", e.Local(*kind.ClosesAt).Format(localInput))
	}
	if kind.Hidden {
		values.Set("hidden", "true")
	}
	return values
}

// ticketTypeLabels are the fields in which two editors may differ.
var ticketTypeLabels = web.Labels{
	{"name_ja", "ticket_type.name_ja"}, {"name_en", "ticket_type.name_en"}, {"capacity", "ticket_type.capacity"}, {"opens_at", "ticket_type.opens_at"},
	{"closes_at", "ticket_type.closes_at"},
}

func (h *TicketTypes) showTicketTypes(c echo.Context, editing *models.TicketType, form *web.Form) error {
	page, err := h.ticketTypesPage(c, editing)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/ticket_type/index", page, form)
}

// changedMeanwhile answers a form about an older version with what was typed, beside what somebody else saved.
func (h *TicketTypes) changedMeanwhile(c echo.Context, saved *models.TicketType, form *web.Form) error {
	page, err := h.ticketTypesPage(c, saved)
	if err != nil {
		return err
	}
	form.Values.Set("version", strconv.Itoa(saved.Version))
	page.Conflicts = form.EditConflicts(ticketTypeValues(web.EventOf(c), saved), ticketTypeLabels)
	return h.ShowEditConflict(c, "staff/ticket_type/index", page, form)
}

func (h *TicketTypes) ticketTypesPage(c echo.Context, editing *models.TicketType) (*ticketTypesPage, error) {
	q, texts := h.DB.Query(c.Request().Context()), h.Texts(c)
	page := &ticketTypesPage{Editing: editing, Modes: []web.Option{{Value: string(models.ModeVenue), Text: texts.T("ticket_type.mode_venue")}, {Value: string(models.ModeOnline), Text: texts.T("ticket_type.mode_online")}}}
	var err error
	if page.Types, err = q.TicketTypes().OfEvent(web.EventOf(c)); err != nil {
		return nil, err
	}
	page.Consents, err = q.ConsentTexts().OfEvent(web.EventOf(c))
	return page, err
}

func (h *TicketTypes) Save(c echo.Context) error {
	var in struct {
		Version  int    `form:"version"`
		Slug     string `form:"slug"`
		NameJa   string `form:"name_ja"`
		NameEn   string `form:"name_en"`
		Mode     string `form:"mode"`
		Capacity string `form:"capacity"`
		OpensAt  string `form:"opens_at"`
		ClosesAt string `form:"closes_at"`
		Hidden   bool   `form:"hidden"`
	}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	err = h.Events.SaveType(ctx, web.EventOf(c), id, event.TypeDraft{
		Slug: in.Slug, NameJa: in.NameJa, NameEn: in.NameEn, Mode: models.Mode(in.Mode), Capacity: in.Capacity, OpensAt: in.OpensAt, ClosesAt: in.ClosesAt,
		Hidden: in.Hidden, Version: in.Version,
	})
	if err == nil {
		web.SetFlash(c, "success", "ticket_type.saved")
		return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/types")
	}
	if !form.Take(err) {
		return err
	}
	if id == "" {
		return h.showTicketTypes(c, nil, form)
	}
	saved, loadErr := h.DB.Query(ctx).TicketTypes().ByID(web.EventOf(c), id)
	if loadErr != nil {
		return loadErr
	}
	if models.CodeOf(err) == models.CodeConflict {
		return h.changedMeanwhile(c, saved, form)
	}
	return h.showTicketTypes(c, saved, form)
}

func (h *TicketTypes) Delete(c echo.Context) error {
	err := h.Events.DeleteType(c.Request().Context(), web.EventOf(c), c.Param("id"))
	switch {
	case err == nil:
		web.SetFlash(c, "success", "ticket_type.deleted")
	case models.CodeOf(err) == models.CodeConflict:
		web.SetFlash(c, "error", "ticket_type.in_use")
	default:
		return err
	}
	return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/types")
}

// Move moves a ticket type up (-1) or down (1).
func (h *TicketTypes) Move(by int) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := h.Events.MoveType(c.Request().Context(), web.EventOf(c), c.Param("id"), by); err != nil {
			return err
		}
		return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/types")
	}
}
