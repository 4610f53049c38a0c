package staff

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/member"
	"meguri/app/series"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// eventsPage is the list, with the address of its next page, and the roles that the account is invited to.
type eventsPage struct {
	*event.ListPage
	Pages       *web.Pages
	Invitations []member.Invitation
	// Waiting counts, by the id of an organization, the events that wait for its answer.
	Waiting map[string]int
	Home    *series.Home
}

// Head is the head of a column by which the list can be sorted; the latest are first by itself.
func (p eventsPage) Head(by string) web.SortHead {
	return web.SortHeadOf(paths.StaffHome, p.Input.Query(), by, cmp.Or(string(p.Input.Sort), string(models.EventsLatest)))
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
	data := eventsPage{ListPage: page, Pages: web.PagesOf(
		paths.StaffHome, in.Query(), page.Number, len(page.Events), page.Total, page.Next != "", false,
	)}
	if web.IsFragment(c) {
		return h.ShowFragment(c, "staff/event/index", "list", data)
	}
	if data.Invitations, err = h.Invitations(c.Request().Context(), web.AccountOf(c)); err != nil {
		return err
	}
	if page.OnlyReads && len(data.Invitations) == 0 && in.Search == "" {
		return web.SeeOther(c, paths.StaffResults)
	}
	managed, err := h.Organizations(c.Request().Context(), web.AccountOf(c))
	if err != nil {
		return err
	}
	data.Waiting = map[string]int{}
	for i := range managed {
		data.Waiting[managed[i].ID] = managed[i].Waiting
	}
	if data.Home, err = h.Home(c.Request().Context(), web.AccountOf(c)); err != nil {
		return err
	}
	return h.Show(c, "staff/event/index", data)
}

type eventEditPage struct {
	Event     *models.Event // nil for a new one
	Hosts     []web.Option  // organizations that may host a new event
	Names     []string      // of organizations, to complete what is typed
	Partners  []event.PartnerRow
	Parts     []web.Option
	Zones     []web.Option
	DayStarts []web.Option
	Path      string
	HasAgenda bool
	// Slug is the address that the event has, "" for a new one.
	Slug      string
	Conflicts []web.EditConflict // where somebody else saved the event first
}

func (h *Events) eventEditPage(c echo.Context, page *event.EditPage, in *event.EventInput) *eventEditPage {
	texts := h.Texts(c)
	shown := &eventEditPage{
		Event:     page.Event,
		Hosts:     organizationOptions(h.Texts(c), web.HostsOf(c)),
		Names:     page.Names,
		Partners:  withEmptyRow(page.PartnerRows(in)),
		Parts:     partOptions(texts),
		Zones:     zoneOptions(texts, in.TimeZone, page.Now),
		DayStarts: dayStartOptions(texts),
		Path:      paths.NewEvent,
		HasAgenda: page.HasAgenda,
	}
	if page.Event != nil {
		shown.Path, shown.Slug = paths.OfStaffEvent(page.Event.Slug).Edit(), page.Event.Slug
	}
	return shown
}

// withEmptyRow are the rows that name an organization, and one more.
func withEmptyRow(rows []event.PartnerRow) []event.PartnerRow {
	rows = slices.DeleteFunc(rows, func(r event.PartnerRow) bool { return r.NameJa == "" })
	rows = append(rows, event.PartnerRow{Part: models.PartPartner})
	for i := range rows {
		rows[i].Number = i
	}
	return rows
}

func organizationOptions(texts *i18n.Localizer, list []models.Organization) []web.Option {
	options := make([]web.Option, len(list))
	for i, o := range list {
		options[i] = web.Option{Value: o.ID, Text: texts.Pick(o.NameJa, o.NameEn)}
	}
	return options
}

func partOptions(texts *i18n.Localizer) []web.Option {
	var options []web.Option
	for _, part := range []models.Part{models.PartCoHost, models.PartPartner} {
		options = append(options, web.Option{Value: string(part), Text: texts.T("event.part_" + string(part))})
	}
	return options
}

// dayStartOptions are the hours at which a day of the agenda may begin.
func dayStartOptions(texts *i18n.Localizer) []web.Option {
	var options []web.Option
	for hour := range 13 {
		text := texts.Time(time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC))
		options = append(options, web.Option{Value: strconv.Itoa(hour), Text: text})
	}
	return options
}

func (h *Events) newPage(c echo.Context) (*event.EditPage, error) {
	return h.Events.NewPage(c.Request().Context(), web.AccountOf(c), h.Texts(c).Lang)
}

func (h *Events) New(c echo.Context) error {
	page, err := h.newPage(c)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/event/edit", h.eventEditPage(c, page, page.Input), h.FormOf(c, page.Input))
}

func (h *Events) Create(c echo.Context) error {
	var in event.EventInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	created, err := h.Events.Create(c.Request().Context(), web.HostsOf(c), &in)
	if err == nil {
		web.SetFlash(c, "success", "event.created")
		return web.SeeOther(c, string(paths.OfStaffEvent(created.Slug)))
	}
	if !form.Take(err) {
		return err
	}
	page, err := h.newPage(c)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/event/edit", h.eventEditPage(c, page, &in), form)
}

func (h *Events) Edit(c echo.Context) error {
	page, err := h.Events.EditPage(c.Request().Context(), web.EventOf(c).ID)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/event/edit", h.eventEditPage(c, page, page.Input), h.FormOf(c, page.Input))
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
	page := h.eventEditPage(c, saved, &in)
	if models.CodeOf(refused) == models.CodeConflict {
		page.Conflicts = form.ConflictsWith(saved.Input)
		return h.ShowEditConflict(c, "staff/event/edit", page, form)
	}
	return h.ShowForm(c, "staff/event/edit", page, form)
}

// previewInput is Markdown that is typed in one of the two languages.
type previewInput struct {
	DescriptionJa string `form:"description_ja"`
	DescriptionEn string `form:"description_en"`
}

// Preview shows what was typed as the event's page will.
func (h *Events) Preview(c echo.Context) error {
	var in previewInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	return h.ShowFragment(c, "staff/event/edit", "preview", cmp.Or(in.DescriptionJa, in.DescriptionEn))
}
