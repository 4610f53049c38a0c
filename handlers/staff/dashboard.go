package staff

import (
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/app/service/chart"
	"meguri/handlers/web"
	"meguri/models"
)

// typeTally is a ticket type with its people.
type typeTally struct {
	models.TicketType
	Confirmed, Waitlisted, Cancelled int
}

type dashboardPage struct {
	Types      []typeTally
	People     int
	SignUps    chart.Columns // per day
	Recent     int
	LastDay    string
	Arrivals   chart.Columns
	LastTime   string
	Counts     []reception.Count
	Arrived    int
	Missing    []string // text keys of what a draft lacks
	Ended      bool
	FailedMail int
	MayCopy    bool
	CopyID     string // makes a repeated request one copy
}

func (h *Events) Dashboard(c echo.Context) error { return h.showDashboard(c, nil) }

func (h *Events) showDashboard(c echo.Context, form *web.Form) error {
	ctx, event := c.Request().Context(), web.EventOf(c)
	page := &dashboardPage{Ended: event.Ended(h.DB.Now()), CopyID: models.NewID()}
	for _, fill := range []func(echo.Context, *dashboardPage) error{h.tallies, h.signUps, h.arrivals} {
		if err := fill(c, page); err != nil {
			return err
		}
	}
	if event.State == models.EventDraft || (event.State == models.EventPublished && !page.Ended) {
		missing, err := h.Events.Missing(ctx, event)
		if err != nil {
			return err
		}
		page.Missing = missing
	}
	mails, err := h.DB.Query(ctx).Mails().Tallies(event)
	if err != nil {
		return err
	}
	hosts, err := h.DB.Query(ctx).Organizations().OfEditor(web.AccountOf(c).ID)
	if err != nil {
		return err
	}
	_, page.MayCopy = hostAmong(hosts, event.OrganizationID)
	page.FailedMail = mails[models.MailFailed]
	return h.ShowForm(c, "staff/event/dashboard", page, form)
}

func (h *Events) tallies(c echo.Context, page *dashboardPage) error {
	q := h.DB.Query(c.Request().Context())
	types, err := q.TicketTypes().OfEvent(web.EventOf(c))
	if err != nil {
		return err
	}
	tallies, err := q.Registrations().Tallies(web.EventOf(c))
	for _, kind := range types {
		row := typeTally{TicketType: kind}
		for _, t := range tallies {
			if t.TicketTypeID != kind.ID {
				continue
			}
			switch t.State {
			case models.RegistrationConfirmed:
				row.Confirmed = t.Count
			case models.RegistrationWaitlisted:
				row.Waitlisted = t.Count
			case models.RegistrationCancelled:
				row.Cancelled = t.Count
			}
		}
		page.People += row.Confirmed
		page.Types = append(page.Types, row)
	}
	return err
}

// signUps draws the registrations of the last four weeks before now, or before the end of a past event.
func (h *Events) signUps(c echo.Context, page *dashboardPage) error {
	event, texts := web.EventOf(c), h.Texts(c)
	last := h.DB.Now()
	if page.Ended {
		last = event.EndsAt
	}
	const days = 28
	local := event.Local(last)
	first := time.Date(local.Year(), local.Month(), local.Day()-days+1, 0, 0, 0, 0, event.Zone())
	times, err := h.DB.Query(c.Request().Context()).Registrations().TimesSince(event, first)
	if err != nil {
		return err
	}
	values, labels := make([]int, days), make([]string, days)
	column := map[string]int{} // by date: where clocks are changed, a day is not 24 hours
	for i := range labels {
		day := first.AddDate(0, 0, i)
		labels[i], column[day.Format(time.DateOnly)] = texts.ShortDate(day), i
	}
	for _, at := range times {
		if i, ok := column[event.Local(at).Format(time.DateOnly)]; ok {
			values[i]++
			page.Recent++
		}
	}
	page.SignUps, page.LastDay = chart.NewColumns(values, labels), labels[days-1]
	return nil
}

func (h *Events) arrivals(c echo.Context, page *dashboardPage) error {
	ctx, event, texts := c.Request().Context(), web.EventOf(c), h.Texts(c)
	var err error
	if page.Counts, err = h.Reception.Counts(ctx, event); err != nil {
		return err
	}
	flow, err := h.Reception.Flow(ctx, event)
	if err != nil {
		return err
	}
	values, labels := make([]int, len(flow)), make([]string, len(flow))
	for i, bucket := range flow {
		values[i], labels[i] = bucket.Count, texts.Time(event.Local(bucket.Start))
		page.Arrived += bucket.Count
		page.LastTime = labels[i]
	}
	page.Arrivals = chart.NewColumns(values, labels)
	return nil
}
