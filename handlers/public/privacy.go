package public

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// Privacy shows what the event tells people about their data, now or in an earlier version.
func (h *Pages) Privacy(c echo.Context) error {
	e, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	version := 0
	if typed := c.QueryParam("version"); typed != "" {
		if version, err = strconv.Atoi(typed); err != nil || version < 1 {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
	}
	page, err := h.Notices.NoticePage(c.Request().Context(), e, version)
	if err != nil {
		return err
	}
	return h.Show(c, "public/privacy/show", page)
}
