package public

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/circulation"
	"meguri/app/event"
	"meguri/app/federation"
	"meguri/app/service/paths"
	"meguri/app/service/ticket"
	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

type frontPage struct {
	*event.FrontPage
	Months, Modes, Hosts []web.Option
	// Chips take one condition back each.
	Chips      []chip
	Prev, Next string
	// Elsewhere are events at other installations, ElsewhereAll how many; All leads to them.
	Elsewhere    []federation.Item
	ElsewhereAll int
	All          string
}

type chip struct{ Text, URL string }

// Front shows the events to come, and the latest of those that are over.
func (h *Pages) Front(c echo.Context) error {
	var in event.FrontInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	found, err := h.Events.FrontPage(c.Request().Context(), &in)
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	page := frontPage{FrontPage: found}
	for _, month := range found.Months {
		page.Months = append(page.Months, web.Option{Value: month.Format("2006-01"), Text: texts.Month(month)})
	}
	for _, mode := range models.Modes {
		page.Modes = append(page.Modes, web.Option{Value: string(mode), Text: texts.T("event.mode_" + string(mode))})
	}
	for _, o := range found.Hosts {
		page.Hosts = append(page.Hosts, web.Option{Value: o.Slug, Text: texts.Pick(o.NameJa, o.NameEn)})
	}
	page.addChips()
	if in.Search != "" && in.Host == "" && in.Page <= 1 {
		filter := &federation.Filter{Search: in.Search, Month: in.Month, Mode: string(in.Mode)}
		if page.Elsewhere, page.ElsewhereAll, err = h.Federations.Elsewhere(c.Request().Context(), filter); err != nil {
			return err
		}
		page.All = web.WithQuery(paths.Nationwide, queryOf(filter))
	}
	if in.Page > 1 {
		page.Prev = pageOf(paths.Home, filterOf(&in), in.Page-1)
	}
	if found.HasNext {
		page.Next = pageOf(paths.Home, filterOf(&in), in.Page+1)
	}
	return h.Show(c, "public/event/index", page)
}

// filterOf is what is looked for, as a query.
func filterOf(in *event.FrontInput) url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": in.Search, "month": in.Month, "mode": string(in.Mode), "host": in.Host,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

func pageOf(path string, query url.Values, number int) string {
	if number > 1 {
		query.Set("page", strconv.Itoa(number))
	}
	return web.WithQuery(path, query)
}

func (page *frontPage) addChips() {
	in := page.Input
	add := func(name, text string) {
		query := filterOf(in)
		query.Del(name)
		page.Chips = append(page.Chips, chip{text, web.WithQuery(paths.Home, query)})
	}
	if in.Search != "" {
		add("q", in.Search)
	}
	addOption := func(name, value string, options []web.Option) {
		if value == "" {
			return
		}
		text := value
		for _, o := range options {
			if o.Value == value {
				text = o.Text
			}
		}
		add(name, text)
	}
	addOption("month", in.Month, page.Months)
	addOption("mode", string(in.Mode), page.Modes)
	addOption("host", in.Host, page.Hosts)
}

type pastPage struct {
	*event.PastPage
	Prev, Next string
}

// Past shows a year of events that are over.
func (h *Pages) Past(c echo.Context) error {
	var in event.FrontInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	found, err := h.Events.PastPage(c.Request().Context(), &in)
	if err != nil {
		return err
	}
	page := pastPage{PastPage: found}
	year := func() url.Values { return url.Values{"year": {strconv.Itoa(in.Year)}} }
	if found.Page > 1 {
		page.Prev = pageOf(paths.Past, year(), found.Page-1)
	}
	if found.Page < found.Pages {
		page.Next = pageOf(paths.Past, year(), found.Page+1)
	}
	return h.Show(c, "public/event/past", page)
}

type eventPage struct {
	*event.EventPage
	LinkedData *linkedEvent
	Links      web.Links
	Programme  *agenda.Programme
	// Results are the numbers of surveys that staff put here, once the event is over.
	Results []survey.Result
	// Rounds are the consensus maps that staff published, Cloud says that the word cloud is, too.
	Rounds []models.ConsensusRound
	Cloud  bool
	// Last is what came of the edition before, nil where nothing is told of it.
	Last *circulation.Last
	// AsksWishes says that coordinators ask people what they would like to come of it, once the event is over.
	AsksWishes bool
	// HasRecord says that the event's record is open.
	HasRecord bool
	// Own is who opened their own page on this device, on the day of the event; nil for everybody else.
	Own *ownTicket
	// QR leads from paper to the page.
	QR *ticket.QR
}

type ownTicket struct {
	Path paths.Attendee
	Mode models.Mode
}

func (h *Pages) Event(c echo.Context) error {
	e, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	data, err := h.Events.EventPage(c.Request().Context(), e)
	if err != nil {
		return err
	}
	page := h.NewPage(c, nil, nil)
	shown := eventPage{
		EventPage: data, LinkedData: linkedData(page, data.TicketTypes), Links: page.Links(),
		Programme: agenda.NewProgramme(e, data.Sessions, h.Now()),
	}
	if shown.Last, err = h.CameOf.Last(c.Request().Context(), e); err != nil {
		return err
	}
	if data.Ended {
		if shown.Results, err = h.Surveys.Reading.PublicResults(c.Request().Context(), e); err != nil {
			return err
		}
		if shown.Rounds, err = h.Rounds.Public(c.Request().Context(), e); err != nil {
			return err
		}
		if shown.HasRecord, err = h.Records.IsOpen(c.Request().Context(), e); err != nil {
			return err
		}
		if shown.AsksWishes, err = h.Needs.IsAsked(c.Request().Context(), e); err != nil {
			return err
		}
		if shown.Cloud, err = h.Clouds.IsPublic(c.Request().Context(), e); err != nil {
			return err
		}
	}
	if shown.QR, err = ticket.NewQR(page.BaseURL + string(page.Public())); err != nil {
		return err
	}
	if shown.Own, err = h.ownTicket(c, e); err != nil {
		return err
	}
	page.Data = shown
	return h.RenderPage(c, http.StatusOK, "public/event/show", page)
}

// ownTicket finds the ticket of who opened their own page on this device, on the event's day.
func (h *Pages) ownTicket(c echo.Context, e *models.Event) (*ownTicket, error) {
	secret := web.OwnSecret(c)
	if secret == "" || e.Discreet || e.WasCancelled() || !e.IsToday(h.Now()) {
		return nil, nil
	}
	r, of, err := h.Registrations.ByLink(c.Request().Context(), secret)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil // the link was renewed since
	}
	if err != nil || of.ID != e.ID || r.State != models.RegistrationConfirmed {
		return nil, err
	}
	return &ownTicket{paths.OfAttendee(secret), e.ModeOf(r.TicketType)}, nil
}
