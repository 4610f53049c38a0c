package public

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/federation"
	"meguri/app/service/area"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/app/service/table"
	"meguri/handlers/web"
	"meguri/models"
)

// Nationwide is what installations tell each other, and the list of all of it.
type Nationwide struct {
	*Pages
	Federations *federation.Service
}

// Card names the installation and its keys.
func (h *Nationwide) Card(c echo.Context) error {
	card, err := h.Federations.Card(c.Request().Context())
	if err != nil {
		return err
	}
	content, err := json.Marshal(card)
	if err != nil {
		return err
	}
	return sendTold(c, append(content, '\n'))
}

// Feed is the signed feed.
func (h *Nationwide) Feed(c echo.Context) error {
	content, err := h.Federations.Feed(c.Request().Context())
	if err != nil {
		return err
	}
	return sendTold(c, content)
}

func sendTold(c echo.Context, content []byte) error {
	c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
	return web.SendPolled(c, echo.MIMEApplicationJSON, content)
}

type nationwidePage struct {
	*federation.Page
	Months, Prefectures, Modes, Themes, Origins []web.Option
	Pages                                       *web.Pages
	// Events, Needs and Kits lead to the list of each, CSV to ICS to files.
	Events, Needs, Kits, CSV, XML, ICS string
}

// List lists what is on, here and elsewhere.
func (h *Nationwide) List(c echo.Context) error {
	var filter federation.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	found, err := h.Federations.Page(c.Request().Context(), &filter)
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	query := queryOf(&filter)
	page := nationwidePage{
		Page: found, Events: paths.Nationwide, Needs: paths.Nationwide + "?kind=need", Kits: paths.Nationwide + "?kind=kit",
		CSV: web.WithQuery(paths.NationwideCSV, query), XML: web.WithQuery(paths.NationwideXML, query),
		ICS:    web.WithQuery(paths.NationwideICS, query),
		Modes:  web.NeedOptions(texts, "need.any", "event.mode_", models.Modes),
		Themes: web.NeedOptions(texts, "need.any", "need.theme_", models.NeedThemes),
		Months: counted(texts, found.Counts.Months, func(month string) string {
			at, err := time.Parse("2006-01", month)
			if err != nil {
				return month
			}
			return texts.Month(at)
		}),
		Prefectures: counted(texts, found.Counts.Prefectures, func(name string) string {
			if code := area.Code(name); code != "" {
				return texts.T("area." + code)
			}
			return name
		}),
		Origins: counted(texts, found.Counts.Feeds, func(id string) string {
			feed := found.Feeds[id]
			return texts.Pick(feed.NameJa, feed.NameEn)
		}),
	}
	page.Pages = web.PagesOf(paths.Nationwide, query, found.Number, len(found.Items), found.Total, found.HasNext(), false)
	return h.Pages.Show(c, "public/nationwide/index", page)
}

func queryOf(f *federation.Filter) url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": f.Search, "month": f.Month, "mode": f.Mode, "prefecture": f.Prefecture, "theme": f.Theme, "origin": f.Origin,
		"kind": f.Kind,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// counted are the values that there are as choices, with how many have each.
func counted(texts *i18n.Localizer, list []models.FeedCount, name func(string) string) []web.Option {
	options := []web.Option{{Text: texts.T("need.any")}}
	for _, v := range list {
		options = append(options, web.Option{
			Value: v.Value, Text: texts.T("federation.counted", "name", name(v.Value), "n", texts.Number(v.Count)),
		})
	}
	return options
}

// CSV is the list of events as open data.
func (h *Nationwide) CSV(c echo.Context) error {
	var filter federation.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	events, err := h.Federations.Table(c.Request().Context(), &filter)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := table.CSV(&out, table.UTF8BOM, events); err != nil {
		return err
	}
	return web.DownloadShared(c, "nationwide.csv", "text/csv; charset=utf-8", out.Bytes())
}

// XML is the list of events as open data in the fields of GIF.
func (h *Nationwide) XML(c echo.Context) error {
	var filter federation.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	content, err := h.Federations.XML(c.Request().Context(), &filter)
	if err != nil {
		return err
	}
	return web.SendShared(c, "application/xml; charset=utf-8", content)
}

// Calendar is the list of events as a calendar to subscribe to.
func (h *Nationwide) Calendar(c echo.Context) error {
	var filter federation.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	texts := h.Texts(c)
	content, err := h.Federations.Calendar(
		c.Request().Context(), &filter, texts.T("federation.nationwide"),
		func(f *models.Feed) string { return from(texts, f) },
	)
	if err != nil {
		return err
	}
	return web.SendPolled(c, "text/calendar; charset=utf-8", content)
}

// from says where an entry is from.
func from(texts *i18n.Localizer, f *models.Feed) string {
	if f.Own {
		return texts.T("federation.from_here")
	}
	return texts.T("federation.from", "name", texts.Pick(f.NameJa, f.NameEn)) + " " + f.Host()
}

// Actor names the installation to followers in the Fediverse.
func (h *Nationwide) Actor(c echo.Context) error {
	content, err := h.Federations.Actor()
	if err != nil {
		return err
	}
	return web.SendShared(c, federation.ActivityType, content)
}

// Outbox lists our events for them.
func (h *Nationwide) Outbox(c echo.Context) error {
	content, err := h.Federations.Outbox(c.Request().Context(), c.QueryParam("page"))
	if err != nil {
		return err
	}
	return web.SendShared(c, federation.ActivityType, content)
}

// Activity is something that they were told.
func (h *Nationwide) Activity(c echo.Context) error {
	content, err := h.Federations.Activity(c.Request().Context(), c.Param("number"))
	if err != nil {
		return err
	}
	return web.SendShared(c, federation.ActivityType, content)
}

// ActivityObject is an event as they know it, or that it is gone.
func (h *Nationwide) ActivityObject(c echo.Context) error {
	content, gone, err := h.Federations.Object(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if gone {
		return c.Blob(http.StatusGone, federation.ActivityType, content)
	}
	return web.SendShared(c, federation.ActivityType, content)
}
