package circulation

import "meguri/models"

// shownTies is how many ties are shown by name.
const shownTies = 12

// The bases of ties: what records say, what one person says, what the other confirmed.
const (
	BasisDerived   = "derived"
	BasisDeclared  = "declared"
	BasisConfirmed = "confirmed"
)

// TieCount is how many ties of a kind there are, by what they are known from.
type TieCount struct {
	Kind, Basis string
	N           int
}

// IsTold reports whether it is of enough.
func (c TieCount) IsTold() bool { return c.N >= fewest }

// AtLeast is N in steps of fewest: one more or less tells of nobody.
func (c TieCount) AtLeast() int { return c.N / fewest * fewest }

// addTies reads the ties of all years: they have no year of their own.
func (p *Page) addTies(q *models.Query) error {
	m := p.Measures
	again, err := q.Ties().CameAgain()
	if err != nil {
		return err
	}
	organized, err := q.Ties().BecameStaff()
	if err != nil {
		return err
	}
	p.Ties = []TieCount{
		{"helped_then_helps", BasisDerived, m.Returned.Part}, {"across", BasisDerived, m.AcrossPeople},
		{"several", BasisDerived, m.Several.Part}, {"came_again", BasisDerived, again},
		{"then_organized", BasisDerived, organized},
	}
	counts, err := q.Ties().Count()
	if err != nil {
		return err
	}
	for _, kind := range models.TieKinds {
		p.Ties = append(p.Ties,
			TieCount{string(kind), BasisConfirmed, counts[kind][models.TieConfirmed]},
			TieCount{string(kind), BasisDeclared, counts[kind][models.TieDeclared]})
	}
	p.Shown, err = q.Ties().Shown(shownTies)
	return err
}
