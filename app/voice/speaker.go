package voice

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/models"
)

// SpeakerPage are the voices that a speaker may answer in writing, those with the most votes: first those about their
// own sessions, and of these the ones that nobody answered; then others. At most a page of each session, and of all, is
// listed. sessions are the speaker's. Who has the link of a speaker calls it.
func (s *Service) SpeakerPage(
	ctx context.Context, event *models.Event, sessions []models.Session,
) (voices []Voice, err error) {
	q := s.db.Query(ctx)
	about, err := s.topics(q, event)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	read := func(in ListInput) (fresh []Voice, err error) {
		list, err := s.list(q, event, nil, about, about.filter(in))
		for i := range list.Voices {
			if v := &list.Voices[i]; !seen[v.ID] {
				seen[v.ID] = true
				fresh = append(fresh, *v)
			}
		}
		return fresh, err
	}
	for i := range sessions {
		own, err := read(ListInput{Session: sessions[i].ID, Order: models.OrderVotes})
		if err != nil {
			return nil, err
		}
		voices = append(voices, own...)
	}
	slices.SortStableFunc(voices, func(a, b Voice) int { return unansweredFirst(&a) - unansweredFirst(&b) })
	others, err := read(ListInput{Order: models.OrderVotes})
	slices.SortStableFunc(others, func(a, b Voice) int { return unansweredFirst(&a) - unansweredFirst(&b) })
	return append(voices, others...), err
}

func unansweredFirst(v *Voice) int {
	if v.AnsweredAt == nil {
		return 0
	}
	return 1
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
