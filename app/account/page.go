package account

import (
	"context"

	"meguri/models"
)

// Page is what the account page shows.
type Page struct{ Logins []LoginRow }

// LoginRow is one login as the page lists it.
type LoginRow struct {
	models.Login
	Device Device
	Here   bool // the login that reads the page
}

// Page reads the account's page, with its logins, the last used first; here is the login that reads it.
func (s *Service) Page(ctx context.Context, me *models.Account, here *models.Login) (*Page, error) {
	logins, err := s.Logins(ctx, me.ID)
	page := &Page{Logins: make([]LoginRow, 0, len(logins))}
	for _, login := range logins {
		page.Logins = append(page.Logins, LoginRow{login, DeviceOf(login.UserAgent), login.ID == here.ID})
	}
	return page, err
}
