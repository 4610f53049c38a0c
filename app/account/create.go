package account

import (
	"context"

	"meguri/models"
	"meguri/models/text"
)

// Newcomer is a person who shall be able to sign in. Email and Name are taken as typed.
type Newcomer struct{ Email, Name, Password, Locale string }

// Create makes an account. The password must be good enough (see CheckPassword); an address that has an account is a Conflict.
func (s *Service) Create(ctx context.Context, email, name, password, locale string) (*models.Account, error) {
	none := func(*models.Tx) (*models.Member, error) { return nil, nil }
	return s.CreateMember(ctx, Newcomer{Email: email, Name: name, Password: password, Locale: locale}, none)
}

// CreateMember makes an account and gives it the role that member finds (nil: none), both or nothing. Errors are those of Create and member.
func (s *Service) CreateMember(ctx context.Context, n Newcomer, member func(*models.Tx) (*models.Member, error)) (*models.Account, error) {
	account, err := n.account()
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Accounts().Create(account); err != nil {
			return err
		}
		m, err := member(tx)
		if err != nil || m == nil {
			return err
		}
		m.AccountID = account.ID
		return tx.Members().Add(m)
	})
	return account, err
}

// account checks what was typed. Hashing takes time, so it happens before the transaction.
func (n Newcomer) account() (*models.Account, error) {
	display, key, ok := text.NormalizeEmail(n.Email)
	if !ok {
		return nil, models.InvalidFields(map[string]string{"email": "field.email"})
	}
	if err := CheckPassword(n.Password, display, n.Name); err != nil {
		return nil, err
	}
	return &models.Account{Email: display, EmailKey: key, Name: n.Name, PasswordHash: hashPassword(n.Password), Locale: n.Locale}, nil
}
