package voice

import (
	"context"
	"slices"

	"meguri/models"
)

// maxOnStage is how many voices can be read from the last row.
const maxOnStage = 3

// StagePage are the voices as a stage shows them.
type StagePage struct {
	// Theme is what they are about, nil for everything.
	Theme *models.Theme
	// Lead is the voice that is taken up now, nil for none; Voices are those with most votes besides it.
	Lead   *Voice
	Voices []Voice
	Count  int
}

// StagePage reads the voices of a theme, by its slug, or of all. Who holds the link of the stage calls it.
func (s *Service) StagePage(ctx context.Context, event *models.Event, theme string) (*StagePage, error) {
	q := s.db.Query(ctx)
	about, err := s.topics(q, event)
	if err != nil {
		return nil, err
	}
	page := &StagePage{Count: about.published}
	for _, t := range about.list {
		if t.Theme != nil && t.Theme.Slug == theme {
			page.Theme, page.Count = t.Theme, t.Count
		}
	}
	in := ListInput{Order: models.OrderVotes}
	if page.Theme != nil {
		in.Theme = theme
	}
	filter := about.filter(in)
	filter.Limit = maxOnStage + 1
	list, err := s.list(q, event, nil, about, filter)
	if err != nil {
		return nil, err
	}
	page.Voices = list.Voices
	for i := range page.Voices {
		page.Voices[i].hideFromRecording()
	}
	if lead := slices.IndexFunc(page.Voices, func(v Voice) bool { return v.PinnedAt != nil }); lead >= 0 {
		for i, v := range page.Voices {
			if v.PinnedAt != nil && v.PinnedAt.After(*page.Voices[lead].PinnedAt) {
				lead = i
			}
		}
		taken := page.Voices[lead]
		page.Lead, page.Voices = &taken, slices.Delete(page.Voices, lead, lead+1)
	}
	others := maxOnStage
	if page.Lead != nil {
		others--
	}
	page.Voices = page.Voices[:min(len(page.Voices), others)]
	return page, nil
}

// hideFromRecording takes the name off a stage, which recordings show, where its person does not want to be in them.
func (v *Voice) hideFromRecording() {
	if v.Registration != nil && v.Registration.Recording == models.PhotoNo {
		v.Registration = nil
	}
}

// Upcoming lists the voices that could be taken up next: published, not answered, first those that moderators handed on
// to the stage, then those with most votes. Staff who run the room call it.
func (s *Service) Upcoming(ctx context.Context, event *models.Event) (taken *Voice, next []Voice, err error) {
	q := s.db.Query(ctx)
	about, err := s.topics(q, event)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.list(q, event, nil, about, about.filter(ListInput{Order: models.OrderVotes}))
	for i := range list.Voices {
		v := &list.Voices[i]
		switch {
		case v.PinnedAt != nil && (taken == nil || v.PinnedAt.After(*taken.PinnedAt)):
			taken = v
		case v.PinnedAt == nil && v.AnsweredAt == nil:
			next = append(next, *v)
		}
	}
	slices.SortStableFunc(next, func(a, b Voice) int {
		switch {
		case (a.StagedAt == nil) == (b.StagedAt == nil):
			return 0
		case a.StagedAt != nil:
			return -1
		}
		return 1
	})
	return taken, next, err
}

// TakeUp pins one voice and no other, or none where id is "": it is the one that the room talks about. Staff who run
// the room call it. Errors: NotFound, Conflict for one that is not published.
func (s *Service) TakeUp(ctx context.Context, event *models.Event, by models.Moderator, id string) error {
	list, err := s.db.Query(ctx).Posts().List(event, models.PostFilter{
		States: []models.PostState{models.PostPublished}, Order: models.OrderVotes, Limit: pageSize,
	})
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].PinnedAt == nil || list[i].ID == id {
			continue
		}
		if err := s.Decide(ctx, event, by, list[i].ID, &DecisionInput{Decision: DecideUnpin}); err != nil {
			return err
		}
	}
	if id == "" {
		return nil
	}
	return s.Decide(ctx, event, by, id, &DecisionInput{Decision: DecidePin})
}

// The lengths of voices, in characters, by which a stage chooses the size of letters.
const (
	shortVoice = 36
	usualVoice = 80
	longVoice  = 150
)

// Length names how long a voice is.
func (v Voice) Length() string {
	switch n := len([]rune(v.Text)); {
	case n <= shortVoice:
		return "short"
	case n <= usualVoice:
		return "usual"
	case n <= longVoice:
		return "long"
	}
	return "longest"
}

// MergedWithItself is for how many voices it stands, with itself.
func (v Voice) MergedWithItself() int { return v.Merged + 1 }
