package voice

import (
	"context"

	"meguri/models"
)

// ballot is a vote that somebody gives, or takes back, and what became of it.
type ballot struct {
	event *models.Event
	r     *models.Registration
	id    string
	given bool
	votes int
	err   error
}

// Vote gives a person's vote to a voice, or takes it back, and returns how many votes the voice has. The person calls
// it. A repeat changes nothing. Errors: those of Write; NotFound for what is not published; Conflict for one's own.
func (s *Service) Vote(
	ctx context.Context, event *models.Event, r *models.Registration, id string, given bool,
) (votes int, err error) {
	b := &ballot{event: event, r: r, id: id, given: given}
	if err := s.votes.Write(ctx, event.ID, b); err != nil {
		return 0, err
	}
	return b.votes, b.err
}

// cast stores ballots of one event that came at the same moment.
func (s *Service) cast(w *models.SingleWrite, ballots []*ballot) error {
	event := ballots[0].event
	settings, err := w.Query().VoiceSettings().OfEvent(event)
	if err != nil {
		return err
	}
	ids := make([]string, len(ballots))
	for i, b := range ballots {
		ids[i] = b.id
	}
	posts, err := w.Posts().Lock(event, ids)
	if err != nil {
		return err
	}
	tellsSides, err := s.tellsSides(w.Query(), event)
	if err != nil {
		return err
	}
	var valid []*ballot
	var rows []models.Ballot
	for _, b := range ballots {
		if b.err = s.mayVote(b, settings, posts[b.id]); b.err != nil {
			continue
		}
		row := models.Ballot{PostVote: models.PostVote{PostID: b.id, Voter: s.links.Voter(b.r.ID, b.id)}, Given: b.given}
		if tellsSides {
			row.Side = event.ModeOf(b.r.TicketType)
		}
		valid, rows = append(valid, b), append(rows, row)
	}
	counts, err := w.Votes().Cast(posts, rows)
	if err != nil {
		return err
	}
	for i, b := range valid {
		b.votes = counts[i]
		w.Tell(models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartVotes, Key: b.id})
	}
	return nil
}

// mayVote returns why a person may not vote for a voice, nil where they may. post is nil where there is none.
func (s *Service) mayVote(b *ballot, settings *models.VoiceSettings, post *models.Post) error {
	if err := mayTakePart(b.event, settings, b.r); err != nil {
		return err
	}
	switch {
	case post == nil:
		return models.NewError(models.CodeNotFound, "error.not_found")
	case post.State != models.PostPublished:
		return models.NewError(models.CodeNotFound, "voice.gone")
	case s.isOwn(b.r, post):
		return models.NewError(models.CodeConflict, "voice.own_vote")
	}
	return nil
}
