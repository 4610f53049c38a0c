package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/member"
)

// createToken answers with the page that shows the token: the one place where it is ever seen, so it passes through no cookie and no address.
func (h *Handlers) createToken(c echo.Context) error {
	var in member.TokenInput
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showMembers(c, form)
	}
	secret, err := h.Members.NewToken(c.Request().Context(), eventOf(c), in, &accountOf(c).ID)
	if err != nil {
		if form.Take(err) {
			return h.showMembers(c, form)
		}
		return err
	}
	return h.render(c, http.StatusOK, staff, "member/token", map[string]any{"Name": in.Name, "Role": in.Role, "Secret": secret}, nil)
}

func (h *Handlers) revokeToken(c echo.Context) error {
	if err := h.Members.RevokeToken(c.Request().Context(), eventOf(c), c.Param("id")); err != nil {
		return err
	}
	flash(c, "success", "member.token_revoked")
	return seeOther(c, membersHome(c)+"/members")
}
