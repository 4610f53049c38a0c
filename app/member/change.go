package member

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/security"
	"meguri/models"
)

// readRole checks a role and until when it is lent, nil for one that does not end by itself. An owner's role is not
// lent: an owner could give themselves another that does not end.
func readRole(
	c *check.Checker, typed models.Role, until string, by []models.Role, at Scope, now time.Time,
) (models.Role, *time.Time) {
	role := check.Choice(c, "role", typed, models.Roles)
	if c.OK("role") && !models.MayGive(by, role) {
		c.Fault("role", "member.role_not_given")
	}
	ends := c.LocalTime("until", until, at.Zone(), check.Optional)
	switch {
	case ends.IsZero():
		return role, nil
	case role == models.RoleOwner:
		c.Fault("until", "member.owner_not_lent")
	case !ends.After(now):
		c.Fault("until", "member.until_over")
	}
	return role, &ends
}

// Change gives a member another role, or lends it until another time, in place. It counts from the next thing that they
// do. Who gives roles there may call it. Errors: Invalid with the fields at fault; Forbidden for a role that in.By may
// not take away; Conflict for one's own role, for the last owner's, and where they have that role already; NotFound.
func (s *Service) Change(ctx context.Context, at Scope, memberID string, in ChangeInput) error {
	c := check.New()
	role, until := readRole(c, in.Role, in.Until, in.By, at, s.db.Now())
	if err := c.Err(); err != nil {
		return err
	}
	var changed *models.Member
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Members().Lock(at.organization); err != nil {
			return err
		}
		m, err := at.member(tx, memberID)
		if err != nil {
			return err
		}
		if err := s.mayChange(tx, at, in, m, role); err != nil {
			return err
		}
		about := roleOf(m)
		about.Action, about.Detail = "role_changed", string(m.Role)+" "+string(role)
		if until != nil {
			about.Action, about.Detail = "role_lent", string(role)
		}
		tx.About(about)
		m.Role, m.EndsAt, changed = role, until, m
		if err := tx.Members().Change(m); models.CodeOf(err) == models.CodeConflict {
			return models.NewError(models.CodeConflict, "member.has_role")
		} else if err != nil {
			return err
		}
		_, err = tx.APITokens().EndUnmanaged(m.AccountID)
		return err
	})
	if err == nil {
		security.Log(ctx, security.Entry{Event: security.RoleGiven, Subject: changed.AccountID, Role: string(role)})
	}
	return err
}

func (s *Service) mayChange(
	tx *models.Tx, at Scope, in ChangeInput, m *models.Member, role models.Role,
) error {
	if m.AccountID == in.Me {
		return models.NewError(models.CodeConflict, "member.change_self")
	}
	if role == m.Role && models.MayGive(in.By, role) {
		return nil
	}
	return s.mayRemove(tx, at, in.By, m)
}
