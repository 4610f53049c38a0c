// Package person keeps the accounts of people who stay after an event: without a password, opened by a mailed link.
package person

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

// linksPerHour is the most mails with a link that an account gets in an hour.
const linksPerHour = 3

// Service is the accounts of people of one database.
type Service struct {
	db    *models.DB
	links link.Maker
	// pause is how long AskLink takes, whether the address is known or not.
	pause time.Duration
}

// New makes the service.
func New(db *models.DB, links link.Maker) *Service {
	return &Service{db: db, links: links, pause: 300 * time.Millisecond}
}

// LinkInput is what somebody types who wants their link.
type LinkInput struct {
	Email string `form:"email"`
}

// AskLink mails a link to the address, where it has an account that its person kept. Everybody may call it: neither the
// answer nor the time tells whether there is one. Errors: Invalid without an address.
func (s *Service) AskLink(ctx context.Context, in LinkInput) error {
	c := check.New()
	email, key := c.Email("email", in.Email, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	timer := time.NewTimer(s.pause)
	defer timer.Stop()
	if err := s.db.InTx(ctx, func(tx *models.Tx) error { return s.mailLink(tx, email, key) }); err != nil {
		return err
	}
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

func (s *Service) mailLink(tx *models.Tx, email, key string) error {
	account, err := tx.Persons().ByAddress(key)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && account.DisabledAt != nil) {
		return nil
	}
	if err != nil {
		return err
	}
	n, err := tx.Persons().CountLinks(account.ID, tx.Now.Add(-time.Hour))
	if err != nil || n >= linksPerHour {
		return err
	}
	l, err := tx.Persons().AddLink(account.ID, s.links.Person)
	if err != nil {
		return err
	}
	return queueLink(tx, account, email, l)
}

// Keep makes an account for the person of a registration whose address is confirmed, or finds the one that the address
// has, takes the registration as theirs and mails a link. The holder of the registration's link may call it. Errors:
// Conflict before the address is confirmed, and where the registration is another account's.
func (s *Service) Keep(ctx context.Context, r *models.Registration) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		current, err := tx.Registrations().ByIDAnywhere(r.ID)
		if err != nil {
			return err
		}
		if current.AddressConfirmedAt == nil || current.Email == "" {
			return models.NewError(models.CodeConflict, "stay.address_unconfirmed")
		}
		account, err := tx.Persons().ByAddress(current.EmailKey)
		if models.CodeOf(err) == models.CodeNotFound {
			account = &models.Account{
				Email: current.Email, EmailKey: current.EmailKey, Name: current.Full(current.Locale),
				PasswordHash: models.NoPassword, Locale: current.Locale,
			}
			err = tx.Accounts().Create(account)
		}
		if err != nil {
			return err
		}
		if err := tx.Persons().Join(account.ID, current.ID); err != nil {
			return err
		}
		return s.mailLink(tx, current.Email, current.EmailKey)
	})
}

// Open finds the account that a link opens. Errors: NotFound for one that has ended or is too old.
func (s *Service) Open(ctx context.Context, secret string) (*models.AccountLink, *models.Account, error) {
	return s.db.Query(ctx).Persons().ByLink(secret)
}

// Leave ends a link; with all, every link of its account. One that has ended already is no error.
func (s *Service) Leave(ctx context.Context, secret string, all bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		l, _, err := tx.Persons().ByLink(secret)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.Persons().EndLink(l, all)
	})
}
