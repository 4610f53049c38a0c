package staff

import (
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/service/chart"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/app/service/table"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/text"
)

// statisticsPage is the numbers of an event, with the lists that they count.
type statisticsPage struct {
	*event.Statistics
	texts *i18n.Localizer
	event *models.Event
	to    paths.StaffEvent
	// Over are registrations and cancellations over time, nil before the first one.
	Over *plotted
	// MayMail says that the reader may see the outbox.
	MayMail bool
	// Said is what people said at the event.
	Said *talk
}

// Numbers shows them on a page.
func (h *Statistics) Numbers(c echo.Context) error {
	page, err := h.statistics(c, event.AllStatistics...)
	if err != nil {
		return err
	}
	page.Over = page.overTime()
	if page.Said, err = h.talk(c); err != nil {
		return err
	}
	return h.Show(c, "staff/event/statistics", page)
}

func (h *Statistics) statistics(c echo.Context, parts ...event.StatisticsPart) (*statisticsPage, error) {
	organization := text.CleanLine(c.QueryParam("organization"))
	numbers, err := h.Events.Statistics(c.Request().Context(), web.EventOf(c), organization, parts...)
	return &statisticsPage{
		Statistics: numbers, texts: h.Texts(c), event: web.EventOf(c), to: staffEvent(c),
		MayMail: models.Holds(web.RolesOf(c), models.SeeMail),
	}, err
}

// People is the list of those whom the pairs of a filter and its value choose.
func (p *statisticsPage) People(pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return web.WithQuery(p.to.Registrations(), query)
}

// PeopleOf is People of an organization, "" for those who wrote none.
func (p *statisticsPage) PeopleOf(organization string, pairs ...string) string {
	if organization == "" {
		return p.People(append(pairs, "no_organization", "true")...)
	}
	return p.People(append(pairs, "organization", organization)...)
}

// OutboxOf are the mails of a kind in a state, "" for all.
func (p *statisticsPage) OutboxOf(kind string, state models.MailState) string {
	filter := mail.Filter{Kind: kind, State: state}
	return web.WithQuery(p.to.Mails(), filter.Values())
}

// States are those of mails in the order of the columns.
func (p *statisticsPage) States() []models.MailState { return mail.States }

// MailName is what a kind of mail is called: the beginning of its subject.
func (p *statisticsPage) MailName(kind string) string {
	if key := "statistic.mail_" + kind; p.texts.Has(key) {
		return p.texts.T(key)
	}
	if key := "mail." + kind + "_subject"; p.texts.Has(key) {
		return strings.TrimRight(p.texts.T(key, "title", "", "event", ""), " ：:?")
	}
	return kind
}

// SpanName is when a span is, or begins.
func (p *statisticsPage) SpanName(from time.Time) string {
	if p.Days == 1 {
		return p.texts.ShortDate(from)
	}
	return p.texts.T("statistic.from_day", "day", p.texts.Date(from))
}

// HasAttendance reports whether anybody attended yet.
func (p *statisticsPage) HasAttendance() bool {
	sum := p.Sum()
	return sum.AtVenue+sum.Online > 0
}

// overTime draws the registrations of each span by mode, with the running total.
func (p *statisticsPage) overTime() *plotted {
	if len(p.Spans) == 0 {
		return nil
	}
	t := p.texts
	head := []string{
		t.T("statistic.when"), t.T("desk.signed_up_venue"), t.T("desk.signed_up_online"), t.T("statistic.cancelled"),
		t.T("statistic.total"),
	}
	short := []string{"", t.T("desk.short_venue"), t.T("desk.short_online"), head[3]}
	out := &plotted{Unit: t.T("statistic.unit", "count", p.Days), LineUnit: head[4], Head: head}
	entries := make([]chart.Entry, len(p.Spans))
	venue, online := 0, 0
	for i, span := range p.Spans {
		row := []string{
			p.SpanName(span.Start), t.Number(span.Venue), t.Number(span.Online), t.Number(span.Cancelled),
			t.Number(span.Total),
		}
		out.Rows = append(out.Rows, row)
		out.Links = append(out.Links, []string{
			p.registered(span, "", span.Venue+span.Online), p.registered(span, models.ModeVenue, span.Venue),
			p.registered(span, models.ModeOnline, span.Online), p.cancelled(span),
		})
		entries[i] = chart.Entry{
			Values: []int{span.Venue, span.Online}, Label: dayLabel(t.Lang, span.Start), Name: row[0],
			Text: valuesOf(short, row[:len(short)]),
		}
		venue, online = venue+span.Venue, online+span.Online
	}
	out.Series = []chartSeries{{head[1], 1, venue}, {head[2], 2, online}}
	out.Wide, out.Narrow = chart.NewPlot(chart.Wide, entries, -1), chart.NewPlot(chart.Narrow, entries, -1)
	return out
}

// registered is the list of the n people who registered in a span for a mode, "" for any; "" where they are none.
func (p *statisticsPage) registered(span event.Span, mode models.Mode, n int) string {
	if n == 0 {
		return ""
	}
	first, last := p.daysOf(span)
	return p.People("registered_from", first, "registered_until", last,
		"mode", string(mode), "organization", p.Organization)
}

// cancelled is the list of the people who cancelled in a span, "" where they are none.
func (p *statisticsPage) cancelled(span event.Span) string {
	if span.Cancelled == 0 {
		return ""
	}
	first, last := p.daysOf(span)
	return p.People("cancelled_from", first, "cancelled_until", last, "organization", p.Organization)
}

// daysOf are the first and the last day of a span.
func (p *statisticsPage) daysOf(span event.Span) (first, last string) {
	return span.Start.Format(time.DateOnly), span.Start.AddDate(0, 0, p.Days-1).Format(time.DateOnly)
}

// TimeFile is the file of the numbers over time as the page shows them.
func (p *statisticsPage) TimeFile() string {
	query := url.Values{}
	if p.Organization != "" {
		query.Set("organization", p.Organization)
	}
	return web.WithQuery(p.to.StatisticsCSV("time"), query)
}

// statisticsTable is a table of the page as a file.
type statisticsTable struct {
	name string
	head []string // text keys
	rows func(p *statisticsPage, add func(cells ...any))
}

// OverTime is the registrations over time.
func (h *Statistics) OverTime(c echo.Context) error {
	head := []string{
		"statistic.when", "desk.signed_up_venue", "desk.signed_up_online", "statistic.cancelled", "statistic.total",
	}
	return h.sendStatistics(c, statisticsTable{"time", head, func(p *statisticsPage, add func(cells ...any)) {
		for _, s := range p.Spans {
			add(s.Start.Format(time.DateOnly), s.Venue, s.Online, s.Cancelled, s.Total)
		}
	}}, event.StatisticsOverTime)
}

// Attendance is who came, by ticket type.
func (h *Statistics) Attendance(c echo.Context) error {
	head := []string{
		"ticket_type.name", "ticket_type.mode", "registration.state_confirmed", "statistic.waiting",
		"registration.state_cancelled", "statistic.at_venue", "statistic.online", "statistic.absent", "statistic.archive",
	}
	return h.sendStatistics(c, statisticsTable{"attendance", head, func(p *statisticsPage, add func(cells ...any)) {
		for i := range p.Types {
			t := &p.Types[i]
			mode := p.texts.T("event.mode_" + string(p.event.ModeOf(t.Type)))
			add(p.texts.Pick(t.Type.NameJa, t.Type.NameEn), mode, t.Confirmed, t.Applied, t.Cancelled, t.AtVenue, t.Online,
				t.Absent, t.Archive)
		}
	}}, event.StatisticsOfTypes)
}

// Sessions is who attended each session.
func (h *Statistics) Sessions(c echo.Context) error {
	head := []string{
		"certificate.session", "pdf.when", "statistic.session_people", "statistic.session_venue",
		"statistic.session_online", "statistic.session_both", "statistic.session_average",
	}
	return h.sendStatistics(c, statisticsTable{"sessions", head, func(p *statisticsPage, add func(cells ...any)) {
		for i := range p.Sessions {
			t := &p.Sessions[i]
			s := &t.Session
			at := p.event.Local(s.StartsAt)
			add(p.texts.Pick(s.TitleJa, s.TitleEn), at, t.People, t.AtVenue, t.Online, t.Both, t.Average())
		}
	}}, event.StatisticsOfSessions)
}

// Organizations is the registrations by organization.
func (h *Statistics) Organizations(c echo.Context) error {
	head := []string{
		"table.organization", "registration.state_confirmed", "desk.places_venue", "desk.places_online",
		"registration.state_cancelled",
	}
	return h.sendStatistics(c, statisticsTable{"organizations", head, func(p *statisticsPage, add func(cells ...any)) {
		for _, o := range p.Organizations {
			add(o.Organization, o.Confirmed, o.Venue, o.Online, o.Cancelled)
		}
	}}, event.StatisticsOfOrganizations)
}

// Mails is the mails by kind and result.
func (h *Statistics) Mails(c echo.Context) error {
	head := []string{"statistic.mail_kind", "statistic.all"}
	for _, state := range mail.States {
		head = append(head, "mail.state_"+string(state))
	}
	return h.sendStatistics(c, statisticsTable{"mails", head, func(p *statisticsPage, add func(cells ...any)) {
		for _, m := range p.Mails {
			cells := []any{p.MailName(m.Kind), m.Total}
			for _, state := range mail.States {
				cells = append(cells, m.States[state])
			}
			add(cells...)
		}
	}}, event.StatisticsOfMails)
}

// sendStatistics sends a table that shows the parts of the statistics.
func (h *Statistics) sendStatistics(c echo.Context, t statisticsTable, parts ...event.StatisticsPart) error {
	page, err := h.statistics(c, parts...)
	if err != nil {
		return err
	}
	head := make([]string, len(t.head))
	for i, key := range t.head {
		head[i] = page.texts.T(key)
	}
	rows := func(yield func([]any, error) bool) {
		goesOn := true
		t.rows(page, func(cells ...any) { goesOn = goesOn && yield(cells, nil) })
	}
	return web.SendCSV(c, c.Param("slug")+"-"+t.name+".csv", table.Table{
		Name: page.texts.T("statistic.title"), Header: head, Rows: rows, ReplacedTitle: page.texts.T("table.replaced"),
	})
}
