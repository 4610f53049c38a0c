package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// setCookie keeps a value in the browser for a while: not for scripts, not for other sites.
func setCookie(c echo.Context, name, value string, age time.Duration) {
	c.SetCookie(&http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(age / time.Second),
		HttpOnly: true, Secure: isHTTPS(c), SameSite: http.SameSiteLaxMode,
	})
}

func dropCookie(c echo.Context, name string) {
	c.SetCookie(&http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: isHTTPS(c), SameSite: http.SameSiteLaxMode})
}
