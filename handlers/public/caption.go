package public

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/caption"
	"meguri/app/record"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Captions has the seats of captioners, who come by a link, and the captions in the record of an event.
type Captions struct {
	*web.Kit
	Captions *caption.Service
	Records  *record.Service
}

type seatPage struct {
	*caption.SeatPage
	Path    paths.CaptionSeat
	MaxText int
}

// Seat is where captioners write.
func (h *Captions) Seat(c echo.Context) error { return h.showSeat(c, h.NewForm(c, nil)) }

func (h *Captions) showSeat(c echo.Context, form *web.Form) error {
	page, err := h.Captions.SeatPage(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	web.SetEvent(c, page.Event)
	return h.ShowForm(c, "public/caption/seat", seatPage{page, seatPath(c), caption.MaxText}, form)
}

func seatPath(c echo.Context) paths.CaptionSeat { return paths.OfCaptionSeat(c.Param("secret")) }

// Write stores finished lines. A page with JavaScript asks for JSON, and keeps what is refused; without, the form comes
// back with what was typed.
func (h *Captions) Write(c echo.Context) error {
	var in caption.LinesInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	answer, err := h.Captions.Write(c.Request().Context(), c.Param("secret"), &in)
	if err == nil {
		for i := range answer.Refused {
			r := &answer.Refused[i]
			r.Why = h.Texts(c).T(r.Key, r.Args...)
		}
	}
	if strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMEApplicationJSON) && err == nil {
		return c.JSON(http.StatusOK, answer)
	}
	if err == nil && len(answer.Refused) > 0 {
		form.Fault("text", answer.Refused[0].Key, answer.Refused[0].Args...)
		return h.showSeat(c, form)
	}
	if done, response := h.Save(c, form, err, string(seatPath(c)), "caption.stored"); done {
		return response
	}
	return h.showSeat(c, form)
}

// Draft passes on what is being typed.
func (h *Captions) Draft(c echo.Context) error {
	var in caption.DraftInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.Captions.Draft(c.Request().Context(), c.Param("secret"), &in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Desk records that a captioner is there, and tells who else is.
func (h *Captions) Desk(c echo.Context) error {
	var in caption.HereInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	desk, err := h.Captions.Here(c.Request().Context(), c.Param("secret"), &in)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, desk)
}

// Turn says who types now.
func (h *Captions) Turn(c echo.Context) error {
	var in caption.TurnInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.Captions.SetTurn(c.Request().Context(), c.Param("secret"), &in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Correct changes a line, or takes it back.
func (h *Captions) Correct(c echo.Context) error {
	var in caption.CorrectInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	err := h.Captions.Correct(c.Request().Context(), c.Param("secret"), c.Param("id"), &in)
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Listen lets a seat listen to what changes, as long as its link opens it. It hears what the room hears.
func (h *Captions) Listen(c echo.Context) error {
	secret := c.Param("secret")
	event, err := h.Captions.Opens(c.Request().Context(), secret)
	if err != nil {
		return err
	}
	web.SetEvent(c, event)
	return h.ListenAs(c, models.ForRoom, func(ctx context.Context) error {
		_, err := h.Captions.Opens(ctx, secret)
		return err
	})
}

// RecordFile is the captions of a session that the record of the event shows.
func (h *Captions) RecordFile(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	shows, err := h.Records.Shows(ctx, event, models.RecordCaptions)
	if err != nil {
		return err
	}
	if !shows {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	file, err := h.Captions.RecordFile(ctx, event, c.Param("id"))
	if err != nil {
		return err
	}
	return web.SendCaptions(c, file, c.Param("file"))
}
