package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/models"
)

const loginCookie = "meguri_login"

func (h *Handlers) loginPage(c echo.Context) error {
	if accountOf(c) != nil {
		return seeOther(c, localPath(c.QueryParam("next")))
	}
	return h.showForm(c, plain, "account/login", localPath(c.QueryParam("next")), nil)
}

func (h *Handlers) signIn(c echo.Context) error {
	var in account.SignInInput
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	in.Network, in.UserAgent = network(c.RealIP()), c.Request().UserAgent()
	if form.OK() {
		secret, err := h.Accounts.SignIn(c.Request().Context(), in)
		if err == nil {
			setCookie(c, loginCookie, secret, account.LoginAge)
			return seeOther(c, localPath(in.Next))
		}
		if !form.Take(err) {
			return err
		}
		if models.CodeOf(err) == models.TooMany {
			return h.slowDown(c, "account/login", localPath(in.Next), form, err)
		}
	}
	return h.showForm(c, plain, "account/login", localPath(in.Next), form)
}

// slowDown shows the form again with 429 and the time to wait, in words and for programs.
func (h *Handlers) slowDown(c echo.Context, page string, data any, form *Form, err error) error {
	var known *models.Error
	if errors.As(err, &known) && len(known.Args) == 2 {
		if minutes, ok := known.Args[1].(int); ok {
			c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(minutes*60))
		}
	}
	return h.render(c, http.StatusTooManyRequests, plain, page, data, form)
}

func (h *Handlers) signOut(c echo.Context) error {
	if login := loginOf(c); login != nil {
		if err := h.Accounts.SignOut(c.Request().Context(), login.AccountID, login.ID); err != nil {
			return err
		}
	}
	dropCookie(c, loginCookie)
	return seeOther(c, "/staff/login")
}

// loginOf is the login of this browser; never nil on routes that need one.
func loginOf(c echo.Context) *models.Login {
	login, _ := c.Get(keyLogin).(*models.Login)
	return login
}

// localPath keeps a redirect on this site.
func localPath(path string) string {
	if !strings.HasPrefix(path, "/staff") || strings.ContainsAny(path, "\\\r\n") {
		return "/staff"
	}
	return path
}
