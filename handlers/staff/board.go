package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/app/service/chart"
	"meguri/handlers/web"
)

// boardPage is how the doors do now.
type boardPage struct {
	*reception.Board
	// Plot draws the arrivals of each minute.
	Plot *plotted
}

// Board shows how the doors do now. The page listens to what changes there.
func (h *Doors) Board(c echo.Context) error {
	board, err := h.Reception.Board(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/door/board", &boardPage{board, h.minutes(c, board)})
}

func (h *Doors) minutes(c echo.Context, board *reception.Board) *plotted {
	t, event := h.Texts(c), web.EventOf(c)
	out := &plotted{Unit: t.T("board.unit"), Head: []string{t.T("board.minute"), t.T("board.arrived")}}
	entries, total := make([]chart.Entry, len(board.Minutes)), 0
	for i, m := range board.Minutes {
		at := t.Time(event.Local(m.From))
		entries[i] = chart.Entry{
			Values: []int{m.Arrived}, Name: at, Label: at, Text: t.T("board.people", "n", t.Number(m.Arrived)),
		}
		out.Rows = append(out.Rows, []string{at, t.Number(m.Arrived)})
		total += m.Arrived
	}
	out.Series = []series{{out.Head[1], 1, total}}
	out.Wide, out.Narrow = chart.NewPlot(chart.Wide, entries, -1), chart.NewPlot(chart.Narrow, entries, -1)
	return out
}
