package offer

import (
	"cmp"
	"context"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// Mark is what stands for an address where the address is not to be known: see models.MarkOf.
func (s *Service) Mark(of, emailKey string) string { return s.links.Address(of, emailKey) }

// AskInput is how a coordinator asks somebody who agreed to be asked.
type AskInput struct {
	// Person is the ID of a models.Askable.
	Person   string          `form:"person"`
	Words    string          `form:"words"`
	Interest models.Interest `form:"interest"`
}

func (in *AskInput) read() (string, error) {
	c := check.New()
	check.Choice(c, "interest", in.Interest, models.Interests)
	text := c.Text("words", in.Words, maxWords, check.Required)
	return text, c.Err()
}

// about does something about a need of a place, and says so in the record.
func (s *Service) about(
	ctx context.Context, at models.NeedPlace, needID string, do func(*models.Tx, *models.Need) error,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		n, err := tx.Needs().At(at, needID)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: n.ID})
		return do(tx, n)
	})
}

// Ask asks somebody about a need: they get a mail without an address, and a page on which to say yes or no, or to ask
// back. by is the coordinator: what binds the two is noted where the program knows it, whatever was declared. Who may
// edit needs there calls it. Errors: Invalid with the fields at fault; NotFound for who did not agree to be asked;
// Conflict for a need that is not open, for who was asked already or too often, also by somebody else at the same
// moment.
func (s *Service) Ask(
	ctx context.Context, at models.NeedPlace, needID string, by *models.Account, in *AskInput,
) error {
	text, err := in.read()
	if err != nil {
		return err
	}
	return s.about(ctx, at, needID, func(tx *models.Tx, n *models.Need) error {
		asked, err := tx.Askings(s.Mark).Person(n.OrganizationID, in.Person)
		if err != nil {
			return err
		}
		return s.ask(tx, n, by, asked, in.Interest, text)
	})
}

func (s *Service) ask(
	tx *models.Tx, n *models.Need, by *models.Account, asked *models.Askable, declared models.Interest, text string,
) error {
	if !n.IsPublic() {
		return models.NewError(models.CodeConflict, "askable.need_closed")
	}
	if asked.IsBlocked { // as who is blocked is told nothing, so nobody writes to them
		return models.NewError(models.CodeConflict, "offer.is_blocked")
	}
	due := tx.Now.Add(answerWithin)
	o := &models.Offer{NeedID: n.ID, AskedBy: &by.ID, DueAt: &due, Interest: interest(asked, by, declared)}
	if err := tx.Askings(s.Mark).Add(o, asked); err != nil {
		return err
	}
	o.Need = *n
	if err := tx.Offers().AddLine(&models.OfferLine{OfferID: o.ID, FromStaff: true, Text: text}); err != nil {
		return err
	}
	if err := queueAsked(tx, o); err != nil {
		return err
	}
	return awaitAnswer(tx, o, due)
}

// AskTeamInput is how a coordinator asks all of a team that was proposed.
type AskTeamInput struct {
	Proposal string `form:"proposal"`
	Version  int    `form:"version"`
	Words    string `form:"words"`
	// Interests are what binds the coordinator and each of the team, in its order.
	Interests []models.Interest `form:"interests"`
}

func (in *AskTeamInput) read() (string, error) {
	c := check.New()
	for _, declared := range in.Interests {
		check.Choice(c, "interests", declared, models.Interests)
	}
	text := c.Text("words", in.Words, maxWords, check.Required)
	return text, c.Err()
}

// AskTeam asks all of a team that was proposed for a need, each as Ask does; where one of them cannot be asked any
// more, nobody is. Who may edit needs there calls it. Errors: as of Ask; Conflict where the team was asked, or
// somebody else changed it.
func (s *Service) AskTeam(
	ctx context.Context, at models.NeedPlace, needID string, by *models.Account, in *AskTeamInput,
) error {
	text, err := in.read()
	if err != nil {
		return err
	}
	return s.about(ctx, at, needID, func(tx *models.Tx, n *models.Need) error {
		team, err := tx.Teams().Of(n.ID, in.Proposal)
		if err != nil {
			return err
		}
		if team.AskedAt != nil {
			return models.NewError(models.CodeConflict, "team.asked_already")
		}
		people, err := tx.Askings(s.Mark).Some(n.OrganizationID, team.People())
		if err != nil {
			return err
		}
		asked, err := seated(team, people, in.Interests)
		if err != nil {
			return err
		}
		for _, one := range asked {
			if err := s.ask(tx, n, by, one.person, one.declared, text); err != nil {
				return err
			}
		}
		team.AskedAt = &tx.Now
		return tx.Teams().Update(team, in.Version)
	})
}

// seat is somebody of a team who is asked.
type seat struct {
	person   *models.Askable
	declared models.Interest
}

// seated are those of a team with what was declared, always in the same order, so that of two teams with the same
// people neither waits for the other. Errors: Conflict where somebody may not be asked any more.
func seated(team *models.TeamProposal, people []*models.Askable, declared []models.Interest) ([]seat, error) {
	var list []seat
	for i := range team.Seats {
		if team.Seats[i].State != models.SeatInTeam {
			continue
		}
		person := team.Seats[i].Person()
		at := slices.IndexFunc(people, func(a *models.Askable) bool { return person != "" && a.Is(person) })
		if at < 0 {
			return nil, models.NewError(models.CodeConflict, "team.somebody_gone")
		}
		one := seat{person: people[at]}
		if n := len(list); n < len(declared) {
			one.declared = declared[n]
		}
		list = append(list, one)
	}
	if len(list) == 0 {
		return nil, models.NewError(models.CodeConflict, "team.nobody")
	}
	slices.SortStableFunc(list, func(a, b seat) int { return cmp.Compare(a.person.ID, b.person.ID) })
	return list, nil
}

// interest is what was declared, or what the program knows.
func interest(asked *models.Askable, by *models.Account, declared models.Interest) models.Interest {
	switch {
	case asked.IsOf(by):
		return models.InterestSelf
	case declared == models.InterestNone && asked.Belongs:
		return models.InterestOrganization
	}
	return declared
}

// awaitAnswer has the person told before their time is over, and then looks again.
func awaitAnswer(tx *models.Tx, o *models.Offer, due time.Time) error {
	if err := await(tx, o, due.Add(-remindBefore)); err != nil {
		return err
	}
	return await(tx, o, due)
}

// mayAnswer reports whether a coordinator may answer so: who was asked says yes themselves, and is not written to again
// before they wrote.
func mayAnswer(o *models.Offer, to models.OfferState) bool {
	if o.AskedAt == nil || o.AgreedAt != nil {
		return true
	}
	return to == models.OfferDeclined || to == models.OfferTalking && o.State == models.OfferTalking
}

// AgreeInput is what somebody says who says yes.
type AgreeInput struct {
	Interest models.Interest `form:"interest"`
}

// Agree says yes for who was asked. With it both sides have said yes, unless the need was settled meanwhile, or lacks
// its agreement: then a coordinator has the last word. Errors: NotFound; Invalid; Conflict where nobody asks any more.
func (s *Service) Agree(ctx context.Context, secret string, in *AgreeInput) error {
	c := check.New()
	check.Choice(c, "interest", in.Interest, models.Interests)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, secret, func(tx *models.Tx, o *models.Offer) error {
		if !o.WaitsForYes() {
			return models.NewError(models.CodeConflict, "offer.no_step")
		}
		if o.AccountID != nil {
			account, err := tx.Accounts().ByID(*o.AccountID)
			if err != nil {
				return err
			}
			o.Name = account.Name // which may not have been open to coordinators before
		}
		o.AgreedAt, o.OwnInterest = &tx.Now, in.Interest
		to := models.OfferAccepted
		if !o.Need.IsPublic() || o.Need.NeedsAgreement() && o.Need.AgreedAt == nil {
			to = models.OfferOffered
		}
		if err := o.Move(to, nil, tx.Now); err != nil {
			return err
		}
		if err := tx.Offers().Update(o, o.Version); err != nil {
			return err
		}
		if err := tellStaff(tx, o, toldYes, isCoordinator); err != nil || to == models.OfferAccepted {
			return err
		}
		return await(tx, o, tx.Now.Add(answerWithin))
	})
}

// Refuse says no for who was asked; no reason is asked for. Errors: NotFound; Conflict where nobody asks any more.
func (s *Service) Refuse(ctx context.Context, secret string) error {
	return s.change(ctx, secret, func(tx *models.Tx, o *models.Offer) error {
		if !o.WaitsForYes() {
			return models.NewError(models.CodeConflict, "offer.no_step")
		}
		if err := o.Move(models.OfferRefused, nil, tx.Now); err != nil {
			return err
		}
		if err := tx.Offers().Update(o, o.Version); err != nil {
			return err
		}
		return tellStaff(tx, o, toldNo, isCoordinator)
	})
}
