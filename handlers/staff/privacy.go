package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/privacy"
	"meguri/handlers/web"
	"meguri/models"
)

// Privacy are the pages of staff about the data of an event's people.
type Privacy struct {
	*web.Kit
	Privacy *privacy.Service
}

// Show shows what people are told, what is asked for, and what was erased.
func (h *Privacy) Show(c echo.Context) error {
	page, err := h.Privacy.Page(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Kit.Show(c, "staff/privacy/index", page)
}

// Edit shows the form of what people are told.
func (h *Privacy) Edit(c echo.Context) error {
	page, err := h.Privacy.EditPage(c.Request().Context(), web.EventOf(c), nil)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/privacy/edit", page, h.NewForm(c, page.Values))
}

// Save stores what people are told, or shows how it would look.
func (h *Privacy) Save(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	ctx, e := c.Request().Context(), web.EventOf(c)
	in := privacy.ReadNotice(form.Values)
	form.InOrder(in.Fields())
	if form.Value("then") != "preview" {
		err := h.Privacy.Save(ctx, e, in, web.AccountOf(c).ID)
		if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Privacy(), "privacy.saved"); done {
			return answer
		}
	}
	page, err := h.Privacy.EditPage(ctx, e, in)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/privacy/edit", page, form)
}

// Request shows a request to erase.
func (h *Privacy) Request(c echo.Context) error { return h.showRequest(c, h.NewForm(c, nil)) }

func (h *Privacy) showRequest(c echo.Context, form *web.Form) error {
	page, err := h.Privacy.RequestPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/privacy/request", page, form)
}

// AskFor records the wish of somebody who phoned or wrote.
func (h *Privacy) AskFor(c echo.Context) error {
	id, err := h.Privacy.AskFor(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(c, staffEvent(c).ErasureRequest(id))
}

// Decide answers a request to erase.
func (h *Privacy) Decide(c echo.Context) error {
	var in privacy.DecideInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Privacy.Decide(c.Request().Context(), web.EventOf(c), c.Param("id"), &in, web.AccountOf(c).ID)
	if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Privacy(), "privacy.decided_"+in.Decision); done {
		return answer
	}
	return h.showRequest(c, form)
}

// privacyTodo lists what of people's data needs staff.
func (d *dashboardDrawing) privacyTodo(tasks *privacy.Tasks) (list []todo) {
	look := d.texts.T("desk.look")
	if d.may(models.EditPeople) {
		for i := range tasks.Requests {
			r := &tasks.Requests[i]
			text := d.texts.T("privacy.todo_request", "date", d.texts.ShortDate(d.event.Local(r.DueAt)))
			list = append(list, todo{text, d.to.ErasureRequest(r.ID), look})
		}
	}
	if !d.may(models.EditEvent) {
		return list
	}
	if tasks.Gaps && d.event.State != models.EventDraft {
		list = append(list, todo{d.texts.T("event.missing_joint"), d.to.EditPrivacy(), d.texts.T("desk.mend")})
	}
	for _, due := range tasks.Soon {
		text := d.texts.T("privacy.todo_soon", "date", d.texts.ShortDate(d.event.Local(due.At)),
			"field", d.texts.T("privacy.kept_"+string(due.Field)), "n", d.texts.Number(due.People))
		list = append(list, todo{text, d.to.Privacy(), look})
	}
	return list
}
