package public

import (
	"bytes"
	"context"

	"github.com/labstack/echo/v4"

	"meguri/app/publicity"
	"meguri/app/service/feed"
	"meguri/app/service/table"
	"meguri/handlers/web"
)

// Publicity is what other sites and programs read of events.
type Publicity struct {
	*Pages
	Publicity *publicity.Service
}

// Badge shows how many places are left.
func (h *Publicity) Badge(c echo.Context) error {
	e, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content, err := h.Publicity.Badge(c.Request().Context(), e, c.Param("look"))
	if err != nil {
		return err
	}
	return web.SendShared(c, "image/svg+xml", content)
}

// Flyer is a page of paper.
func (h *Publicity) Flyer(c echo.Context) error {
	e, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	content, err := h.Publicity.Flyer(c.Request().Context(), h.Texts(c), e)
	if err != nil {
		return err
	}
	return web.Download(c, e.Slug+"-flyer-"+h.Texts(c).Lang+".pdf", "application/pdf", content)
}

// EventXML is the event as open data.
func (h *Publicity) EventXML(c echo.Context) error {
	e, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content, err := h.Publicity.EventXML(c.Request().Context(), e)
	if err != nil {
		return err
	}
	return web.SendShared(c, "application/xml; charset=utf-8", content)
}

// AllCSV lists all public events as open data.
func (h *Publicity) AllCSV(c echo.Context) error { return h.csv(c, h.Publicity.All(), "events.csv") }

// HostCSV lists those of an organization.
func (h *Publicity) HostCSV(c echo.Context) error {
	list, err := h.Publicity.OfHost(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	return h.csv(c, list, list.Host.Slug+"-events.csv")
}

func (h *Publicity) csv(c echo.Context, list *publicity.List, name string) error {
	events, err := h.Publicity.Table(c.Request().Context(), list)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := table.CSV(&out, table.UTF8BOM, events); err != nil {
		return err
	}
	return web.DownloadShared(c, name, "text/csv; charset=utf-8", out.Bytes())
}

// AllAtom tells of all public events.
func (h *Publicity) AllAtom(c echo.Context) error {
	return h.feed(c, all(h.Publicity), feed.AtomType, (*feed.Feed).Atom)
}

// AllRSS is the same as RSS.
func (h *Publicity) AllRSS(c echo.Context) error {
	return h.feed(c, all(h.Publicity), feed.RSSType, (*feed.Feed).RSS)
}

// HostAtom tells of an organization's events.
func (h *Publicity) HostAtom(c echo.Context) error {
	return h.feed(c, h.Publicity.OfHost, feed.AtomType, (*feed.Feed).Atom)
}

// HostRSS is the same as RSS.
func (h *Publicity) HostRSS(c echo.Context) error {
	return h.feed(c, h.Publicity.OfHost, feed.RSSType, (*feed.Feed).RSS)
}

// listOf finds the list that a slug names.
type listOf func(ctx context.Context, slug string) (*publicity.List, error)

func all(p *publicity.Service) listOf {
	return func(context.Context, string) (*publicity.List, error) { return p.All(), nil }
}

func (h *Publicity) feed(c echo.Context, find listOf, kind string, write func(*feed.Feed) ([]byte, error)) error {
	ctx := c.Request().Context()
	list, err := find(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	f, err := h.Publicity.Feed(ctx, h.Texts(c), list, c.Request().URL.Path)
	if err != nil {
		return err
	}
	content, err := write(f)
	if err != nil {
		return err
	}
	return web.SendPolledSince(c, kind+"; charset=utf-8", f.Updated(), content)
}

// SeriesAtom tells of the events of a series.
func (h *Publicity) SeriesAtom(c echo.Context) error {
	return h.feed(c, h.Publicity.OfSeries, feed.AtomType, (*feed.Feed).Atom)
}

// SeriesRSS is the same as RSS.
func (h *Publicity) SeriesRSS(c echo.Context) error {
	return h.feed(c, h.Publicity.OfSeries, feed.RSSType, (*feed.Feed).RSS)
}
