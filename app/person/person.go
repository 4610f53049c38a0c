// Package person keeps the accounts of people who stay after an event: without a password, opened by a mailed link.
package person

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

// linksPerHour is the most mails with a link that an account gets in an hour.
const linksPerHour = 3

// Options are what the accounts of people need of others.
type Options struct {
	Links link.Maker
	// Certified reports whether there is a certificate of attendance for a registration.
	Certified func(context.Context, *models.Event, *models.Registration) (bool, error)
}

// Service is the accounts of people of one database.
type Service struct {
	db *models.DB
	Options
	// pause is how long AskLink takes, whether the address is known or not.
	pause time.Duration
}

// New makes the service.
func New(db *models.DB, o Options) *Service {
	return &Service{db: db, Options: o, pause: 300 * time.Millisecond}
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
	if err := s.db.InTx(ctx, func(tx *models.Tx) error { return s.MailLink(tx, email, key) }); err != nil {
		return err
	}
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

// MailLink mails a link to an address that has an account which its person keeps; to others nothing. Three an hour are
// mailed at most.
func (s *Service) MailLink(tx *models.Tx, email, key string) error {
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
	l, err := tx.Persons().AddLink(account.ID, s.Links.Person)
	if err != nil {
		return err
	}
	return queueLink(tx, account, email, l)
}

// Keep makes an account for the person of a registration whose address is confirmed, or finds the one that the address
// has, and mails a link. The registration is taken as theirs where the account is new or has the same name; another
// one, as of a family with one address, is offered on the pages of the account. The holder of the registration's link
// may call it. Errors: Conflict before the address is confirmed, for who was registered by another and has no address
// of their own, and where the registration is another account's.
func (s *Service) Keep(ctx context.Context, r *models.Registration) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		current, err := tx.Registrations().ByIDAnywhere(r.ID)
		if err != nil {
			return err
		}
		if err := ownsAddress(tx.Query, current); err != nil {
			return err
		}
		if current.AddressConfirmedAt == nil {
			return models.NewError(models.CodeConflict, "stay.address_unconfirmed")
		}
		account, err := accountOf(tx, current)
		if err != nil {
			return err
		}
		if isSameName(account.Name, current) {
			if err := tx.Persons().Join(account.ID, current.ID); err != nil {
				return err
			}
		}
		if err := tx.Affiliations().Claim(account.ID, current.EmailKey); err != nil {
			return err
		}
		return s.MailLink(tx, current.Email, current.EmailKey)
	})
}

// ownsAddress fails unless a registration has an address of its person's own.
func ownsAddress(q *models.Query, r *models.Registration) error {
	if r.RepresentativeID != nil {
		other, err := q.Registrations().ByIDAnywhere(*r.RepresentativeID)
		if err != nil && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
		if r.Email == "" || (err == nil && other.EmailKey == r.EmailKey) {
			return models.NewError(models.CodeConflict, "stay.companion_address")
		}
	}
	if r.Email == "" {
		return models.NewError(models.CodeConflict, "stay.address_unconfirmed")
	}
	return nil
}

// accountOf finds the account that the address of a registration has, or makes it.
func accountOf(tx *models.Tx, r *models.Registration) (*models.Account, error) {
	account, err := tx.Persons().ByAddress(r.EmailKey)
	if models.CodeOf(err) != models.CodeNotFound {
		return account, err
	}
	account = &models.Account{
		Email: r.Email, EmailKey: r.EmailKey, Name: r.Full(r.Locale), PasswordHash: models.NoPassword, Locale: r.Locale,
	}
	return account, tx.Accounts().Create(account)
}

// isSameName compares without spaces and case, in both orders.
func isSameName(name string, r *models.Registration) bool {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	return fold(name) == fold(r.Full("ja")) || fold(name) == fold(r.Full("en"))
}

// Open finds the account that a link opens. Errors: NotFound for one that has ended or is too old.
func (s *Service) Open(ctx context.Context, secret string) (*models.AccountLink, *models.Account, error) {
	return s.db.Query(ctx).Persons().ByLink(secret)
}

// Enter opens an account by a link: it is noted when that was first done. Errors: as of Open.
func (s *Service) Enter(ctx context.Context, secret string) (l *models.AccountLink, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if l, _, err = tx.Persons().ByLink(secret); err != nil {
			return err
		}
		return tx.Persons().OpenLink(l)
	})
	return l, err
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

// EndLink ends one of the person's links by its id. One that has ended already, or is another's, is no error.
func (s *Service) EndLink(ctx context.Context, a *models.Account, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		return tx.Persons().EndLink(&models.AccountLink{ID: id, AccountID: a.ID}, false)
	})
}

// Erase erases the person's account. Errors: Conflict for an account of staff, Invalid without their yes.
func (s *Service) Erase(ctx context.Context, a *models.Account, in EraseInput) error {
	c := check.New()
	if !in.Sure {
		c.Fault("sure", "field.required")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Persons().Erase(a) })
}

// EraseInput is the person's yes.
type EraseInput struct {
	Sure bool `form:"sure"`
}
