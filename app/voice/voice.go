// Package voice is what attendees say during an event: their questions and opinions, votes for them, and what staff
// make of them.
//
// Nobody learns who wrote an anonymous voice: the row has a pseudonym (link.Maker.Author) whose key is not in the
// database.
package voice

import (
	"context"
	"slices"
	"sync"

	"meguri/app/service/anonymity"
	"meguri/app/service/link"
	"meguri/models"
)

// Service is the voices of one database.
type Service struct {
	db    *models.DB
	links link.Maker
	known knownWords
	// sided has the ids of events of which so many took part on each side that it may be told: that stays so.
	sided sync.Map
	votes *models.Gathered[ballot]
}

// New makes the service. links makes pseudonyms.
func New(db *models.DB, links link.Maker) *Service {
	s := &Service{db: db, links: links}
	s.votes = models.NewGathered(db, s.cast)
	return s
}

// side is where a person is, "" where that would say too much.
func (s *Service) side(q *models.Query, event *models.Event, r *models.Registration) (models.Mode, error) {
	tells, err := s.tellsSides(q, event)
	if err != nil || !tells {
		return "", err
	}
	return event.ModeOf(r.TicketType), nil
}

// tellsSides reports whether it may be told where people of an event are.
func (s *Service) tellsSides(q *models.Query, event *models.Event) (bool, error) {
	if _, known := s.sided.Load(event.ID); known {
		return true, nil
	}
	may, err := q.Posts().MayShowMode(event, anonymity.K)
	if err == nil && may {
		s.sided.Store(event.ID, true)
	}
	return may, err
}

// authors are both pseudonyms of a person.
func (s *Service) authors(r *models.Registration) []string {
	return []string{s.links.Author(r.ID, false), s.links.Author(r.ID, true)}
}

// mayTakePart returns why a person may not write or vote, nil where they may.
func mayTakePart(event *models.Event, settings *models.VoiceSettings, r *models.Registration) error {
	switch {
	case r.EventID != event.ID || r.State != models.RegistrationConfirmed:
		return models.NewError(models.CodeForbidden, "voice.not_confirmed")
	case !settings.Open || event.State != models.EventPublished:
		return models.NewError(models.CodeConflict, "voice.closed")
	}
	return nil
}

// Write stores what a person says, who calls it. The same request again gets the first answer. Errors: Invalid for the
// fields at fault, Forbidden without a place and for who is muted, Conflict where the event takes no voices, TooMany
// for who writes too often.
func (s *Service) Write(
	ctx context.Context, event *models.Event, r *models.Registration, in *Input,
) (post *models.Post, err error) {
	err = s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		store := w.Posts()
		if err := store.LockAuthor(s.authors(r)[0]); err != nil {
			return err
		}
		if post, err = s.answered(w.Query(), event, r, in); post != nil || err != nil {
			return err
		}
		if post, err = s.read(w.Query(), event, r, in); err != nil {
			return err
		}
		if err := tellWritten(w, event, post, r); err != nil {
			return err
		}
		if post.State == models.PostPublished {
			return store.Add(post, models.StepReceived, models.StepPublished)
		}
		return store.Add(post, models.StepReceived)
	})
	if err != nil {
		return nil, err
	}
	return post, nil
}

// answered is the voice that the request made before, nil for a new request. An id that another person used is refused.
func (s *Service) answered(
	q *models.Query, event *models.Event, r *models.Registration, in *Input,
) (*models.Post, error) {
	if in.ID == "" {
		return nil, nil
	}
	first, err := q.Posts().ByRequest(event, models.HashSecret(in.ID))
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil, nil
	case err != nil:
		return nil, err
	case !s.isOwn(r, first):
		return nil, models.InvalidFields(map[string]string{"id": "field.choice"})
	}
	return first, nil
}

func (s *Service) isOwn(r *models.Registration, p *models.Post) bool {
	return slices.Contains(s.authors(r), p.Author)
}

// read makes a voice of the input, as the event's settings want it.
func (s *Service) read(
	q *models.Query, event *models.Event, r *models.Registration, in *Input,
) (*models.Post, error) {
	settings, err := q.VoiceSettings().OfEvent(event)
	if err != nil {
		return nil, err
	}
	if err := mayTakePart(event, settings, r); err != nil {
		return nil, err
	}
	if err := s.checkMute(q, event, r); err != nil {
		return nil, err
	}
	post, err := in.check(q, event, settings)
	if err != nil {
		return nil, err
	}
	if err := s.checkPace(q, event, settings, r); err != nil {
		return nil, err
	}
	named := isNamed(settings, in)
	if named {
		post.RegistrationID = &r.ID
	}
	post.Author = s.links.Author(r.ID, named)
	post.Mode, err = s.side(q, event, r)
	return post, err
}

// isNamed reports whether the person's name stands beside the voice.
func isNamed(settings *models.VoiceSettings, in *Input) bool {
	switch settings.Naming {
	case models.NamingNamed:
		return true
	case models.NamingEither:
		return in.Named
	}
	return false
}

func (s *Service) checkMute(q *models.Query, event *models.Event, r *models.Registration) error {
	mute, err := q.Posts().Muted(event, s.authors(r))
	if err != nil || mute == nil {
		return err
	}
	return models.NewError(models.CodeForbidden, "voice.muted", "time", event.Local(mute.Until).Format("15:04"))
}

func (s *Service) checkPace(
	q *models.Query, event *models.Event, settings *models.VoiceSettings, r *models.Registration,
) error {
	n, err := q.Posts().CountThisMinute(event, s.authors(r))
	if err == nil && n >= settings.PerMinute {
		return models.NewError(models.CodeTooMany, "voice.too_many")
	}
	return err
}

// Withdraw takes a person's own voice back, also after the event: its text is deleted. The person calls it. Errors:
// NotFound for another person's.
func (s *Service) Withdraw(ctx context.Context, event *models.Event, r *models.Registration, id string) error {
	return s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		post, err := w.Query().Posts().InEvent(event, id)
		if err != nil {
			return err
		}
		if !s.isOwn(r, post) {
			return models.NewError(models.CodeNotFound, "voice.gone")
		}
		if post.State == models.PostWithdrawn {
			return nil
		}
		w.Tell(gone(post))
		w.Tell(queueOf(event))
		err = w.Posts().Change(post, map[string]any{
			"state": models.PostWithdrawn, "text": "", "pinned_at": nil, "staged_at": nil,
		})
		if err != nil {
			return err
		}
		return w.Posts().AddStep(&models.PostStep{PostID: post.ID, Kind: models.StepWithdrawn})
	})
}
