package staff

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/member"
	"meguri/handlers/web"
	"meguri/models"
)

// tokenPage shows a new token, once.
type tokenPage struct {
	Name   string
	Role   models.Role
	Secret string
	Ends   time.Time
}

// CreateToken shows the new token in its answer, as the token is shown only once, and must be in no cookie and no
// address.
func (h *Members) CreateToken(c echo.Context) error {
	var in member.TokenInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showMembers(c, form, nil)
	}
	secret, token, err := h.Members.NewToken(c.Request().Context(), web.EventOf(c), in, &web.AccountOf(c).ID)
	if err != nil {
		if form.Take(err) {
			return h.showMembers(c, form, nil)
		}
		return err
	}
	page := tokenPage{token.Name, token.Role, secret, *token.ExpiresAt}
	return h.Render(c, http.StatusOK, "staff/member/token", page, nil)
}

func (h *Members) RevokeToken(c echo.Context) error {
	if err := h.Members.RevokeToken(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "member.token_revoked")
	return web.SeeOther(c, home(c).Members())
}
