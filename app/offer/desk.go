package offer

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// perPage is how many offers a page of the API has.
const perPage = 100

// DeskOffer is an offer for the coordinators of a need.
type DeskOffer struct {
	models.Offer
	Lines []models.OfferLine
	// IsBlocked says that no more offers of the address are taken.
	IsBlocked bool
}

// Address is the address once both have said yes, "" before.
func Address(o *models.Offer) string {
	if o.State == models.OfferAccepted {
		return o.Email
	}
	return ""
}

// Address is the address once both have said yes, "" before.
func (o *DeskOffer) Address() string { return Address(&o.Offer) }

// OfNeed lists the confirmed offers for a need. Who may edit needs there calls it.
func (s *Service) OfNeed(ctx context.Context, n *models.Need) ([]*DeskOffer, error) {
	q := s.db.Query(ctx).Offers()
	list, err := q.OfNeed(n.ID)
	if err != nil {
		return nil, err
	}
	desk := make([]*DeskOffer, len(list))
	for i := range list {
		o := &DeskOffer{Offer: list[i]}
		if o.Lines, err = q.Lines(o.ID); err != nil {
			return nil, err
		}
		if o.IsBlocked, err = q.IsBlocked(n.OrganizationID, s.links.Address(n.OrganizationID, o.EmailKey)); err != nil {
			return nil, err
		}
		desk[i] = o
	}
	return desk, nil
}

// Waiting counts, by need of a place, the offers that are not over, and those that a coordinator is to answer. Who may
// edit needs there calls it.
func (s *Service) Waiting(ctx context.Context, at models.NeedPlace) (all, waiting map[string]int, err error) {
	return s.db.Query(ctx).Offers().Waiting(at)
}

// ListPage lists the confirmed offers for the needs of a place; page counts from 1. HasNext reports whether there are
// more. Who may edit needs there calls it.
func (s *Service) ListPage(
	ctx context.Context, at models.NeedPlace, page int,
) (list []models.Offer, more bool, err error) {
	page = min(max(page, 1), 1000)
	list, err = s.db.Query(ctx).Offers().InPlace(at, (page-1)*perPage, perPage+1)
	if len(list) > perPage {
		return list[:perPage], true, err
	}
	return list, false, err
}

// AnswerInput is how a coordinator answers an offer.
type AnswerInput struct {
	Version int               `form:"version"`
	To      models.OfferState `form:"to"`
	Words   string            `form:"words"`
	// Offer is which offer the words are of, so that they are shown there again.
	Offer string `form:"offer"`
}

func (in *AnswerInput) read() (string, error) {
	c := check.New()
	check.Choice(c, "to", in.To, []models.OfferState{models.OfferTalking, models.OfferAccepted, models.OfferDeclined})
	text := c.Text("words", in.Words, maxWords, check.Optional)
	if text == "" && in.To == models.OfferTalking {
		c.Fault("words", "offer.write_words")
	}
	return text, c.Err()
}

// Answer answers an offer: with words, which the person reads on their page and is to answer within days, with yes, or
// with no. Who may edit needs there calls it. Errors: NotFound; Invalid with the fields at fault, or without an
// agreement that the need needs; Conflict where it cannot go there, or somebody else answered since.
func (s *Service) Answer(ctx context.Context, at models.NeedPlace, needID, id string, in *AnswerInput) error {
	text, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		o, err := tx.Offers().At(at, needID, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: needID, Detail: string(in.To)})
		if !mayAnswer(o, in.To) {
			return models.NewError(models.CodeConflict, "askable.waits_for_them")
		}
		if in.To == models.OfferAccepted && o.Need.NeedsAgreement() && o.Need.AgreedAt == nil {
			return models.NewError(models.CodeInvalid, "need.agreement_missing")
		}
		if text != "" {
			if err := tx.Offers().AddLine(&models.OfferLine{OfferID: o.ID, FromStaff: true, Text: text}); err != nil {
				return err
			}
		}
		due := tx.Now.Add(answerWithin)
		if in.To != models.OfferTalking {
			if err := o.Move(in.To, nil, tx.Now); err != nil {
				return err
			}
			if err := tx.Offers().Update(o, in.Version); err != nil {
				return err
			}
			return queueNews(tx, o, string(in.To))
		}
		if err := o.Move(models.OfferTalking, &due, tx.Now); err != nil {
			return err
		}
		if err := tx.Offers().Update(o, in.Version); err != nil {
			return err
		}
		if err := queueNews(tx, o, newsWritten); err != nil {
			return err
		}
		return awaitAnswer(tx, o, due)
	})
}

// Block declines an offer and all others of its address at the organization, and takes no more of it for a year; the
// person is told of none of this. Who may edit needs there calls it. Errors: NotFound; Conflict where somebody else
// answered since.
func (s *Service) Block(ctx context.Context, at models.NeedPlace, needID, id string, version int) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		o, err := tx.Offers().At(at, needID, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: needID})
		if !o.IsOver() && o.Version != version {
			return models.NewError(models.CodeConflict, "offer.changed_meanwhile")
		}
		list, err := tx.Offers().OpenAt(o.Need.OrganizationID, o.EmailKey)
		if err != nil {
			return err
		}
		for i := range list {
			if err := decline(tx, &list[i]); err != nil {
				return err
			}
		}
		return tx.Offers().Block(o.Need.OrganizationID, s.links.Address(o.Need.OrganizationID, o.EmailKey))
	})
}

// decline ends an offer of who is blocked: by another need they could go on writing.
func decline(tx *models.Tx, o *models.Offer) error {
	if o.ConfirmedAt == nil {
		return tx.Offers().Delete(o)
	}
	if err := o.Move(models.OfferDeclined, nil, tx.Now); err != nil {
		return err
	}
	return tx.Offers().Update(o, o.Version)
}

// NeedMoved ends the offers of a need that is withdrawn or done, in the transaction that moves it, and tells who made
// them.
func (s *Service) NeedMoved(tx *models.Tx, n *models.Need) error {
	if n.State != models.NeedWithdrawn && n.State != models.NeedDone {
		return nil
	}
	list, err := tx.Offers().OfNeed(n.ID)
	if err != nil {
		return err
	}
	for i := range list {
		o := &list[i]
		if o.IsOver() || n.State == models.NeedDone && o.State == models.OfferAccepted {
			continue
		}
		if err := s.end(tx, o, models.OfferLapsed, newsOver); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) end(tx *models.Tx, o *models.Offer, to models.OfferState, news string) error {
	if err := o.Move(to, nil, tx.Now); err != nil {
		return err
	}
	if err := tx.Offers().Update(o, o.Version); err != nil {
		return err
	}
	return queueNews(tx, o, news)
}
