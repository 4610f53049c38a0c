package public

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/service/cover"
	"meguri/handlers/web"
)

// Cover is the drawn cover of an event.
func (h *Pages) Cover(c echo.Context) error {
	e, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	e.CoverPattern = cmp.Or(c.QueryParam("pattern"), e.CoverPattern) // staff see all before they choose
	// Its address has the event's version.
	c.Response().Header().Set(echo.HeaderCacheControl, "private, max-age=86400")
	return c.Blob(http.StatusOK, "image/svg+xml", cover.Of(e, coverWidth, coverHeight).SVG())
}

// The box of a cover at the head of an event's page on a desktop. Others show its middle.
const coverWidth, coverHeight = 1120, 300

// Picture is the event's picture for sites on which its address is shared. It says what has changed since somebody
// shared it: that all places are taken, that it was put off. Who keeps it asks whether it is still the same.
func (h *Pages) Picture(c echo.Context) error {
	e, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	photo, err := h.Events.Photo(c.Request().Context(), e)
	if err != nil {
		return err
	}
	offer, err := h.Events.Offer(c.Request().Context(), e)
	if err != nil {
		return err
	}
	content, err := h.Pictures.Event(h.Texts(c), e, photo, offer.Stamp())
	if err != nil {
		return err
	}
	return web.SendPolled(c, "image/png", content)
}

// Upload is an uploaded picture; ?size=small is the small one. A new picture has a new id: one that everybody may see
// may be kept for ever.
func (h *Pages) Upload(c echo.Context) error {
	p, isPublic, err := h.Events.Picture(c.Request().Context(), c.Param("id"), web.AccountOf(c))
	if err != nil {
		return err
	}
	content := p.Content
	if c.QueryParam("size") == "small" {
		content = p.Small
	}
	keep := "private, no-cache"
	if isPublic {
		keep = forEver
	}
	c.Response().Header().Set(echo.HeaderCacheControl, keep)
	return c.Blob(http.StatusOK, p.ContentType, content)
}

const forEver = "public, max-age=31536000, immutable"

// Colour is a style sheet with the tones of a colour that staff chose for an event: no page may name a colour itself
// (content policy). The same colour always has the same tones.
func (h *Pages) Colour(c echo.Context) error {
	colour, ok := cover.ReadColour(c.Param("colour"))
	if !ok {
		return echo.ErrNotFound
	}
	c.Response().Header().Set(echo.HeaderCacheControl, forEver)
	return c.Blob(http.StatusOK, "text/css; charset=utf-8", cover.Own(colour).CSS())
}
