package live

import (
	"time"
	"unicode/utf8"

	"meguri/app/service/check"
	"meguri/app/service/player"
	"meguri/models"
)

// TabInput names a browser tab in which a person has the room open. The page makes the name.
type TabInput struct {
	Tab string `form:"tab"`
	// Away says that the person was in the meeting, in an app for which a phone lets the page sleep.
	Away bool `form:"away"`
}

func (in *TabInput) pause() time.Duration {
	if in.Away {
		return AwayTimeout
	}
	return HeartbeatTimeout
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

// StreamInput is where the stream or meeting is, and how the room shows it.
type StreamInput struct {
	StreamURL string `form:"stream_url" label:"event.stream_url"`
	Shown     string `form:"shown"`
}

// How the room shows a stream.
const (
	ShownHere = "here"
	ShownLink = "link"
)

// Shows lists both ways in the order in which they are offered.
var Shows = []string{ShownHere, ShownLink}

func (in *StreamInput) check() (address string, embeds bool, err error) {
	c := check.New()
	address = c.URL("stream_url", in.StreamURL, check.Optional)
	embeds = check.Choice(c, "shown", in.Shown, Shows) == ShownHere
	if _, ok := player.Embedded(address); c.OK() && embeds && address != "" && !ok {
		c.Fault("stream_url", "live.not_allowed")
	}
	return address, embeds, c.Err()
}
