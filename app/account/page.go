package account

import (
	"context"

	"meguri/models"
)

// Page is what the page of one's own account reads.
type Page struct{ Logins []LoginRow }

// LoginRow is one login as its owner sees it.
type LoginRow struct {
	models.Login
	Device Device
	Here   bool // the login that looks at the page
}

// Page lists where an account is signed in, the last used first; here is the login that asks.
func (s *Service) Page(ctx context.Context, me *models.Account, here *models.Login) (*Page, error) {
	logins, err := s.Logins(ctx, me.ID)
	page := &Page{Logins: make([]LoginRow, 0, len(logins))}
	for _, login := range logins {
		page.Logins = append(page.Logins, LoginRow{login, DeviceOf(login.UserAgent), login.ID == here.ID})
	}
	return page, err
}
