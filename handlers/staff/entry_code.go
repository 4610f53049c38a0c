package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/entry"
	"meguri/handlers/web"
)

// Entries has the pages on which staff say who may register, and how.
type Entries struct {
	*web.Kit
	Entries *entry.Service
}

type codesPage struct {
	*entry.CodesPage
	// BaseURL begins the links that carry the codes.
	BaseURL string
	// Changed is the id of the code whose form has faults, "" for none.
	Changed string
}

// Codes lists the event's codes, with the form of a new one.
func (h *Entries) Codes(c echo.Context) error { return h.showCodes(c, nil, "") }

func (h *Entries) showCodes(c echo.Context, form *web.Form, changed string) error {
	page, err := h.Entries.CodesPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, &entry.CodeInput{Types: page.Asked})
	}
	return h.ShowForm(c, "staff/entry/codes", codesPage{page, h.BaseURL, changed}, form)
}

// MakeCodes makes one code or many.
func (h *Entries) MakeCodes(c echo.Context) error {
	var in entry.CodeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		_, err := h.Entries.MakeCodes(c.Request().Context(), web.EventOf(c), &in)
		if done, answer := h.Save(c, form, err, staffEvent(c).EntryCodes(), "entry.made"); done {
			return answer
		}
	}
	return h.showCodes(c, form, "")
}

// ChangeCode changes the note, the limit and the end of a code.
func (h *Entries) ChangeCode(c echo.Context) error {
	var in entry.CodeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Entries.ChangeCode(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
		if done, answer := h.Save(c, form, err, staffEvent(c).EntryCodes(), "entry.saved"); done {
			return answer
		}
	}
	return h.showCodes(c, form, c.Param("id"))
}

type stopInput struct {
	Stop bool `form:"stop"`
}

// StopCode stops a code, or has it taken again.
func (h *Entries) StopCode(c echo.Context) error {
	var in stopInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Entries.StopCode(c.Request().Context(), web.EventOf(c), c.Param("id"), in.Stop)
	if done, answer := h.Save(c, form, err, staffEvent(c).EntryCodes(), "entry.saved"); done {
		return answer
	}
	return h.showCodes(c, nil, "")
}

// CodesCSV is the file of the event's codes.
func (h *Entries) CodesCSV(c echo.Context) error {
	list, err := h.Entries.CodesTable(c.Request().Context(), h.Texts(c), web.EventOf(c), h.BaseURL)
	if err != nil {
		return err
	}
	return web.SendCSV(c, web.EventOf(c).Slug+"-codes.csv", list)
}
