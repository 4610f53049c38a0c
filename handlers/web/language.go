package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
)

const langCookie = "meguri_lang"

// chooseLanguage takes the language from the address (?lang=en), else from the person's earlier choice, else from
// the browser.
func (k *Kit) chooseLanguage(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(keyLang, language(c))
		c.Response().Header().Add(echo.HeaderVary, "Accept-Language, Cookie")
		return next(c)
	}
}

func language(c echo.Context) string {
	if lang := c.QueryParam("lang"); i18n.Known(lang) {
		SetCookie(c, langCookie, lang, 365*24*time.Hour)
		return lang
	}
	if chosen := ReadCookie(c, langCookie); i18n.Known(chosen) {
		return chosen
	}
	return i18n.Match(c.Request().Header.Get("Accept-Language"))
}

// Texts speaks the language of the request.
func (k *Kit) Texts(c echo.Context) *i18n.Localizer {
	lang, _ := c.Get(keyLang).(string)
	return k.bundle.For(lang)
}

// TextsIn are the texts in a language, for a page that has both.
func (k *Kit) TextsIn(lang string) *i18n.Localizer { return k.bundle.For(lang) }
