package staff

import (
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/event"
	"meguri/app/forecast"
	"meguri/app/service/chart"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

type dashboardPage struct {
	*event.Dashboard
	Cells []keyNumber
	// Todo is what needs a person.
	Todo []todo
	// Next is what to do next, nil for nothing; Steps are the others, Taken those that are done.
	Next         *step
	Steps, Taken []step
	// Left are what the event lacks, Got what it has, of what it needs or had better have.
	Left, Got []event.ChecklistItem
	// DaysLeft is how many days are left until the event, negative once it has begun.
	DaysLeft          int
	SignUps, Arrivals *plotted
	// Happened tells in words what happened today.
	Happened []string
	// Turnouts tell how many come, in each way.
	Turnouts []forecast.Turnout
}

// keyNumber is one of the numbers at the top. Label and Note are finished texts.
type keyNumber struct {
	Label, Note, URL string
	Value            int
	Of               *int // the limit, nil for none
	Mode             models.Mode
	// Permission is what who follows the link needs; the link is left out for others.
	Permission models.Permission
}

type todo struct{ Text, URL, Action string }

// Dashboard is the start page of an event; who only reads results, or only looks after needs, begins there.
func (h *Events) Dashboard(c echo.Context) error {
	switch roles := web.RolesOf(c); {
	case models.Holds(roles, models.SeeDesk):
	case models.Holds(roles, models.SeeResults):
		return web.SeeOther(c, surveysPath(c))
	default:
		return web.SeeOther(c, staffEvent(c).Needs())
	}
	return h.showDashboard(c, nil)
}

func (h *Events) showDashboard(c echo.Context, form *web.Form) error {
	e := web.EventOf(c)
	dashboard, err := h.Events.Dashboard(c.Request().Context(), web.AccountOf(c), e)
	if err != nil {
		return err
	}
	tasks, err := h.Privacy.Tasks(c.Request().Context(), e)
	if err != nil {
		return err
	}
	d := &dashboardDrawing{
		dashboard, h.Texts(c), e, h.Now(), paths.OfStaffEvent(e.Slug), web.RolesOf(c), h.OperatorIsUnknown(),
	}
	page := dashboardPage{
		Dashboard: dashboard,
		Cells:     d.cells(),
		Todo:      append(d.todo(), d.privacyTodo(tasks)...),
		DaysLeft:  d.daysLeft(),
		SignUps:   d.signUps(),
		Arrivals:  d.arrivals(),
		Happened:  d.happened(),
	}
	if page.Turnouts, err = h.Turnouts(c.Request().Context(), e); err != nil {
		return err
	}
	page.Next, page.Steps, page.Taken = d.split(d.steps())
	for _, item := range dashboard.Checklist {
		if item.Done {
			page.Got = append(page.Got, item)
		} else {
			page.Left = append(page.Left, item)
		}
	}
	return h.ShowForm(c, "staff/event/dashboard", page, form)
}

// dashboardDrawing puts an event's numbers into words and links.
type dashboardDrawing struct {
	*event.Dashboard
	texts *i18n.Localizer
	event *models.Event
	now   time.Time
	to    paths.StaffEvent
	roles []models.Role
	// operatorIsUnknown says that no page tells visitors who runs the installation.
	operatorIsUnknown bool
}

func (d *dashboardDrawing) may(p models.Permission) bool { return models.Holds(d.roles, p) }

func (d *dashboardDrawing) daysLeft() int {
	y, m, day := d.event.Local(d.now).Date()
	today := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	y, m, day = d.event.Local(d.event.StartsAt).Date()
	return int(time.Date(y, m, day, 0, 0, 0, 0, time.UTC).Sub(today).Hours() / 24)
}

// todo lists what needs a person.
func (d *dashboardDrawing) todo() (list []todo) {
	add := func(permission models.Permission, n int, key, to, action string) {
		if n > 0 && d.may(permission) {
			list = append(list, todo{d.texts.T(key, "n", d.texts.Number(n)), to, d.texts.T(action)})
		}
	}
	add(models.SeeMail, d.FailedMail, "event.failed_mail", d.to.Mails()+"?state=failed", "desk.look")
	add(models.SeeMail, d.BouncedMail, "event.bounced_mail", d.to.Mails()+"?state=bounced", "desk.look")
	add(models.SeeMail, d.KeptMail, "event.kept_mail", d.to.Mails()+"?state=kept", "desk.look")
	if d.operatorIsUnknown && !d.Ended {
		add(models.EditEvent, 1, "event.operator_unknown", paths.Privacy, "desk.look")
	}
	add(models.EditEvent, len(agenda.Clashes(d.Sessions)), "desk.clashes", d.to.Agenda(), "desk.look")
	add(models.EditEvent, d.Progress.WaitingPartners, "desk.partners_wait", d.to.Edit(), "desk.look")
	return list
}

// cells are the key numbers: places, who waits, and what people do or did.
func (d *dashboardDrawing) cells() []keyNumber {
	var cells []keyNumber
	waiting := 0
	for _, mode := range models.Modes {
		if cell, ok := d.places(mode); ok {
			cells = append(cells, cell)
		}
	}
	for i := range d.Types {
		waiting += d.Types[i].Waitlisted
	}
	if waiting > 0 || !d.Ended {
		cells = append(cells, keyNumber{
			Label: d.texts.T("desk.waiting"), Value: waiting, Permission: models.SeePeople,
			URL: d.people("state", string(models.RegistrationWaitlisted)),
		})
	}
	cells = append(cells, d.turnout()...)
	for i := range cells {
		if !d.may(cells[i].Permission) {
			cells[i].URL = ""
		}
	}
	return cells
}

func (d *dashboardDrawing) people(name, value string) string {
	return web.WithQuery(d.to.Registrations(), url.Values{name: {value}})
}

// places sums up the ticket types of a mode.
func (d *dashboardDrawing) places(mode models.Mode) (cell keyNumber, ok bool) {
	capacity, limited, week, types := 0, true, 0, 0
	for i := range d.Types {
		t := &d.Types[i]
		if t.Mode != mode {
			continue
		}
		types++
		cell.Value += t.Confirmed
		week += t.ThisWeek
		if t.Capacity == nil {
			limited = false
		} else {
			capacity += *t.Capacity
		}
		cell.URL = d.people("ticket_type", t.Slug)
	}
	if types > 1 {
		cell.URL = d.people("mode", string(mode))
	}
	cell.Label, cell.Mode, cell.Permission = d.texts.T("desk.places_"+string(mode)), mode, models.SeePeople
	if limited && types > 0 {
		cell.Of = &capacity
	}
	if week > 0 && !d.Ended {
		cell.Note = d.texts.T("desk.this_week", "n", d.texts.Number(week))
	}
	return cell, types > 0
}

// turnout is who came, who is online, and who answered.
func (d *dashboardDrawing) turnout() (cells []keyNumber) {
	expected, arrived := 0, 0
	for i := range d.Types {
		if d.Types[i].Mode == models.ModeVenue {
			expected += d.Types[i].Expected
			arrived += d.Types[i].Arrived
		}
	}
	if arrived > 0 || (d.Ended && expected > 0) {
		cells = append(cells, keyNumber{
			Label: d.texts.T("desk.arrived"), Value: arrived, Of: &expected, Mode: models.ModeVenue,
			URL: d.people("attended", "venue"), Permission: models.SeePeople,
		})
	}
	if d.event.LiveRoomIsOpen(d.now) {
		cells = append(cells, keyNumber{
			Label: d.texts.T("desk.online_now"), Value: d.OnlineNow, URL: d.to.Live(), Permission: models.RunRoom,
		})
	} else if d.Ended && d.event.HasStream() {
		cells = append(cells, keyNumber{
			Label: d.texts.T("desk.online"), Value: d.Progress.Online, Mode: models.ModeOnline,
			URL: d.people("attended", "online"), Permission: models.SeePeople,
		})
	}
	if d.Progress.Invited > 0 {
		cells = append(cells, keyNumber{
			Label: d.texts.T("desk.answered"), Value: d.Progress.Answered(), Of: &d.Progress.Invited,
			URL: d.to.Surveys(), Permission: models.SeeResults,
		})
	}
	return cells
}

// happened tells what happened today, what happens often first by number.
func (d *dashboardDrawing) happened() (list []string) {
	for _, t := range d.Today {
		if key := "desk.today_" + string(t.Kind); d.texts.Has(key) {
			list = append(list, d.texts.T(key, "n", d.texts.Number(t.Count)))
		}
	}
	return list
}

// plotted is a chart, drawn for a desktop and for a phone, with the table behind it.
type plotted struct {
	Wide, Narrow   chart.Plot
	Unit, LineUnit string
	// AgainstName is what the columns are held against, where they are.
	AgainstName string
	Series      []chartSeries
	Head        []string
	Rows        [][]string
	// Links are where the cells of each row lead, "" for nowhere; there may be fewer than cells, and none.
	Links [][]string
}

// Link is where a cell of a row leads.
func (p *plotted) Link(row, cell int) string {
	if row >= len(p.Links) || cell >= len(p.Links[row]) {
		return ""
	}
	return p.Links[row][cell]
}

// chartSeries is one of the kinds of values in a chart. Number is that of its colour.
type chartSeries struct {
	Name   string
	Number int
	Total  int
}

// signUps draws the registrations of each day by mode, with the running total; nil where there are none.
func (d *dashboardDrawing) signUps() *plotted {
	bars := d.SignUps
	if event.Total(bars) == 0 {
		return nil
	}
	online := 0
	for _, bar := range bars {
		online += bar.Online
	}
	total := d.texts.T("desk.running_total")
	short := []string{d.texts.T("desk.short_venue"), d.texts.T("desk.short_online")}
	names := []string{d.texts.T("desk.signed_up_venue"), d.texts.T("desk.signed_up_online"), total}
	p := &plotted{
		Unit: d.texts.T("desk.unit_day"), LineUnit: names[2], Head: append([]string{d.texts.T("desk.day")}, names...),
		Series: []chartSeries{{names[0], 1, event.Total(bars) - online}, {names[1], 2, online}},
	}
	entries := make([]chart.Entry, len(bars))
	sum := d.Before
	for i, bar := range bars {
		sum += bar.Count
		row := []string{
			d.texts.ShortDate(bar.Start), d.texts.Number(bar.Count - bar.Online), d.texts.Number(bar.Online),
			d.texts.Number(sum),
		}
		p.Rows = append(p.Rows, row)
		p.Links = append(p.Links, []string{d.registered(bar.Start, bar.Count)})
		entries[i] = chart.Entry{
			Values: []int{bar.Count - bar.Online, bar.Online}, Label: dayLabel(d.texts.Lang, bar.Start),
			Name: row[0], Text: valuesOf([]string{"", short[0], short[1], total}, row),
		}
	}
	p.Wide, p.Narrow = chart.NewPlot(chart.Wide, entries, d.Before), chart.NewPlot(chart.Narrow, entries, d.Before)
	return p
}

// registered is the list of those who registered on a day, "" where nobody did or the reader may not see people.
func (d *dashboardDrawing) registered(day time.Time, people int) string {
	if people == 0 || !d.may(models.SeePeople) {
		return ""
	}
	return registeredIn(d.to, day, day)
}

// registeredIn is the list of those who registered from one day to another.
func registeredIn(to paths.StaffEvent, first, last time.Time) string {
	return web.WithQuery(to.Registrations(), url.Values{
		"registered_from": {first.Format(time.DateOnly)}, "registered_until": {last.Format(time.DateOnly)},
	})
}

// dayLabel is a day in the few characters that stand below an axis.
func dayLabel(lang string, t time.Time) string {
	if lang == i18n.Japanese {
		return t.Format("1/2")
	}
	return t.Format("2 Jan")
}

// valuesOf tells all values of a row.
func valuesOf(head, row []string) string {
	var parts []string
	for i := 1; i < len(row); i++ {
		parts = append(parts, head[i]+" "+row[i])
	}
	return strings.Join(parts, " · ")
}

// arrivals draws who arrived when; nil until somebody came.
func (d *dashboardDrawing) arrivals() *plotted {
	bars := d.Dashboard.Arrivals
	if event.Total(bars) == 0 {
		return nil
	}
	step := bars[0].Start
	if len(bars) > 1 {
		step = bars[1].Start
	}
	minutes := int(step.Sub(bars[0].Start).Minutes())
	label := arrivalLabel(d.texts, bars)
	p := &plotted{
		Unit: d.texts.T("desk.unit_minutes", "n", minutes), Head: []string{d.texts.T("desk.time"), d.texts.T("desk.arrived")},
		Series: []chartSeries{{d.texts.T("desk.arrived"), 1, event.Total(bars)}},
	}
	entries := make([]chart.Entry, len(bars))
	for i, bar := range bars {
		row := []string{label(bar.Start), d.texts.Number(bar.Count)}
		p.Rows = append(p.Rows, row)
		entries[i] = chart.Entry{
			Values: []int{bar.Count}, Label: d.texts.Time(bar.Start), Name: row[0], Text: valuesOf(p.Head, row),
		}
	}
	p.Wide, p.Narrow = chart.NewPlot(chart.Wide, entries, -1), chart.NewPlot(chart.Narrow, entries, -1)
	return p
}

// arrivalLabel writes the time of a bar, with the day where the bars are of several.
func arrivalLabel(texts *i18n.Localizer, bars []event.Bar) func(time.Time) string {
	if len(bars) == 0 || bars[0].Start.YearDay() == bars[len(bars)-1].Start.YearDay() {
		return texts.Time
	}
	return func(t time.Time) string { return texts.ShortDate(t) + " " + texts.Time(t) }
}
