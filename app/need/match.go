package need

import (
	"context"
	"slices"

	"meguri/models"
)

const (
	// mostMatched is how many needs the board of needs and people has, and bestEach how many people it shows of each.
	mostMatched = 60
	bestEach    = 3
)

// Match is a need, and the best of those who may be asked about it.
type Match struct {
	models.Need
	Best []*Candidate
	// Found is how many were found; Asked counts those of whom an asking or an offer is open.
	Found, Asked int
	// WaitsLong says that it is open for long, and nobody is talked with.
	WaitsLong bool
}

// MatchPage is the board of needs and people.
type MatchPage struct {
	Matches []Match
	// Of is how many people agreed to be asked.
	Of int
	// NobodyTakes are the needs that are open for long, with nobody asked or offering.
	NobodyTakes []models.Need
}

// MatchPage reads it, for every need that is open or talked about: those that wait for long first. Who may edit needs
// there calls it.
func (s *Service) MatchPage(ctx context.Context, at models.NeedPlace) (*MatchPage, error) {
	q := s.db.Query(ctx)
	var needs []models.Need
	for _, state := range []models.NeedState{models.NeedOpen, models.NeedTalking} {
		list, err := q.Needs().Board(at, &models.NeedFilter{State: state}, mostMatched)
		if err != nil {
			return nil, err
		}
		needs = append(needs, list...)
	}
	needs = needs[:min(len(needs), mostMatched)]
	p, err := s.pool(ctx, at.OrganizationID, needs)
	if err != nil {
		return nil, err
	}
	page := &MatchPage{Of: len(p.people)}
	for i := range needs {
		m := s.match(p, &needs[i])
		m.WaitsLong = needs[i].WaitsLong(q.Now)
		if m.WaitsLong && m.Asked == 0 {
			page.NobodyTakes = append(page.NobodyTakes, m.Need)
		}
		page.Matches = append(page.Matches, m)
	}
	slices.SortStableFunc(page.Matches, func(a, b Match) int { return rank(b.WaitsLong) - rank(a.WaitsLong) })
	return page, nil
}

func rank(first bool) int {
	if first {
		return 1
	}
	return 0
}

func (s *Service) match(p *pool, n *models.Need) Match {
	list := s.candidates(p, n)
	m := Match{Need: *n, Found: len(list)}
	for _, c := range list {
		switch c.State {
		case models.OfferAsked, models.OfferOffered, models.OfferTalking, models.OfferAccepted:
			m.Asked++
		}
	}
	m.Best = list[:min(len(list), bestEach)]
	of := s.cache.get(p.space, n)
	for _, c := range m.Best {
		c.explain(p.space, of)
	}
	return m
}
