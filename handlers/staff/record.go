package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/record"
	"meguri/handlers/web"
)

// Record has the form of what an event shows of itself once it is over.
type Record struct {
	*web.Kit
	Records *record.Service
}

// Form shows it.
func (h *Record) Form(c echo.Context) error { return h.show(c, nil) }

func (h *Record) show(c echo.Context, form *web.Form) error {
	page, in, err := h.Records.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, in)
	}
	return h.ShowForm(c, "staff/record/show", page, form)
}

// Save stores it, and opens or closes it.
func (h *Record) Save(c echo.Context) error {
	var in record.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	_, err = h.Records.Save(c.Request().Context(), web.EventOf(c), &in)
	if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Record(), "record.done_"+in.Do); done {
		return answer
	}
	return h.show(c, form)
}

// Preview shows the record as everybody would see it.
func (h *Record) Preview(c echo.Context) error {
	page, err := h.Records.Preview(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/record/preview", web.RecordPage{Page: page, IsPreview: true})
}
