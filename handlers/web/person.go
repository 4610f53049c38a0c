package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/models"
)

// personCookie holds the secret of the link with which a person opened their account.
const personCookie = "meguri_person"

// PersonSecret is the secret of the link that was opened in this browser, "" for none.
func PersonSecret(c echo.Context) string { return ReadCookie(c, personCookie) }

// SetPersonCookie keeps a person's account open in this browser until their link ends.
func SetPersonCookie(c echo.Context, secret string, age time.Duration) {
	SetCookie(c, personCookie, secret, age)
}

// DropPersonCookie closes it.
func DropPersonCookie(c echo.Context) { DropCookie(c, personCookie) }

// PersonOf is whose account was opened by a mailed link; never nil on routes of Person. It is none of staff: AccountOf
// is nil for who only opened a link.
func PersonOf(c echo.Context) *models.Account {
	account, _ := c.Get(keyPerson).(*models.Account)
	return account
}

// PersonLinkOf is the link with which it was opened.
func PersonLinkOf(c echo.Context) *models.AccountLink {
	link, _ := c.Get(keyPersonLink).(*models.AccountLink)
	return link
}

// FindPerson finds whose account is open in this browser, nil for nobody's. Pages that are open to anyone call it.
func FindPerson(k *Kit, c echo.Context) (*models.Account, error) {
	secret := PersonSecret(c)
	if secret == "" {
		return nil, nil
	}
	link, account, err := k.persons.Open(c.Request().Context(), secret)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil, nil
	case err != nil:
		return nil, err
	}
	c.Set(keyPerson, account)
	c.Set(keyPersonLink, link)
	return account, nil
}

// withPerson finds the account of an opened link, and sends all others to where a link is asked for.
func (g guards) withPerson(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		account, err := FindPerson(g.Kit, c)
		if err != nil {
			return err
		}
		if account == nil {
			SetFlash(c, "info", "stay.open_first")
			return SeeOther(c, paths.Me)
		}
		return next(c)
	}
}
