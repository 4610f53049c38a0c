package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/need"
	"meguri/app/service/paths"
	"meguri/app/wish"
	"meguri/handlers/web"
	"meguri/models"
)

// Wishes are the pages of what people wish after an event. They read no cookie, so that nothing leads from them to an
// answer of a survey.
type Wishes struct {
	*Pages
	Wishes *wish.Service
	Needs  *need.Service
}

// Form is the form for everybody.
func (h *Wishes) Form(c echo.Context) error { return h.showForm(c, h.NewForm(c, nil), http.StatusOK) }

func (h *Wishes) showForm(c echo.Context, form *web.Form, status int) error {
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	asked, err := h.Needs.IsAsked(c.Request().Context(), event)
	if err != nil {
		return err
	}
	return h.Render(c, status, "public/wish/new", askPage{asked}, form)
}

// Send stores it, and mails the link.
func (h *Wishes) Send(c echo.Context) error {
	var in wish.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	in.Locale = h.Texts(c).Lang
	if form.OK() {
		err := h.Wishes.Send(c.Request().Context(), event, &in)
		if err == nil {
			return web.SeeOther(c, paths.OfEvent(event.Slug).WishSent())
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showForm(c, form, http.StatusUnprocessableEntity)
}

// Sent says that a mail is on its way.
func (h *Wishes) Sent(c echo.Context) error {
	if _, err := h.ShownEvent(c); err != nil {
		return err
	}
	return h.Pages.Show(c, "public/wish/sent", nil)
}

type wishPage struct {
	*wish.OwnPage
	Path paths.Wish
	// Erased says that nothing is there any more.
	Erased bool
}

// Own shows the wish by its mailed link; it is confirmed by a button, as programs follow links.
func (h *Wishes) Own(c echo.Context) error { return h.showOwn(c, nil) }

func (h *Wishes) showOwn(c echo.Context, form *web.Form) error {
	own, err := h.Wishes.Own(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, &wish.SaveInput{
			Words: wish.Words{Help: own.Help, Need: own.Wish.Need, Learn: own.Learn}, MayBeAsked: own.MayBeAsked,
		})
	}
	return h.ShowForm(c, "public/wish/show", wishPage{own, paths.OfWish(c.Param("secret")), false}, form)
}

// Confirm confirms the address.
func (h *Wishes) Confirm(c echo.Context) error {
	if err := h.Wishes.Confirm(c.Request().Context(), c.Param("secret")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "wish.confirmed")
	return web.SeeOther(c, string(paths.OfWish(c.Param("secret"))))
}

// Save corrects it.
func (h *Wishes) Save(c echo.Context) error {
	var in wish.SaveInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Wishes.Save(c.Request().Context(), c.Param("secret"), &in)
		if err == nil {
			web.SetFlash(c, "success", "wish.saved")
			return web.SeeOther(c, string(paths.OfWish(c.Param("secret"))))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showOwn(c, form)
}

// Withdraw erases it.
func (h *Wishes) Withdraw(c echo.Context) error {
	if err := h.Wishes.Withdraw(c.Request().Context(), c.Param("secret")); err != nil {
		return err
	}
	none := &wish.OwnPage{Wish: &models.Wish{}}
	return h.Pages.Show(c, "public/wish/show", wishPage{OwnPage: none, Erased: true})
}
