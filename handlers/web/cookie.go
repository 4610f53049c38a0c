package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// The cookies of staff.
const (
	LoginCookie  = "meguri_login"  // the secret of a login
	DeviceCookie = "meguri_device" // that somebody has signed in here before
)

// hostPrefix makes browsers take a cookie from this very host and by HTTPS only (RFC 6265bis, section 4.1.3.2).
const hostPrefix = "__Host-"

// CookieName is the name of a cookie as the browser knows it.
func CookieName(c echo.Context, name string) string {
	if IsHTTPS(c) {
		return hostPrefix + name
	}
	return name
}

// ReadCookie returns the value of a cookie that SetCookie set, or "".
func ReadCookie(c echo.Context, name string) string {
	cookie, err := c.Cookie(CookieName(c, name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// SetCookie keeps a value in the browser for a while: not for scripts, not for other sites.
func SetCookie(c echo.Context, name, value string, age time.Duration) {
	c.SetCookie(&http.Cookie{
		Name: CookieName(c, name), Value: value, Path: "/", MaxAge: int(age / time.Second),
		HttpOnly: true, Secure: IsHTTPS(c), SameSite: http.SameSiteLaxMode,
	})
}

// DropCookie makes the browser forget a value.
func DropCookie(c echo.Context, name string) {
	c.SetCookie(&http.Cookie{
		Name: CookieName(c, name), Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: IsHTTPS(c), SameSite: http.SameSiteLaxMode,
	})
}

// IsHTTPS reports whether people reach us by HTTPS: here, or at the proxy before us, which MEGURI_BASE_URL tells.
func IsHTTPS(c echo.Context) bool { return c.IsTLS() || c.Get(keyHTTPS) == true }
