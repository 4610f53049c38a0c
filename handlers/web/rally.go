package web

import (
	"time"

	"github.com/labstack/echo/v4"
)

// rallyCookie keeps the secret of a stamp rally's card.
const rallyCookie = "meguri_rally"

// RallySecret is the secret of the card in this browser, "" for none.
func RallySecret(c echo.Context) string { return ReadCookie(c, rallyCookie) }

// SetRallyCookie keeps the secret of a card in this browser.
func SetRallyCookie(c echo.Context, secret string, age time.Duration) {
	SetCookie(c, rallyCookie, secret, max(age, time.Hour))
}
