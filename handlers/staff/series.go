package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/series"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Series has the page of the series of an event.
type Series struct {
	*web.Kit
	Series *series.Service
}

type seriesDeskPage struct {
	*series.DeskPage
	Options []web.Option
	Path    paths.Series
	// Held is where its members, next date and what was agreed are.
	Held paths.HeldSeries
}

// Show shows the series of the event, or which it may be in.
func (h *Series) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Series) show(c echo.Context, form *web.Form) error {
	page, err := h.Series.DeskPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	shown := seriesDeskPage{DeskPage: page}
	shown.Options = append(shown.Options, web.Option{Value: "", Text: texts.T("series.none_chosen")})
	for i := range page.Choices {
		s := &page.Choices[i]
		shown.Options = append(shown.Options, web.Option{Value: s.ID, Text: texts.Pick(s.TitleJa, s.TitleEn)})
	}
	shown.Options = append(shown.Options, web.Option{Value: series.NewSeries, Text: texts.T("series.new")})
	fresh := h.NewForm(c, url.Values{"series": {""}})
	if page.Series != nil {
		shown.Path = paths.OfSeries(page.Series.Slug)
		shown.Held = paths.OfStaffOrganization(web.EventOf(c).Organization.Slug).OneSeries(page.Series.ID)
		fresh = h.FormOf(c, page.Input)
		fresh.Values.Set("series", page.Series.ID)
	}
	if form == nil {
		form = fresh
	}
	for name, values := range fresh.Values { // each form of the page has some of the fields
		if !form.Values.Has(name) && name != "announced" {
			form.Values[name] = values
		}
	}
	return h.ShowForm(c, "staff/series/show", shown, form)
}

// Choose puts the event into a series, or takes it out.
func (h *Series) Choose(c echo.Context) error {
	var in series.ChooseInput
	return h.take(c, &in, "series.chosen", func() error {
		return h.Series.Choose(c.Request().Context(), web.EventOf(c), &in)
	})
}

// Save stores what staff typed about the series.
func (h *Series) Save(c echo.Context) error {
	var in series.Input
	return h.take(c, &in, "series.saved", func() error {
		return h.Series.Save(c.Request().Context(), web.EventOf(c), &in)
	})
}

func (h *Series) take(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, answer := h.Kit.Save(c, form, do(), staffEvent(c).Series(), message); done {
			return answer
		}
	}
	return h.show(c, form)
}
