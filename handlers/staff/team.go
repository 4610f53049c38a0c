package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/need"
	"meguri/app/offer"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

type needTeamPage struct {
	*need.TeamPage
	Path      paths.StaffNeed
	Interests []web.Option
}

// Declared is what was chosen of one of the team, by its place.
func (p needTeamPage) Declared(form *web.Form, place int) string {
	if form == nil || place >= len(form.Values["interests"]) {
		return ""
	}
	return form.Values["interests"][place]
}

// Team shows the team that was proposed for a need, with the reasons that were kept.
func (h *Needs) Team(c echo.Context) error { return h.showTeam(c, h.FormOf(c, &offer.AskTeamInput{})) }

func (h *Needs) showTeam(c echo.Context, form *web.Form) error {
	page, err := h.Needs.TeamPage(c.Request().Context(), needPlace(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/need/team", needTeamPage{
		page, needHome(c).Need(page.ID), web.InterestOptions(h.Texts(c)),
	}, form)
}

// Propose has a team proposed.
func (h *Needs) Propose(c echo.Context) error {
	return h.changeTeam(c, &struct{}{}, "team.proposed", func() error {
		return h.Needs.Propose(c.Request().Context(), needPlace(c), c.Param("id"), web.AccountOf(c))
	})
}

// Swap replaces somebody of it.
func (h *Needs) Swap(c echo.Context) error {
	var in need.SwapInput
	return h.changeTeam(c, &in, "team.swapped", func() error {
		return h.Needs.Swap(c.Request().Context(), needPlace(c), c.Param("id"), &in)
	})
}

// AskTeam asks all of it.
func (h *Needs) AskTeam(c echo.Context) error {
	var in offer.AskTeamInput
	return h.changeTeam(c, &in, "team.asked", func() error {
		return h.Offers.AskTeam(c.Request().Context(), needPlace(c), c.Param("id"), web.AccountOf(c), &in)
	})
}

func (h *Needs) changeTeam(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		to := needHome(c).Need(c.Param("id")).Team()
		if done, answer := h.Kit.Save(c, form, do(), to, message); done {
			return answer
		}
	}
	return h.showTeam(c, form)
}
