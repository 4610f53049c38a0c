package sheet

// Score is what Box decides by.
func (p *Photo) Score(row Row) (inside, outside float64) { return p.score(row) }
