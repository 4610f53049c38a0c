package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
)

// PeopleViews has what is done to the named lists of people.
type PeopleViews struct {
	*web.Kit
	Views registration.Views
	List  *Registrations
}

// viewLink leads to a named list.
type viewLink struct {
	Name, URL string
	Current   bool
}

func (p *registrationsPage) addViews() {
	for i := range p.Views {
		v := &p.Views[i]
		query, _ := url.ParseQuery(v.Query)
		query.Set("view", v.ID)
		p.ViewLinks = append(p.ViewLinks, viewLink{
			v.Name, web.WithQuery(p.path, query), p.View != nil && p.View.ID == v.ID,
		})
	}
}

// Add gives the list a name.
func (h *PeopleViews) Add(c echo.Context) error {
	var in registration.ViewInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.List.showListOf(c, in.List, form)
	}
	ctx, event, account := c.Request().Context(), web.EventOf(c), web.AccountOf(c)
	id, err := h.Views.Add(ctx, account, event, &in, h.columns(c, in.List))
	to := func() string {
		query, _ := url.ParseQuery(in.List)
		query.Set("view", id)
		return web.WithQuery(staffEvent(c).Registrations(), query)
	}
	return h.answer(c, form, err, to, in.List, "view.added")
}

// columns are those with which a list is shown.
func (h *PeopleViews) columns(c echo.Context, list string) []string {
	query, _ := url.ParseQuery(list)
	in := (&registration.SelectionInput{All: true, List: query.Encode()}).Filter()
	page, err := h.List.Registrations.ListPage(c.Request().Context(), web.EventOf(c), in, 1)
	if err != nil {
		return registration.ColumnsOf(web.AccountOf(c))
	}
	return page.Columns(web.AccountOf(c))
}

// Change gives a named list another name, or also what the list shows now.
func (h *PeopleViews) Change(c echo.Context) error {
	var in registration.ViewInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.List.showListOf(c, in.List, form)
	}
	err = h.Views.Change(c.Request().Context(), web.EventOf(c), c.Param("id"), &in, h.columns(c, in.List))
	return h.answer(c, form, err, func() string { return listAddress(c, in.List) }, in.List, "view.saved")
}

// Delete removes a name; the people stay.
func (h *PeopleViews) Delete(c echo.Context) error {
	var in registration.ViewInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	query, _ := url.ParseQuery(in.List)
	query.Del("view")
	err = h.Views.Delete(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.answer(c, form, err, func() string { return listAddress(c, query.Encode()) }, in.List, "view.deleted")
}

// answer leads to the list with a word, or shows it with what was wrong.
func (h *PeopleViews) answer(
	c echo.Context, form *web.Form, err error, to func() string, list, said string,
) error {
	if err == nil {
		web.SetFlash(c, "success", said)
		return web.SeeOther(c, to())
	}
	if !form.Take(err) {
		return err
	}
	return h.List.showListOf(c, list, form)
}
