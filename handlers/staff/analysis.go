package staff

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/analysis"
	"meguri/app/member"
	"meguri/handlers/web"
	"meguri/models"
)

// Analysis is the place of those who read results: events side by side, and the API tokens of analysts.
type Analysis struct {
	*web.Kit
	Analysis *analysis.Service
	Members  *member.Service
}

// Overview has the events whose results the account may see, those with surveys first.
func (h *Analysis) Overview(c echo.Context) error {
	page, err := h.Analysis.Overview(c.Request().Context(), web.AccountOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/analysis/overview", page)
}

// Editions has the editions of the event side by side.
func (h *Analysis) Editions(c echo.Context) error {
	page, err := h.Analysis.EditionsPage(c.Request().Context(), web.AccountOf(c), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/analysis/editions", page)
}

type ownTokensPage struct {
	Tokens []models.APIToken
	Days   []web.Option
	// Made is the token that was just made, nil for none: it is shown this once.
	Made *tokenPage
}

// Tokens are the API tokens that the account made for reading results.
func (h *Analysis) Tokens(c echo.Context) error {
	return h.showTokens(c, http.StatusOK, h.NewForm(c, nil), nil)
}

func (h *Analysis) showTokens(c echo.Context, status int, form *web.Form, made *tokenPage) error {
	tokens, err := h.Members.OwnTokens(c.Request().Context(), web.EventOf(c), web.AccountOf(c))
	if err != nil {
		return err
	}
	page := ownTokensPage{Tokens: tokens, Made: made}
	for _, days := range member.OwnTokenDays {
		page.Days = append(page.Days, web.Option{
			Value: fmt.Sprint(days), Text: h.Texts(c).T("member.token_days_n", "count", days),
		})
	}
	return h.Render(c, status, "staff/analysis/tokens", page, form)
}

// CreateToken shows the new token in its answer, and never again.
func (h *Analysis) CreateToken(c echo.Context) error {
	var in member.TokenInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showTokens(c, http.StatusUnprocessableEntity, form, nil)
	}
	secret, token, err := h.Members.NewOwnToken(c.Request().Context(), web.EventOf(c), in, web.AccountOf(c))
	if err != nil {
		if form.Take(err) {
			return h.showTokens(c, http.StatusUnprocessableEntity, form, nil)
		}
		return err
	}
	made := &tokenPage{token.Name, token.Role, secret, *token.ExpiresAt}
	return h.showTokens(c, http.StatusOK, h.NewForm(c, nil), made)
}

// RevokeToken ends one of the account's tokens.
func (h *Analysis) RevokeToken(c echo.Context) error {
	err := h.Members.RevokeOwnToken(c.Request().Context(), web.EventOf(c), web.AccountOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "member.token_revoked")
	return web.SeeOther(c, staffEvent(c).OwnTokens())
}
