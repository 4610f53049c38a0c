// Package lottery gives places by lot: rules that are published before anybody applies, secrets that several parties
// seal, a list that is published when applications end, and a draw that everybody can repeat (app/service/draw).
// docs/decisions/0093-lotteries.md says against what this helps.
package lottery

import (
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/draw"
	"meguri/app/service/link"
	"meguri/app/service/place"
	"meguri/models"
)

// Options are what other features do for lotteries.
type Options struct {
	// AwaitReplies frees the places of an event's people who do not say in time that they come.
	AwaitReplies func(tx *models.Tx, eventID string, by *time.Time) error
	// FillPlaces gives free places of a ticket type to who waits.
	FillPlaces func(tx *models.Tx, ticketTypeID string) error
}

// Service is the lotteries of one database.
type Service struct {
	db      *models.DB
	links   link.Maker
	options Options
}

// New makes the service.
func New(db *models.DB, links link.Maker, options Options) *Service {
	return &Service{db, links, options}
}

// Stage is how far a lottery is.
type Stage string

// The stages.
const (
	StageNone   Stage = "none"
	StageDraft  Stage = "draft"
	StageSoon   Stage = "soon" // published, applications begin later
	StageOpen   Stage = "open"
	StageClosed Stage = "closed" // the list is published, secrets are opened
	StageDrawn  Stage = "drawn"
)

func stageOf(l *models.Lottery, drawn *models.LotteryDraw, now time.Time) Stage {
	switch {
	case l == nil:
		return StageNone
	case drawn != nil:
		return StageDrawn
	case l.PublishedAt == nil:
		return StageDraft
	case l.ClosedAt != nil || !now.Before(l.ClosesAt):
		return StageClosed
	case now.Before(l.OpensAt):
		return StageSoon
	}
	return StageOpen
}

// read reads the lottery of an event, with parties and draw; all are nil where there is none.
func read(q *models.Query, e *models.Event) (*models.Lottery, []models.LotteryParty, *models.LotteryDraw, error) {
	l, err := q.Lotteries().OfEvent(e)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil, nil, nil
	}
	if err != nil {
		return nil, nil, nil, err
	}
	parties, err := q.Lotteries().Parties(l)
	if err != nil {
		return nil, nil, nil, err
	}
	drawn, err := q.Lotteries().Drawn(l)
	return l, parties, drawn, err
}

// Save stores the rules of a lottery that is not published. Staff who may edit the event call it. Errors: Invalid with
// the fields at fault; Conflict where it is published, or somebody else changed it first.
func (s *Service) Save(ctx context.Context, e *models.Event, in *Input) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		types, err := tx.TicketTypes().OfEvent(e)
		if err != nil {
			return err
		}
		offered, err := place.Read(tx.Query, e, nil)
		if err != nil {
			return err
		}
		l, parties, err := in.read(e, types, offered.Offers, tx.Now)
		if err != nil {
			return err
		}
		stored, before, _, err := read(tx.Query, e)
		if err != nil {
			return err
		}
		if stored != nil {
			l.ID = stored.ID
		}
		if err := tx.Lotteries().Save(l); err != nil {
			return err
		}
		for i := range parties { // who stays keeps the link
			same := func(p models.LotteryParty) bool { return p.Email == parties[i].Email && p.Seal == "" }
			if at := slices.IndexFunc(before, same); at >= 0 {
				parties[i].ID = before[at].ID
				before = slices.Delete(before, at, at+1)
			}
		}
		if err := tx.Lotteries().SetParties(l, parties); err != nil {
			return err
		}
		return setWhat(tx, e, l, types, in)
	})
}

// setWhat says what waits for the draw. Sessions for which somebody signed up at the same moment are refused.
func setWhat(tx *models.Tx, e *models.Event, l *models.Lottery, types []models.TicketType, in *Input) error {
	chosen, sessions := in.Types, []string(nil)
	if l.OfSessions {
		chosen, sessions = nil, in.Sessions
	}
	if err := tx.Lotteries().SetTypes(e, typeIDs(types, chosen)); err != nil {
		return err
	}
	if err := tx.Lotteries().SetSessions(e, sessions); err != nil {
		return err
	}
	places, err := tx.SessionPlaces().OfEvent(e)
	for _, p := range places {
		if p.ByLottery && p.Taken+p.Waiting > 0 {
			return models.InvalidFields(map[string]string{"sessions": "lottery.sessions_in_use"})
		}
	}
	return err
}

func typeIDs(types []models.TicketType, slugs []string) (ids []string) {
	for _, t := range types {
		if slices.Contains(slugs, t.Slug) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// Publish makes the rules public, after which they stay as they are, and mails each party the link to seal its secret.
// Staff who may edit the event call it. Errors: Conflict where there is nothing to publish, or it is too late.
func (s *Service) Publish(ctx context.Context, e *models.Event) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		l, parties, err := s.locked(tx, e)
		if err != nil || l.PublishedAt != nil {
			return err
		}
		if !l.ClosesAt.After(tx.Now) {
			return models.NewError(models.CodeConflict, "lottery.over_already")
		}
		if err := tx.Lotteries().Publish(l); err != nil {
			return err
		}
		if err := setPeriods(tx, e, l); err != nil {
			return err
		}
		for i := range parties {
			if err := s.mailParty(tx, e, &parties[i]); err != nil {
				return err
			}
		}
		if err := addJob(tx, JobClose, l, l.ClosesAt); err != nil {
			return err
		}
		return addJob(tx, JobDraw, l, l.DrawsAt)
	})
}

// setPeriods gives the ticket types the period in which people apply, so that all pages tell the same one.
func setPeriods(tx *models.Tx, e *models.Event, l *models.Lottery) error {
	types, err := tx.TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	for i := range types {
		if t := &types[i]; t.ByLottery {
			t.OpensAt, t.ClosesAt = &l.OpensAt, &l.ClosesAt
			if err := tx.TicketTypes().SetPeriod(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// Unpublish makes the rules a draft again, as long as nobody has applied. What was sealed stays. Staff who may edit the
// event call it. Errors: Conflict.
func (s *Service) Unpublish(ctx context.Context, e *models.Event) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		l, _, err := s.locked(tx, e)
		if err != nil || l.PublishedAt == nil {
			return err
		}
		return tx.Lotteries().Unpublish(l)
	})
}

// locked locks the lottery of an event. Errors: Conflict where there is none.
func (s *Service) locked(tx *models.Tx, e *models.Event) (*models.Lottery, []models.LotteryParty, error) {
	l, err := tx.Lotteries().OfEvent(e)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil, models.NewError(models.CodeConflict, "lottery.none_yet")
	}
	if err != nil {
		return nil, nil, err
	}
	if l, err = tx.Lotteries().Lock(l); err != nil {
		return nil, nil, err
	}
	parties, err := tx.Lotteries().Parties(l)
	return l, parties, err
}

// ThrowDice takes what was thrown before an audience after the list was published, and before anybody has opened a
// secret: later it could be chosen. Staff who may edit the event call it. Errors: Invalid; Conflict.
func (s *Service) ThrowDice(ctx context.Context, e *models.Event, typed string) error {
	dice := strings.Join(strings.Fields(typed), " ")
	if dice == "" || len(dice) > 60 || strings.Trim(dice, "0123456789 ") != "" {
		return models.InvalidFields(map[string]string{"dice": "lottery.dice_fault"})
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		l, parties, err := s.locked(tx, e)
		if err != nil {
			return err
		}
		isOpened := func(p models.LotteryParty) bool { return p.OpenedAt != nil }
		record, err := recordOf(l)
		if err != nil || l.ClosedAt == nil || record.Dice != "" || slices.ContainsFunc(parties, isOpened) {
			return orConflict(err, "lottery.dice_late")
		}
		record.Dice = dice
		return setRecord(tx, l, record)
	})
}

func orConflict(err error, key string) error {
	if err != nil {
		return err
	}
	return models.NewError(models.CodeConflict, key)
}

// recordOf is what was published when applications ended.
func recordOf(l *models.Lottery) (*draw.Record, error) {
	if l.Record == "" {
		return &draw.Record{Format: draw.Format}, nil
	}
	return draw.Read(strings.NewReader(l.Record))
}

func setRecord(tx *models.Tx, l *models.Lottery, record *draw.Record) error {
	content, err := record.JSON()
	if err != nil {
		return err
	}
	return tx.Lotteries().SetRecord(l, content)
}
