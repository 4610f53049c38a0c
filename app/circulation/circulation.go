// Package circulation shows how help goes round: who helped whom, and who of them was helped before. It tells of
// organizations that agreed to be named, and never of a person.
package circulation

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"meguri/models"
)

// Service reads the ledger of contributions.
type Service struct {
	db   *models.DB
	mu   sync.Mutex
	kept *read
}

// New returns the service.
func New(db *models.DB) *Service { return &Service{db: db} }

// read is the ledger as it was at a mark.
type read struct {
	mark   string
	ledger []models.Contribution
}

// ledger reads all of the ledger, anew where something was added: nothing in it is changed.
func (s *Service) ledger(q *models.Query) ([]models.Contribution, error) {
	mark, err := q.Contributions().Mark()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept != nil && s.kept.mark == mark {
		return s.kept.ledger, nil
	}
	list, err := q.Contributions().All()
	if err != nil {
		return nil, err
	}
	s.kept = &read{mark, list}
	return list, nil
}

// Year is a year of the ledger, with its picture in small.
type Year struct {
	Number, Projects int
	Ring             *Ring
}

// Page is the circulation of a year, or of all of them.
type Page struct {
	// Year is 0 for all.
	Year     int
	Years    []Year
	Measures *Measures
	Flows    *Flows
	Ring     *Ring
	Gaps     []Gap
}

// Gap is what is missing in a theme.
type Gap struct{ models.NeedGap }

// TellsPeople reports whether enough people may be asked to say how many.
func (g Gap) TellsPeople() bool { return g.MayBeAsked >= fewest }

// Page reads the circulation of a year, "" for all; CodeNotFound where the ledger has none of it.
func (s *Service) Page(ctx context.Context, year string) (*Page, error) {
	q := s.db.Query(ctx)
	ledger, err := s.ledger(q)
	if err != nil {
		return nil, err
	}
	named, err := q.Contributions().Named()
	if err != nil {
		return nil, err
	}
	p := &Page{Years: yearsOf(ledger, named)}
	if year != "" {
		at := slices.IndexFunc(p.Years, func(y Year) bool { return strconv.Itoa(y.Number) == year })
		if at < 0 {
			return nil, models.NewError(models.CodeNotFound, "circulation.no_year")
		}
		p.Year = p.Years[at].Number
	}
	period := PeriodOf(p.Year)
	p.Measures = Measure(ledger, period, q.Now.In(models.DefaultZone))
	p.Flows = FlowsOf(ledger, period, named)
	p.Ring = p.Flows.Draw()
	gaps, err := q.Needs().Gaps(q.Now.AddDate(-1, 0, 0))
	for _, gap := range gaps {
		p.Gaps = append(p.Gaps, Gap{gap})
	}
	return p, err
}

// PeriodOf is a year, 0 for all.
func PeriodOf(year int) Period {
	if year == 0 {
		return Period{"0000-01-01", "9999-12-31"}
	}
	text := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")
	return Period{text + "-01-01", text + "-12-31"}
}

func yearsOf(ledger []models.Contribution, named []models.Organization) (list []Year) {
	projects := map[string]set{}
	for i := range ledger {
		year := ledger[i].Day[:4]
		if projects[year] == nil {
			projects[year] = set{}
		}
		projects[year].add(ledger[i].ProjectID)
	}
	for text, all := range projects {
		number, _ := strconv.Atoi(text)
		list = append(list, Year{number, len(all), FlowsOf(ledger, PeriodOf(number), named).Draw()})
	}
	slices.SortFunc(list, func(a, b Year) int { return a.Number - b.Number })
	return list
}

// Own is what an organization's staff see: whether it agreed to be named, and what it gave and was given.
type Own struct {
	Consent *models.CirculationConsent
	Gave    []Flow
	Given   []Flow
}

// Own reads what an organization gave and was given, whoever agreed to be named.
func (s *Service) Own(ctx context.Context, o *models.Organization) (*Own, error) {
	q := s.db.Query(ctx)
	ledger, err := s.ledger(q)
	if err != nil {
		return nil, err
	}
	all, err := q.Organizations().All()
	if err != nil {
		return nil, err
	}
	own := &Own{}
	for _, f := range FlowsOf(ledger, PeriodOf(0), all).List {
		switch o.ID {
		case f.From.ID:
			own.Gave = append(own.Gave, f)
		case f.To.ID:
			own.Given = append(own.Given, f)
		}
	}
	own.Consent, err = q.Contributions().Consent(o.ID)
	return own, err
}

// Agree stores that an organization agrees to be named, or takes that back: the picture is without it at once.
func (s *Service) Agree(ctx context.Context, o *models.Organization, byName string, agrees bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Contributions().Agree(o.ID, byName, agrees) })
}
