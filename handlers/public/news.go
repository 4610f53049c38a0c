package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/message"
)

// newsPage is where news are refused.
type newsPage struct {
	*message.NewsPage
	Path string
	Done bool
}

// News asks whether to refuse the news of an organization. Programs that follow links do not refuse by that.
func (h *Pages) News(c echo.Context) error {
	page, err := h.Messages.NewsPage(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	return h.Show(c, "public/news/show", newsPage{page, c.Request().URL.Path, false})
}

// RefuseNews refuses them; mail programs call it, too (RFC 8058).
func (h *Pages) RefuseNews(c echo.Context) error {
	page, err := h.Messages.RefuseNews(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	return h.Show(c, "public/news/show", newsPage{page, c.Request().URL.Path, true})
}
