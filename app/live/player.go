package live

import (
	"meguri/app/service/player"
	"meguri/models"
)

// Player is how the live room shows the event's stream.
type Player = player.Player

// PlayerKind is a way to show a stream.
type PlayerKind = player.Kind

// The kinds of players.
const (
	PlayerFrame = player.Frame
	PlayerHLS   = player.HLS
	PlayerLink  = player.Link
)

// PlayerOf is how the room shows the event's stream.
func PlayerOf(e *models.Event) Player { return player.Of(e.StreamURL, e.RoomEmbeds) }
