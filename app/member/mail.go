package member

import (
	"context"

	"meguri/app/service/mail"
	"meguri/models"
)

// MailStaffInvitation is the kind of mail to somebody who is invited to a role.
const MailStaffInvitation = "staff_invitation"

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	return []mail.Kind{{
		Name: MailStaffInvitation, Audience: mail.Account, Link: s.passwords.Link, MayRead: s.mayReadInvitation,
	}}
}

// mayReadInvitation reports whether a reader of the outbox may see the link of an invitation, to hand it over: where
// they may give its role, at this very place, and the person has no role elsewhere.
func (s *Service) mayReadInvitation(ctx context.Context, l *mail.Letter, roles []models.Role) (bool, error) {
	q := s.db.Query(ctx)
	member, err := s.invitedBy(q, l)
	if models.CodeOf(err) == models.CodeNotFound {
		return false, nil
	}
	if err != nil || l.Event == nil || member.EventID == nil || *member.EventID != l.Event.ID {
		return false, err
	}
	elsewhere, err := q.Members().BelongsElsewhere(member.AccountID, l.Event.OrganizationID)
	return !elsewhere && models.MayGive(roles, member.Role), err
}

// invitedBy finds the role that a mail invites to.
func (s *Service) invitedBy(q *models.Query, l *mail.Letter) (*models.Member, error) {
	reset, err := q.PasswordResets().ByID(s.passwords.ResetID(l))
	if err != nil {
		return nil, err
	}
	if reset.MemberID == nil {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return q.Members().ByID(*reset.MemberID)
}
