package staff

import (
	"context"

	"github.com/labstack/echo/v4"

	"meguri/app/forecast"
	"meguri/app/service/chart"
	"meguri/handlers/web"
	"meguri/models"
)

// turnouts tells how many of those with a place come to an event.
type turnouts func(ctx context.Context, e *models.Event) ([]forecast.Turnout, error)

// Forecasts has the page that plays how people will come.
type Forecasts struct {
	*web.Kit
	Forecasts *forecast.Service
}

type forecastPage struct {
	*forecast.Page
	// Came draws how many come, InLine how many stand in line, Waits how long they wait.
	Came, InLine, Waits *plotted
	MostDoors           int
}

// Show shows the forecast, with the form of what it is made from.
func (h *Forecasts) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Forecasts) show(c echo.Context, form *web.Form) error {
	page, err := h.Forecasts.Page(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, forecast.InputOf(page.Settings))
	}
	shown := forecastPage{Page: page, MostDoors: forecast.MostDoors}
	shown.Came = h.plot(c, page, stepValue{
		"forecast.came_unit", "forecast.came_key", "forecast.came_n", 1, func(s *forecast.Step) int { return s.Came },
	})
	shown.InLine = h.plot(c, page, stepValue{
		"forecast.in_line_unit", "forecast.in_line_key", "forecast.in_line_n", 2,
		func(s *forecast.Step) int { return s.Waiting },
	})
	shown.Waits = h.plot(c, page, stepValue{
		"forecast.wait_unit", "forecast.wait_key", "forecast.wait_n", 4, (*forecast.Step).Minutes,
	})
	return h.ShowForm(c, "staff/forecast/show", shown, form)
}

// stepValue is what a chart draws of each step, with its words.
type stepValue struct {
	unit, name, text string
	colour           int
	of               func(*forecast.Step) int
}

// plot draws a value of each step; the table behind has all of them.
func (h *Forecasts) plot(c echo.Context, p *forecast.Page, v stepValue) *plotted {
	t, event := h.Texts(c), web.EventOf(c)
	out := &plotted{
		Unit: t.T(v.unit),
		Head: []string{t.T("board.minute"), t.T("forecast.came"), t.T("forecast.in_line"), t.T("forecast.wait")},
	}
	entries, total := make([]chart.Entry, len(p.Steps)), 0
	for i := range p.Steps {
		s := &p.Steps[i]
		at, values := t.Time(event.Local(s.From)), make([]int, v.colour)
		values[v.colour-1] = v.of(s)
		entries[i] = chart.Entry{Values: values, Name: at, Label: at, Text: t.T(v.text, "n", t.Number(v.of(s)))}
		out.Rows = append(out.Rows, []string{at, t.Number(s.Came), t.Number(s.Waiting), t.Number(s.Minutes())})
		total = max(total, v.of(s))
	}
	out.Series = []chartSeries{{t.T(v.name), v.colour, total}}
	out.Wide, out.Narrow = chart.NewPlot(chart.Wide, entries, -1), chart.NewPlot(chart.Narrow, entries, -1)
	return out
}

// Save stores what staff expect.
func (h *Forecasts) Save(c echo.Context) error {
	var in forecast.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Forecasts.Save(c.Request().Context(), web.EventOf(c), &in)
		if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Forecast(), "forecast.saved"); done {
			return answer
		}
	}
	return h.show(c, form)
}

// Rehearsal shows made-up people, to be scanned by the devices of the reception.
func (h *Forecasts) Rehearsal(c echo.Context) error {
	run, err := h.Forecasts.Rehearsal(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/forecast/rehearsal", run)
}
