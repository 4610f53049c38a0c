package need

import (
	"context"

	"meguri/models"
)

const (
	// matchedPage is how many needs a page of the board of needs and people has, and bestEach how many people it shows of
	// each.
	matchedPage = 20
	bestEach    = 3
	// readEach is of how many of those who are kept for a need the best are chosen: some may not be asked any more.
	readEach = 15
)

// Match is a need, and the best of those who may be asked about it.
type Match struct {
	models.Need
	Best []*Candidate
	Listed
}

// MatchPage is a page of the board of needs and people.
type MatchPage struct {
	Matches []Match
	// Of is how many people agreed to be asked.
	Of int
	// Total is how many needs the filter finds, Number which page of them this is.
	Total, Number int
	Filter        *Filter
	// NobodyTakes are the needs that are open for long, with nobody asked or offering.
	NobodyTakes []models.Need
}

// HasNext reports whether there is a page after this one.
func (p *MatchPage) HasNext() bool { return p.Number*matchedPage < p.Total }

// PerPage is how many needs a page has at most.
func (p *MatchPage) PerPage() int { return matchedPage }

// MatchPage reads it, for the needs that are open or talked about: unless another order is chosen, those that wait for
// long first. Who may edit needs there calls it.
func (s *Service) MatchPage(ctx context.Context, at models.NeedPlace, f *Filter) (*MatchPage, error) {
	q := s.db.Query(ctx)
	page := &MatchPage{Filter: f, Number: min(max(f.Page, 1), 1000)}
	chosen := f.chosen()
	chosen.State, chosen.Public = "", true
	if chosen.Order == models.NeedsByChange {
		chosen.Order = models.NeedsByWaiting
	}
	var err error
	if page.Total, err = q.Needs().CountBoard(at, chosen); err != nil {
		return nil, err
	}
	needs, err := q.Needs().Board(at, chosen, (page.Number-1)*matchedPage, matchedPage)
	if err != nil {
		return nil, err
	}
	if page.Of, err = q.Askings(s.Mark).Count(at.OrganizationID); err != nil {
		return nil, err
	}
	if page.Matches, err = s.matches(ctx, at.OrganizationID, needs); err != nil {
		return nil, err
	}
	page.NobodyTakes, err = q.Needs().NobodyTakes(&at)
	return page, err
}

// matches are the needs with the best of those who are kept for them.
func (s *Service) matches(ctx context.Context, organizationID string, needs []models.Need) ([]Match, error) {
	lists, err := s.lists(ctx, organizationID, needs)
	if err != nil {
		return nil, err
	}
	nearest, err := s.db.Query(ctx).Matches().Nearest(needIDs(needs), readEach)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, ids := range nearest {
		people = append(people, ids...)
	}
	p, err := s.pool(ctx, organizationID, people, needs)
	if err != nil {
		return nil, err
	}
	list := make([]Match, len(needs))
	for i := range needs {
		n := &needs[i]
		found := s.candidates(p, n)
		list[i] = Match{Need: *n, Best: found[:min(len(found), bestEach)], Listed: lists[n.ID]}
		list[i].Found = max(list[i].Found, len(found))
		of := s.cache.get(p.space, n)
		for _, c := range list[i].Best {
			c.explain(p.space, of)
		}
	}
	return list, nil
}
