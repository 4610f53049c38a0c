package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/poll"
	"meguri/app/service/paths"
	"meguri/app/stage"
	"meguri/app/voice"
	"meguri/handlers/web"
	"meguri/models"
)

type remotePage struct {
	*stage.Remote
	// Taken is the voice that the room talks about, nil for none; Queue are those that could follow.
	Taken *voice.Voice
	Queue []voice.Voice
	Polls *poll.StaffPage
	// Turn is the side from which the next voice should be, "" where both have their share.
	Turn models.Mode
	// Rooms are those of which one alone can move.
	Rooms []models.Room
	// Link opens the stage, Join is the address that people in the room type.
	Link, Join string
}

// Candidate is the voice to show next, nil where there is none.
func (p *remotePage) Candidate() *voice.Voice {
	if len(p.Queue) == 0 {
		return nil
	}
	return &p.Queue[0]
}

// Others are the voices after it.
func (p *remotePage) Others() []voice.Voice {
	const shown = 8
	if len(p.Queue) == 0 {
		return nil
	}
	return p.Queue[1:min(len(p.Queue), shown)]
}

// Remote is the remote control of the stage.
func (h *Stage) Remote(c echo.Context) error { return h.showRemote(c, h.NewForm(c, nil)) }

func (h *Stage) showRemote(c echo.Context, form *web.Form) error {
	ctx, event := c.Request().Context(), web.EventOf(c)
	remote, err := h.Stages.Remote(ctx, event)
	if err != nil {
		return err
	}
	page := &remotePage{Remote: remote}
	if page.Taken, page.Queue, err = h.Voices.Upcoming(ctx, event); err != nil {
		return err
	}
	fairness, err := h.Voices.Fairness(ctx, event)
	if err != nil {
		return err
	}
	page.Turn = fairness.Next
	if page.Polls, err = h.Polls.StaffPage(ctx, event); err != nil {
		return err
	}
	if page.Rooms, err = h.Agenda.Rooms(ctx, event); err != nil {
		return err
	}
	page.Link = paths.OfEvent(event.Slug).Stage(remote.Secret)
	page.Join = h.BaseURL + paths.Join(remote.Stage.Code)
	return h.ShowForm(c, "staff/stage/show", page, form)
}

// ShowView lets the stage show something.
func (h *Stage) ShowView(c echo.Context) error {
	var in stage.ShowInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	return h.done(c, form, h.Stages.Show(c.Request().Context(), web.EventOf(c), &in), "stage.shown")
}

// TakeUp shows a voice large, or none.
func (h *Stage) TakeUp(c echo.Context) error {
	form, err := h.Bind(c, &struct {
		ID string `form:"id"`
	}{})
	if err != nil {
		return err
	}
	ctx, event := c.Request().Context(), web.EventOf(c)
	err = h.Voices.TakeUp(ctx, event, web.ModeratorOf(c), form.Value("id"))
	if err == nil {
		err = h.Stages.ShowKeepingSubject(ctx, event, "voices")
	}
	return h.done(c, form, err, "stage.shown")
}

// MoveRest moves what follows today, in one room or in all.
func (h *Stage) MoveRest(c echo.Context) error {
	var in agenda.RestInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	moved, err := h.Agenda.MoveRest(c.Request().Context(), web.EventOf(c), in)
	message := "stage.moved"
	if moved == 0 {
		message = "stage.nothing_moved"
	}
	return h.done(c, form, err, message)
}

// SetWord sets the word of attendance.
func (h *Stage) SetWord(c echo.Context) error {
	var in stage.WordInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	return h.done(c, form, h.Stages.SetWord(c.Request().Context(), web.EventOf(c), &in), "stage.shown")
}

// SetCaptions puts a band of captions under all views, or takes it away.
func (h *Stage) SetCaptions(c echo.Context) error {
	form, err := h.Bind(c, &struct {
		Show string `form:"show"`
	}{})
	if err != nil {
		return err
	}
	err = h.Stages.SetCaptions(c.Request().Context(), web.EventOf(c), form.Value("show") != "")
	return h.done(c, form, err, "stage.shown")
}

// CloseWord ends the word of attendance.
func (h *Stage) CloseWord(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	return h.done(c, form, h.Stages.CloseWord(c.Request().Context(), web.EventOf(c)), "stage.word_ended")
}

// RenewLink makes a new link to the stage.
func (h *Stage) RenewLink(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	return h.done(c, form, h.Stages.RenewLink(c.Request().Context(), web.EventOf(c)), "stage.link_renewed")
}

func (h *Stage) done(c echo.Context, form *web.Form, err error, message string) error {
	if done, answer := h.Save(c, form, err, staffEvent(c).Stage(), message); done {
		return answer
	}
	return h.showRemote(c, form)
}
