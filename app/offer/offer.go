// Package offer keeps who puts themselves forward for a need, and lets coordinators and them write to each other
// without either seeing an address.
package offer

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

const (
	// answerWithin is within which time both are to answer, and remindBefore how long before its end the person is told.
	answerWithin = 7 * 24 * time.Hour
	remindBefore = 2 * 24 * time.Hour
	// mostUnconfirmed is how many offers an address may leave unconfirmed: more mails would be sent to a stranger.
	mostUnconfirmed = 3
	// How long texts may be, in letters.
	maxName, maxWords = 120, 1000
)

// Service is the offers of one database.
type Service struct {
	db    *models.DB
	links link.Maker
}

// New makes the service.
func New(db *models.DB, links link.Maker) *Service { return &Service{db, links} }

// Input is what somebody types who puts themselves forward.
type Input struct {
	Name       string `form:"name"`
	Email      string `form:"email"`
	Words      string `form:"words"`
	MayBeAsked bool   `form:"may_be_asked"`
	Agrees     bool   `form:"agrees"`
	// Locale is the language of the page.
	Locale string `form:"-"`
}

func (in *Input) read() (*models.Offer, error) {
	c := check.New()
	o := &models.Offer{
		Name:       c.NoURL("name", c.Line("name", in.Name, maxName, check.Required)),
		Words:      c.Text("words", in.Words, maxWords, check.Required),
		MayBeAsked: in.MayBeAsked, Locale: in.Locale,
	}
	o.Email, o.EmailKey = c.Email("email", in.Email, check.Required)
	if !in.Agrees {
		c.Fault("agrees", "need.must_agree")
	}
	return o, c.Err()
}

// Check reports what is wrong with what was typed. Errors: Invalid with the fields at fault.
func (in *Input) Check() error {
	_, err := in.read()
	return err
}

// Send keeps an offer for a need, and mails the address a link with which it is confirmed. Whether the address has one
// already, or is blocked, is told to nobody. Everybody may call it. Errors: NotFound where the need is public for no
// one; Invalid with the fields at fault.
func (s *Service) Send(ctx context.Context, needID string, in *Input) error {
	typed, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		n, err := tx.Needs().Shown(needID)
		if err != nil {
			return err
		}
		isBlocked, err := tx.Offers().IsBlocked(n.OrganizationID, s.links.Address(n.OrganizationID, typed.EmailKey))
		if err != nil || isBlocked {
			return err
		}
		if err := tx.Offers().Lock(typed.EmailKey); err != nil {
			return err
		}
		waiting, err := tx.Offers().Unconfirmed(typed.EmailKey)
		if err != nil || waiting >= mostUnconfirmed {
			return err
		}
		o := *typed
		o.NeedID = n.ID
		if err := tx.Offers().Add(&o); err != nil {
			return err
		}
		o.Need = *n
		return queueConfirm(tx, &o)
	})
}

// OwnPage is what the person sees of their offer.
type OwnPage struct {
	*models.Offer
	Lines []models.OfferLine
	// Host is the organization that looks after the need.
	Host *models.Organization
}

// Own reads an offer by the mailed secret. Errors: NotFound, also once it is erased.
func (s *Service) Own(ctx context.Context, secret string) (*OwnPage, error) {
	q := s.db.Query(ctx)
	o, err := s.find(q, secret)
	if err != nil {
		return nil, err
	}
	page := &OwnPage{Offer: o}
	if page.Host, err = q.Organizations().ByID(o.Need.OrganizationID); err != nil {
		return nil, err
	}
	page.Lines, err = q.Offers().Lines(o.ID)
	return page, err
}

func (s *Service) find(q *models.Query, secret string) (*models.Offer, error) {
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, s.links.Offer(id)) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return q.Offers().ByID(id)
}

// change changes an offer by the mailed secret in one transaction.
func (s *Service) change(ctx context.Context, secret string, do func(*models.Tx, *models.Offer) error) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		o, err := s.find(tx.Query, secret)
		if err != nil {
			return err
		}
		return do(tx, o)
	})
}

// Confirm takes the address for confirmed, and tells coordinators of the offer; again it changes nothing. Errors:
// NotFound.
func (s *Service) Confirm(ctx context.Context, secret string) error {
	return s.change(ctx, secret, func(tx *models.Tx, o *models.Offer) error {
		isFirst, err := tx.Offers().Confirm(o)
		if err != nil || !isFirst {
			return err
		}
		if !o.Need.IsPublic() { // it was settled meanwhile
			return s.end(tx, o, models.OfferLapsed, newsOver)
		}
		if err := tellStaff(tx, o, toldNew, isCoordinator); err != nil {
			return err
		}
		return await(tx, o, tx.Now.Add(answerWithin))
	})
}

// WordsInput is what one writes to the other.
type WordsInput struct {
	Words string `form:"words"`
}

func (in *WordsInput) read() (string, error) {
	c := check.New()
	text := c.Text("words", in.Words, maxWords, check.Required)
	return text, c.Err()
}

// Reply answers a coordinator, who is told. Errors: NotFound; Invalid with the field at fault; Conflict where nobody is
// talked with, or the coordinator answered meanwhile.
func (s *Service) Reply(ctx context.Context, secret string, in *WordsInput) error {
	text, err := in.read()
	if err != nil {
		return err
	}
	return s.change(ctx, secret, func(tx *models.Tx, o *models.Offer) error {
		switch o.State {
		case models.OfferAsked:
			if err := o.Move(models.OfferTalking, nil, tx.Now); err != nil {
				return err
			}
		case models.OfferTalking, models.OfferAccepted:
			o.DueAt = nil
		default:
			return models.NewError(models.CodeConflict, "offer.nobody_talks")
		}
		if err := tx.Offers().Update(o, o.Version); err != nil {
			return err
		}
		if err := tx.Offers().AddLine(&models.OfferLine{OfferID: o.ID, Text: text}); err != nil {
			return err
		}
		if o.WaitsForYes() {
			return tellStaff(tx, o, toldAskedBack, isCoordinator)
		}
		return tellStaff(tx, o, toldReply, isCoordinator)
	})
}

// AskingInput says whether the person may be asked about other needs.
type AskingInput struct {
	MayBeAsked bool `form:"may_be_asked"`
}

// SetAsking stores it. A no is one for all that led to being asked: other offers at the organization, and the profile.
// Errors: NotFound.
func (s *Service) SetAsking(ctx context.Context, secret string, in *AskingInput) error {
	return s.change(ctx, secret, func(tx *models.Tx, o *models.Offer) error {
		o.MayBeAsked = in.MayBeAsked && o.AccountID == nil // a profile says so itself
		if !in.MayBeAsked {
			if err := tx.Offers().AskNoMore(o); err != nil {
				return err
			}
		}
		return tx.Offers().Update(o, o.Version)
	})
}

// Withdraw takes the offer back; coordinators are told where they talk already. Errors: NotFound; Conflict where it is
// over.
func (s *Service) Withdraw(ctx context.Context, secret string) error {
	return s.change(ctx, secret, func(tx *models.Tx, o *models.Offer) error {
		told := o.State != models.OfferOffered
		if err := o.Move(models.OfferWithdrawn, nil, tx.Now); err != nil {
			return err
		}
		if err := tx.Offers().Update(o, o.Version); err != nil || !told {
			return err
		}
		return tellStaff(tx, o, toldWithdrawn, isCoordinator)
	})
}

// ReportInput is what the person reports.
type ReportInput struct {
	Report string `form:"report"`
}

// Report stores how the person was written to, and ends the exchange: nobody can write to them any more. The owners of
// the organization are told, not the coordinators alone. Errors: NotFound; Invalid with the field at fault.
func (s *Service) Report(ctx context.Context, secret string, in *ReportInput) error {
	c := check.New()
	text := c.Text("report", in.Report, maxWords, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, secret, func(tx *models.Tx, o *models.Offer) error {
		o.Report, o.ReportedAt, o.DueAt = text, &tx.Now, nil
		if !o.IsOver() {
			if err := o.Move(models.OfferWithdrawn, nil, tx.Now); err != nil {
				return err
			}
		}
		if err := tx.Offers().Update(o, o.Version); err != nil {
			return err
		}
		return tellStaff(tx, o, toldReport, isOwner)
	})
}

// Erase erases the offer with all that was written. Again it changes nothing.
func (s *Service) Erase(ctx context.Context, secret string) error {
	err := s.change(ctx, secret, func(tx *models.Tx, o *models.Offer) error { return tx.Offers().Delete(o) })
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}
