package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/member"
	"meguri/app/organization"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// eventsPage is the list, with the address of its next page, and the roles that the account is invited to.
type eventsPage struct {
	*event.ListPage
	NextPage      string // "" on the last one
	Invitations   []member.Invitation
	Organizations []organization.Managed
}

func (h *Events) List(c echo.Context) error {
	var in event.ListInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	page, err := h.Events.ListPage(c.Request().Context(), web.AccountOf(c), &in, web.PageSize)
	if err != nil {
		return err
	}
	data := eventsPage{ListPage: page, NextPage: web.NextPage(c, in.Query(), "page", page.Next)}
	if web.IsFragment(c) {
		return h.ShowFragment(c, "staff/event/index", "list", data)
	}
	if data.Invitations, err = h.Invitations(c.Request().Context(), web.AccountOf(c)); err != nil {
		return err
	}
	if data.Organizations, err = h.Organizations(c.Request().Context(), web.AccountOf(c)); err != nil {
		return err
	}
	return h.Show(c, "staff/event/index", data)
}

type eventEditPage struct {
	Event         *models.Event // nil for a new one
	Hosts         []web.Option  // organizations that may host a new event
	Organizations []web.Option
	Path          string
	HasAgenda     bool
	MayRename     bool               // the address, which nobody knows yet
	Conflicts     []web.EditConflict // where somebody else saved the event first
}

func (h *Events) eventEditPage(c echo.Context, page *event.EditPage) *eventEditPage {
	path := paths.NewEvent
	if page.Event != nil {
		path = staffEvent(c).Edit()
	}
	return &eventEditPage{
		Event:         page.Event,
		Hosts:         h.organizationOptions(c, web.HostsOf(c)),
		Organizations: h.organizationOptions(c, page.Organizations),
		Path:          path,
		HasAgenda:     page.HasAgenda,
		MayRename:     page.Event == nil || page.Event.State == models.EventDraft,
	}
}

func (h *Events) organizationOptions(c echo.Context, list []models.Organization) []web.Option {
	texts, options := h.Texts(c), make([]web.Option, len(list))
	for i, o := range list {
		options[i] = web.Option{Value: o.ID, Text: texts.Pick(o.NameJa, o.NameEn)}
	}
	return options
}

func (h *Events) New(c echo.Context) error {
	page, err := h.Events.NewPage(c.Request().Context())
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/event/edit", h.eventEditPage(c, page), h.FormOf(c, page.Input))
}

func (h *Events) Create(c echo.Context) error {
	var in event.EventInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	created, err := h.Events.Create(ctx, web.HostsOf(c), &in)
	if err == nil {
		web.SetFlash(c, "success", "event.created")
		return web.SeeOther(c, string(paths.OfStaffEvent(created.Slug)))
	}
	if !form.Take(err) {
		return err
	}
	page, err := h.Events.NewPage(ctx)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/event/edit", h.eventEditPage(c, page), form)
}

func (h *Events) Edit(c echo.Context) error {
	page, err := h.Events.EditPage(c.Request().Context(), web.EventOf(c).ID)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/event/edit", h.eventEditPage(c, page), h.FormOf(c, page.Input))
}

func (h *Events) Save(c echo.Context) error {
	var in event.EventInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	refused := h.Events.Update(ctx, web.EventOf(c), &in)
	if done, answer := h.Kit.Save(c, form, refused, string(staffEvent(c)), "event.saved"); done {
		return answer
	}
	saved, err := h.Events.EditPage(ctx, web.EventOf(c).ID)
	if err != nil {
		return err
	}
	page := h.eventEditPage(c, saved)
	if models.CodeOf(refused) == models.CodeConflict {
		page.Conflicts = form.ConflictsWith(saved.Input)
		return h.ShowEditConflict(c, "staff/event/edit", page, form)
	}
	return h.ShowForm(c, "staff/event/edit", page, form)
}
