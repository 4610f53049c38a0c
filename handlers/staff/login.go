package staff

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

func (h *Accounts) LoginForm(c echo.Context) error {
	if web.AccountOf(c) != nil {
		return web.SeeOther(c, localPath(c.QueryParam("next")))
	}
	return h.ShowForm(c, "staff/login/show", localPath(c.QueryParam("next")), nil)
}

func (h *Accounts) SignIn(c echo.Context) error {
	var in account.SignInInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	in.Network, in.Browser = web.Network(c.RealIP()), browserOf(c)
	if form.OK() {
		opened, err := h.Accounts.SignIn(c.Request().Context(), in)
		if err == nil {
			setCookies(c, opened)
			return web.SeeOther(c, localPath(in.Next))
		}
		if !form.Take(err) {
			return err
		}
		if models.CodeOf(err) == models.CodeTooMany {
			return h.slowDown(c, "staff/login/show", localPath(in.Next), form, err)
		}
	}
	return h.ShowForm(c, "staff/login/show", localPath(in.Next), form)
}

func browserOf(c echo.Context) account.Browser {
	return account.Browser{
		UserAgent: c.Request().UserAgent(),
		Device:    web.ReadCookie(c, web.DeviceCookie),
		Replaces:  web.ReadCookie(c, web.LoginCookie),
	}
}

func setCookies(c echo.Context, cookies account.Cookies) {
	if cookies.Login != "" {
		web.SetCookie(c, web.LoginCookie, cookies.Login, account.LoginAge)
	}
	web.SetCookie(c, web.DeviceCookie, cookies.Device, account.DeviceAge)
}

// slowDown shows the form with 429 and the time to wait, in the text and in Retry-After.
func (h *Accounts) slowDown(c echo.Context, page string, data any, form *web.Form, err error) error {
	var known *models.Error
	if errors.As(err, &known) && len(known.Args) == 2 {
		if minutes, ok := known.Args[1].(int); ok {
			c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(minutes*60))
		}
	}
	return h.Render(c, http.StatusTooManyRequests, page, data, form)
}

func (h *Accounts) SignOut(c echo.Context) error {
	if login := web.LoginOf(c); login != nil {
		if err := h.Accounts.SignOut(c.Request().Context(), login.AccountID, login.ID); err != nil {
			return err
		}
	}
	web.DropCookie(c, web.LoginCookie)
	// Pages and what they stored go; the cookies stay, which know the language and that this browser signed in before.
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return web.SeeOther(c, paths.Login)
}

// localPath returns a path of the staff pages, /staff for any other address.
func localPath(path string) string {
	if !strings.HasPrefix(path, paths.StaffHome) || strings.ContainsAny(path, "\\\r\n") {
		return paths.StaffHome
	}
	return path
}
