package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/handlers/web"
	"meguri/models"
)

type accountPage struct {
	Logins    []loginRow
	Languages []web.Option
}

// loginRow is one login as its owner sees it.
type loginRow struct {
	models.Login
	Device account.Device
	Here   bool
}

func (h *Accounts) Account(c echo.Context) error { return h.showAccount(c, nil) }

// showAccount shows the page with what is wrong with one of its forms, if anything is.
func (h *Accounts) showAccount(c echo.Context, form *web.Form) error {
	me, here := web.AccountOf(c), web.LoginOf(c)
	logins, err := h.Accounts.Logins(c.Request().Context(), me.ID)
	if err != nil {
		return err
	}
	home := models.Event{TimeZone: "Asia/Tokyo"} // an account has no event whose zone would be right
	rows := make([]loginRow, 0, len(logins))
	for _, login := range logins {
		login.CreatedAt, login.SeenAt = home.Local(login.CreatedAt), home.Local(login.SeenAt)
		rows = append(rows, loginRow{login, account.DeviceOf(login.UserAgent), login.ID == here.ID})
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
	languages := []web.Option{{Value: "ja", Text: texts.T("account.locale_ja")}, {Value: "en", Text: texts.T("account.locale_en")}}
	return h.ShowForm(c, "staff/account/show", accountPage{rows, languages}, form)
}

type profileForm struct {
	Name   string `form:"name" validate:"required,max=100"`
	Locale string `form:"locale" validate:"oneof=ja en"`
}

func (h *Accounts) ChangeProfile(c echo.Context) error {
	var in profileForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showAccount(c, form)
	}
	if err := h.Accounts.ChangeProfile(c.Request().Context(), web.AccountOf(c).ID, in.Name, in.Locale); err != nil {
		return err
	}
	web.SetFlash(c, "success", "account.saved")
	return web.SeeOther(c, "/staff/account")
}

type passwordForm struct {
	Current  string `form:"current" validate:"required"`
	Password string `form:"password" validate:"required"`
}

func (h *Accounts) ChangePassword(c echo.Context) error {
	var in passwordForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.ChangePassword(c.Request().Context(), web.AccountOf(c), web.LoginOf(c).ID, in.Current, in.Password)
		if err == nil {
			web.SetFlash(c, "success", "account.password_changed")
			return web.SeeOther(c, "/staff/account")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showAccount(c, form)
}

func (h *Accounts) EndLogin(c echo.Context) error {
	if err := h.Accounts.SignOut(c.Request().Context(), web.AccountOf(c).ID, c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "account.login_ended")
	return web.SeeOther(c, "/staff/account")
}

func (h *Accounts) EndOtherLogins(c echo.Context) error {
	if err := h.Accounts.SignOutOthers(c.Request().Context(), web.AccountOf(c).ID, web.LoginOf(c).ID); err != nil {
		return err
	}
	web.SetFlash(c, "success", "account.logins_ended")
	return web.SeeOther(c, "/staff/account")
}
