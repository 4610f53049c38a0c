package organization

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/text"
)

// invitedAgain is after how long an invitation can be mailed again.
const invitedAgain = time.Hour

// Invite mails an invitation to people of the register: to those with an address who neither joined nor said no. It says
// how many are mailed. Who keeps the register calls it. Errors: Conflict for an organization that left.
func (s *Service) Invite(ctx context.Context, o *models.Organization, ids ...string) (n int, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		n = 0
		if o.LeftAt != nil {
			return models.NewError(models.CodeConflict, "organization.has_left")
		}
		list, err := tx.Affiliations().OfOrganization(o.ID)
		if err != nil {
			return err
		}
		chosen := map[string]bool{}
		for _, id := range ids {
			chosen[id] = true
		}
		for _, p := range peopleOf(list, tx.Now) {
			latest := p.Latest()
			isNew := latest.InvitedAt == nil || tx.Now.Sub(*latest.InvitedAt) >= invitedAgain
			if !p.MayBeInvited() || !isNew || !chosen[p.MemberID] {
				continue
			}
			a := *latest
			a.InvitedAt, a.AskedBy = &tx.Now, models.AskedByOrganization
			if err := tx.Affiliations().Update(&a, a.Version); err != nil {
				return err
			}
			if err := queueInvitation(tx, o, &a); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// InviteAll invites everybody of the register who has an address and was never invited.
func (s *Service) InviteAll(ctx context.Context, o *models.Organization) (int, error) {
	page, err := s.Register(ctx, o, &RegisterFilter{State: StateListed}, 0)
	if err != nil {
		return 0, err
	}
	var ids []string
	for _, p := range page.People {
		if p.Latest().InvitedAt == nil {
			ids = append(ids, p.MemberID)
		}
	}
	return s.Invite(ctx, o, ids...)
}

// Answer accepts or declines somebody who asks to join, and tells them. Of who is declined nothing stays. Who keeps the
// register calls it. Errors: NotFound; Conflict where they were answered.
func (s *Service) Answer(ctx context.Context, o *models.Organization, id string, accept bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := member(tx, o, id)
		if err != nil {
			return err
		}
		a := list[0]
		if !a.IsRequest() || a.AccountID == nil {
			return models.NewError(models.CodeConflict, "register.answered")
		}
		if !accept {
			if err := tx.Affiliations().Remove(&a, a.Version); err != nil {
				return err
			}
			return queueToAccount(tx, o, &a, MailDeclined)
		}
		a.AcceptedAt, a.Words, a.From = &tx.Now, "", today(tx.Now)
		if err := tx.Affiliations().Update(&a, a.Version); err != nil {
			return err
		}
		return queueToAccount(tx, o, &a, MailAccepted)
	})
}

// RequestInput is what somebody writes who asks to join.
type RequestInput struct {
	Words string `form:"words"`
}

// maxWords is the most letters of it.
const maxWords = 500

// Request asks an organization to let the person of an account join. The person calls it; again while they wait it
// changes the words. Errors: Invalid; NotFound; Conflict where the organization takes no requests, or they belong to it.
func (s *Service) Request(ctx context.Context, account *models.Account, slug string, in *RequestInput) error {
	page, err := s.Page(ctx, slug, account)
	if err != nil {
		return err
	}
	c := check.New()
	words := c.Text("words", in.Words, maxWords, check.Optional)
	if err := c.Err(); err != nil {
		return err
	}
	if page.Into != nil || !page.TakesRequests() {
		return models.NewError(models.CodeConflict, "organization.no_requests")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		places, err := tx.Affiliations().OfAccount(account.ID)
		if err != nil {
			return err
		}
		for i := range places {
			a := places[i]
			switch {
			case a.OrganizationID != page.ID:
				continue
			case a.IsRequest():
				a.Words = words
				return tx.Affiliations().Update(&a, a.Version)
			case a.Current(today(tx.Now)):
				return models.NewError(models.CodeConflict, "organization.is_member")
			}
		}
		family, given := halves(account.Name)
		return tx.Affiliations().Add([]models.Affiliation{{
			OrganizationID: page.ID, AccountID: &account.ID, Name: text.Name{Family: family, Given: given},
			Email: account.Email, EmailKey: account.EmailKey, Role: models.AffiliationMember,
			AskedBy: models.AskedByPerson, Words: words,
		}})
	})
}

// Invitation is what who opened the mailed link of an invitation sees.
type Invitation struct {
	*models.Affiliation
	// Account is who would join: who has the address, else the viewer, else nil, as an account is made.
	Account *models.Account
	// AddsAddress says that the address becomes a further one of the viewer.
	AddsAddress bool
}

// Invitation reads it. Who has the secret calls it; viewer is nil for who has opened no account. Errors: NotFound for
// an invitation that has ended.
func (s *Service) Invitation(ctx context.Context, secret string, viewer *models.Account) (*Invitation, error) {
	q := s.db.Query(ctx)
	a, err := s.invited(q, secret)
	if err != nil {
		return nil, err
	}
	account, err := q.Persons().ByAddress(a.EmailKey)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return &Invitation{a, viewer, viewer != nil}, nil
	case err != nil:
		return nil, err
	}
	return &Invitation{Affiliation: a, Account: account}, nil
}

func (s *Service) invited(q *models.Query, secret string) (*models.Affiliation, error) {
	ended := models.NewError(models.CodeNotFound, "error.not_found")
	id, _ := link.ID(secret)
	if !models.ValidID(id) {
		return nil, ended
	}
	a, err := q.Affiliations().ByID(id)
	if err != nil {
		return nil, err
	}
	if !link.Equal(secret, s.links.Joining(a.ID, a.EmailKey)) || !a.IsInvited(q.Now) || a.Organization.LeftAt != nil {
		return nil, ended
	}
	return a, nil
}

// Join lets who has the secret of an invitation join with the account that Invitation names; one is made where there is
// none. The secret proves the address; it opens no account: who joins by it gets the link of their account by mail,
// unless it is open in this browser. Errors: as of Invitation; Conflict for an account that is disabled.
func (s *Service) Join(ctx context.Context, secret string, viewer *models.Account, locale string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a, err := s.invited(tx.Query, secret)
		if err != nil {
			return err
		}
		account, err := joining(tx, a, viewer, locale)
		if err != nil {
			return err
		}
		if account.DisabledAt != nil {
			return models.NewError(models.CodeConflict, "organization.account_disabled")
		}
		if err := tx.Affiliations().Accept(a, account.ID); err != nil {
			return err
		}
		if err := tx.Affiliations().Claim(account.ID, a.EmailKey); err != nil {
			return err
		}
		if viewer != nil && viewer.ID == account.ID {
			return nil
		}
		return s.mailLink(tx, a.Email, a.EmailKey)
	})
}

// joining finds or makes the account that joins.
func joining(
	tx *models.Tx, a *models.Affiliation, viewer *models.Account, locale string,
) (*models.Account, error) {
	account, err := tx.Persons().ByAddress(a.EmailKey)
	if models.CodeOf(err) != models.CodeNotFound {
		return account, err
	}
	if viewer == nil {
		account = &models.Account{
			Email: a.Email, EmailKey: a.EmailKey, Name: a.Full(locale), PasswordHash: models.NoPassword, Locale: locale,
		}
		return account, tx.Accounts().Create(account)
	}
	further, err := tx.Persons().AddAddress(viewer.ID, a.Email, a.EmailKey)
	if err != nil {
		return nil, err
	}
	return viewer, tx.Persons().ConfirmAddress(further)
}

// Decline notes that who has the secret of an invitation does not belong to the organization. Errors: as of Invitation.
func (s *Service) Decline(ctx context.Context, secret string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a, err := s.invited(tx.Query, secret)
		if err != nil {
			return err
		}
		return tx.Affiliations().Decline(a)
	})
}

// AnswerPlace says whether the person of an account belongs to an organization whose register has one of their
// addresses. Errors: NotFound; Conflict where that was answered.
func (s *Service) AnswerPlace(ctx context.Context, account *models.Account, id string, belongs bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a, err := own(tx, account, id)
		switch {
		case err != nil:
			return err
		case a.IsRequest() && belongs, a.AcceptedAt != nil:
			return models.NewError(models.CodeConflict, "register.answered")
		case a.IsRequest():
			return tx.Affiliations().Remove(a, a.Version)
		case belongs:
			return tx.Affiliations().Accept(a, account.ID)
		}
		return tx.Affiliations().Decline(a)
	})
}

// LeavePlace ends today that the person of an account belongs to an organization. What was stays. Errors: NotFound.
func (s *Service) LeavePlace(ctx context.Context, account *models.Account, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a, err := own(tx, account, id)
		if err != nil {
			return err
		}
		return tx.Affiliations().End(a.MemberID, today(tx.Now))
	})
}

func own(tx *models.Tx, account *models.Account, id string) (*models.Affiliation, error) {
	if !models.ValidID(id) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	a, err := tx.Affiliations().ByID(id)
	if err == nil && (a.AccountID == nil || *a.AccountID != account.ID) {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return a, err
}
