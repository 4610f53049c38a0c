package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// bulkQuestion asks whether something is to be done to several people.
type bulkQuestion struct {
	*registration.BulkQuestion
	To, Back, List string
	All            bool
	Types          []web.Option
}

// TagSelected asks whether to give the people who were selected a tag, or begins it where the answer was yes.
func (h *Registrations) TagSelected(c echo.Context) error { return h.bulk(c, models.BulkTag) }

// UntagSelected takes a tag off people, in the same way.
func (h *Registrations) UntagSelected(c echo.Context) error { return h.bulk(c, models.BulkUntag) }

// ChangeSelected moves people to another ticket type.
func (h *Registrations) ChangeSelected(c echo.Context) error { return h.bulk(c, models.BulkMove) }

// ConfirmSelected gives places to people who wait.
func (h *Registrations) ConfirmSelected(c echo.Context) error { return h.bulk(c, models.BulkConfirm) }

// CancelSelected cancels people.
func (h *Registrations) CancelSelected(c echo.Context) error { return h.bulk(c, models.BulkCancel) }

func (h *Registrations) bulk(c echo.Context, kind models.BulkKind) error {
	var in registration.BulkInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx, event := c.Request().Context(), web.EventOf(c)
	if in.Sure && form.OK() {
		action, err := h.Registrations.Bulk().Start(ctx, event, kind, &in, web.AccountOf(c).ID)
		switch {
		case err == nil && action != nil:
			return web.SeeOther(c, string(paths.OfStaffEvent(event.Slug).Bulk(action.ID)))
		case err == nil:
			form.Message = h.Texts(c).T("bulk.others_now")
		case !form.Take(err):
			return err
		}
	}
	question, err := h.Registrations.Bulk().Ask(ctx, event, kind, &in)
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return h.showListOf(c, in.List, form)
	}
	return h.showQuestion(c, question, &in, form)
}

func (h *Registrations) showQuestion(
	c echo.Context, question *registration.BulkQuestion, in *registration.BulkInput, form *web.Form,
) error {
	texts := h.Texts(c)
	shown := &bulkQuestion{
		BulkQuestion: question, To: c.Request().URL.Path, Back: listAddress(c, in.List), List: in.List, All: in.All,
	}
	for i := range question.TicketTypes {
		t := &question.TicketTypes[i]
		shown.Types = append(shown.Types, web.Option{Value: t.Slug, Text: texts.Pick(t.NameJa, t.NameEn)})
	}
	return h.ShowForm(c, "staff/registration/selected", shown, form)
}

// bulkPage tells what is done to several people.
type bulkPage struct {
	*registration.BulkPage
	Back string
}

// Bulk shows how far something is that is done to several people, and what became of each.
func (h *Registrations) Bulk(c echo.Context) error { return h.showBulk(c, nil) }

func (h *Registrations) showBulk(c echo.Context, form *web.Form) error {
	page, err := h.Registrations.Bulk().Page(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	data := &bulkPage{BulkPage: page, Back: listAddress(c, page.Action.List)}
	if web.IsFragment(c) {
		return h.ShowFragment(c, "staff/registration/outcome", "bulk_outcome", data)
	}
	return h.ShowForm(c, "staff/registration/outcome", data, form)
}

// UndoBulk takes it back.
func (h *Registrations) UndoBulk(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	event := web.EventOf(c)
	err = h.Registrations.Bulk().Undo(c.Request().Context(), event, c.Param("id"))
	if err == nil {
		return web.SeeOther(c, string(paths.OfStaffEvent(event.Slug).Bulk(c.Param("id"))))
	}
	if !form.Take(err) {
		return err
	}
	return h.showBulk(c, form)
}
