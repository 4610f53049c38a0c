// Package rally is the stamp rally of an event: places with QR codes, cards that are stamped there, and a desk that
// hands out the prize once.
//
// A card belongs to an attendee, or to a browser: whoever walks in has one without an account. The secret in its cookie
// names the card and is signed, so that nobody makes one up; the code of a place is long and random, and good while the
// rally is on.
package rally

import (
	"context"
	"time"

	"meguri/app/service/link"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Service is the rallies of one database.
type Service struct {
	db    *models.DB
	links link.Maker
}

// New makes the service. links signs the cards.
func New(db *models.DB, links link.Maker) *Service { return &Service{db, links} }

// Card is a card as its holder sees it.
type Card struct {
	Rally  *models.Rally
	Places []Place
	// Card is nil where nothing was stamped yet.
	Card *models.RallyCard
	// Stamped is how many stamps it has, Needed how many bring the prize.
	Stamped, Needed int
	// Hours is when stamps are given; IsOn says that it is now.
	Hours models.Interval
	IsOn  bool
}

// Place is a place on a card.
type Place struct {
	models.RallyPlace
	// At is when it was stamped, nil for not yet.
	At *time.Time
}

// IsComplete reports whether the card brings the prize.
func (c *Card) IsComplete() bool { return c.Needed > 0 && c.Stamped >= c.Needed }

// Left is how many stamps are missing.
func (c *Card) Left() int { return max(0, c.Needed-c.Stamped) }

// IsOpen reports whether an event has a rally that people see. Anybody calls it.
func (s *Service) IsOpen(ctx context.Context, e *models.Event) (bool, error) {
	rally, err := s.db.Query(ctx).Rallies().OfEvent(e)
	return rally.IsOpen, err
}

// Card reads the card with a secret, an empty one for a secret of no card. Anybody calls it. Errors: NotFound where the
// event has no rally.
func (s *Service) Card(ctx context.Context, e *models.Event, secret string) (*Card, error) {
	q := s.db.Query(ctx)
	rally, err := open(q, e)
	if err != nil {
		return nil, err
	}
	card, err := s.byContent(q, e, secret)
	if err != nil {
		return nil, err
	}
	return read(q, e, rally, card)
}

// open is the rally of an event. Errors: NotFound where people see none.
func open(q *models.Query, e *models.Event) (*models.Rally, error) {
	rally, err := q.Rallies().OfEvent(e)
	if err == nil && !rally.IsOpen {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return rally, err
}

func read(q *models.Query, e *models.Event, rally *models.Rally, card *models.RallyCard) (*Card, error) {
	places, err := q.Rallies().Places(e)
	if err != nil {
		return nil, err
	}
	c := &Card{Rally: rally, Card: card, Needed: rally.Complete(len(places)), Hours: rally.Hours(e)}
	c.IsOn = c.Hours.Contains(q.Now)
	stamps := map[string]time.Time{}
	if card != nil {
		if stamps, err = q.Rallies().Stamps(card); err != nil {
			return nil, err
		}
	}
	for _, p := range places {
		place := Place{RallyPlace: p}
		if at, ok := stamps[p.ID]; ok {
			place.At = &at
			c.Stamped++
		}
		c.Places = append(c.Places, place)
	}
	return c, nil
}

// byContent is the card of a secret, nil for none.
func (s *Service) byContent(q *models.Query, e *models.Event, secret string) (*models.RallyCard, error) {
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, s.links.RallyCard(id)) {
		return nil, nil
	}
	card, err := q.Rallies().Card(e, id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	return card, err
}

// Find finds the place of a code. Anybody calls it. Errors: NotFound for a code of no place, and where there is no
// rally.
func (s *Service) Find(ctx context.Context, e *models.Event, code string) (*models.RallyPlace, error) {
	q := s.db.Query(ctx)
	if _, err := open(q, e); err != nil {
		return nil, err
	}
	return q.Rallies().PlaceByCode(e, code)
}

// Stamp puts the stamp of a place on the card with a secret, or on a new one. It returns the secret of the card. A
// second stamp of the same place changes nothing. Anybody calls it. Errors: NotFound for a code of no place, Conflict
// while no stamps are given.
func (s *Service) Stamp(
	ctx context.Context,
	e *models.Event,
	secret, code string,
) (kept string, fresh bool, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		rally, err := open(tx.Query, e)
		if err != nil {
			return err
		}
		place, err := tx.Rallies().PlaceByCode(e, code)
		if err != nil {
			return err
		}
		if !rally.Hours(e).Contains(tx.Now) {
			return models.NewError(models.CodeConflict, "rally.not_now")
		}
		card, err := s.byContent(tx.Query, e, secret)
		if err != nil {
			return err
		}
		if card == nil {
			if card, err = newCard(tx, e, nil); err != nil {
				return err
			}
		}
		kept = s.links.RallyCard(card.ID)
		fresh, err = tx.Rallies().Stamp(card, place)
		return err
	})
	return kept, fresh, err
}

// newCard stores a card of a registration, or of nobody known.
func newCard(tx *models.Tx, e *models.Event, registrationID *string) (*models.RallyCard, error) {
	for range 10 {
		card := &models.RallyCard{
			ID:             models.NewAnonymousID(),
			EventID:        e.ID,
			RegistrationID: registrationID,
			Code:           ticket.NewCode(),
		}
		added, err := tx.Rallies().AddCard(card)
		if err != nil || added {
			return card, err
		}
	}
	return nil, models.ErrRunAgain
}

// OpenOwn finds or makes the card of an attendee, puts the stamps of the browser's card onto it, and returns its
// secret. Handlers call it for the holder of a link. Errors: NotFound where the event has no rally.
func (s *Service) OpenOwn(
	ctx context.Context,
	e *models.Event,
	r *models.Registration,
	secret string,
) (kept string, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if _, err := open(tx.Query, e); err != nil {
			return err
		}
		own, err := tx.Rallies().CardOf(r)
		if models.CodeOf(err) == models.CodeNotFound {
			own, err = newCard(tx, e, &r.ID)
		}
		if err != nil {
			return err
		}
		other, err := s.byContent(tx.Query, e, secret)
		if err != nil {
			return err
		}
		if other != nil && other.RegistrationID == nil && other.ID != own.ID {
			if err := tx.Rallies().Join(own, other); err != nil {
				return err
			}
		}
		kept = s.links.RallyCard(own.ID)
		return nil
	})
	return kept, err
}
