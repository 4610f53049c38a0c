package web

import "meguri/app/forecast"

// People is how many are expected, with the range where there is one.
func (p *Page) People(r forecast.Range) string {
	if !r.HasRange {
		return p.T("turnout.about", "n", p.Number(r.Likely))
	}
	return p.T("turnout.range", "n", p.Number(r.Likely), "low", p.Number(r.Low), "high", p.Number(r.High))
}
