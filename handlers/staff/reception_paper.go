package staff

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/handlers/web"
)

// paperPage is the page of ticked lists, with what is chosen.
type paperPage struct {
	*reception.PaperPage
	Sure, Asked []reception.PaperRow
}

// Picture is a row on the photo, "" where that is not kept.
func (paperPage) Picture(row reception.PaperRow) template.URL {
	if len(row.Picture) == 0 {
		return ""
	}
	//nolint:gosec // a picture that was made here
	return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(row.Picture))
}

func newPaperPage(page *reception.PaperPage) paperPage {
	shown := paperPage{PaperPage: page}
	if page.Read == nil {
		return shown
	}
	for _, row := range page.Read.Rows {
		if row.Doubtful {
			shown.Asked = append(shown.Asked, row)
		} else {
			shown.Sure = append(shown.Sure, row)
		}
	}
	return shown
}

// Paper shows the page on which photos of ticked lists are read, and after that whom one let in.
func (h *Reception) Paper(c echo.Context) error {
	return h.showPaper(c, http.StatusOK, nil, nil)
}

func (h *Reception) showPaper(c echo.Context, status int, read *reception.PaperRead, form *web.Form) error {
	page, err := h.Reception.PaperPage(c.Request().Context(), web.EventOf(c), c.QueryParam("round"))
	if err != nil {
		return err
	}
	page.Read = read
	return h.Render(c, status, "staff/reception/paper", newPaperPage(page), form)
}

// ReadPaper reads a photo and shows whom it proposes.
func (h *Reception) ReadPaper(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	content, err := uploaded(c, "photo")
	if err != nil {
		return err
	}
	event := web.EventOf(c)
	read, err := h.Reception.ReadPaper(c.Request().Context(), event, content)
	if err != nil {
		if form.Take(err) {
			return h.showPaper(c, http.StatusUnprocessableEntity, nil, form)
		}
		return err
	}
	values := url.Values{"at": {event.Local(h.Now()).Format("2006-01-02T15:04")}}
	for i := range read.Rows {
		if !read.Rows[i].Doubtful {
			values.Add("who", read.Rows[i].ID)
		}
	}
	return h.showPaper(c, http.StatusOK, read, h.NewForm(c, values))
}

// AdmitPaper lets in whom staff confirmed.
func (h *Reception) AdmitPaper(c echo.Context) error {
	var in reception.PaperInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx, event := c.Request().Context(), web.EventOf(c)
	if err := h.Reception.AdmitPaper(ctx, event, web.ActorOf(c), &in); err != nil {
		if !form.Take(err) {
			return err
		}
		read, err := h.Reception.TypedPaper(ctx, event, &in)
		if err != nil {
			return err
		}
		return h.showPaper(c, http.StatusUnprocessableEntity, read, form)
	}
	return web.SeeOther(c, web.WithQuery(staffEvent(c).Paper(), url.Values{"round": {in.Round}}))
}

// UndoPaper takes back whom a list let in.
func (h *Reception) UndoPaper(c echo.Context) error {
	var in reception.PaperInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	err := h.Reception.UndoPaper(c.Request().Context(), web.EventOf(c), web.ActorOf(c), in.Round)
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "reception.undone")
	return web.SeeOther(c, web.WithQuery(staffEvent(c).Paper(), url.Values{"round": {in.Round}}))
}
