package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/live"
	"meguri/models"
)

const roomCookie = "meguri_room"

// joinRoom takes the secret out of the address, as people share their screens in the room, and into a cookie for the room only.
func (h *Handlers) joinRoom(c echo.Context) error {
	event, _, err := h.owner(c)
	if err != nil {
		return err
	}
	path := "/events/" + event.Slug + "/live"
	c.SetCookie(&http.Cookie{Name: roomCookie, Value: c.Param("token"), Path: path, HttpOnly: true, Secure: isHTTPS(c), SameSite: http.SameSiteLaxMode})
	return seeOther(c, path)
}

// guest is who came into the room of the event; NotFound for who has not come from their own page.
func (h *Handlers) guest(c echo.Context, event *models.Event) (*models.Registration, error) {
	cookie, err := c.Cookie(roomCookie)
	if err != nil {
		return nil, models.NewError(models.CodeNotFound, "live.no_ticket")
	}
	r, err := h.DB.Query(c.Request().Context()).Registrations().ByLink(cookie.Value)
	if err == nil && r.EventID != event.ID {
		return nil, models.NewError(models.CodeNotFound, "live.no_ticket")
	}
	return r, err
}

type roomPage struct {
	Registration *models.Registration
	Trouble      string // key of why the person cannot be in the room
	Sessions     []models.Session
	Now          *models.Session
	Beat         int // seconds
	OwnPath      string
}

func (h *Handlers) room(c echo.Context) error {
	event, err := h.publicEvent(c)
	if err != nil {
		return err
	}
	q := h.DB.Query(c.Request().Context())
	page := roomPage{Beat: int(live.Beat.Seconds())}
	r, err := h.guest(c, event)
	switch models.CodeOf(err) {
	case models.CodeNotFound:
		page.Trouble = "live.no_ticket"
		return h.render(c, http.StatusForbidden, public, "live/show", page, nil)
	case models.CodeInternal:
		if err != nil {
			return err
		}
	}
	page.Registration = r
	if page.Sessions, err = q.Sessions().OfEvent(event); err != nil {
		return err
	}
	for i, s := range page.Sessions {
		if s.CancelledAt == nil && !q.Now.Before(s.StartsAt) && q.Now.Before(s.EndsAt) {
			page.Now = &page.Sessions[i]
		}
	}
	if err := live.MayEnter(event, r, q.Now); err != nil {
		page.Trouble = failureOf(err).Key
	}
	return h.show(c, public, "live/show", page)
}

func (h *Handlers) beat(c echo.Context) error {
	event, r, err := h.inRoom(c)
	if err != nil {
		return err
	}
	if err := h.Live.Heartbeat(c.Request().Context(), event, r, c.FormValue("tab")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (h *Handlers) leaveRoom(c echo.Context) error {
	_, r, err := h.inRoom(c)
	if err != nil {
		return err
	}
	if err := h.Live.Leave(c.Request().Context(), r, c.FormValue("tab")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (h *Handlers) inRoom(c echo.Context) (*models.Event, *models.Registration, error) {
	event, err := h.publicEvent(c)
	if err != nil {
		return nil, nil, err
	}
	r, err := h.guest(c, event)
	return event, r, err
}

// roomDesk is where staff open and close the room.
func (h *Handlers) roomDesk(c echo.Context) error {
	present, err := h.Live.Present(c.Request().Context(), eventOf(c))
	if err != nil {
		return err
	}
	texts := h.texts(c)
	options := make([]Option, 0, 3)
	for _, state := range []models.LiveRoomState{models.LiveRoomAuto, models.LiveRoomOpen, models.LiveRoomClosed} {
		options = append(options, Option{string(state), texts.T("live.state_" + string(state))})
	}
	form := h.newForm(c, map[string][]string{"room_state": {string(eventOf(c).LiveRoomState)}})
	return h.showForm(c, staff, "live/desk", map[string]any{"Present": present, "States": options, "Open": eventOf(c).LiveRoomIsOpen(h.DB.Now())}, form)
}

func (h *Handlers) setRoom(c echo.Context) error {
	err := h.Live.SetRoom(c.Request().Context(), eventOf(c), models.LiveRoomState(c.FormValue("room_state")))
	if err != nil {
		return err
	}
	flash(c, "success", "live.saved")
	return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/room")
}
