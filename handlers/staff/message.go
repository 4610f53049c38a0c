package staff

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/message"
	"meguri/app/service/filter"
	"meguri/handlers/web"
	"meguri/models"
)

// Messages has the pages of what staff write to the attendees of an event.
type Messages struct {
	*web.Kit
	Messages *message.Service
}

// List shows all messages of the event.
func (h *Messages) List(c echo.Context) error {
	page, err := h.Messages.List(c.Request().Context(), h.Texts(c), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/message/index", page)
}

// messagePage is the form, with the choices of the audience.
type messagePage struct {
	*message.EditPage
	States      []models.RegistrationState
	Modes       []models.Mode
	Ways        []models.EntryWay
	Attendances []models.Attended
}

// HasTag reports whether somebody has a tag.
func (p messagePage) HasTag(name string) bool {
	return slices.ContainsFunc(p.Tags, func(t models.Tag) bool { return t.Name == name })
}

// Kept are the values of a field of the audience that the form has no control for: they stay as they are.
func (p messagePage) Kept(form *web.Form, field string) (list []string) {
	if field == "tag" {
		return form.Values["tag"][min(1, len(form.Values["tag"])):]
	}
	for _, answer := range form.Values["answer"] {
		question, value, _ := strings.Cut(answer, ":")
		isOffered := slices.ContainsFunc(p.Questions, func(of filter.Question) bool {
			return of.Question == question && slices.Contains(of.Answers, value)
		})
		if !isOffered {
			list = append(list, answer)
		}
	}
	return list
}

func (h *Messages) showEditor(c echo.Context, page *message.EditPage, form *web.Form) error {
	if form == nil {
		form = h.FormOf(c, page.Input)
	}
	data := messagePage{page, models.RegistrationStates, models.Modes, models.AllEntryWays, models.Attendances}
	return h.ShowForm(c, "staff/message/edit", data, form)
}

// New shows the form of a new message: empty, ready-made (?preset=), like another (?like=), to those whom a filter
// chooses.
func (h *Messages) New(c echo.Context) error { return h.showNew(c, nil) }

func (h *Messages) showNew(c echo.Context, form *web.Form) error {
	var to message.AudienceInput
	if err := web.BindQuery(c, &to); err != nil {
		return err
	}
	page, err := h.Messages.NewPage(
		c.Request().Context(), web.EventOf(c), c.QueryParam("preset"), c.QueryParam("like"), &to,
	)
	if err != nil {
		return err
	}
	if id := c.FormValue("id"); form != nil && models.ValidID(id) {
		page.RequestID = id
	}
	return h.showEditor(c, page, form)
}

// Create stores a new draft.
func (h *Messages) Create(c echo.Context) error {
	var in message.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		id, err := h.Messages.Create(c.Request().Context(), web.AccountOf(c), web.EventOf(c), c.FormValue("id"), &in)
		if err == nil {
			return h.afterSaving(c, id)
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showNew(c, form)
}

// Message shows a message: its form, or once it is sent what became of it.
func (h *Messages) Message(c echo.Context) error { return h.showMessage(c, nil) }

func (h *Messages) showMessage(c echo.Context, form *web.Form) error {
	var shown message.Shown
	if err := web.BindQuery(c, &shown); err != nil {
		return err
	}
	page, err := h.Messages.EditPage(c.Request().Context(), h.Texts(c), web.EventOf(c), c.Param("id"), shown)
	if err != nil {
		return err
	}
	switch {
	case page.Editable() && web.IsFragment(c): // it waits until it begins
		return c.NoContent(http.StatusNoContent)
	case page.Editable():
		return h.showEditor(c, page, form)
	case web.IsFragment(c) && c.QueryParam("waits") != "":
		c.Response().Header().Set("HX-Refresh", "true")
		return c.NoContent(http.StatusNoContent)
	}
	return h.showResult(c, form)
}

// resultPage is what became of a message, with the address of the next page.
type resultPage struct {
	*message.ResultPage
	NextPage string
}

func (h *Messages) showResult(c echo.Context, form *web.Form) error {
	state := models.MailState(c.QueryParam("state"))
	result, err := h.Messages.Result(
		c.Request().Context(), h.Texts(c), web.EventOf(c), c.Param("id"), state, c.QueryParam("after"), web.PageSize,
	)
	if err != nil {
		return err
	}
	page := resultPage{result, ""}
	if result.Next != "" {
		query := c.QueryParams()
		query.Set("after", result.Next)
		page.NextPage = web.WithQuery(c.Request().URL.Path, query)
	}
	if web.IsFragment(c) {
		return h.ShowFragment(c, "staff/message/show", "message_progress", page)
	}
	return h.ShowForm(c, "staff/message/show", page, form)
}

// Save stores the message.
func (h *Messages) Save(c echo.Context) error {
	var in message.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Messages.Save(c.Request().Context(), web.AccountOf(c), web.EventOf(c), c.Param("id"), &in)
		if err == nil {
			return h.afterSaving(c, c.Param("id"))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showMessage(c, form)
}

// afterSaving goes on as the button said: to the question before sending, to a mail on trial, or back to the form.
func (h *Messages) afterSaving(c echo.Context, key string) error {
	at := staffEvent(c).Message(key)
	switch c.FormValue("then") {
	case "send":
		return web.SeeOther(c, at.Send())
	case "try":
		id := c.FormValue("try_id")
		if !models.ValidID(id) {
			id = models.NewID()
		}
		if err := h.Messages.Try(c.Request().Context(), web.AccountOf(c), web.EventOf(c), key, id); err != nil {
			return err
		}
		web.SetFlash(c, "success", "message.tried")
	default:
		web.SetFlash(c, "success", "message.saved")
	}
	return web.SeeOther(c, string(at))
}

// Preview is the message as one person gets it, for a frame.
func (h *Messages) Preview(c echo.Context) error {
	var shown message.Shown
	if err := web.BindQuery(c, &shown); err != nil {
		return err
	}
	made, err := h.Messages.Preview(c.Request().Context(), web.AccountOf(c), web.EventOf(c), c.Param("id"), shown)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", mailPolicy)
	return c.HTML(http.StatusOK, made.Preview())
}

// SendForm asks, naming how many get the message.
func (h *Messages) SendForm(c echo.Context) error { return h.showSend(c, nil) }

func (h *Messages) showSend(c echo.Context, form *web.Form) error {
	page, err := h.Messages.EditPage(c.Request().Context(), h.Texts(c), web.EventOf(c), c.Param("id"), message.Shown{})
	if err != nil {
		return err
	}
	if !page.Editable() || page.Preset != nil {
		return web.SeeOther(c, string(staffEvent(c).Message(page.Key)))
	}
	return h.ShowForm(c, "staff/message/send", page, form)
}

// Send sends the message now or at a time.
func (h *Messages) Send(c echo.Context) error {
	var in message.SendInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	said := "message.sending_soon"
	if in.When == "later" {
		said = "message.scheduled_now"
	}
	if form.OK() {
		err := h.Messages.Send(c.Request().Context(), web.AccountOf(c), web.EventOf(c), c.Param("id"), &in)
		if done, answer := h.Kit.Save(c, form, err, h.pathOf(c), said); done {
			return answer
		}
	}
	return h.showSend(c, form)
}

func (h *Messages) pathOf(c echo.Context) string { return string(staffEvent(c).Message(c.Param("id"))) }

// Unschedule takes back that the message will be sent.
func (h *Messages) Unschedule(c echo.Context) error {
	err := h.Messages.Unschedule(c.Request().Context(), web.AccountOf(c), web.EventOf(c), c.Param("id"))
	return h.afterChange(c, err, h.pathOf(c), "message.unscheduled_now")
}

// Stop keeps back the mails of a message that have not left.
func (h *Messages) Stop(c echo.Context) error {
	err := h.Messages.Stop(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.afterChange(c, err, h.pathOf(c), "message.stopped_now")
}

// Switch turns an automatic message on or off.
func (h *Messages) Switch(c echo.Context) error {
	on := c.FormValue("on") == "true"
	said := "message.switched_off"
	if on {
		said = "message.switched_on"
	}
	err := h.Messages.Switch(c.Request().Context(), web.AccountOf(c), web.EventOf(c), c.Param("id"), on)
	return h.afterChange(c, err, staffEvent(c).Messages(), said)
}

// Retry sends the message once more to whom it could not be sent.
func (h *Messages) Retry(c echo.Context) error {
	_, err := h.Messages.Retry(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.afterChange(c, err, h.pathOf(c), "message.retried")
}

// Delete removes the message.
func (h *Messages) Delete(c echo.Context) error {
	err := h.Messages.Delete(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.afterChange(c, err, staffEvent(c).Messages(), "message.deleted")
}

// afterChange goes on with a word, or shows the message with the fault of err.
func (h *Messages) afterChange(c echo.Context, err error, to, said string) error {
	form := h.NewForm(c, nil)
	if done, answer := h.Kit.Save(c, form, err, to, said); done {
		return answer
	}
	return h.showFault(c, form)
}

// showFault shows the message as it is now, with what was wrong.
func (h *Messages) showFault(c echo.Context, form *web.Form) error {
	page, err := h.Messages.EditPage(c.Request().Context(), h.Texts(c), web.EventOf(c), c.Param("id"), message.Shown{})
	if err != nil {
		return err
	}
	if page.Editable() {
		form.Values = h.FormOf(c, page.Input).Values
	}
	return h.showMessage(c, form)
}
