package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/word"
)

// Words are the word clouds that everybody may see.
type Words struct {
	Pages *Pages
	Words *word.Service
}

// Cloud shows the words of the voices.
func (h *Words) Cloud(c echo.Context) error {
	event, err := h.Pages.PublicEvent(c)
	if err != nil {
		return err
	}
	page, err := h.Words.PublicPage(c.Request().Context(), event, word.Input{Source: c.QueryParam("of")})
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/word/show", page)
}
