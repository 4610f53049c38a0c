// Package poll puts questions to all who take part in an event, and counts what they answer while they do.
//
// An answer is stored under a pseudonym whose key is not in the database (link.Maker.PollVoter): each person has one
// answer, and nobody learns whose it is.
package poll

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"meguri/app/service/anonymity"
	"meguri/app/service/link"
	"meguri/models"
)

// Service is the polls of one database.
type Service struct {
	db    *models.DB
	links link.Maker
}

// New makes the service. links makes pseudonyms.
func New(db *models.DB, links link.Maker) *Service { return &Service{db, links} }

// Answer stores what a person answers, who calls it. The same answer again changes nothing, another one replaces it
// where the poll allows that. Errors: Invalid for the field at fault, Forbidden without a place, NotFound, Conflict
// where the poll is not open, or was answered and may not be changed.
func (s *Service) Answer(
	ctx context.Context, event *models.Event, r *models.Registration, id string, given map[string][]string,
) error {
	if r.EventID != event.ID || r.State != models.RegistrationConfirmed {
		return models.NewError(models.CodeForbidden, "poll.not_confirmed")
	}
	return s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		poll, err := w.Query().Polls().ByID(event, id)
		if err != nil {
			return err
		}
		values, err := readAnswer(poll, given)
		if err != nil {
			return err
		}
		answer := &models.PollAnswer{Voter: s.links.PollVoter(r.ID, poll.ID), Values: values}
		mayShow, err := w.Query().Posts().MayShowMode(event, anonymity.K)
		if err != nil {
			return err
		}
		if mayShow {
			answer.Mode = r.TicketType.Mode
		}
		ok, err := w.Polls().Answer(poll, answer)
		if err == nil && !ok {
			return models.NewError(models.CodeConflict, "poll.answered_already")
		}
		w.Tell(models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartAnswers, Key: poll.ID})
		return err
	})
}

// Save stores a poll that is prepared: a new one where id is "". Staff who run the room call it. Errors: Invalid for
// the fields at fault, NotFound, Conflict where it was opened or changed meanwhile.
func (s *Service) Save(ctx context.Context, event *models.Event, id string, in *Input) (saved *models.Poll, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		poll, err := in.check(tx.Query, event)
		if err != nil {
			return err
		}
		saved = poll
		if id != "" {
			before, err := tx.Polls().ByID(event, id)
			if err != nil {
				return err
			}
			poll.ID = before.ID
			return tx.Polls().Update(poll, in.Version)
		}
		first, err := tx.Polls().ByRequest(event, poll.RequestID)
		switch {
		case err == nil: // the form was sent twice
			saved = first
			return nil
		case models.CodeOf(err) != models.CodeNotFound:
			return err
		}
		if err := tx.Polls().Add(poll); err != nil {
			return err
		}
		if in.Start {
			return open(tx, poll)
		}
		return nil
	})
	return saved, err
}

// Open starts a poll, or starts it again. Staff who run the room call it. Errors: NotFound, Conflict.
func (s *Service) Open(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		poll, err := tx.Polls().ByID(event, id)
		if err != nil || poll.StateAt(tx.Now) == models.PollOpen {
			return err
		}
		return open(tx, poll)
	})
}

func open(tx *models.Tx, poll *models.Poll) error {
	var until *time.Time
	if poll.Seconds > 0 {
		at := tx.Now.Add(time.Duration(poll.Seconds) * time.Second)
		until = &at
	}
	tell(tx, poll.EventID)
	return tx.Polls().SetState(poll, models.PollOpen, until)
}

// tell lets open pages ask which polls there are.
func tell(tx *models.Tx, eventID string) {
	tx.Tell(models.Change{EventID: eventID, Watchers: models.ForRoom, Part: models.PartPoll})
}

// Close ends a poll. Staff who run the room call it. Errors: NotFound, Conflict.
func (s *Service) Close(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		poll, err := tx.Polls().ByID(event, id)
		if err != nil || poll.State != models.PollOpen {
			return err
		}
		tell(tx, event.ID)
		return tx.Polls().SetState(poll, models.PollClosed, nil)
	})
}

// Delete removes a poll and what was answered. Staff who run the room call it. Errors: NotFound.
func (s *Service) Delete(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tell(tx, event.ID)
		return tx.Polls().Delete(event, id)
	})
}

// HideWord keeps an answer in words from all others, or shows it again. Staff who run the room call it. Errors:
// NotFound.
func (s *Service) HideWord(ctx context.Context, event *models.Event, id, word string, hidden bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		poll, err := tx.Polls().ByID(event, id)
		if err != nil {
			return err
		}
		words := slices.DeleteFunc(slices.Clone(poll.HiddenWords), func(w string) bool { return w == word })
		if hidden && word != "" {
			words = append(words, word)
		}
		tell(tx, event.ID)
		return tx.Polls().SetHiddenWords(poll, words)
	})
}

// watchEvery is how late a poll may begin after its session.
const watchEvery = 5 * time.Second

// Watch opens the polls of sessions that begin, until ctx ends. Several processes may call it.
func (s *Service) Watch(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		if err := s.FollowAgenda(ctx); err != nil && ctx.Err() == nil {
			slog.Error("polls cannot follow the agenda", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// FollowAgenda opens the polls whose session has begun. A conflict is no error: another process, or staff, was faster.
func (s *Service) FollowAgenda(ctx context.Context) error {
	due, err := s.db.Query(ctx).Polls().DueToOpen()
	if err != nil {
		return err
	}
	for i := range due {
		err := s.db.InTx(ctx, func(tx *models.Tx) error {
			poll := due[i]
			return open(tx, &poll)
		})
		if err != nil && models.CodeOf(err) != models.CodeConflict {
			return err
		}
	}
	return nil
}
