package signedfeed

import "slices"

// Fewest are the people or organizations who must stand behind a figure before it is told, or shown.
const Fewest = 5

const mostFigures = 50

// Figures are what came of it at an installation. None of them is of a person.
type Figures struct {
	Circulation []Figure `json:"circulation,omitempty"`
	// Offers are people who agreed to be asked for help, counted by theme.
	Offers []Offered `json:"offers,omitempty"`
}

// Figure is a figure of how help goes round: a value in its unit, of N people or organizations.
type Figure struct {
	Name  string `json:"name"`
	Unit  string `json:"unit"`
	Value int    `json:"value"`
	N     int    `json:"n"`
}

// Offered is how many people may be asked for help in a theme.
type Offered struct {
	Theme  string `json:"theme"`
	People int    `json:"people"`
}

// IsEmpty reports whether nothing is told.
func (f *Figures) IsEmpty() bool { return f == nil || len(f.Circulation)+len(f.Offers) == 0 }

// Known leaves out figures and themes that are unknown to a reader, and those behind which too few stand.
func (f *Figures) Known(isFigure, isTheme func(string) bool) *Figures {
	if f == nil {
		return &Figures{}
	}
	known := &Figures{
		Circulation: slices.DeleteFunc(slices.Clone(f.Circulation), func(g Figure) bool {
			return !isFigure(g.Name) || g.N < Fewest || g.Value < 0
		}),
		Offers: slices.DeleteFunc(slices.Clone(f.Offers), func(o Offered) bool {
			return !isTheme(o.Theme) || o.People < Fewest
		}),
	}
	known.Circulation = known.Circulation[:min(len(known.Circulation), mostFigures)]
	known.Offers = known.Offers[:min(len(known.Offers), mostFigures)]
	return known
}
