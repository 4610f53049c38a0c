package person

import (
	"context"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

// maxAddresses is how many further addresses an account may have.
const maxAddresses = 5

// AddressInput is a further address.
type AddressInput struct {
	Email string `form:"email"`
}

// AddAddress mails the link that confirms a further address. The person calls it; again it mails the link again, once
// an hour. The answer does not tell whether the address has an account. Errors: Invalid.
func (s *Service) AddAddress(ctx context.Context, a *models.Account, in AddressInput) error {
	c := check.New()
	email, key := c.Email("email", in.Email, check.Required)
	if c.OK() && key == a.EmailKey {
		c.Fault("email", "stay.address_is_yours")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := tx.Persons().Addresses(a.ID)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].EmailKey == key && list[i].ConfirmedAt != nil {
				return models.InvalidFields(map[string]string{"email": "stay.address_is_yours"})
			}
			if list[i].EmailKey == key {
				return queueAddress(tx, a, &list[i])
			}
		}
		if len(list) >= maxAddresses {
			return models.InvalidFields(map[string]string{"email": "stay.too_many_addresses"})
		}
		added, err := tx.Persons().AddAddress(a.ID, email, key)
		if err != nil {
			return err
		}
		return queueAddress(tx, a, added)
	})
}

// ProvePage is where a further address is confirmed. Merges says that the address has an account of its own, which goes
// into this one.
type ProvePage struct {
	*models.AccountAddress
	Merges bool
}

// ProvePage reads it. The person calls it with the mailed secret: who has the mail alone, or the account alone,
// confirms nothing, so that nobody is talked into giving what is theirs to another's account. Errors: NotFound.
func (s *Service) ProvePage(ctx context.Context, account *models.Account, secret string) (*ProvePage, error) {
	q := s.db.Query(ctx)
	a, err := s.proved(q, account, secret)
	if err != nil {
		return nil, err
	}
	page := &ProvePage{AccountAddress: a}
	owner, err := q.Persons().ByAddress(a.EmailKey)
	switch {
	case err == nil:
		page.Merges = owner.ID != a.AccountID
	case models.CodeOf(err) == models.CodeNotFound:
		err = nil
	}
	return page, err
}

func (s *Service) proved(q *models.Query, account *models.Account, secret string) (*models.AccountAddress, error) {
	id, _ := link.ID(secret)
	if !link.Equal(secret, s.Links.PersonAddress(id)) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	a, err := q.Persons().Address(id)
	if err == nil && a.AccountID != account.ID {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return a, err
}

// Prove confirms a further address: from then on it opens the account, as the first one does, and places in
// organizations that have it are the person's. An account that the address had of its own goes into this one. The
// person calls it, as ProvePage. Errors: NotFound; Conflict where that other account is one of staff.
func (s *Service) Prove(ctx context.Context, account *models.Account, secret string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a, err := s.proved(tx.Query, account, secret)
		if err != nil || a.ConfirmedAt != nil {
			return err
		}
		if err := s.merge(tx, account, a.EmailKey); err != nil {
			return err
		}
		if err := tx.Persons().ConfirmAddress(a); err != nil {
			return err
		}
		if err := tx.Affiliations().Claim(account.ID, a.EmailKey); err != nil {
			return err
		}
		return queue(tx, account, MailAdded, a.ID, account.Email, map[string]string{factEmail: a.Email})
	})
}

// merge moves what the account of an address has, if there is another one, into the account.
func (s *Service) merge(tx *models.Tx, account *models.Account, key string) error {
	other, err := tx.Persons().ByAddress(key)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil || other.ID == account.ID {
		return err
	}
	return tx.Persons().Merge(account, other, s.Links.Address)
}

// RemoveAddress removes a further address of the person. One that is not there is no error.
func (s *Service) RemoveAddress(ctx context.Context, a *models.Account, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Persons().RemoveAddress(a.ID, id, s.Links.Address) })
}

// MakeFirst makes a confirmed further address the first one. Errors: NotFound; Conflict for an account of staff.
func (s *Service) MakeFirst(ctx context.Context, a *models.Account, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		further, err := tx.Persons().Address(id)
		if err != nil {
			return err
		}
		return tx.Persons().MakeFirst(a, further)
	})
}
