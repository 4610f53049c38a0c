package staff

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/meeting"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Meetings takes attendance reports of Zoom and Teams.
type Meetings struct {
	*web.Kit
	Meetings *meeting.Service
}

// meetingsPage is where reports are uploaded.
type meetingsPage struct {
	*meeting.ListPage
	Zones, Meant []web.Option
}

// List shows where a report is uploaded, and those that were.
func (h *Meetings) List(c echo.Context) error {
	return h.showList(c, h.NewForm(c, url.Values{"time_zone": {web.EventOf(c).TimeZone}}))
}

func (h *Meetings) showList(c echo.Context, form *web.Form) error {
	list, err := h.Meetings.ListPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	texts, event := h.Texts(c), web.EventOf(c)
	page := &meetingsPage{ListPage: list, Zones: zoneOptions(texts, form.Value("time_zone"), event.StartsAt)}
	page.Meant = []web.Option{{Text: texts.T("meeting.of_event")}}
	for _, s := range list.Sessions {
		if s.HasPage() {
			at := texts.DateTime(event.Local(s.StartsAt))
			page.Meant = append(page.Meant, web.Option{Value: s.ID, Text: at + " " + texts.Pick(s.TitleJa, s.TitleEn)})
		}
	}
	return h.ShowForm(c, "staff/meeting/index", page, form)
}

// Upload reads a report, and shows what it would change.
func (h *Meetings) Upload(c echo.Context) error {
	var in meeting.UploadInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	file, err := web.OpenUploaded(c, "file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Fault("file", "meeting.no_file")
		return h.showList(c, form)
	}
	defer file.Close()
	report, known, err := h.Meetings.Upload(
		c.Request().Context(), web.EventOf(c), web.AccountOf(c).ID, file.Name, file, &in,
	)
	if err != nil {
		if form.Take(err) {
			return h.showList(c, form)
		}
		return err
	}
	if known {
		web.SetFlash(c, "info", "meeting.known")
	}
	return web.SeeOther(c, string(staffEvent(c).Meeting(report.ID)))
}

// meetingPage is a report with its tabs.
type meetingPage struct {
	*meeting.Page
	Tabs  []meetingTab
	Pages *web.Pages
}

type meetingTab struct {
	Show    meeting.Show
	Count   int
	URL     string
	Current bool
}

// foundPage is the part of a guest that changes while somebody types.
type foundPage struct {
	*meeting.Guest
	Path paths.Meeting
	Show meeting.Show
}

// Report shows a report: what it would change or did, and who of it is not known yet.
func (h *Meetings) Report(c echo.Context) error {
	var shown meeting.Shown
	if err := web.BindQuery(c, &shown); err != nil {
		return err
	}
	ctx, event, path := c.Request().Context(), web.EventOf(c), staffEvent(c).Meeting(c.Param("id"))
	if web.IsFragment(c) {
		guest, err := h.Meetings.Found(ctx, event, c.Param("id"), shown)
		if err != nil {
			return err
		}
		return h.ShowFragment(c, "staff/meeting/show", "meeting_found", &foundPage{guest, path, shown.Show})
	}
	read, err := h.Meetings.Page(ctx, event, c.Param("id"), shown, web.PageSize)
	if err != nil {
		return err
	}
	page := &meetingPage{Page: read}
	for _, show := range meeting.Shows {
		address := web.WithQuery(string(path), url.Values{"show": {string(show)}})
		page.Tabs = append(page.Tabs, meetingTab{show, read.Counts[show], address, show == read.Show})
	}
	hasNext := read.Number*web.PageSize < read.Total()
	query := url.Values{"show": {string(read.Show)}}
	page.Pages = web.PagesOf(string(path), query, read.Number, len(read.Guests), read.Total(), hasNext, false)
	return h.Show(c, "staff/meeting/show", page)
}

// Choose stores who a guest is, and returns to where they were chosen.
func (h *Meetings) Choose(c echo.Context) error {
	var in meeting.ChoiceInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if err := h.Meetings.Choose(c.Request().Context(), web.EventOf(c), c.Param("id"), &in); err != nil {
		return err
	}
	query := url.Values{}
	if show := form.Value("show"); show != "" {
		query.Set("show", show)
	}
	if n, err := strconv.Atoi(form.Value("page")); err == nil && n > 1 {
		query.Set("page", strconv.Itoa(n))
	}
	return web.SeeOther(c, web.WithQuery(string(staffEvent(c).Meeting(c.Param("id"))), query))
}

// Take adds the times of a report to people's attendance.
func (h *Meetings) Take(c echo.Context) error {
	return h.do(c, h.Meetings.Take(c.Request().Context(), web.EventOf(c), c.Param("id")), "meeting.taken")
}

// Undo takes them back.
func (h *Meetings) Undo(c echo.Context) error {
	return h.do(c, h.Meetings.Undo(c.Request().Context(), web.EventOf(c), c.Param("id")), "meeting.undone")
}

func (h *Meetings) do(c echo.Context, err error, done string) error {
	switch models.CodeOf(err) {
	case "":
		web.SetFlash(c, "success", done)
	case models.CodeConflict:
		web.SetFlash(c, "info", keyOf(err))
	default:
		return err
	}
	return web.SeeOther(c, string(staffEvent(c).Meeting(c.Param("id"))))
}

// keyOf is the text of an error that has a code.
func keyOf(err error) string {
	var known *models.Error
	errors.As(err, &known)
	return known.Key
}

// Discard removes a report.
func (h *Meetings) Discard(c echo.Context) error {
	if err := h.Meetings.Discard(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "meeting.discarded")
	return web.SeeOther(c, staffEvent(c).Meetings())
}
