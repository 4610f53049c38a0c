package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/models"
)

// accountPage is one's own account with what its form offers.
type accountPage struct {
	*account.Page
	Languages []Option
}

func (h *Handlers) accountPage(c echo.Context) error { return h.showAccount(c, nil) }

// showAccount shows the page with what is wrong with one of its forms, if anything is.
func (h *Handlers) showAccount(c echo.Context, form *Form) error {
	me, here := accountOf(c), loginOf(c)
	page, err := h.Accounts.Page(c.Request().Context(), me, here)
	if err != nil {
		return err
	}
	if form == nil {
		form = h.newForm(c, url.Values{})
	}
	for name, value := range map[string]string{"name": me.Name, "locale": me.Locale} {
		if !form.Values.Has(name) {
			form.Values.Set(name, value)
		}
	}
	texts := h.texts(c)
	languages := []Option{{"ja", texts.T("account.locale_ja")}, {"en", texts.T("account.locale_en")}}
	return h.showForm(c, staff, "account/show", accountPage{page, languages}, form)
}

func (h *Handlers) changeProfile(c echo.Context) error {
	var in account.ProfileInput
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.ChangeProfile(c.Request().Context(), accountOf(c).ID, in)
		if err == nil {
			flash(c, "success", "account.saved")
			return seeOther(c, "/staff/account")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showAccount(c, form)
}

func (h *Handlers) changePassword(c echo.Context) error {
	var in account.PasswordInput
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.ChangePassword(c.Request().Context(), accountOf(c), loginOf(c).ID, in)
		if err == nil {
			flash(c, "success", "account.password_changed")
			return seeOther(c, "/staff/account")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showAccount(c, form)
}

func (h *Handlers) endLogin(c echo.Context) error {
	if err := h.Accounts.SignOut(c.Request().Context(), accountOf(c).ID, c.Param("id")); err != nil {
		return err
	}
	flash(c, "success", "account.login_ended")
	return seeOther(c, "/staff/account")
}

func (h *Handlers) endOtherLogins(c echo.Context) error {
	if err := h.Accounts.SignOutOthers(c.Request().Context(), accountOf(c).ID, loginOf(c).ID); err != nil {
		return err
	}
	flash(c, "success", "account.logins_ended")
	return seeOther(c, "/staff/account")
}

func (h *Handlers) forgotPage(c echo.Context) error {
	return h.showForm(c, plain, "account/forgot", nil, nil)
}

// forgot answers the same whether the address has an account or not.
func (h *Handlers) forgot(c echo.Context) error {
	var in account.ForgotInput
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.ForgotPassword(c.Request().Context(), in)
		if err == nil {
			return seeOther(c, "/staff/forgot/sent")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showForm(c, plain, "account/forgot", nil, form)
}

func (h *Handlers) forgotSentPage(c echo.Context) error {
	return h.show(c, plain, "account/forgot_sent", nil)
}

func (h *Handlers) resetPage(c echo.Context) error { return h.showReset(c, nil) }

// showReset shows the form for a new password, or tells that the link is spent.
func (h *Handlers) showReset(c echo.Context, form *Form) error {
	who, err := h.Accounts.ResetAccount(c.Request().Context(), c.Param("secret"))
	if models.CodeOf(err) == models.NotFound {
		return h.render(c, http.StatusNotFound, plain, "account/reset_spent", nil, nil)
	}
	if err != nil {
		return err
	}
	return h.showForm(c, plain, "account/reset", who, form)
}

func (h *Handlers) reset(c echo.Context) error {
	var in account.ResetInput
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.ResetPassword(c.Request().Context(), c.Param("secret"), in)
		if err == nil {
			flash(c, "success", "account.password_set")
			return seeOther(c, "/staff/login")
		}
		if !form.Take(err) && models.CodeOf(err) != models.NotFound {
			return err
		}
	}
	return h.showReset(c, form)
}
