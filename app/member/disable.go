package member

import (
	"context"
	"slices"

	"meguri/app/service/security"
	"meguri/models"
)

// SetDisabled disables the account of a person who belongs to an organization, or enables it again. Who manages the
// organization's members may call it. Errors: NotFound for somebody who does not belong to it; Conflict for who asks,
// for somebody with a role elsewhere, and for the last owner.
func (s *Service) SetDisabled(
	ctx context.Context, o *models.Organization, me *models.Account, accountID string, disabled bool,
) error {
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Members().Lock(o.ID); err != nil {
			return err
		}
		if err := mayDisable(tx, o, me, accountID, disabled); err != nil {
			return err
		}
		return s.passwords.SetDisabled(tx, accountID, disabled)
	})
	if err == nil {
		event := security.AccountEnabled
		if disabled {
			event = security.AccountDisabled
		}
		security.Log(ctx, security.Entry{Event: event, Subject: accountID})
	}
	return err
}

func mayDisable(tx *models.Tx, o *models.Organization, me *models.Account, accountID string, disabled bool) error {
	belongs, err := tx.Members().Belongs(accountID, o.ID)
	if err != nil {
		return err
	}
	if !belongs {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	elsewhere, err := tx.Members().BelongsElsewhere(accountID, o.ID)
	if err != nil {
		return err
	}
	if elsewhere {
		return models.NewError(models.CodeConflict, "member.disable_elsewhere")
	}
	if accountID == me.ID {
		return models.NewError(models.CodeConflict, "member.disable_self")
	}
	return mayLoseOwner(tx, o, accountID, disabled)
}

// mayLoseOwner refuses to disable the last owner of an organization.
func mayLoseOwner(tx *models.Tx, o *models.Organization, accountID string, disabled bool) error {
	members, err := tx.Members().OfOrganization(o.ID)
	owns := slices.ContainsFunc(members, func(m models.Member) bool {
		return m.AccountID == accountID && m.Role == models.RoleOwner && !m.Pending()
	})
	if err == nil && disabled && owns && !ownedWithout(members, accountID, "") {
		err = models.NewError(models.CodeConflict, "member.last_owner")
	}
	return err
}
