package account

import (
	"context"

	"meguri/models"
)

// Page is what the page of one's own account reads.
type Page struct{ Logins []LoginRow }

// LoginRow is one login as its owner sees it. Its times are on the clock of home.
type LoginRow struct {
	models.Login
	Device Device
	Here   bool // the login that looks at the page
}

// home gives the clock of an account, which has no event whose time zone would be right.
var home = models.Event{TimeZone: "Asia/Tokyo"}

// Page lists where an account is signed in, the last used first; here is the login that asks.
func (s *Service) Page(ctx context.Context, me *models.Account, here *models.Login) (*Page, error) {
	logins, err := s.Logins(ctx, me.ID)
	page := &Page{Logins: make([]LoginRow, 0, len(logins))}
	for _, login := range logins {
		login.CreatedAt, login.SeenAt = home.Local(login.CreatedAt), home.Local(login.SeenAt)
		page.Logins = append(page.Logins, LoginRow{login, DeviceOf(login.UserAgent), login.ID == here.ID})
	}
	return page, err
}
