package voice

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/models"
)

// SpeakerPage are the voices that a speaker may answer in writing: those that are published, the ones about their own
// sessions first, and of these the ones that nobody answered. sessions are the speaker's. Who has the link of a speaker
// calls it.
func (s *Service) SpeakerPage(ctx context.Context, event *models.Event, sessions []models.Session) ([]Voice, error) {
	q := s.db.Query(ctx)
	about, err := s.topics(q, event)
	if err != nil {
		return nil, err
	}
	list, err := s.list(q, event, nil, about, about.filter(ListInput{Order: models.OrderVotes}))
	isTheirs := func(v *Voice) bool {
		return slices.ContainsFunc(sessions, func(s models.Session) bool { return same(v.SessionID, s.ID) })
	}
	rank := func(v *Voice) (n int) {
		if !isTheirs(v) {
			n += 2
		}
		if v.AnsweredAt != nil {
			n++
		}
		return n
	}
	slices.SortStableFunc(list.Voices, func(a, b Voice) int { return rank(&a) - rank(&b) })
	return list.Voices, err
}

// SpeakerAnswer is what a speaker writes to a voice.
type SpeakerAnswer struct {
	Text string `form:"text" label:"voice.speaker_answer"`
	// Version is the voice's when it was read.
	Version int `form:"version"`
}

// AnswerAsSpeaker answers a voice with a speaker's name beside it. Who has the link of the speaker calls it. Errors:
// Invalid without a text, NotFound, Conflict where the voice is not published or changed meanwhile.
func (s *Service) AnswerAsSpeaker(
	ctx context.Context, event *models.Event, speaker *models.Speaker, id string, in *SpeakerAnswer,
) error {
	c := check.New()
	c.Text("text", in.Text, maxAnswer, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	name := speaker.NameJa
	if name == "" {
		name = speaker.OrganizationJa
	}
	return s.Decide(ctx, event, models.Moderator{}, id, &DecisionInput{
		Decision: DecideAnswer, Text: in.Text, Who: name, Version: in.Version,
	})
}
