package attendee

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/announcement"
	"meguri/app/caption"
	"meguri/app/consensus"
	"meguri/app/live"
	"meguri/app/poll"
	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/app/stage"
	"meguri/app/voice"
	"meguri/handlers/web"
	"meguri/models"
)

// Room has the live room and what people say in it.
type Room struct {
	*web.Kit
	Registrations *registration.Service
	Live          *live.Service
	Voices        *voice.Service
	Polls         *poll.Service
	Consensus     *consensus.Service
	Captions      *caption.Service
	Stages        *stage.Service
	Announcements *announcement.Service
}

// Join gives the browser a cookie for the room, as people share their screens in the room.
func (h *Room) Join(c echo.Context) error {
	web.SetRoomCookie(c, web.EventOf(c), h.Registrations.RoomSecret(web.RegistrationOf(c), c.Param("token")))
	if c.QueryParam("to") == "polls" {
		return web.SeeOther(c, paths.OfEvent(web.EventOf(c).Slug).Polls())
	}
	return web.SeeOther(c, paths.OfEvent(web.EventOf(c).Slug).Live())
}

type roomPage struct {
	*live.RoomPage
	Voices *voice.RoomPage
	// Light says that the person spares their connection: no stream, no pictures.
	Light bool
	Polls *poll.Page
	// Round is a round of cards that is open, nil for none.
	Round    *models.ConsensusRound
	Captions *caption.Page
	// Word is the word of attendance that may be given, nil for none.
	Word *stage.OpenWord
	// Announcements are what staff tell the person now.
	Announcements []models.Announcement
}

// lightCookie keeps that somebody wants the light room.
const lightCookie = "meguri_light"

// isLight reports whether the person wants the light room: as the address says, or as they chose before.
func isLight(c echo.Context) bool {
	switch choice := c.QueryParam("light"); choice {
	case "on", "off":
		web.SetCookie(c, lightCookie, choice, 365*24*time.Hour)
		return choice == "on"
	}
	return web.ReadCookie(c, lightCookie) == "on"
}

// Show shows the live room.
func (h *Room) Show(c echo.Context) error { return h.show(c, h.NewForm(c, nil)) }

// show shows the live room. form is that of a voice.
func (h *Room) show(c echo.Context, form *web.Form) error {
	ctx, event, r := c.Request().Context(), web.EventOf(c), web.RegistrationOf(c)
	page, err := h.Live.RoomPage(ctx, event, r)
	if err != nil {
		return err
	}
	voices, err := h.Voices.RoomPage(ctx, event, r, voice.ReadList(c.QueryParams()))
	if err != nil {
		return err
	}
	polls, err := h.Polls.Page(ctx, event, r, c.QueryParam("change"))
	if err != nil {
		return err
	}
	round, err := h.Consensus.Open(ctx, event)
	if err != nil {
		return err
	}
	captions, err := h.Captions.Page(ctx, event)
	if err != nil {
		return err
	}
	word, err := h.Stages.OpenWord(ctx, event, r)
	if err != nil {
		return err
	}
	announcements, err := h.Announcements.For(ctx, event, r)
	if err != nil {
		return err
	}
	data := roomPage{page, voices, isLight(c), polls, round, captions, word, announcements}
	if data.Light && page.Player.Kind != "" {
		page.Player.Kind = live.PlayerLink
		page.Player.Address = event.StreamURL
	}
	if data.Light {
		captions.Sign = captions.SignOutside
	}
	if page.Refusal == "" {
		web.AllowPlayers(c, page.Player, captions.Sign)
	}
	return h.ShowForm(c, "attendee/live/show", data, form)
}

// Beat records a heartbeat of the room's page.
func (h *Room) Beat(c echo.Context) error {
	var in live.TabInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.Live.Heartbeat(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Leave records that a tab of the room's page was closed.
func (h *Room) Leave(c echo.Context) error {
	var in live.TabInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.Live.Leave(c.Request().Context(), web.RegistrationOf(c), in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// AnswerRecording records what somebody says to being in a recording before they see the stream.
func (h *Room) AnswerRecording(c echo.Context) error {
	var in registration.RecordingInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Registrations.AnswerRecording(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), &in)
	room := paths.OfEvent(web.EventOf(c).Slug).Live()
	if done, answer := h.Save(c, form, err, room, "registration.recording_saved"); done {
		return answer
	}
	return h.show(c, form)
}
