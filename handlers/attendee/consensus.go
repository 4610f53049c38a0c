package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/consensus"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Consensus are the consensus maps as attendees answer them.
type Consensus struct {
	*web.Kit
	Consensus *consensus.Service
}

// Now leads to the round that is open, or was last.
func (h *Consensus) Now(c echo.Context) error {
	round, err := h.Consensus.Now(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if round == nil {
		return h.Show(c, "attendee/consensus/none", nil)
	}
	to := roundPath(c, round.ID)
	if !round.IsOpen(h.Kit.Now()) {
		return web.SeeOther(c, to.Map())
	}
	return web.SeeOther(c, string(to))
}

func roundPath(c echo.Context, id string) paths.Consensus {
	return paths.OfEvent(web.EventOf(c).Slug).Consensus(id)
}

// Cards shows the next card, or the one that the address names.
func (h *Consensus) Cards(c echo.Context) error {
	page, err := h.Consensus.Cards(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"),
		c.QueryParam("card"), c.QueryParam("last"))
	if err != nil {
		return err
	}
	if page.Refusal == "consensus.closed" {
		return web.SeeOther(c, roundPath(c, c.Param("id")).Map())
	}
	return h.Show(c, "attendee/consensus/cards", page)
}

// Answer stores an answer and leads to the next card.
func (h *Consensus) Answer(c echo.Context) error {
	var in consensus.AnswerInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	to := roundPath(c, c.Param("id"))
	err := h.Consensus.Answer(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"), &in)
	if models.CodeOf(err) == models.CodeConflict { // the time was over while they read
		web.SetFlash(c, "error", "consensus.closed")
		return web.SeeOther(c, to.Map())
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, to.After(in.Statement))
}

// Map shows what was found, with one's own place.
func (h *Consensus) Map(c echo.Context) error {
	page, err := h.Consensus.RoomMap(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Show(c, "attendee/consensus/map", page)
}
