package attendee

import (
	"github.com/labstack/echo/v4"
)

func (h *Pages) SummaryPDF(c echo.Context) error {
	event, r, err := h.Holder(c)
	if err != nil {
		return err
	}
	content, err := h.Summaries.PDF(c.Request().Context(), h.Texts(c), event, r)
	if err != nil {
		return err
	}
	return h.Download(c, event.Slug+"-summary.pdf", "application/pdf", content)
}
