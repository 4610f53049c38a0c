package consensus

import (
	"context"
	"strings"
	"time"

	"meguri/models"
)

// Entry is a round in the list of staff.
type Entry struct {
	models.ConsensusRound
	Theme *models.Theme
	State string
}

// StaffPage is where staff make rounds.
type StaffPage struct {
	Rounds []Entry
	Themes []models.Theme
}

func stateOf(r *models.ConsensusRound, now time.Time) string {
	switch {
	case r.OpenedAt == nil:
		return StateDraft
	case r.IsOpen(now):
		return StateOpen
	}
	return StateOver
}

// StaffPage reads the list of rounds. Staff who run the room call it.
func (s *Service) StaffPage(ctx context.Context, event *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	themes, err := q.Themes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	rounds, err := q.Consensus().OfEvent(event)
	page := &StaffPage{Themes: themes}
	for _, r := range rounds {
		page.Rounds = append(page.Rounds, Entry{r, themeOf(themes, &r), stateOf(&r, q.Now)})
	}
	return page, err
}

func themeOf(themes []models.Theme, r *models.ConsensusRound) *models.Theme {
	for i := range themes {
		if r.ThemeID != nil && themes[i].ID == *r.ThemeID {
			return &themes[i]
		}
	}
	return nil
}

// RoundPage is one round as staff see it.
type RoundPage struct {
	Entry
	Themes []models.Theme
	// In is the round as its form has it, Offered the voices that may be its statements, while it was never open.
	In      *RoundInput
	Offered []models.Post
	// Map is its result, nil while it was never open.
	Map *Map
}

// RoundPage reads a round. Staff who run the room call it. Errors: NotFound.
func (s *Service) RoundPage(ctx context.Context, event *models.Event, id string) (*RoundPage, error) {
	q := s.db.Query(ctx)
	round, err := q.Consensus().InEvent(event, id)
	if err != nil {
		return nil, err
	}
	themes, err := q.Themes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	page := &RoundPage{Entry: Entry{*round, themeOf(themes, round), stateOf(round, q.Now)}, Themes: themes}
	if page.State != StateDraft {
		page.Map, err = s.Map(ctx, event, id)
		return page, err
	}
	statements, err := q.Consensus().Statements(round)
	if err != nil {
		return nil, err
	}
	page.In = &RoundInput{TitleJa: round.TitleJa, TitleEn: round.TitleEn, Minutes: round.Seconds / 60}
	if page.Theme != nil {
		page.In.Theme = page.Theme.Slug
	}
	var lines []string
	for i := range statements {
		if statements[i].PostID != nil {
			page.In.Posts = append(page.In.Posts, *statements[i].PostID)
		} else {
			lines = append(lines, statements[i].Text)
		}
	}
	page.In.Lines = strings.Join(lines, "\n")
	page.Offered, err = offered(q, event, round)
	return page, err
}

// RecordPage reads the rounds that are over and of which enough is known, for the record of an event.
func (s *Service) RecordPage(ctx context.Context, event *models.Event) ([]*Map, error) {
	q := s.db.Query(ctx)
	rounds, err := q.Consensus().OfEvent(event)
	var list []*Map
	for i := range rounds {
		if !rounds[i].IsOver(q.Now) || err != nil {
			continue
		}
		var m *Map
		if m, err = s.Map(ctx, event, rounds[i].ID); err == nil && m.Enough {
			list = append(list, m)
		}
	}
	return list, err
}
