package staff

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/message"
	"meguri/handlers/web"
)

// Wordings lists the mails that the program sends by itself.
func (h *Messages) Wordings(c echo.Context) error {
	list, err := h.Messages.Wordings(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/message/wordings", list)
}

// Wording shows the text of one of them, to change it.
func (h *Messages) Wording(c echo.Context) error { return h.showWording(c, nil) }

func (h *Messages) showWording(c echo.Context, form *web.Form) error {
	var shown message.Shown
	if err := web.BindQuery(c, &shown); err != nil {
		return err
	}
	page, err := h.Messages.WordingPage(
		c.Request().Context(), web.EventOf(c), c.Param("kind"), h.Texts(c).Lang, shown,
	)
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, page.Input)
	}
	return h.ShowForm(c, "staff/message/wording", page, form)
}

// SaveWording stores the text.
func (h *Messages) SaveWording(c echo.Context) error {
	var in message.WordingInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Messages.SaveWording(c.Request().Context(), web.EventOf(c), c.Param("kind"), &in)
		to := staffEvent(c).Wording(c.Param("kind"))
		if done, answer := h.Kit.Save(c, form, err, string(to), "message.wording_saved"); done {
			return answer
		}
	}
	return h.showWording(c, form)
}

// RestoreWording brings our text back.
func (h *Messages) RestoreWording(c echo.Context) error {
	if err := h.Messages.RestoreWording(c.Request().Context(), web.EventOf(c), c.Param("kind")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "message.wording_restored")
	return web.SeeOther(c, string(staffEvent(c).Wording(c.Param("kind"))))
}

// PreviewWording is the mail as one person gets it, for a frame.
func (h *Messages) PreviewWording(c echo.Context) error {
	var shown message.Shown
	if err := web.BindQuery(c, &shown); err != nil {
		return err
	}
	made, err := h.Messages.PreviewWording(c.Request().Context(), web.EventOf(c), c.Param("kind"), shown)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", mailPolicy)
	return c.HTML(http.StatusOK, made.Preview())
}

// rulesPage is the form of when mails to many may go.
type rulesPage struct{ Hours []web.Option }

// Rules shows when mails to many may go, and where answers go.
func (h *Messages) Rules(c echo.Context) error {
	return h.showRules(c, h.FormOf(c, message.RulesOf(web.EventOf(c))))
}

func (h *Messages) showRules(c echo.Context, form *web.Form) error {
	page := rulesPage{Hours: []web.Option{{Text: h.Texts(c).T("message.quiet_none")}}}
	for hour := range 24 {
		page.Hours = append(page.Hours, web.Option{Value: strconv.Itoa(hour), Text: fmt.Sprintf("%d:00", hour)})
	}
	return h.ShowForm(c, "staff/message/rules", page, form)
}

// SaveRules stores them.
func (h *Messages) SaveRules(c echo.Context) error {
	var in message.RulesInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Messages.SaveRules(c.Request().Context(), web.EventOf(c), &in)
		if done, answer := h.Kit.Save(c, form, err, staffEvent(c).MailRules(), "message.rules_saved"); done {
			return answer
		}
	}
	return h.showRules(c, form)
}
