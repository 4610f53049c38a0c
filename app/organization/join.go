package organization

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/text"
)

// invitedAgain is after how long an invitation can be mailed again.
const invitedAgain = time.Hour

// maxWords is the most letters that who asks to join, and who answers, writes.
const maxWords = 500

// takesPart fails with Conflict for an organization that left, and for one that was put together with another.
func takesPart(q *models.Query, id string) error {
	o, err := q.Organizations().ByID(id)
	switch {
	case err != nil:
	case o.MergedInto != nil:
		err = models.NewError(models.CodeConflict, "double.merged_already")
	case o.LeftAt != nil:
		err = models.NewError(models.CodeConflict, "organization.has_left")
	}
	return err
}

// Invite mails an invitation to a person of the register. Who keeps it calls it. Errors: NotFound; Conflict for who has
// no address, joined, said no or was invited within the hour, and for an organization that left.
func (s *Service) Invite(ctx context.Context, o *models.Organization, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := takesPart(tx.Query, o.ID); err != nil {
			return err
		}
		list, err := living(tx, o, id)
		if err != nil {
			return err
		}
		a := peopleOf(list, tx.Now)[0].Latest()
		switch {
		case !a.MayBeInvited():
			return models.NewError(models.CodeConflict, "joining.not_invitable")
		case a.InvitedAt != nil && tx.Now.Sub(*a.InvitedAt) < invitedAgain:
			return models.NewError(models.CodeConflict, "joining.invited_already")
		}
		a.InvitedAt, a.AskedBy = &tx.Now, models.AskedByOrganization
		if err := tx.Affiliations().Update(a, a.Version); err != nil {
			return err
		}
		return queueInvitation(tx, o, a)
	})
}

// AnswerInput is what is answered to who asks to join.
type AnswerInput struct {
	Answer string `form:"answer"` // accept or decline
	Words  string `form:"words"`
}

// Answer accepts or declines somebody who asks to join, and tells them, with some words. Of who is declined nothing
// stays. Who keeps the register calls it. Errors: NotFound; Invalid; Conflict where they were answered.
func (s *Service) Answer(ctx context.Context, o *models.Organization, id string, in *AnswerInput) error {
	c := check.New()
	accept := check.Choice(c, "answer", in.Answer, []string{"accept", "decline"}) == "accept"
	words := c.Text("words", in.Words, maxWords, check.Optional)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := member(tx, o, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(a models.Affiliation) bool { return a.IsRequest() && a.AccountID != nil })
		if i < 0 {
			return models.NewError(models.CodeConflict, "joining.answered")
		}
		a := list[i]
		account, err := tx.Accounts().ByID(*a.AccountID)
		if err != nil {
			return err
		}
		if !accept {
			if err := tx.Affiliations().Remove(&a, a.Version); err != nil {
				return err
			}
			return queueTo(tx, o, account, MailDeclined, a.ID, words)
		}
		if err := takesPart(tx.Query, o.ID); err != nil {
			return err
		}
		a.AcceptedAt, a.Words, a.From = &tx.Now, "", today(tx.Now)
		if err := tx.Affiliations().Update(&a, a.Version); err != nil {
			return err
		}
		return queueTo(tx, o, account, MailAccepted, a.ID, words)
	})
}

// RequestInput is what somebody writes who asks to join.
type RequestInput struct {
	Words string `form:"words"`
}

// Request asks an organization to let the person of an account join. Who is in its register already by an address of
// theirs joins at once; asked again, the words are changed. The person calls it. Errors: Invalid; NotFound; Conflict
// where the organization takes no requests, or they belong to it.
func (s *Service) Request(ctx context.Context, account *models.Account, slug string, in *RequestInput) error {
	c := check.New()
	words := c.Text("words", in.Words, maxWords, check.Optional)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		o, err := tx.Organizations().ListedBySlug(slug)
		if err != nil {
			return err
		}
		if !o.TakesRequests || o.LeftAt != nil {
			return models.NewError(models.CodeConflict, "joining.no_requests")
		}
		places, err := tx.Affiliations().OfPerson(account)
		if err != nil {
			return err
		}
		for i := range places {
			a := places[i]
			switch {
			case a.OrganizationID != o.ID:
			case a.IsRequest():
				a.Words = words
				return tx.Affiliations().Update(&a, a.Version)
			case a.Current(today(tx.Now)) && a.AcceptedAt == nil:
				return tx.Affiliations().Accept(&a, account.ID)
			case a.Current(today(tx.Now)):
				return models.NewError(models.CodeConflict, "joining.is_member")
			}
		}
		return tx.Affiliations().Add([]models.Affiliation{{
			OrganizationID: o.ID, AccountID: &account.ID, Name: text.Name{Family: account.Name}, Email: account.Email,
			EmailKey: account.EmailKey, Role: models.AffiliationMember, AskedBy: models.AskedByPerson, Words: words,
		}})
	})
}

// RequestPage is where the person of an account asks to join.
type RequestPage struct {
	*models.Organization
	// Words are what they wrote, if they wait for an answer; Waits says so.
	Words string
	Waits bool
}

// RequestPage reads it. The person calls it. Errors: as of Request.
func (s *Service) RequestPage(ctx context.Context, account *models.Account, slug string) (*RequestPage, error) {
	q := s.db.Query(ctx)
	o, err := q.Organizations().ListedBySlug(slug)
	if err != nil {
		return nil, err
	}
	if !o.TakesRequests || o.LeftAt != nil {
		return nil, models.NewError(models.CodeConflict, "joining.no_requests")
	}
	page := &RequestPage{Organization: o}
	places, err := q.Affiliations().OfPerson(account)
	for i := range places {
		if a := &places[i]; a.OrganizationID == o.ID && a.IsRequest() {
			page.Waits, page.Words = true, a.Words
		}
	}
	return page, err
}

// Invitation is what who opened the mailed link of an invitation sees.
type Invitation struct {
	*models.Affiliation
	// Account is who would join: who has the address, else the viewer, else nil, as an account is made.
	Account *models.Account
	// IsOther says that it is another account than the one that is open in the browser.
	IsOther bool
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
	if models.CodeOf(err) == models.CodeNotFound {
		return &Invitation{a, viewer, false}, nil
	}
	return &Invitation{a, account, viewer != nil && viewer.ID != account.ID}, err
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
	if !link.Equal(secret, s.Links.Joining(a.ID, a.EmailKey)) || !a.IsInvited(q.Now) || a.Organization.LeftAt != nil {
		return nil, ended
	}
	return a, nil
}

// Join lets who has the secret of an invitation join, with the account that Invitation names; one is made where there
// is none. The secret opens no account: who has none open in this browser gets the link of theirs by mail. An address
// is never added to the viewer's account by it: who forwards an invitation would else open the account of who presses
// the button. Errors: as of Invitation; Conflict for an account that is disabled.
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
			return models.NewError(models.CodeConflict, "joining.account_disabled")
		}
		if err := tx.Affiliations().Accept(a, account.ID); err != nil {
			return err
		}
		if viewer != nil && viewer.ID == account.ID {
			return nil
		}
		return s.MailLink(tx, a.Email, a.EmailKey)
	})
}

// joining finds or makes the account that joins.
func joining(tx *models.Tx, a *models.Affiliation, viewer *models.Account, locale string) (*models.Account, error) {
	account, err := tx.Persons().ByAddress(a.EmailKey)
	switch {
	case models.CodeOf(err) != models.CodeNotFound:
		return account, err
	case viewer != nil:
		return viewer, nil
	}
	account = &models.Account{
		Email: a.Email, EmailKey: a.EmailKey, Name: a.Full(locale), PasswordHash: models.NoPassword, Locale: locale,
	}
	return account, tx.Accounts().Create(account)
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

// What a person does with their place in an organization.
const (
	PlaceJoin     = "join"     // belongs there
	PlaceDecline  = "decline"  // does not
	PlaceWithdraw = "withdraw" // does not ask any more
	PlaceLeave    = "leave"
	PlaceName     = "name" // is named on its page
	PlaceUnname   = "unname"
)

// DoPlace does something with a place that the person of an account has, or that a register says they have. Errors:
// NotFound; Conflict where that cannot be done now.
func (s *Service) DoPlace(ctx context.Context, account *models.Account, id, act string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a, err := own(tx, account, id)
		if err != nil {
			return err
		}
		switch belongs := a.AcceptedAt != nil; {
		case act == PlaceWithdraw && a.IsRequest():
			return tx.Affiliations().Remove(a, a.Version)
		case a.IsRequest():
		case act == PlaceJoin && !belongs && a.Organization.LeftAt == nil:
			return tx.Affiliations().Accept(a, account.ID)
		case act == PlaceDecline && !belongs:
			return tx.Affiliations().Decline(a)
		case act == PlaceLeave && belongs:
			return tx.Affiliations().End(a.OrganizationID, a.MemberID, today(tx.Now))
		case (act == PlaceName || act == PlaceUnname) && belongs:
			return tx.Affiliations().SetNamed(a, act == PlaceName)
		}
		return models.NewError(models.CodeConflict, "joining.answered")
	})
}

func own(tx *models.Tx, account *models.Account, id string) (*models.Affiliation, error) {
	list, err := tx.Affiliations().OfPerson(account)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].ID == id {
			return &list[i], nil
		}
	}
	return nil, models.NewError(models.CodeNotFound, "error.not_found")
}

// SetLeft says that an organization takes no part any more, or does again. Its history stays, nobody joins it
// meanwhile, and those who have an account and belong to it, or ask to, are told. Their accounts are theirs. Who may
// manage its members calls it. Done already, it changes nothing.
func (s *Service) SetLeft(ctx context.Context, o *models.Organization, left bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		changed, err := tx.Organizations().ByID(o.ID)
		if err != nil || left == (changed.LeftAt != nil) {
			return err
		}
		changed.LeftAt = nil
		if left {
			changed.LeftAt = &tx.Now
		}
		if err := tx.Organizations().Update(changed); err != nil || !left {
			return err
		}
		if err := tx.JointUses().LeaveAll(o.ID); err != nil {
			return err
		}
		accounts, err := tx.Affiliations().Accounts(o.ID, today(tx.Now))
		for i := range accounts {
			if err := queueTo(tx, changed, &accounts[i], MailLeft, o.ID+":"+accounts[i].ID, ""); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
		return tellListed(tx, changed)
	})
}

// tellListed tells the people of the register who have no account that their organization left: each address once, and
// nobody who said that they do not belong there or wants no news of it.
func tellListed(tx *models.Tx, o *models.Organization) error {
	list, err := tx.Affiliations().OfOrganization(o.ID)
	if err != nil {
		return err
	}
	refused, err := tx.Affiliations().RefusedNews(o.ID)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for i := range list {
		a := &list[i]
		if a.EmailKey == "" || a.AccountID != nil || a.DeclinedAt != nil || !a.Current(today(tx.Now)) ||
			refused[a.EmailKey] || told[a.EmailKey] {
			continue
		}
		told[a.EmailKey] = true
		if err := queueListed(tx, o, a); err != nil {
			return err
		}
	}
	return nil
}

// InviteAll mails an invitation to all people of the register who have no account, were not invited yet and may be; it
// returns how many these are. Who wants no news of the organization is left out. Who keeps the register calls it.
// Errors: Conflict for an organization that left.
func (s *Service) InviteAll(ctx context.Context, o *models.Organization) (n int, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		n = 0
		if err := takesPart(tx.Query, o.ID); err != nil {
			return err
		}
		list, err := tx.Affiliations().OfOrganization(o.ID)
		if err != nil {
			return err
		}
		refused, err := tx.Affiliations().RefusedNews(o.ID)
		if err != nil {
			return err
		}
		for _, p := range peopleOf(list, tx.Now) {
			if !isToInvite(p, refused) {
				continue
			}
			a := p.Latest()
			a.InvitedAt, a.AskedBy = &tx.Now, models.AskedByOrganization
			if err := tx.Affiliations().Update(a, a.Version); err != nil {
				return err
			}
			if err := queueInvitation(tx, o, a); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// isToInvite reports whether a person of a register is to be invited with all others: none of their roles was.
func isToInvite(p *Person, refused map[string]bool) bool {
	a := p.Latest()
	return p.State == StateListed && a.MayBeInvited() && !refused[a.EmailKey] && accountOf(p.Roles) == "" &&
		!slices.ContainsFunc(p.Roles, func(role models.Affiliation) bool {
			return role.InvitedAt != nil || role.DeclinedAt != nil || role.AcceptedAt != nil
		})
}
