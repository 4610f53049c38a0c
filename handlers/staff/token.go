package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
	"meguri/models"
)

// addTokens adds what only the page of an event has.
func (h *Members) addTokens(c echo.Context, page *membersPage) error {
	ctx, event := c.Request().Context(), web.EventOf(c)
	roles, err := h.DB.Query(ctx).Members().RolesOf(web.AccountOf(c).ID, &event.Organization)
	if err != nil {
		return err
	}
	page.Host, page.IsEvent, page.MayAtHost = &event.Organization, true, models.Holds(roles, models.ManageMembers)
	page.Tokens, err = h.Accounts.Tokens(ctx, event)
	return err
}

// tokenPage shows a new token, once.
type tokenPage struct {
	Name   string
	Role   models.Role
	Secret string
}

type tokenForm struct {
	Name string      `form:"token_name" validate:"required,max=100"`
	Role models.Role `form:"token_role" validate:"required,oneof=owner organizer receptionist moderator analyst"`
}

// CreateToken answers with the page that shows the token: the one place where it is ever seen, so it passes through
// no cookie and no address.
func (h *Members) CreateToken(c echo.Context) error {
	var in tokenForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showMembers(c, form)
	}
	secret, err := h.Accounts.NewToken(c.Request().Context(), web.EventOf(c), in.Role, in.Name, &web.AccountOf(c).ID)
	if err != nil {
		return err
	}
	return h.Render(c, http.StatusOK, "staff/member/token", tokenPage{in.Name, in.Role, secret}, nil)
}

func (h *Members) RevokeToken(c echo.Context) error {
	if err := h.Accounts.RevokeToken(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "member.token_revoked")
	return web.SeeOther(c, membersHome(c)+"/members")
}
