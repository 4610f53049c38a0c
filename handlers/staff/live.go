package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/live"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

type roomPage struct {
	*live.StaffPage
	States []web.Option
}

// Room is where staff open and close the live room.
func (h *Live) Room(c echo.Context) error {
	return h.showRoom(c, h.FormOf(c, &live.RoomInput{State: web.EventOf(c).LiveRoomState}))
}

func (h *Live) showRoom(c echo.Context, form *web.Form) error {
	page, err := h.Live.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	options := make([]web.Option, 0, len(models.LiveRoomStates))
	for _, state := range models.LiveRoomStates {
		options = append(options, web.Option{Value: string(state), Text: texts.T("live.state_" + string(state))})
	}
	return h.ShowForm(c, "staff/live/show", roomPage{page, options}, form)
}

// SetRoom opens or closes the live room.
func (h *Live) SetRoom(c echo.Context) error {
	var in live.RoomInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Live.SetRoom(c.Request().Context(), web.EventOf(c), in)
	done, err := h.Save(c, form, err, paths.OfStaffEvent(web.EventOf(c).Slug).Live(), "live.saved")
	if done {
		return err
	}
	return h.showRoom(c, form)
}
