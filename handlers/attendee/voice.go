package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/app/voice"
	"meguri/handlers/web"
	"meguri/models"
)

// WriteVoice stores what somebody in the room says.
func (h *Room) WriteVoice(c echo.Context) error {
	var in voice.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	post, err := h.Voices.Write(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), &in)
	message := "voice.held"
	if err == nil {
		message = "voice.received_" + string(post.State)
	}
	if done, answer := h.Save(c, form, err, roomAddress(c), message); done {
		return answer
	}
	return h.show(c, form)
}

// Vote gives a vote to a voice, or takes it back.
func (h *Room) Vote(given bool) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		_, err := h.Voices.Vote(ctx, web.EventOf(c), web.RegistrationOf(c), c.Param("id"), given)
		if err != nil {
			return err
		}
		return web.SeeOther(c, roomAddress(c))
	}
}

// ReportVoice asks moderators to read a voice.
func (h *Room) ReportVoice(c echo.Context) error {
	err := h.Voices.Report(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "voice.reported")
	return web.SeeOther(c, roomAddress(c))
}

// similarVoices are voices that say the same as what is typed.
type similarVoices struct {
	List   []voice.Voice
	Voices *voice.RoomPage
}

// SimilarVoices shows published voices that may say the same as what somebody types.
func (h *Room) SimilarVoices(c echo.Context) error {
	list, err := h.Voices.Similar(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.FormValue("text"))
	if err != nil {
		return err
	}
	page := similarVoices{list, &voice.RoomPage{In: voice.ReadList(c.QueryParams())}}
	return h.ShowFragment(c, "attendee/live/show", "similar_voices", page)
}

// React counts a reaction of the room.
func (h *Room) React(c echo.Context) error {
	ctx, event := c.Request().Context(), web.EventOf(c)
	err := h.Voices.React(ctx, event, web.RegistrationOf(c), models.Reaction(c.FormValue("kind")))
	if err != nil {
		return err
	}
	if !web.IsFragment(c) {
		return web.SeeOther(c, roomAddress(c))
	}
	counts, err := h.Voices.Reactions(ctx, event)
	if err != nil {
		return err
	}
	return h.ShowFragment(c, "attendee/live/show", "room_reactions", counts)
}

// WithdrawVoice takes back what somebody in the room said.
func (h *Room) WithdrawVoice(c echo.Context) error { return h.withdraw(c, roomAddress(c)) }

// WithdrawOwnVoice takes back what an attendee said, from their page.
func (h *Room) WithdrawOwnVoice(c echo.Context) error {
	return h.withdraw(c, string(pagePath(c))+"#voices")
}

func (h *Room) withdraw(c echo.Context, to string) error {
	ctx := c.Request().Context()
	if err := h.Voices.Withdraw(ctx, web.EventOf(c), web.RegistrationOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "voice.withdrawn")
	return web.SeeOther(c, to)
}

// AllowInRecord lets what somebody in the room said be in the public record, or not any more.
func (h *Room) AllowInRecord(c echo.Context) error { return h.allowInRecord(c, roomAddress(c)) }

// AllowOwnInRecord does so from the attendee's page.
func (h *Room) AllowOwnInRecord(c echo.Context) error {
	return h.allowInRecord(c, string(pagePath(c))+"#voices")
}

func (h *Room) allowInRecord(c echo.Context, to string) error {
	allowed := c.FormValue("allow") != ""
	err := h.Voices.AllowInRecord(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"), allowed)
	if err != nil {
		return err
	}
	message := "voice.not_in_record"
	if allowed {
		message = "voice.now_in_record"
	}
	web.SetFlash(c, "success", message)
	return web.SeeOther(c, to)
}

// roomAddress is the list of voices that the person looked at.
func roomAddress(c echo.Context) string {
	return paths.OfEvent(web.EventOf(c).Slug).Live() + voice.ReadList(c.QueryParams()).Query() + "#voices"
}
