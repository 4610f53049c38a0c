package staff

import (
	"io"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/rally"
	"meguri/app/service/pdf"
	"meguri/handlers/web"
)

// Rally has the pages on which staff run a stamp rally.
type Rally struct {
	*web.Kit
	Rally  *rally.Service
	Papers *pdf.Maker
}

// Show shows how the rally is and goes.
func (h *Rally) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Rally) show(c echo.Context, form *web.Form) error {
	event := web.EventOf(c)
	page, err := h.Rally.StaffPage(c.Request().Context(), event)
	if err != nil {
		return err
	}
	if form == nil || !form.Values.Has("needed") { // a place's form has other fields
		fresh := h.FormOf(c, rally.InputOf(event, page.Rally))
		if form != nil {
			fresh.Message = form.Message
			for _, fault := range form.Errors() {
				fresh.Message = fault.Text
			}
		}
		form = fresh
	}
	return h.ShowForm(c, "staff/rally/show", page, form)
}

// Save stores how the rally is.
func (h *Rally) Save(c echo.Context) error {
	var in rally.Input
	return h.take(c, &in, "rally.saved", func() error {
		return h.Rally.Save(c.Request().Context(), web.EventOf(c), &in)
	})
}

// AddPlace adds a place.
func (h *Rally) AddPlace(c echo.Context) error {
	var in rally.PlaceInput
	return h.take(c, &in, "rally.place_added", func() error {
		return h.Rally.AddPlace(c.Request().Context(), web.EventOf(c), &in)
	})
}

// RenamePlace renames a place.
func (h *Rally) RenamePlace(c echo.Context) error {
	var in rally.PlaceInput
	return h.take(c, &in, "rally.saved", func() error {
		return h.Rally.RenamePlace(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	})
}

// DeletePlace removes a place that has stamped nothing yet.
func (h *Rally) DeletePlace(c echo.Context) error {
	return h.take(c, &struct{}{}, "rally.place_deleted", func() error {
		return h.Rally.DeletePlace(c.Request().Context(), web.EventOf(c), c.Param("id"))
	})
}

func (h *Rally) take(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, answer := h.Kit.Save(c, form, do(), staffEvent(c).Rally(), message); done {
			return answer
		}
	}
	return h.show(c, form)
}

// Posters are the QR codes to put up: of all places, or of the one that ?place= names.
func (h *Rally) Posters(c echo.Context) error {
	event := web.EventOf(c)
	return web.SendFile(c, event.Slug+"-rally.pdf", "application/pdf", func(w io.Writer) error {
		return h.Rally.Posters(c.Request().Context(), w, h.Papers, h.Texts(c), event, h.BaseURL, c.QueryParam("place"))
	})
}

// Desk shows the card whose code was typed or scanned.
func (h *Rally) Desk(c echo.Context) error { return h.desk(c, c.QueryParam("card"), nil) }

func (h *Rally) desk(c echo.Context, typed string, form *web.Form) error {
	page, err := h.Rally.Desk(c.Request().Context(), web.EventOf(c), typed)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/rally/desk", page, form)
}

type prizeInput struct {
	Card string `form:"card"`
}

// HandOut records that a prize was handed out.
func (h *Rally) HandOut(c echo.Context) error {
	return h.prize(c, "rally.handed_out", func(code string) error {
		return h.Rally.HandOut(c.Request().Context(), web.AccountOf(c), web.EventOf(c), code)
	})
}

// TakeBack records that it was not after all.
func (h *Rally) TakeBack(c echo.Context) error {
	return h.prize(c, "rally.taken_back", func(code string) error {
		return h.Rally.TakeBack(c.Request().Context(), web.EventOf(c), code)
	})
}

func (h *Rally) prize(c echo.Context, message string, do func(code string) error) error {
	var in prizeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	to := web.WithQuery(staffEvent(c).RallyDesk(), url.Values{"card": {in.Card}})
	if done, answer := h.Kit.Save(c, form, do(in.Card), to, message); done {
		return answer
	}
	return h.desk(c, in.Card, form)
}
