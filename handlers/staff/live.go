package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/live"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

type roomPage struct {
	*live.StaffPage
	States []web.Option
	Shows  []web.Option
}

// Room is where staff run the live room.
func (h *Live) Room(c echo.Context) error { return h.showRoom(c, h.NewForm(c, url.Values{})) }

// showRoom shows the page's three forms. What one of them did not bring is as it is stored.
func (h *Live) showRoom(c echo.Context, form *web.Form) error {
	event := web.EventOf(c)
	page, err := h.Live.StaffPage(c.Request().Context(), event)
	if err != nil {
		return err
	}
	shown := live.ShownLink
	if event.RoomEmbeds {
		shown = live.ShownHere
	}
	for name, value := range map[string]string{
		"room_state": string(event.LiveRoomState), "stream_url": event.StreamURL, "shown": shown,
	} {
		if !form.Values.Has(name) {
			form.Values.Set(name, value)
		}
	}
	data := roomPage{StaffPage: page}
	texts := h.Texts(c)
	for _, state := range models.LiveRoomStates {
		data.States = append(data.States, web.Option{Value: string(state), Text: texts.T("live.state_" + string(state))})
	}
	for _, way := range live.Shows {
		data.Shows = append(data.Shows, web.Option{Value: way, Text: texts.T("live.shown_" + way)})
	}
	return h.ShowForm(c, "staff/live/show", data, form)
}

// SetRoom opens or closes the live room.
func (h *Live) SetRoom(c echo.Context) error {
	var in live.RoomInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	return h.saveRoom(c, form, h.Live.SetRoom(c.Request().Context(), web.EventOf(c), in), "live.saved")
}

// SetStream says where the stream is, and how the room shows it.
func (h *Live) SetStream(c echo.Context) error {
	var in live.StreamInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	return h.saveRoom(c, form, h.Live.SetStream(c.Request().Context(), web.EventOf(c), &in), "live.saved")
}

func (h *Live) saveRoom(c echo.Context, form *web.Form, err error, message string) error {
	done, answer := h.Save(c, form, err, paths.OfStaffEvent(web.EventOf(c).Slug).Live(), message)
	if done {
		return answer
	}
	return h.showRoom(c, form)
}
