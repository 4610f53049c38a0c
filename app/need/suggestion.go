package need

import (
	"context"
	"slices"

	"meguri/models"
)

// manyVoices is from how many voices on a theme makes a need of it is suggested, and mostVoices how many are read.
const (
	manyVoices = 5
	mostVoices = 2000
)

// Suggestion is a theme of an event about which many spoke, and of which nobody has made a need yet.
type Suggestion struct {
	Theme  *models.Theme
	Voices int
	// Voice is the one for which most voted.
	Voice *models.Post
}

// Suggestions are themes that may be needs, most voices first; of an organization there are none. Who may edit needs
// there calls it. Only what the room was shown counts.
func (s *Service) Suggestions(ctx context.Context, at models.NeedPlace) ([]Suggestion, error) {
	if at.EventID == "" {
		return nil, nil
	}
	q, e := s.db.Query(ctx), &models.Event{ID: at.EventID}
	themes, err := q.Themes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	voices, err := q.Posts().List(e, models.PostFilter{
		States: []models.PostState{models.PostPublished, models.PostMerged}, Order: models.OrderVotes, Limit: mostVoices,
	})
	if err != nil {
		return nil, err
	}
	shaped, err := q.Needs().Voices(at)
	if err != nil {
		return nil, err
	}
	var list []Suggestion
	for i := range themes {
		theme := &themes[i]
		if found := suggest(theme, voices, shaped); found != nil {
			list = append(list, *found)
		}
	}
	slices.SortStableFunc(list, func(a, b Suggestion) int { return b.Voices - a.Voices })
	return list, nil
}

// suggest counts the voices on a theme, which are sorted; nil where they are few, or a need was made of one.
func suggest(theme *models.Theme, voices []models.Post, shaped []string) *Suggestion {
	found := &Suggestion{Theme: theme}
	for i := range voices {
		voice := &voices[i]
		if voice.ThemeID == nil || *voice.ThemeID != theme.ID {
			continue
		}
		if slices.Contains(shaped, voice.ID) {
			return nil
		}
		found.Voices++
		if found.Voice == nil && voice.State == models.PostPublished {
			found.Voice = voice
		}
	}
	if found.Voice == nil || found.Voices < manyVoices {
		return nil
	}
	return found
}
