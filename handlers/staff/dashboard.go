package staff

import (
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/service/chart"
	"meguri/app/service/i18n"
	"meguri/handlers/web"
)

type dashboardPage struct {
	*event.Dashboard
	SignUps, Arrivals histogram
}

// histogram is a drawing of bars. Total is their sum, Last the label of the last one.
type histogram struct {
	Columns chart.Columns
	Total   int
	Last    string
}

func newHistogram(bars []event.Bar, label func(time.Time) string) histogram {
	drawn := histogram{Total: event.Total(bars)}
	values, labels := make([]int, len(bars)), make([]string, len(bars))
	for i, bar := range bars {
		values[i], labels[i] = bar.Count, label(bar.Start)
		drawn.Last = labels[i]
	}
	drawn.Columns = chart.NewColumns(values, labels)
	return drawn
}

func (h *Events) Dashboard(c echo.Context) error { return h.showDashboard(c, nil) }

func (h *Events) showDashboard(c echo.Context, form *web.Form) error {
	dashboard, err := h.Events.Dashboard(c.Request().Context(), web.AccountOf(c), web.EventOf(c))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	return h.ShowForm(c, "staff/event/dashboard", dashboardPage{
		Dashboard: dashboard,
		SignUps:   newHistogram(dashboard.SignUps, texts.ShortDate),
		Arrivals:  newHistogram(dashboard.Arrivals, arrivalLabel(texts, dashboard.Arrivals)),
	}, form)
}

// arrivalLabel writes the time of a bar, with the day where the bars are of several.
func arrivalLabel(texts *i18n.Localizer, bars []event.Bar) func(time.Time) string {
	if len(bars) == 0 || bars[0].Start.YearDay() == bars[len(bars)-1].Start.YearDay() {
		return texts.Time
	}
	return func(t time.Time) string { return texts.ShortDate(t) + " " + texts.Time(t) }
}
