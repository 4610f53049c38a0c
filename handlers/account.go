package handlers

import (
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

const (
	loginCookie = "meguri_login"
	loginAge    = 14 * 24 * time.Hour
)

type loginForm struct {
	Email    string `form:"email" validate:"required"`
	Password string `form:"password" validate:"required"`
	Next     string `form:"next"`
}

func (h *Handlers) loginPage(c echo.Context) error {
	if accountOf(c) != nil {
		return seeOther(c, localPath(c.QueryParam("next")))
	}
	return h.showForm(c, plain, "account/login", localPath(c.QueryParam("next")), nil)
}

func (h *Handlers) signIn(c echo.Context) error {
	var in loginForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		secret, err := h.Accounts.SignIn(c.Request().Context(), in.Email, in.Password, c.Request().UserAgent())
		if err == nil {
			setCookie(c, loginCookie, secret, loginAge)
			return seeOther(c, localPath(in.Next))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showForm(c, plain, "account/login", localPath(in.Next), form)
}

func (h *Handlers) signOut(c echo.Context) error {
	if login, ok := c.Get(keyLogin).(*models.Login); ok {
		if err := h.Accounts.SignOut(c.Request().Context(), login.AccountID, login.ID); err != nil {
			return err
		}
	}
	dropCookie(c, loginCookie)
	return seeOther(c, "/staff/login")
}

// localPath keeps a redirect on this site.
func localPath(path string) string {
	if !strings.HasPrefix(path, "/staff") || strings.ContainsAny(path, "\\\r\n") {
		return "/staff"
	}
	return path
}
