package staff

import (
	"io"

	"github.com/labstack/echo/v4"

	"meguri/app/forecast"
	"meguri/app/reception"
	"meguri/app/service/pdf"
	"meguri/handlers/web"
)

// Doors has the pages about the doors of an event and who is behind them.
type Doors struct {
	*web.Kit
	Reception *reception.Service
	Papers    *pdf.Maker
	Forecasts *forecast.Service
}

// Inside shows who is inside now.
func (h *Doors) Inside(c echo.Context) error {
	inside, err := h.Reception.Inside(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/door/inside", inside)
}

// InsidePDF is who is inside now on paper, to tick off at the meeting point.
func (h *Doors) InsidePDF(c echo.Context) error {
	event := web.EventOf(c)
	return web.SendFile(c, event.Slug+"-inside.pdf", "application/pdf", func(w io.Writer) error {
		return h.Reception.InsidePaper(c.Request().Context(), w, h.Papers, h.Texts(c), event)
	})
}

// List shows the doors and their rules as rows.
func (h *Doors) List(c echo.Context) error { return h.list(c, h.NewForm(c, nil), nil) }

func (h *Doors) list(c echo.Context, form *web.Form, typed []reception.DoorRow) error {
	page, err := h.Reception.DoorsPage(c.Request().Context(), web.EventOf(c), typed)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/door/index", page, form)
}

// Save stores the rows.
func (h *Doors) Save(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	typed := reception.ReadDoors(form.Values)
	err = h.Reception.SaveDoors(c.Request().Context(), web.EventOf(c), typed)
	if form.Take(err) {
		return h.list(c, form, typed)
	}
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "door.saved")
	return web.SeeOther(c, staffEvent(c).Doors())
}
