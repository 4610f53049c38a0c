package voice

import (
	"context"

	"meguri/models"
)

// ThemeCount is how many voices of a theme were published, also those that another stands for. Theme is nil for those
// of none.
type ThemeCount struct {
	Theme     *models.Theme
	Published int
}

// ThemeCounts counts the published voices by theme, for the report of an event. Themes without any are left out. Who
// may see results calls it.
func (s *Service) ThemeCounts(ctx context.Context, event *models.Event) ([]ThemeCount, error) {
	q := s.db.Query(ctx)
	themes, err := q.Themes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	tallies, err := q.Posts().Tallies(event)
	if err != nil {
		return nil, err
	}
	counts := make(map[string]int, len(themes)+1)
	for _, t := range tallies {
		if t.State != models.PostPublished && t.State != models.PostMerged {
			continue
		}
		id := ""
		if t.ThemeID != nil {
			id = *t.ThemeID
		}
		counts[id] += t.Count
	}
	var list []ThemeCount
	for i := range themes {
		if n := counts[themes[i].ID]; n > 0 {
			list = append(list, ThemeCount{&themes[i], n})
		}
	}
	if n := counts[""]; n > 0 {
		list = append(list, ThemeCount{nil, n})
	}
	return list, nil
}
