package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
	"meguri/models"
)

type roomPage struct {
	Present int
	States  []web.Option
	Open    bool
}

// Room is where staff open and close the room.
func (h *Live) Room(c echo.Context) error {
	present, err := h.Live.Present(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	options := make([]web.Option, 0, 3)
	for _, state := range []models.LiveRoomState{models.LiveRoomAuto, models.LiveRoomOpen, models.LiveRoomClosed} {
		options = append(options, web.Option{Value: string(state), Text: texts.T("live.state_" + string(state))})
	}
	form := h.NewForm(c, map[string][]string{"room_state": {string(web.EventOf(c).LiveRoomState)}})
	return h.ShowForm(c, "staff/live/show", roomPage{present, options, web.EventOf(c).LiveRoomIsOpen(h.DB.Now())}, form)
}

func (h *Live) SetRoom(c echo.Context) error {
	err := h.Live.SetRoom(c.Request().Context(), web.EventOf(c), models.LiveRoomState(c.FormValue("room_state")))
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "live.saved")
	return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/room")
}
