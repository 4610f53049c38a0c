package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/app/series"
	"meguri/app/service/calendar"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Series are the pages of series, and of who follows them.
type Series struct {
	*Pages
	Series *series.Service
}

type seriesPage struct {
	*models.Series
	*event.SeriesCards
	Path  paths.Series
	Modes []web.Option
	// Partners are the organizations that hold it together, Next is the date until there is an event for it.
	Partners []models.SeriesMember
	Next     *models.SeriesNext
	// Written are the editions with minutes.
	Written []models.Event
}

// Show shows the events of a series, and the form to follow it.
func (h *Series) Show(c echo.Context) error {
	return h.show(c, http.StatusOK, h.NewForm(c, nil))
}

func (h *Series) show(c echo.Context, status int, form *web.Form) error {
	ctx := c.Request().Context()
	found, err := h.Series.Shown(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	cards, err := h.Events.SeriesCards(ctx, found.ID)
	if err != nil {
		return err
	}
	page := seriesPage{Series: found, SeriesCards: cards, Path: paths.OfSeries(found.Slug)}
	if page.Partners, err = h.Series.Partners(ctx, found); err != nil {
		return err
	}
	if page.Next, err = h.Series.Next(ctx, found); err != nil {
		return err
	}
	if page.Written, err = h.Series.WithMinutes(ctx, found); err != nil {
		return err
	}
	for _, mode := range models.Modes {
		page.Modes = append(page.Modes, web.Option{Value: string(mode), Text: h.Texts(c).T("event.mode_" + string(mode))})
	}
	return h.Render(c, status, "public/series/show", page, form)
}

type publicMinutes struct {
	*models.Minutes
	// Series is the announced one of the event, nil for none.
	Series *models.Series
}

// Minutes shows what was written down at an event, once that is published.
func (h *Series) Minutes(c echo.Context) error {
	e, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	page := publicMinutes{}
	if page.Minutes, err = h.Series.PublishedMinutes(c.Request().Context(), e); err != nil {
		return err
	}
	if page.Series, err = h.Series.OfEvent(c.Request().Context(), e); err != nil {
		return err
	}
	return h.Pages.Show(c, "public/series/minutes", page)
}

// Calendar is a calendar of its events, and of the next date.
func (h *Series) Calendar(c echo.Context) error {
	ctx, texts := c.Request().Context(), h.Texts(c)
	found, err := h.Series.Shown(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	events, err := h.Series.PublicEvents(ctx, found)
	if err != nil {
		return err
	}
	url := func(e *models.Event) string { return h.BaseURL + string(paths.OfEvent(e.Slug)) }
	next, err := h.Series.ForCalendar(ctx, found)
	if err != nil {
		return err
	}
	content := calendar.Series(&calendar.SeriesOf{
		ID: found.ID, Title: texts.Pick(found.TitleJa, found.TitleEn), Events: events, Next: next,
		URL: h.BaseURL + string(paths.OfSeries(found.Slug)),
	}, url, calendar.Options{Texts: texts})
	return web.DownloadPolled(c, found.Slug+".ics", web.CalendarType, content)
}

// Follow mails a link to who wants to hear of the next event.
func (h *Series) Follow(c echo.Context) error {
	var in series.FollowInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	in.Locale = h.Texts(c).Lang
	if form.OK() {
		err = h.Series.Follow(c.Request().Context(), c.Param("slug"), &in)
		if err == nil {
			return web.SeeOther(c, paths.OfSeries(c.Param("slug")).FollowAsked())
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.show(c, http.StatusUnprocessableEntity, form)
}

// Asked says that a mail is on its way.
func (h *Series) Asked(c echo.Context) error {
	found, err := h.Series.Shown(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/series/asked", seriesPage{Series: found, Path: paths.OfSeries(found.Slug)})
}

type followingPage struct {
	*models.SeriesFollower
	Path paths.Following
	// Ending asks whether to end it, Ended says that it is.
	Ending, Ended bool
}

// Following shows what is kept of who follows a series; it is confirmed by a button, as programs follow links.
func (h *Series) Following(c echo.Context) error { return h.following(c, false) }

// EndForm asks whether to end it.
func (h *Series) EndForm(c echo.Context) error { return h.following(c, true) }

func (h *Series) following(c echo.Context, ending bool) error {
	found, err := h.Series.Following(c.Request().Context(), c.Param("secret"))
	page := followingPage{found, paths.OfFollowing(c.Param("secret")), ending, false}
	if ending && models.CodeOf(err) == models.CodeNotFound {
		page.Ended, err = true, nil
	}
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/series/following", page)
}

// Confirm confirms the address.
func (h *Series) Confirm(c echo.Context) error {
	secret, err := h.Series.Confirm(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "series.confirmed")
	return web.SeeOther(c, string(paths.OfFollowing(secret)))
}

// OnlyTell erases the name, and keeps the address.
func (h *Series) OnlyTell(c echo.Context) error {
	if err := h.Series.OnlyTell(c.Request().Context(), c.Param("secret")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "series.only_told")
	return web.SeeOther(c, string(paths.OfFollowing(c.Param("secret"))))
}

// End ends it; mail programs call it, too (RFC 8058).
func (h *Series) End(c echo.Context) error {
	if err := h.Series.End(c.Request().Context(), c.Param("secret")); err != nil {
		return err
	}
	page := followingPage{Path: paths.OfFollowing(c.Param("secret")), Ended: true}
	return h.Pages.Show(c, "public/series/following", page)
}
