package member

import (
	"context"

	"meguri/app/service/security"
	"meguri/models"
)

// Invitation is a role that somebody is invited to, as they see it.
type Invitation struct {
	models.Member
	Host  models.Organization
	Event *models.Event // nil for a role at the organization
}

// Invitations lists the roles that an account is invited to.
func (s *Service) Invitations(ctx context.Context, me *models.Account) ([]Invitation, error) {
	q := s.db.Query(ctx)
	pending, err := q.Members().PendingOf(me.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Invitation, 0, len(pending))
	for i := range pending {
		invitation, err := invitationOf(q, &pending[i])
		if err != nil {
			return nil, err
		}
		list = append(list, *invitation)
	}
	return list, nil
}

func invitationOf(q *models.Query, m *models.Member) (*Invitation, error) {
	host, err := q.Members().Host(m)
	if err != nil {
		return nil, err
	}
	invitation := &Invitation{Member: *m, Host: *host}
	if m.EventID != nil {
		invitation.Event, err = q.Events().ByID(*m.EventID)
	}
	return invitation, err
}

// InvitationOfLink finds what the secret of a mailed link invites an account to. Errors: NotFound where the link is
// spent, or invites somebody else.
func (s *Service) InvitationOfLink(ctx context.Context, me *models.Account, secret string) (*Invitation, error) {
	q := s.db.Query(ctx)
	member, err := memberOfLink(q, me, secret)
	if err != nil {
		return nil, err
	}
	return invitationOf(q, member)
}

func memberOfLink(q *models.Query, me *models.Account, secret string) (*models.Member, error) {
	reset, err := q.PasswordResets().BySecret(secret)
	if err != nil {
		return nil, err
	}
	if reset.MemberID == nil || reset.AccountID != me.ID {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return q.Members().ByID(*reset.MemberID)
}

// AnswerLink accepts or declines the role that a mailed link invites an account to. Errors: NotFound, as for
// InvitationOfLink.
func (s *Service) AnswerLink(ctx context.Context, me *models.Account, secret string, accept bool) error {
	return s.answer(ctx, me, accept, func(tx *models.Tx) (*models.Member, error) {
		return memberOfLink(tx.Query, me, secret)
	})
}

// Answer accepts or declines a role that an account is invited to, without the link. Errors: NotFound; Forbidden for
// accepting with an account of which it is not known that it is the person's: somebody else may have chosen its
// password, by a link read in an outbox.
func (s *Service) Answer(ctx context.Context, me *models.Account, memberID string, accept bool) error {
	if accept && me.VerifiedAt == nil {
		return models.NewError(models.CodeForbidden, "member.needs_link")
	}
	return s.answer(ctx, me, accept, func(tx *models.Tx) (*models.Member, error) {
		member, err := tx.Members().ByID(memberID)
		if err == nil && (member.AccountID != me.ID || !member.Pending()) {
			err = models.NewError(models.CodeNotFound, "error.not_found")
		}
		return member, err
	})
}

func (s *Service) answer(
	ctx context.Context, me *models.Account, accept bool, find func(tx *models.Tx) (*models.Member, error),
) error {
	var role models.Role
	var id string
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		member, err := find(tx)
		if err != nil {
			return err
		}
		id, role = member.ID, member.Role
		about := roleOf(member)
		about.Action = "role_declined"
		if accept {
			about.Action = "role_accepted"
		}
		tx.About(about)
		if !accept {
			return tx.Members().Remove(member)
		}
		if err := tx.PasswordResets().EndInvitations(id); err != nil {
			return err
		}
		return tx.Members().Accept(id, me.ID)
	})
	if err == nil {
		outcome := security.OK
		if !accept {
			outcome = security.Declined
		}
		security.Log(ctx, security.Entry{
			Event: security.InvitationAnswer, Outcome: outcome, Subject: id, Role: string(role),
		})
	}
	return err
}
