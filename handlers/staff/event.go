package staff

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/handlers/web"
	"meguri/models"
)

type eventsPage struct {
	Events    []models.Event
	MayCreate bool
}

func (h *Events) List(c echo.Context) error {
	q := h.DB.Query(c.Request().Context())
	events, err := q.Events().OfAccount(web.AccountOf(c).ID)
	if err != nil {
		return err
	}
	hosts, err := q.Organizations().OfEditor(web.AccountOf(c).ID)
	if err != nil {
		return err
	}
	return h.Show(c, "staff/event/index", eventsPage{events, len(hosts) > 0})
}

type eventForm struct {
	ID             string   `form:"id"`
	Version        int      `form:"version"`
	Organization   string   `form:"organization"`
	Slug           string   `form:"slug"`
	TitleJa        string   `form:"title_ja"`
	TitleEn        string   `form:"title_en"`
	SummaryJa      string   `form:"summary_ja"`
	SummaryEn      string   `form:"summary_en"`
	DescriptionJa  string   `form:"description_ja"`
	DescriptionEn  string   `form:"description_en"`
	TimeZone       string   `form:"time_zone"`
	StartsAt       string   `form:"starts_at"`
	EndsAt         string   `form:"ends_at"`
	VenueNameJa    string   `form:"venue_name_ja"`
	VenueNameEn    string   `form:"venue_name_en"`
	VenueAddressJa string   `form:"venue_address_ja"`
	VenueAddressEn string   `form:"venue_address_en"`
	VenueMapURL    string   `form:"venue_map_url"`
	StreamURL      string   `form:"stream_url"`
	ContactEmail   string   `form:"contact_email"`
	CoHosts        []string `form:"cohosts"`
	Partners       []string `form:"partners"`
	NewPartners    string   `form:"new_partners"`
	Tell           bool     `form:"tell"`
	MoveAgenda     bool     `form:"move_agenda"`
}

func (in *eventForm) draft() event.Draft {
	return event.Draft{
		ID: in.ID, Slug: in.Slug, TitleJa: in.TitleJa, TitleEn: in.TitleEn, SummaryJa: in.SummaryJa, SummaryEn: in.SummaryEn, DescriptionJa: in.DescriptionJa,
		DescriptionEn: in.DescriptionEn, TimeZone: in.TimeZone, StartsAt: in.StartsAt, EndsAt: in.EndsAt, VenueNameJa: in.VenueNameJa,
		VenueNameEn: in.VenueNameEn, VenueAddressJa: in.VenueAddressJa, VenueAddressEn: in.VenueAddressEn, VenueMapURL: in.VenueMapURL,
		StreamURL: in.StreamURL, ContactEmail: in.ContactEmail, CoHosts: in.CoHosts, Partners: in.Partners,
		NewPartners: in.NewPartners,
	}
}

// localInput is what <input type="datetime-local"> sends.
const localInput = "2006-01-02T15:04"

func eventValues(e *models.Event) url.Values {
	values := url.Values{
		"version": {strconv.Itoa(e.Version)}, "title_ja": {e.TitleJa}, "title_en": {e.TitleEn}, "summary_ja": {e.SummaryJa}, "summary_en": {e.SummaryEn},
		"description_ja": {e.DescriptionJa}, "description_en": {e.DescriptionEn}, "time_zone": {e.TimeZone},
		"starts_at": {e.Local(e.StartsAt).Format(localInput)}, "ends_at": {e.Local(e.EndsAt).Format(localInput)},
		"venue_name_ja": {e.VenueNameJa}, "venue_name_en": {e.VenueNameEn}, "venue_address_ja": {e.VenueAddressJa}, "venue_address_en": {e.VenueAddressEn},
		"venue_map_url": {e.VenueMapURL}, "stream_url": {e.StreamURL}, "contact_email": {e.ContactEmail},
	}
	for _, p := range e.Partners {
		field := "partners"
		if p.Part == models.PartCoHost {
			field = "cohosts"
		}
		values.Add(field, p.OrganizationID)
	}
	return values
}

type eventPage struct {
	Event         *models.Event // nil for a new one
	Hosts         []web.Option  // organizations that may host a new event
	Organizations []web.Option
	Base          string
	HasAgenda     bool
	Conflicts     []web.EditConflict // where somebody else saved the event first
}

// eventLabels are the fields in which two editors may differ.
var eventLabels = web.Labels{
	{"title_ja", "event.title_ja"}, {"title_en", "event.title_en"}, {"summary_ja", "event.summary_ja"}, {"summary_en", "event.summary_en"},
	{"description_ja", "event.description_ja"}, {"description_en", "event.description_en"}, {"starts_at", "event.starts_at"}, {"ends_at", "event.ends_at"},
	{"time_zone", "event.time_zone"}, {"venue_name_ja", "event.venue_name_ja"}, {"venue_name_en", "event.venue_name_en"},
	{"venue_address_ja", "event.venue_address_ja"}, {"venue_address_en", "event.venue_address_en"}, {"venue_map_url", "event.venue_map_url"},
	{"stream_url", "event.stream_url"}, {"contact_email", "event.contact_email"},
}

func (h *Events) New(c echo.Context) error {
	day := h.DB.Now().AddDate(0, 2, 0)
	return h.showEvent(c, nil, h.NewForm(c, url.Values{
		"id": {models.NewID()}, "time_zone": {"Asia/Tokyo"}, "starts_at": {day.Format("2006-01-02") + "T13:00"}, "ends_at": {day.Format("2006-01-02") + "T16:00"},
	}))
}

func (h *Events) showEvent(c echo.Context, e *models.Event, form *web.Form) error {
	page, err := h.eventPage(c, e)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/event/edit", page, form)
}

func (h *Events) eventPage(c echo.Context, e *models.Event) (*eventPage, error) {
	q, page := h.DB.Query(c.Request().Context()), &eventPage{Event: e, Base: "/staff/events/new"}
	all, err := q.Organizations().All()
	if err != nil {
		return nil, err
	}
	page.Hosts = h.organizationOptions(c, web.HostsOf(c))
	if e == nil {
		page.Organizations = h.organizationOptions(c, all)
		return page, nil
	}
	page.Base = "/staff/events/" + e.Slug + "/edit"
	page.Organizations = h.organizationOptions(c, slices.DeleteFunc(all, func(o models.Organization) bool { return o.ID == e.OrganizationID }))
	sessions, err := q.Sessions().OfEvent(e)
	page.HasAgenda = len(sessions) > 0
	return page, err
}

func (h *Events) organizationOptions(c echo.Context, list []models.Organization) []web.Option {
	texts, options := h.Texts(c), make([]web.Option, len(list))
	for i, o := range list {
		options[i] = web.Option{Value: o.ID, Text: texts.Pick(o.NameJa, o.NameEn)}
	}
	return options
}

func (h *Events) Create(c echo.Context) error {
	var in eventForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	host, ok := hostAmong(web.HostsOf(c), in.Organization)
	if !ok {
		return models.NewError(models.CodeForbidden, "error.forbidden")
	}
	made, err := h.Events.Create(c.Request().Context(), host, in.draft())
	if err == nil {
		web.SetFlash(c, "success", "event.created")
		return web.SeeOther(c, "/staff/events/"+made.Slug)
	}
	if !form.Take(err) {
		return err
	}
	return h.showEvent(c, nil, form)
}

// hostAmong is the organization for which an event is made: the one asked for, or the only one.
func hostAmong(hosts []models.Organization, id string) (string, bool) {
	for _, o := range hosts {
		if o.ID == id || (id == "" && len(hosts) == 1) {
			return o.ID, true
		}
	}
	return "", false
}

func (h *Events) Edit(c echo.Context) error {
	if err := h.DB.Query(c.Request().Context()).Events().LoadPartners(web.EventOf(c)); err != nil {
		return err
	}
	values := eventValues(web.EventOf(c))
	values.Set("move_agenda", "true")
	return h.showEvent(c, web.EventOf(c), h.NewForm(c, values))
}

func (h *Events) Save(c echo.Context) error {
	var in eventForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Events.Update(c.Request().Context(), web.EventOf(c), in.draft(), event.Edit{Version: in.Version, Tell: in.Tell, MoveAgenda: in.MoveAgenda})
	if err == nil {
		web.SetFlash(c, "success", "event.saved")
		return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug)
	}
	if !form.Take(err) {
		return err
	}
	if models.CodeOf(err) == models.CodeConflict {
		return h.changedMeanwhile(c, form)
	}
	return h.showEvent(c, web.EventOf(c), form)
}

// changedMeanwhile answers a form about an older version with what was typed, beside what somebody else saved:
// nothing is lost.
func (h *Events) changedMeanwhile(c echo.Context, form *web.Form) error {
	saved, err := h.DB.Query(c.Request().Context()).Events().BySlug(web.EventOf(c).Slug)
	if err != nil {
		return err
	}
	page, err := h.eventPage(c, saved)
	if err != nil {
		return err
	}
	form.Values.Set("version", strconv.Itoa(saved.Version))
	page.Conflicts = form.EditConflicts(eventValues(saved), eventLabels)
	return h.ShowEditConflict(c, "staff/event/edit", page, form)
}
