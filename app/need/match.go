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
)

// Match is a need, and the best of those who may be asked about it.
type Match struct {
	models.Need
	Best []*Candidate
	// Found is how many were found.
	Found int
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
	p, err := s.pool(ctx, at.OrganizationID, needs)
	if err != nil {
		return nil, err
	}
	page.Of = len(p.people)
	for i := range needs {
		page.Matches = append(page.Matches, s.match(p, &needs[i]))
	}
	page.NobodyTakes, err = q.Needs().NobodyTakes(&at)
	return page, err
}

func (s *Service) match(p *pool, n *models.Need) Match {
	list := s.candidates(p, n)
	m := Match{Need: *n, Found: len(list)}
	m.Best = list[:min(len(list), bestEach)]
	of := s.cache.get(p.space, n)
	for _, c := range m.Best {
		c.explain(p.space, of)
	}
	return m
}
