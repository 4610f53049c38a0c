package public

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/need"
	"meguri/app/offer"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Needs are the pages of needs for everybody.
type Needs struct {
	*Pages
	Needs  *need.Service
	Offers *offer.Service
}

type needsPage struct {
	*need.ListPage
	Themes, Efforts, Ways []web.Option
	Pages                 *web.Pages
}

// List lists the needs with which somebody can help.
func (h *Needs) List(c echo.Context) error {
	var filter need.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	list, err := h.Needs.ListPage(c.Request().Context(), &filter)
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	page := needsPage{ListPage: list}
	page.Themes = web.NeedOptions(texts, "need.any", "need.theme_", models.NeedThemes)
	page.Efforts = web.NeedOptions(texts, "need.any", "need.effort_", models.Efforts)
	page.Ways = web.NeedOptions(texts, "need.any", "need.way_", models.NeedWays)
	query := url.Values{}
	for name, value := range map[string]string{
		"q": filter.Search, "theme": string(filter.Theme), "effort": string(filter.Effort), "way": string(filter.Way),
		"organization": filter.Organization, "until": filter.Until,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	page.Pages = web.PagesOf(paths.Needs, query, list.Number, len(list.Needs), list.Total, list.HasNext(), false)
	return h.Pages.Show(c, "public/need/index", page)
}

// Show shows a need, without whom to ask about it, and the form in which somebody puts themselves forward.
func (h *Needs) Show(c echo.Context) error { return h.show(c, h.NewForm(c, nil), http.StatusOK) }

func (h *Needs) show(c echo.Context, form *web.Form, status int) error {
	n, err := h.Needs.Shown(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Render(c, status, "public/need/show", n, form)
}

// Offer mails a link to who puts themselves forward.
func (h *Needs) Offer(c echo.Context) error {
	var in offer.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	in.Locale = h.Texts(c).Lang
	if form.OK() {
		err := h.Offers.Send(c.Request().Context(), c.Param("id"), &in)
		if err == nil {
			return web.SeeOther(c, paths.OfferSent(c.Param("id")))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.show(c, form, http.StatusUnprocessableEntity)
}

// Offered says that a mail is on its way.
func (h *Needs) Offered(c echo.Context) error {
	n, err := h.Needs.Shown(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Pages.Show(c, "public/need/offered", n)
}

type askPage struct {
	IsAsked bool
}

// AskForm is the form in which somebody tells what they need help with.
func (h *Needs) AskForm(c echo.Context) error { return h.askForm(c, h.NewForm(c, nil), http.StatusOK) }

func (h *Needs) askForm(c echo.Context, form *web.Form, status int) error {
	ctx := c.Request().Context()
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	asked, err := h.Needs.IsAsked(ctx, event)
	if err != nil {
		return err
	}
	return h.Render(c, status, "public/need/ask", askPage{asked}, form)
}

// Ask stores it.
func (h *Needs) Ask(c echo.Context) error {
	var in need.AskInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Needs.Ask(ctx, event, &in)
		if err == nil {
			return web.SeeOther(c, paths.OfEvent(event.Slug).NeedAsked())
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.askForm(c, form, http.StatusUnprocessableEntity)
}

// Asked says what happens next.
func (h *Needs) Asked(c echo.Context) error {
	if _, err := h.ShownEvent(c); err != nil {
		return err
	}
	return h.Pages.Show(c, "public/need/asked", nil)
}

// DayForm asks for an ordinary day.
func (h *Needs) DayForm(c echo.Context) error {
	return h.Render(c, http.StatusOK, "public/need/ordinary", (*need.DayPage)(nil), h.NewForm(c, nil))
}

// Day shows where it helps. The answer is not kept anywhere.
func (h *Needs) Day(c echo.Context) error {
	var in need.DayInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	var page *need.DayPage
	if form.OK() {
		page, err = h.Needs.Day(c.Request().Context(), &in)
		if err != nil && !form.Take(err) {
			return err
		}
	}
	return h.ShowForm(c, "public/need/ordinary", page, form)
}
