package survey_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestNoHiddenCellFollowsFromAllTablesTogether takes everything that is published of a small crowd: the totals of each
// question, and the tables of each split, whose rows are the filters. It is one system of equations about how many
// people have each two answers; no number below SmallGroup may follow from it, by algebra or because none is negative.
// How many gave an answer and left another question out can follow: see decision 0084.
func TestNoHiddenCellFollowsFromAllTablesTogether(t *testing.T) {
	f := newFixture(t, modelstest.OnSQLite(t))
	hidden, facts := 0, 0
	for seed := range uint64(18) { // the last six with facts that some people let travel
		s := f.small(seed, seed >= 12)
		a := newAudit(t, f, s)
		for _, by := range f.results(s).Variables {
			a.addTables(by.Slug, f.look(s, survey.View{By: by.Slug}))
		}
		a.solve(fmt.Sprintf("seed %d, %d people", seed, len(a.people)))
		hidden += len(a.hidden)
		for _, trait := range a.traits {
			if strings.HasPrefix(trait.slug, "fact_") {
				facts++
			}
		}
	}
	if hidden < 300 || facts < 10 {
		t.Errorf("only %d cells were hidden, and %d facts told", hidden, facts)
	}
}

// small closes a survey that 25 to 90 people answered, some not all of it; with facts, 175 to 240. Their answers have
// to do with one another.
func (f *fixture) small(seed uint64, withFacts bool) *models.Survey {
	f.t.Helper()
	rng := rand.New(rand.NewPCG(seed, 5))
	people := 25 + rng.IntN(66)
	var facts []models.SurveyFact
	if withFacts { // which fewer people would leave nothing of
		people, facts = people+150, models.SurveyFacts[:2]
	}
	s := f.surveyWithFacts(facts...)
	var list []models.Response
	for range people {
		r := models.Response{SurveyID: s.ID, ID: models.NewAnonymousID(), Mode: models.ModeVenue, Locale: "ja"}
		lean := rng.IntN(3)
		if rng.IntN(5) > lean {
			r.Mode = models.ModeOnline
		}
		r.Answers = map[string][]string{
			"overall":   {fmt.Sprint(1 + min(4, lean+rng.IntN(4)))},
			"recommend": {fmt.Sprint(min(10, 2*lean+rng.IntN(9)))},
			"source":    {[]string{"city_news", "a_friend", "o3"}[(lean+rng.IntN(2))%3]},
			"themes":    [][]string{{"time"}, {"skills"}, {"time", "circle"}}[(lean+rng.IntN(2))%3],
		}
		for _, slug := range []string{"recommend", "source", "themes"} {
			if rng.IntN(8) == 0 {
				delete(r.Answers, slug)
			}
		}
		if withFacts && rng.IntN(4) > 0 {
			r.Answers["fact_sector"] = []string{[]string{"civil", "industry", "health"}[(lean+rng.IntN(2))%3]}
			r.Answers["fact_visit"] = []string{[]string{"first", "returning"}[rng.IntN(2)]}
		}
		list = append(list, r)
	}
	f.inTx(func(tx *models.Tx) error { return tx.Responses().InsertMany(list) })
	f.close(s)
	return f.read(s.ID)
}

// trait is what a person has one value of: a fact, the answer to a question, or whether an option was chosen. The value
// after the last one is that it was not answered.
type trait struct {
	slug   string
	option int // of several that may be chosen, -1 otherwise
	values int
	of     func(r *models.Response) int
}

// audit is the system of equations: an unknown for each two values of each two traits.
type audit struct {
	t         *testing.T
	traits    []trait
	people    []*models.Response
	start     map[[2]int]int // of the unknowns of two traits
	truth     []float64
	equations [][]float64 // the coefficients, then the sum
	hidden    [][]float64 // cells that are not shown, and how many people they have
}

func newAudit(t *testing.T, f *fixture, s *models.Survey) *audit {
	t.Helper()
	a := &audit{t: t, people: f.responses(s), start: map[[2]int]int{}}
	modes := []string{string(models.ModeVenue), string(models.ModeOnline)}
	if s.Release.Columns["mode"].Shown == models.ShownWhole {
		a.traits = append(a.traits, trait{"mode", -1, 2, func(r *models.Response) int {
			return slices.Index(modes, string(r.Mode))
		}})
	}
	for _, q := range f.results(s).Questions {
		values := []string{}
		for _, value := range q.Question.Values() {
			values = append(values, value.Value)
		}
		switch show := q.Question.Show(); {
		case show.Written || q.NotShown != "" || s.Release.Columns[q.Question.Slug].Shown == models.ShownTotals:
		case show.Control == question.Checkboxes:
			for option, value := range values {
				a.traits = append(a.traits, trait{q.Question.Slug, option, 2, func(r *models.Response) int {
					given := r.Answers[q.Question.Slug]
					return map[bool]int{true: 2, false: 1}[given == nil] - len(slices.DeleteFunc(slices.Clone(given),
						func(g string) bool { return g != value }))
				}})
			}
		default:
			a.traits = append(a.traits, trait{q.Question.Slug, -1, len(values), func(r *models.Response) int {
				if given := r.Answers[q.Question.Slug]; given != nil {
					return slices.Index(values, given[0])
				}
				return len(values)
			}})
		}
	}
	a.count()
	return a
}

// count counts the unknowns, and publishes the totals of each trait.
func (a *audit) count() {
	for i := range a.traits {
		for k := i + 1; k < len(a.traits); k++ {
			a.start[[2]int{i, k}] = len(a.truth)
			a.truth = append(a.truth, make([]float64, (a.traits[i].values+1)*(a.traits[k].values+1))...)
			for _, r := range a.people {
				a.truth[a.at(i, a.traits[i].of(r), k, a.traits[k].of(r))]++
			}
		}
	}
	for i := range a.traits {
		for k := range a.traits {
			for value := range a.traits[i].values + 1 {
				if i != k {
					a.publish(i, []int{value}, k, a.all(k))
				}
			}
		}
	}
}

func (a *audit) at(i, valueI, k, valueK int) int {
	if i > k {
		i, valueI, k, valueK = k, valueK, i, valueI
	}
	return a.start[[2]int{i, k}] + valueI*(a.traits[k].values+1) + valueK
}

// sum is the equation of how many people have some values of two traits, with the true number.
func (a *audit) sum(i int, valuesI []int, k int, valuesK []int) []float64 {
	equation := make([]float64, len(a.truth)+1)
	for _, valueI := range valuesI {
		for _, valueK := range valuesK {
			at := a.at(i, valueI, k, valueK)
			equation[at]++
			equation[len(a.truth)] += a.truth[at]
		}
	}
	return equation
}

func (a *audit) publish(i int, valuesI []int, k int, valuesK []int) float64 {
	equation := a.sum(i, valuesI, k, valuesK)
	a.equations = append(a.equations, equation)
	return equation[len(a.truth)]
}

// answered are the values of a trait, all has that it was not answered, too.
func (a *audit) answered(i int) (values []int) { return a.all(i)[:a.traits[i].values] }

func (a *audit) all(i int) (values []int) {
	for value := range a.traits[i].values + 1 {
		values = append(values, value)
	}
	return values
}

// line is the trait and the values of a row or column.
func (a *audit) line(slug string, values []int) (int, []int) {
	at := slices.IndexFunc(a.traits, func(t trait) bool {
		return t.slug == slug && (t.option < 0 || t.option == values[0])
	})
	if at >= 0 && a.traits[at].option >= 0 {
		return at, []int{0}
	}
	return at, values
}

// addTables publishes the tables of a split, and demands that they are true.
func (a *audit) addTables(by string, r *survey.Results) {
	for _, q := range r.Questions {
		if q.Table == nil {
			continue
		}
		for _, row := range q.Table.Rows {
			i, values := a.line(by, row.Values)
			for c, cell := range row.Cells {
				k, column := a.line(q.Question.Slug, q.Table.Columns[c].Values)
				a.expect(row.N, a.publish(i, values, k, a.answered(k)))
				a.expect(q.Table.Columns[c].N, a.publish(i, a.answered(i), k, column))
				a.expect(q.Table.All.N, a.publish(i, a.answered(i), k, a.answered(k)))
				if cell.IsHidden {
					a.hidden = append(a.hidden, a.sum(i, values, k, column))
				} else {
					a.expect(cell.Count, a.publish(i, values, k, column))
				}
			}
		}
	}
}

func (a *audit) expect(shown int, truth float64) {
	a.t.Helper()
	if float64(shown) != truth {
		a.t.Errorf("%d are shown, there are %v", shown, truth)
	}
}

// solve demands that nothing below SmallGroup can be reckoned.
func (a *audit) solve(what string) {
	a.t.Helper()
	pivots := reduce(a.equations, len(a.truth))
	for _, cell := range a.hidden {
		n := cell[len(a.truth)]
		if follows(cell, a.equations, pivots) && n > 0 && n < survey.SmallGroup {
			a.t.Errorf("%s: a hidden cell of %v can be reckoned", what, n)
		}
	}
	low, high := a.bounds()
	for i := range a.traits {
		for k := i + 1; k < len(a.traits); k++ {
			for _, valueI := range a.answered(i) {
				for _, valueK := range a.answered(k) {
					at := a.at(i, valueI, k, valueK)
					if n := a.truth[at]; n > 0 && n < survey.SmallGroup && high[at]-low[at] < 1 {
						a.t.Errorf("%s: %s=%d with %s=%d is %v", what, a.traits[i].slug, valueI, a.traits[k].slug, valueK, n)
					}
				}
			}
		}
	}
}

// reduce brings equations into reduced row echelon form, and returns the unknown of each.
func reduce(rows [][]float64, unknowns int) (pivots []int) {
	for column := 0; column < unknowns && len(pivots) < len(rows); column++ {
		top := len(pivots)
		best := top
		for r := top; r < len(rows); r++ {
			if math.Abs(rows[r][column]) > math.Abs(rows[best][column]) {
				best = r
			}
		}
		if math.Abs(rows[best][column]) < 1e-9 {
			continue
		}
		rows[top], rows[best] = rows[best], rows[top]
		scale(rows[top], 1/rows[top][column])
		for r := range rows {
			if factor := rows[r][column]; r != top && math.Abs(factor) > 1e-9 {
				subtract(rows[r], rows[top], factor)
			}
		}
		pivots = append(pivots, column)
	}
	return pivots
}

func scale(row []float64, by float64) {
	for i := range row {
		row[i] *= by
	}
}

func subtract(row, other []float64, factor float64) {
	for i := range row {
		row[i] -= factor * other[i]
	}
}

// follows reports whether a sum can be made of equations.
func follows(cell []float64, equations [][]float64, pivots []int) bool {
	rest := slices.Clone(cell)
	for r, column := range pivots {
		if factor := rest[column]; math.Abs(factor) > 1e-9 {
			subtract(rest, equations[r], factor)
		}
	}
	return !slices.ContainsFunc(rest[:len(rest)-1], func(x float64) bool { return math.Abs(x) > 1e-6 })
}

// bounds are between which numbers each unknown lies by the reduced equations, since none is below 0.
func (a *audit) bounds() (low, high []float64) {
	low, high = make([]float64, len(a.truth)), slices.Repeat([]float64{float64(len(a.people))}, len(a.truth))
	for range 20 {
		for _, equation := range a.equations {
			for at := range a.truth {
				if factor := equation[at]; math.Abs(factor) > 1e-9 {
					least, most := equation[len(a.truth)], equation[len(a.truth)]
					for other := range a.truth {
						if c := equation[other]; other != at && math.Abs(c) > 1e-9 {
							least -= max(c*low[other], c*high[other])
							most -= min(c*low[other], c*high[other])
						}
					}
					low[at] = max(low[at], math.Ceil(min(least/factor, most/factor)-1e-6))
					high[at] = min(high[at], math.Floor(max(least/factor, most/factor)+1e-6))
				}
			}
		}
	}
	return low, high
}
