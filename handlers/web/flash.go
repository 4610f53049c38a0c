package web

import (
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
)

const flashCookie = "meguri_flash"

// Flash is a message shown once, on the page after a POST.
type Flash struct{ Kind, Text string }

// SetFlash leaves a message for the next page: a kind (success, info, error) and the key of a text without values.
func SetFlash(c echo.Context, kind, key string) {
	SetCookie(c, flashCookie, kind+"|"+key, time.Minute)
}

// takeFlash reads the message and removes it. The cookie holds a key, so a forged one can show our own texts only.
func takeFlash(c echo.Context, texts *i18n.Localizer) *Flash {
	left := ReadCookie(c, flashCookie)
	if left == "" {
		return nil
	}
	DropCookie(c, flashCookie)
	kind, key, _ := strings.Cut(left, "|")
	text := texts.T(key)
	if text == key || (kind != "success" && kind != "info" && kind != "error") {
		return nil
	}
	return &Flash{Kind: kind, Text: text}
}
