package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// accountPage is the account page with the choices of its form.
type accountPage struct {
	*account.Page
	Languages []web.Option
}

func (h *Accounts) Account(c echo.Context) error { return h.showAccount(c, nil) }

// showAccount shows the page. form is the one of its forms that has faults, nil for none.
func (h *Accounts) showAccount(c echo.Context, form *web.Form) error {
	me, here := web.AccountOf(c), web.LoginOf(c)
	page, err := h.Accounts.Page(c.Request().Context(), me, here)
	if err != nil {
		return err
	}
	if form == nil {
		form = h.NewForm(c, url.Values{})
	}
	for name, value := range map[string]string{"name": me.Name, "locale": me.Locale} {
		if !form.Values.Has(name) {
			form.Values.Set(name, value)
		}
	}
	texts := h.Texts(c)
	languages := []web.Option{
		{Value: "ja", Text: texts.T("account.locale_ja")},
		{Value: "en", Text: texts.T("account.locale_en")},
	}
	return h.ShowForm(c, "staff/account/show", accountPage{page, languages}, form)
}

func (h *Accounts) ChangeProfile(c echo.Context) error {
	var in account.ProfileInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.ChangeProfile(c.Request().Context(), web.AccountOf(c).ID, in)
		if done, answer := h.Save(c, form, err, paths.Account, "account.saved"); done {
			return answer
		}
	}
	return h.showAccount(c, form)
}

func (h *Accounts) ChangePassword(c echo.Context) error {
	var in account.PasswordInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		opened, err := h.Accounts.ChangePassword(c.Request().Context(), web.AccountOf(c), in, browserOf(c))
		if err == nil {
			setCookies(c, opened)
		}
		if done, answer := h.Save(c, form, err, paths.Account, "account.password_changed"); done {
			return answer
		}
	}
	return h.showAccount(c, form)
}

func (h *Accounts) EndLogin(c echo.Context) error {
	if err := h.Accounts.SignOut(c.Request().Context(), web.AccountOf(c).ID, c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "account.login_ended")
	return web.SeeOther(c, paths.Account)
}

func (h *Accounts) EndOtherLogins(c echo.Context) error {
	if err := h.Accounts.SignOutOthers(c.Request().Context(), web.AccountOf(c).ID, web.LoginOf(c).ID); err != nil {
		return err
	}
	web.SetFlash(c, "success", "account.logins_ended")
	return web.SeeOther(c, paths.Account)
}
