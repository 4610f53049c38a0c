package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/poll"
	"meguri/app/stage"
	"meguri/handlers/web"
	"meguri/models"
)

// pollPage is the form of a poll with what may be chosen in it.
type pollPage struct {
	*poll.FormPage
	KindOptions, SessionOptions []web.Option
}

// List lists the polls.
func (h *Polls) List(c echo.Context) error {
	page, err := h.Polls.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/poll/index", page)
}

// Edit is the form of a poll.
func (h *Polls) Edit(c echo.Context) error {
	page, err := h.Polls.FormPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	in := &poll.Input{Kind: models.PollSingle}
	if page.Poll != nil {
		in = poll.InputOf(page.Poll)
	}
	return h.showPoll(c, page, h.FormOf(c, in))
}

func (h *Polls) showPoll(c echo.Context, page *poll.FormPage, form *web.Form) error {
	shown, texts, event := pollPage{FormPage: page}, h.Texts(c), web.EventOf(c)
	for _, kind := range page.Kinds {
		shown.KindOptions = append(shown.KindOptions, web.Option{
			Value: string(kind), Text: texts.T("poll.kind_" + string(kind)),
		})
	}
	shown.SessionOptions = []web.Option{{Value: "", Text: texts.T("poll.no_session")}}
	for _, s := range page.Sessions {
		shown.SessionOptions = append(shown.SessionOptions, web.Option{
			Value: s.ID, Text: texts.Time(event.Local(s.StartsAt)) + " " + texts.Pick(s.TitleJa, s.TitleEn),
		})
	}
	return h.ShowForm(c, "staff/poll/edit", shown, form)
}

// Save stores a poll.
func (h *Polls) Save(c echo.Context) error {
	var in poll.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx, event := c.Request().Context(), web.EventOf(c)
	_, err = h.Polls.Save(ctx, event, c.Param("id"), &in)
	if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Polls(), "poll.saved"); done {
		return answer
	}
	page, err := h.Polls.FormPage(ctx, event, c.Param("id"))
	if err != nil {
		return err
	}
	return h.showPoll(c, page, form)
}

// Open starts a poll, and shows it on the stage where the button says so.
func (h *Polls) Open(c echo.Context) error {
	form, err := h.Bind(c, &struct {
		Stage string `form:"stage"`
	}{})
	if err != nil {
		return err
	}
	ctx, event, to := c.Request().Context(), web.EventOf(c), staffEvent(c).Polls()
	if err := h.Polls.Open(ctx, event, c.Param("id")); err != nil {
		return err
	}
	if form.Value("stage") != "" {
		to = staffEvent(c).Stage()
		err := h.Stages.Show(ctx, event, &stage.ShowInput{View: "poll", Subject: c.Param("id")})
		if err != nil {
			return err
		}
	}
	web.SetFlash(c, "success", "poll.opened")
	return web.SeeOther(c, to)
}

// Close ends a poll.
func (h *Polls) Close(c echo.Context) error {
	form, err := h.Bind(c, &struct {
		Stage string `form:"stage"`
	}{})
	if err != nil {
		return err
	}
	if err := h.Polls.Close(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "poll.closed_now")
	if form.Value("stage") != "" {
		return web.SeeOther(c, staffEvent(c).Stage())
	}
	return web.SeeOther(c, staffEvent(c).Polls())
}

// DeleteForm asks.
func (h *Polls) DeleteForm(c echo.Context) error {
	page, err := h.Polls.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	shown, texts := page.Find(c.Param("id")), h.Texts(c)
	if shown == nil {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	return ask(h.Kit, c, "poll.delete", texts.Pick(shown.TitleJa, shown.TitleEn), staffEvent(c).Polls(),
		texts.T("poll.delete_sure", "n", shown.Result.Answers))
}

// Delete removes a poll.
func (h *Polls) Delete(c echo.Context) error {
	if err := h.Polls.Delete(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "poll.deleted")
	return web.SeeOther(c, staffEvent(c).Polls())
}

// HideWord keeps an answer in words from others, or shows it again.
func (h *Polls) HideWord(c echo.Context) error {
	form, err := h.Bind(c, &struct {
		Word string `form:"word"`
		Show string `form:"show"`
	}{})
	if err != nil {
		return err
	}
	ctx, hidden := c.Request().Context(), form.Value("show") == ""
	err = h.Polls.HideWord(ctx, web.EventOf(c), c.Param("id"), form.Value("word"), hidden)
	if err != nil {
		return err
	}
	return web.SeeOther(c, staffEvent(c).Polls()+"#poll-"+c.Param("id"))
}

// CSV has what was answered.
func (h *Polls) CSV(c echo.Context) error {
	export, err := h.Polls.Export(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return web.SendCSV(c, web.EventOf(c).Slug+"-polls.csv", export.Table())
}

// XLSX has what was answered.
func (h *Polls) XLSX(c echo.Context) error {
	export, err := h.Polls.Export(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return web.SendXLSX(c, web.EventOf(c).Slug+"-polls.xlsx", export.Table())
}

// JSON has what was answered.
func (h *Polls) JSON(c echo.Context) error {
	export, err := h.Polls.Export(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"event": web.EventOf(c).Slug, "polls": export.Documents()})
}
