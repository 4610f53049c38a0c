// Package wish keeps what people would like after an event: to help, to be helped, to learn. It is a form of its own:
// nothing of it leads to what somebody answered in a survey.
package wish

import (
	"cmp"
	"context"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/text"
)

const (
	// mostUnconfirmed is how many wishes an address may leave unconfirmed: more mails would be sent to a stranger.
	mostUnconfirmed = 3
	// How long texts may be, in letters, and the title of the need that is made of one.
	maxName, maxWords, maxTitle = 120, 1000, 80
	// mostListed is how many wishes coordinators see.
	mostListed = 500
)

// Service is the wishes of one database.
type Service struct {
	db    *models.DB
	links link.Maker
	// needMoved is called in the transaction that withdraws a need.
	needMoved func(tx *models.Tx, n *models.Need) error
}

// New makes the service.
func New(db *models.DB, links link.Maker, needMoved func(tx *models.Tx, n *models.Need) error) *Service {
	return &Service{db, links, needMoved}
}

// Words are what somebody wishes: at least one of three.
type Words struct {
	Help  string `form:"help"`
	Need  string `form:"need"`
	Learn string `form:"learn"`
}

func (in *Words) read(c *check.Checker, w *models.Wish) {
	w.Help = c.Text("help", in.Help, maxWords, check.Optional)
	w.Need = c.Text("need", in.Need, maxWords, check.Optional)
	w.Learn = c.Text("learn", in.Learn, maxWords, check.Optional)
	if c.Err() == nil && w.Help+w.Need+w.Learn == "" {
		c.Fault("help", "wish.one_of_three")
	}
}

// Input is what somebody types in the form for everybody.
type Input struct {
	Words
	Name   string `form:"name"`
	Email  string `form:"email"`
	Agrees bool   `form:"agrees"`
	// Locale is the language of the page.
	Locale string `form:"-"`
}

func (in *Input) read() (*models.Wish, error) {
	c := check.New()
	w := &models.Wish{
		Name: c.NoURL("name", c.Line("name", in.Name, maxName, check.Required)), Locale: in.Locale, MayBeAsked: true,
	}
	w.Email, w.EmailKey = c.Email("email", in.Email, check.Required)
	in.Words.read(c, w)
	if !in.Agrees {
		c.Fault("agrees", "need.must_agree")
	}
	return w, c.Err()
}

// Send keeps a wish, and mails the address a link with which it is confirmed, corrected and withdrawn. Whether the
// address has one already, or is blocked, is told to nobody. Everybody may call it. Errors: Invalid with the fields at
// fault; Conflict where nobody looks after the needs of the event.
func (s *Service) Send(ctx context.Context, e *models.Event, in *Input) error {
	typed, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		takes, err := tx.Query.Needs().HasCoordinator(e)
		if err != nil {
			return err
		}
		if !takes {
			return models.NewError(models.CodeConflict, "wish.nobody_asks")
		}
		isBlocked, err := tx.Offers().IsBlocked(e.OrganizationID, s.links.Address(e.OrganizationID, typed.EmailKey))
		if err != nil || isBlocked {
			return err
		}
		waiting, err := tx.Wishes().Unconfirmed(typed.EmailKey)
		if err != nil || waiting >= mostUnconfirmed {
			return err
		}
		w := *typed
		w.OrganizationID, w.EventID = e.OrganizationID, e.ID
		if err := tx.Wishes().Add(&w); err != nil {
			return err
		}
		return queue(tx, &w, e)
	})
}

// OwnPage is what the person sees of their wish.
type OwnPage struct {
	*models.Wish
	// Host is the organization whose coordinators see it.
	Host *models.Organization
}

// Own reads a wish by the mailed secret. Errors: NotFound, also once it is erased.
func (s *Service) Own(ctx context.Context, secret string) (*OwnPage, error) {
	q := s.db.Query(ctx)
	w, err := s.find(q, secret)
	if err != nil {
		return nil, err
	}
	host, err := q.Organizations().ByID(w.OrganizationID)
	return &OwnPage{w, host}, err
}

func (s *Service) find(q *models.Query, secret string) (*models.Wish, error) {
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, s.links.Wish(id)) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return q.Wishes().ByID(id)
}

// Confirm takes the address for confirmed: coordinators see the wish from then on, and what the person wants help with
// is a draft of a need. Where the address has a confirmed one already, what is new is added to that. Again it changes
// nothing. Errors: NotFound.
func (s *Service) Confirm(ctx context.Context, secret string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := s.find(tx.Query, secret)
		if err != nil || w.Confirmed {
			return err
		}
		earlier, err := tx.Wishes().Of(w.EventID, w.EmailKey, true)
		if err == nil {
			return s.add(tx, w, earlier)
		}
		if models.CodeOf(err) != models.CodeNotFound {
			return err
		}
		if err := s.shape(tx, w); err != nil {
			return err
		}
		return tx.Wishes().Confirm(w)
	})
}

// add puts what somebody sent once more in place of what they wished before; what they left empty stays, and so does
// what they want help with, once a coordinator has begun with it. Who said that they are not to be asked is not.
func (s *Service) add(tx *models.Tx, w, to *models.Wish) error {
	to.Name = w.Name
	to.Help, to.Learn = cmp.Or(w.Help, to.Help), cmp.Or(w.Learn, to.Learn)
	if w.Need != "" && w.Need != to.Need && to.MayChangeNeed() {
		to.Need = w.Need
		if err := s.shape(tx, to); err != nil {
			return err
		}
	}
	if err := tx.Wishes().Confirm(to); err != nil {
		return err
	}
	return tx.Wishes().Join(w, to)
}

// SaveInput is what somebody corrects.
type SaveInput struct {
	Words
	MayBeAsked bool `form:"may_be_asked"`
}

// Save corrects a wish; what the person wants help with stays once a coordinator has begun with it. Errors: NotFound;
// Invalid with the fields at fault; Conflict where it was changed at the same moment.
func (s *Service) Save(ctx context.Context, secret string, in *SaveInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := s.find(tx.Query, secret)
		if err != nil {
			return err
		}
		before, c := w.Need, check.New()
		if !w.MayChangeNeed() {
			in.Need = before
		}
		in.Words.read(c, w)
		if err := c.Err(); err != nil {
			return err
		}
		w.MayBeAsked = in.MayBeAsked
		if w.Confirmed && w.Need != before {
			if err := s.shape(tx, w); err != nil {
				return err
			}
		}
		return tx.Wishes().Update(w, w.Version)
	})
}

// Withdraw erases a wish, and withdraws the need that was made of it unless a team has begun with that. Again it
// changes nothing.
func (s *Service) Withdraw(ctx context.Context, secret string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := s.find(tx.Query, secret)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.endNeed(tx, w); err != nil {
			return err
		}
		return tx.Wishes().Delete(w)
	})
}

// shape makes a draft of what somebody wants help with, or brings it up to date.
func (s *Service) shape(tx *models.Tx, w *models.Wish) error {
	switch {
	case w.Need == "":
		return s.endNeed(tx, w)
	case w.Draft == nil || w.NeedID == nil:
		n := &models.Need{
			OrganizationID: w.OrganizationID, EventID: &w.EventID, Source: models.NeedByWish, Title: title(w.Need),
			Trouble: w.Need, ContactName: w.Name, ContactEmail: w.Email, ContactKey: w.EmailKey,
		}
		if err := tx.Needs().Create(n); err != nil {
			return err
		}
		w.NeedID, w.NeedVersion, w.Draft = &n.ID, n.Version, n
		return nil
	}
	w.Draft.Title, w.Draft.Trouble = title(w.Need), w.Need
	err := tx.Needs().Update(w.Draft, w.NeedVersion)
	w.NeedVersion = w.Draft.Version
	return err
}

// endNeed withdraws the need of a wish, and erases whom to ask about it.
func (s *Service) endNeed(tx *models.Tx, w *models.Wish) error {
	n := w.Draft
	if w.NeedID == nil || n == nil || n.State == models.NeedTaken || n.State == models.NeedDone {
		return nil
	}
	if n.State != models.NeedWithdrawn {
		if err := n.Move(models.NeedWithdrawn, tx.Now); err != nil {
			return err
		}
		if err := tx.Needs().Update(n, n.Version); err != nil {
			return err
		}
		if err := s.needMoved(tx, n); err != nil {
			return err
		}
	}
	w.NeedID, w.NeedVersion, w.Draft = nil, 0, nil
	return tx.Needs().ForgetContact(n)
}

// title is the first line of a text, as long as titles are.
func title(words string) string {
	line, _, _ := strings.Cut(words, "\n")
	return text.Shorten(strings.TrimSpace(line), maxTitle)
}

// List lists the confirmed wishes of a place. Who may edit needs there calls it.
func (s *Service) List(ctx context.Context, at models.NeedPlace) ([]models.Wish, error) {
	return s.db.Query(ctx).Wishes().InPlace(at, mostListed)
}
