package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/forecast"
	"meguri/app/reception"
	"meguri/app/service/chart"
	"meguri/handlers/web"
)

// boardPage is how the doors do now.
type boardPage struct {
	*reception.Board
	// Outlook holds the day against its forecast, nil where there is nothing to tell.
	Outlook *forecast.Outlook
	// Plot draws the arrivals of each minute.
	Plot *plotted
}

// Board shows how the doors do now. The page listens to what changes there.
func (h *Doors) Board(c echo.Context) error {
	board, err := h.Reception.Board(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	outlook, err := h.Forecasts.Outlook(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/door/board", &boardPage{board, outlook, h.minutes(c, board, outlook)})
}

func (h *Doors) minutes(c echo.Context, board *reception.Board, outlook *forecast.Outlook) *plotted {
	t, event := h.Texts(c), web.EventOf(c)
	out := &plotted{Unit: t.T("board.unit"), Head: []string{t.T("board.minute"), t.T("board.arrived")}}
	if outlook != nil {
		out.AgainstName = t.T("forecast.against")
		out.Head = append(out.Head, out.AgainstName)
	}
	entries, total := make([]chart.Entry, len(board.Minutes)), 0
	for i, m := range board.Minutes {
		at := t.Time(event.Local(m.From))
		entries[i] = chart.Entry{
			Values: []int{m.Arrived}, Name: at, Label: at, Text: t.T("board.people", "n", t.Number(m.Arrived)),
		}
		row := []string{at, t.Number(m.Arrived)}
		if outlook != nil {
			entries[i].Against = outlook.ByMinute[m.From.Unix()]
			row = append(row, t.Number(entries[i].Against))
		}
		out.Rows = append(out.Rows, row)
		total += m.Arrived
	}
	out.Series = []chartSeries{{out.Head[1], 1, total}}
	out.Wide, out.Narrow = chart.NewPlot(chart.Wide, entries, -1), chart.NewPlot(chart.Narrow, entries, -1)
	return out
}
