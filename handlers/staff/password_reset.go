package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

func (h *Accounts) ForgotForm(c echo.Context) error {
	return h.ShowForm(c, "staff/login/forgot", nil, nil)
}

// Forgot gives the same answer whether the address has an account or not.
func (h *Accounts) Forgot(c echo.Context) error {
	var in account.ForgotInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.ForgotPassword(c.Request().Context(), in)
		if err == nil {
			return web.SeeOther(c, paths.ForgotSent)
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.ShowForm(c, "staff/login/forgot", nil, form)
}

func (h *Accounts) ForgotSent(c echo.Context) error {
	return h.Show(c, "staff/login/forgot_sent", nil)
}

func (h *Accounts) ResetForm(c echo.Context) error { return h.showReset(c, nil) }

// showReset shows the form for a new password, or that the link no longer works. An invitation of somebody who has a
// password leads to its own page.
func (h *Accounts) showReset(c echo.Context, form *web.Form) error {
	page, err := h.Accounts.ResetPage(c.Request().Context(), c.Param("secret"))
	if models.CodeOf(err) == models.CodeNotFound {
		return h.Render(c, http.StatusNotFound, "staff/login/reset_spent", nil, nil)
	}
	if err != nil {
		return err
	}
	if page.Invitation && !page.Account.Invited() {
		return web.SeeOther(c, paths.Invitation(c.Param("secret")))
	}
	if !page.SetsPassword {
		return h.Show(c, "staff/login/no_password", page.Account)
	}
	return h.ShowForm(c, "staff/login/reset", page.Account, form)
}

func (h *Accounts) Reset(c echo.Context) error {
	var in account.ResetInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		cookies, err := h.Accounts.ResetPassword(c.Request().Context(), c.Param("secret"), in, browserOf(c))
		if err == nil {
			setCookies(c, cookies)
			web.SetFlash(c, "success", "account.password_set")
			return web.SeeOther(c, paths.Login)
		}
		if !form.Take(err) && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
	}
	return h.showReset(c, form)
}
