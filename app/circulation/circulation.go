// Package circulation shows how help goes round: who helped whom, and who of them was helped before. It tells of
// organizations that agreed to be named, and never of a person.
package circulation

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"meguri/models"
)

// Service reads the ledger of contributions.
type Service struct {
	db   *models.DB
	mu   sync.Mutex
	kept *published
}

// New returns the service.
func New(db *models.DB) *Service { return &Service{db: db} }

// published is what the latest release says on a day: its pages by year, 0 for all.
type published struct {
	mark   string
	ledger *Ledger
	pages  map[int]*Page
}

// published reads the latest release, and computes its pages, anew where there is a newer one, where an organization
// agreed or took that back, and each day.
func (s *Service) published(q *models.Query) (*published, error) {
	release, err := q.Contributions().LatestRelease()
	if err != nil {
		return nil, err
	}
	named, err := q.Contributions().NamedMark()
	if err != nil {
		return nil, err
	}
	mark := q.Now.In(models.DefaultZone).Format(time.DateOnly) + named
	if release != nil {
		mark += release.ID
	}
	s.mu.Lock() // one computes, the others wait for it
	defer s.mu.Unlock()
	if s.kept != nil && s.kept.mark == mark {
		return s.kept, nil
	}
	p, err := compute(q, release)
	if err != nil {
		return nil, err
	}
	p.mark, s.kept = mark, p
	return p, nil
}

func compute(q *models.Query, release *models.CirculationRelease) (*published, error) {
	ledger, err := readLedger(q)
	if err != nil {
		return nil, err
	}
	named, err := q.Contributions().Named()
	if err != nil {
		return nil, err
	}
	p := &published{ledger: ledger, pages: map[int]*Page{0: {}}}
	for _, year := range yearsOf(ledger.Whole) {
		p.pages[year] = &Page{Year: year}
	}
	today := q.Now.In(models.DefaultZone)
	var all sync.WaitGroup
	for _, page := range p.pages {
		all.Go(func() { page.compute(ledger, named, today) })
	}
	all.Wait()
	var years []Year
	for _, number := range slices.Sorted(maps.Keys(p.pages))[1:] {
		page := p.pages[number]
		years = append(years, Year{number, page.Measures.Projects, page.Ring})
	}
	for _, page := range p.pages {
		page.Years, page.Release = years, release
	}
	return p, nil
}

func (p *Page) compute(ledger *Ledger, named []models.Organization, today time.Time) {
	period := PeriodOf(p.Year)
	p.Flows = FlowsOf(ledger, period, named)
	p.Ring, p.RingNarrow = p.Flows.Draw(), p.Flows.DrawNarrow()
	p.Measures = Measure(ledger, period, today)
}

func readLedger(q *models.Query) (*Ledger, error) {
	list, err := q.Contributions().Released()
	if err != nil {
		return nil, err
	}
	return ledgerOf(list), nil
}

func ledgerOf(list []models.ReleasedEntry) *Ledger {
	ordered := make([]*models.ReleasedEntry, len(list)) // an entry is large to move
	for i := range list {
		ordered[i] = &list[i]
	}
	slices.SortFunc(ordered, func(a, b *models.ReleasedEntry) int { return order(&a.Contribution, &b.Contribution) })
	return &Ledger{
		Whole:   summed(ordered, models.CountedNowhere, models.CountedInYear, models.CountedInFlow),
		Counted: summed(ordered, models.CountedInYear, models.CountedInFlow),
		InFlows: summed(ordered, models.CountedInFlow),
	}
}

// order is that of days; entries of the same hours follow each other.
func order(a, b *models.Contribution) int {
	if byDay := strings.Compare(a.Day, b.Day); byDay != 0 {
		return byDay // most differ here: cmp.Or compares all before it chooses
	}
	return cmp.Or(
		strings.Compare(a.GiverID, b.GiverID), strings.Compare(a.ToID, b.ToID),
		strings.Compare(a.HourEntryID, b.HourEntryID), strings.Compare(a.From(), b.From()),
		strings.Compare(a.ProjectID, b.ProjectID), strings.Compare(string(a.Theme), string(b.Theme)),
	)
}

// summed sums up ordered entries that are counted in one of the given ways, without what was taken back.
func summed(list []*models.ReleasedEntry, counted ...models.CountedIn) []models.Contribution {
	sums := make([]models.Contribution, 0, len(list))
	for i := range list {
		c := &list[i].Contribution
		if !slices.Contains(counted, list[i].Counted) {
			continue
		}
		if last := len(sums) - 1; last >= 0 && order(&sums[last], c) == 0 {
			sums[last].Minutes += c.Minutes
			continue
		}
		sums = append(sums, *c)
	}
	return slices.DeleteFunc(sums, func(c models.Contribution) bool { return c.Minutes <= 0 })
}

// Year is a year of the ledger, with its picture in small.
type Year struct {
	Number, Projects int
	Ring             *Ring
}

// Page is the circulation of a year, or of all of them, as the latest release says.
type Page struct {
	// Year is 0 for all.
	Year  int
	Years []Year
	// Release is nil before the first one.
	Release          *models.CirculationRelease
	Measures         *Measures
	Flows            *Flows
	Ring, RingNarrow *Ring
	Gaps             []Gap
	// Ties are counts of ties, Shown those of which both people agreed to be named; of all years, and only there.
	Ties  []TieCount
	Shown []models.Tie
	// Changes are what changed by projects, Declared what organizations declare of former ones; of all years, and only
	// there.
	Changes  []Change
	Declared Declared
}

// Gap is what is missing in a theme.
type Gap struct{ models.NeedGap }

// People is how many may be asked, in steps of fewest: one more or less tells of nobody.
func (g Gap) People() int { return g.MayBeAsked / fewest * fewest }

// TellsPeople reports whether enough people may be asked to say how many.
func (g Gap) TellsPeople() bool { return g.MayBeAsked >= fewest }

// Page reads the circulation of a year, "" for all; CodeNotFound where the ledger has none of it.
func (s *Service) Page(ctx context.Context, year string) (*Page, error) {
	q := s.db.Query(ctx)
	published, err := s.published(q)
	if err != nil {
		return nil, err
	}
	number := 0
	if year != "" {
		if number, err = strconv.Atoi(year); err != nil || number == 0 {
			return nil, models.NewError(models.CodeNotFound, "circulation.no_year")
		}
	}
	found := published.pages[number]
	if found == nil {
		return nil, models.NewError(models.CodeNotFound, "circulation.no_year")
	}
	p := *found
	gaps, err := q.Needs().Gaps(q.Now.AddDate(-1, 0, 0))
	for _, gap := range gaps {
		p.Gaps = append(p.Gaps, Gap{gap})
	}
	if err == nil && p.Year == 0 {
		if err = p.addTies(q); err == nil {
			err = p.addCame(q)
		}
	}
	return &p, err
}

// PeriodOf is a year, 0 for all.
func PeriodOf(year int) Period {
	if year == 0 {
		return Period{"0000-01-01", "9999-12-31"}
	}
	text := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")
	return Period{text + "-01-01", text + "-12-31"}
}

func yearsOf(ledger []models.Contribution) (list []int) {
	for i := range ledger { // which is in the order of days
		year, err := strconv.Atoi(ledger[i].Day[:4])
		if err == nil && (len(list) == 0 || list[len(list)-1] != year) {
			list = append(list, year)
		}
	}
	return list
}

// Own is what an organization's staff see: whether it agreed to be named, and what it gave and was given.
type Own struct {
	Consent *models.CirculationConsent
	Gave    []Flow
	Given   []Flow
}

// Own reads what an organization gave and was given as the latest release says, whoever agreed to be named.
func (s *Service) Own(ctx context.Context, o *models.Organization) (*Own, error) {
	q := s.db.Query(ctx)
	published, err := s.published(q)
	if err != nil {
		return nil, err
	}
	all, err := q.Organizations().All()
	if err != nil {
		return nil, err
	}
	own := &Own{}
	for _, f := range FlowsOf(published.ledger, PeriodOf(0), all).List {
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
