package live

import (
	"unicode/utf8"

	"meguri/app/service/check"
	"meguri/models"
)

// TabInput names a browser tab in which a person has the room open. The page makes the name.
type TabInput struct {
	Tab string `form:"tab"`
}

const maxTab = 64

func (in *TabInput) check() error {
	c := check.New()
	if in.Tab == "" || utf8.RuneCountInString(in.Tab) > maxTab {
		c.Fault("tab", "field.required")
	}
	return c.Err()
}

// RoomInput is the state of the room that staff choose.
type RoomInput struct {
	State models.LiveRoomState `form:"room_state"`
}

func (in *RoomInput) check() error {
	c := check.New()
	check.Choice(c, "room_state", in.State, models.LiveRoomStates)
	return c.Err()
}
