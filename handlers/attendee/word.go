package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/word"
	"meguri/handlers/web"
)

// Words are the word clouds as attendees see them.
type Words struct {
	*web.Kit
	Words *word.Service
}

// Cloud shows the words of the voices; a word leads to its voices.
func (h *Words) Cloud(c echo.Context) error {
	in := word.Input{Source: c.QueryParam("of"), Word: c.QueryParam("word")}
	page, err := h.Words.Page(c.Request().Context(), web.EventOf(c), in, false)
	if err != nil {
		return err
	}
	return h.Show(c, "attendee/word/show", page)
}
