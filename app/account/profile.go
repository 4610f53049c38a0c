package account

import (
	"context"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/models"
)

// ChangeProfile changes how colleagues see the account and the language of its mails. Errors: Invalid with the
// fields at fault.
func (s *Service) ChangeProfile(ctx context.Context, accountID string, in ProfileInput) error {
	c := check.New()
	name := c.NoURL("name", c.Name("name", in.Name, maxName, check.Required))
	locale := check.Choice(c, "locale", in.Locale, i18n.Languages)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Accounts().SetProfile(accountID, name, locale) })
}
