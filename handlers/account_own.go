package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/models"
)

// loginRow is one login as its owner sees it.
type loginRow struct {
	models.Login
	Device account.Device
	Here   bool
}

func (h *Handlers) accountPage(c echo.Context) error { return h.showAccount(c, nil) }

// showAccount shows the page with what is wrong with one of its forms, if anything is.
func (h *Handlers) showAccount(c echo.Context, form *Form) error {
	me, here := accountOf(c), loginOf(c)
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
		form = h.newForm(c, url.Values{})
	}
	for name, value := range map[string]string{"name": me.Name, "locale": me.Locale} {
		if !form.Values.Has(name) {
			form.Values.Set(name, value)
		}
	}
	texts := h.texts(c)
	languages := []Option{{"ja", texts.T("account.locale_ja")}, {"en", texts.T("account.locale_en")}}
	return h.showForm(c, staff, "account/show", map[string]any{"Logins": rows, "Languages": languages}, form)
}

type profileForm struct {
	Name   string `form:"name" validate:"required,max=100"`
	Locale string `form:"locale" validate:"oneof=ja en"`
}

func (h *Handlers) changeProfile(c echo.Context) error {
	var in profileForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showAccount(c, form)
	}
	if err := h.Accounts.ChangeProfile(c.Request().Context(), accountOf(c).ID, in.Name, in.Locale); err != nil {
		return err
	}
	flash(c, "success", "account.saved")
	return seeOther(c, "/staff/account")
}

type passwordForm struct {
	Current  string `form:"current" validate:"required"`
	Password string `form:"password" validate:"required"`
}

func (h *Handlers) changePassword(c echo.Context) error {
	var in passwordForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.ChangePassword(c.Request().Context(), accountOf(c), loginOf(c).ID, in.Current, in.Password)
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
	var in struct {
		Email string `form:"email" validate:"required,max=254"`
	}
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showForm(c, plain, "account/forgot", nil, form)
	}
	if err := h.Accounts.ForgotPassword(c.Request().Context(), in.Email); err != nil {
		return err
	}
	return seeOther(c, "/staff/forgot/sent")
}

func (h *Handlers) forgotSentPage(c echo.Context) error {
	return h.show(c, plain, "account/forgot_sent", nil)
}

func (h *Handlers) resetPage(c echo.Context) error { return h.showReset(c, nil) }

// showReset shows the form for a new password, or tells that the link is spent.
func (h *Handlers) showReset(c echo.Context, form *Form) error {
	who, err := h.Accounts.ResetAccount(c.Request().Context(), c.Param("secret"))
	if models.CodeOf(err) == models.CodeNotFound {
		return h.render(c, http.StatusNotFound, plain, "account/reset_spent", nil, nil)
	}
	if err != nil {
		return err
	}
	return h.showForm(c, plain, "account/reset", who, form)
}

func (h *Handlers) reset(c echo.Context) error {
	var in struct {
		Password string `form:"password" validate:"required"`
	}
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.ResetPassword(c.Request().Context(), c.Param("secret"), in.Password)
		if err == nil {
			flash(c, "success", "account.password_set")
			return seeOther(c, "/staff/login")
		}
		if !form.Take(err) && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
	}
	return h.showReset(c, form)
}
