package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// LoginCookie holds the secret of a login.
const LoginCookie = "meguri_login"

// SetCookie keeps a value in the browser for a while: not for scripts, not for other sites.
func SetCookie(c echo.Context, name, value string, age time.Duration) {
	c.SetCookie(&http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(age / time.Second),
		HttpOnly: true, Secure: IsHTTPS(c), SameSite: http.SameSiteLaxMode,
	})
}

// DropCookie makes the browser forget a value.
func DropCookie(c echo.Context, name string) {
	c.SetCookie(
		&http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: IsHTTPS(c), SameSite: http.SameSiteLaxMode},
	)
}

// IsHTTPS reports whether people reach us by HTTPS: here, or at the proxy before us, which MEGURI_BASE_URL tells.
func IsHTTPS(c echo.Context) bool { return c.IsTLS() || c.Get(keyHTTPS) == true }
