package handlers

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/models"
)

type typesPage struct {
	Types    []models.TicketType
	Consents []models.ConsentText
	Editing  *models.TicketType // nil for a new one
	Modes    []Option
	// Differences are the fields that somebody else saved otherwise meanwhile.
	Differences []difference
}

func (h *Handlers) ticketTypes(c echo.Context) error {
	return h.showTypes(c, nil, h.newForm(c, url.Values{"mode": {string(models.ModeVenue)}}))
}

func (h *Handlers) ticketTypePage(c echo.Context) error {
	kind, err := h.DB.Query(c.Request().Context()).TicketTypes().ByID(eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showTypes(c, kind, h.newForm(c, typeValues(eventOf(c), kind)))
}

// typeValues is a ticket type as its form shows it.
func typeValues(e *models.Event, kind *models.TicketType) url.Values {
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

// typeLabels are the fields in which two editors may differ.
var typeLabels = []label{
	{"name_ja", "ticket_type.name_ja"}, {"name_en", "ticket_type.name_en"}, {"capacity", "ticket_type.capacity"}, {"opens_at", "ticket_type.opens_at"},
	{"closes_at", "ticket_type.closes_at"},
}

func (h *Handlers) showTypes(c echo.Context, editing *models.TicketType, form *Form) error {
	page, err := h.typesPage(c, editing)
	if err != nil {
		return err
	}
	return h.showForm(c, staff, "ticket_type/index", page, form)
}

// typeChangedMeanwhile answers a form about an older version with what was typed, beside what somebody else saved.
func (h *Handlers) typeChangedMeanwhile(c echo.Context, saved *models.TicketType, form *Form) error {
	page, err := h.typesPage(c, saved)
	if err != nil {
		return err
	}
	form.Values.Set("version", strconv.Itoa(saved.Version))
	page.Differences = form.differences(typeValues(eventOf(c), saved), typeLabels)
	return h.showConflict(c, staff, "ticket_type/index", page, form)
}

func (h *Handlers) typesPage(c echo.Context, editing *models.TicketType) (*typesPage, error) {
	q, texts := h.DB.Query(c.Request().Context()), h.texts(c)
	page := &typesPage{Editing: editing, Modes: []Option{{string(models.ModeVenue), texts.T("ticket_type.mode_venue")}, {string(models.ModeOnline), texts.T("ticket_type.mode_online")}}}
	var err error
	if page.Types, err = q.TicketTypes().OfEvent(eventOf(c)); err != nil {
		return nil, err
	}
	page.Consents, err = q.ConsentTexts().OfEvent(eventOf(c))
	return page, err
}

func (h *Handlers) saveTicketType(c echo.Context) error {
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
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	err = h.Events.SaveType(ctx, eventOf(c), id, event.TypeDraft{
		Slug: in.Slug, NameJa: in.NameJa, NameEn: in.NameEn, Mode: models.Mode(in.Mode), Capacity: in.Capacity, OpensAt: in.OpensAt, ClosesAt: in.ClosesAt,
		Hidden: in.Hidden, Version: in.Version,
	})
	if err == nil {
		flash(c, "success", "ticket_type.saved")
		return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/types")
	}
	if !form.Take(err) {
		return err
	}
	if id == "" {
		return h.showTypes(c, nil, form)
	}
	saved, loadErr := h.DB.Query(ctx).TicketTypes().ByID(eventOf(c), id)
	if loadErr != nil {
		return loadErr
	}
	if models.CodeOf(err) == models.CodeConflict {
		return h.typeChangedMeanwhile(c, saved, form)
	}
	return h.showTypes(c, saved, form)
}

func (h *Handlers) deleteTicketType(c echo.Context) error {
	err := h.Events.DeleteType(c.Request().Context(), eventOf(c), c.Param("id"))
	switch {
	case err == nil:
		flash(c, "success", "ticket_type.deleted")
	case models.CodeOf(err) == models.CodeConflict:
		flash(c, "error", "ticket_type.in_use")
	default:
		return err
	}
	return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/types")
}

// moveType moves a ticket type up (-1) or down (1).
func (h *Handlers) moveType(by int) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := h.Events.MoveType(c.Request().Context(), eventOf(c), c.Param("id"), by); err != nil {
			return err
		}
		return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/types")
	}
}
