package freetext

import "slices"

// Agreement is how alike coders gave codes, over the texts that at least two of them read.
type Agreement struct {
	// Alpha is Krippendorff's alpha: 1 where they always agree, 0 where they agree as often as by chance.
	Alpha float64
	// Texts is how many were read by two or more.
	Texts int
}

// Level says in a word how far numbers can be built on it, by the bounds that Krippendorff gives.
func (a *Agreement) Level() string {
	switch {
	case a.Alpha >= 0.8:
		return "good"
	case a.Alpha >= 0.667:
		return "fair"
	}
	return "low"
}

// fewestTwice is how many texts two coders must have read before it is said how alike they code.
const fewestTwice = 10

// agreement is how alike coders gave a code, nil where too few texts were read by two.
func (c *codings) agreement(src *source, code string) *Agreement {
	var units [][]bool
	for i := range src.texts {
		if coders := c.of[src.texts[i].ID]; len(coders) > 1 {
			var unit []bool
			for _, codes := range coders {
				unit = append(unit, slices.Contains(codes, code))
			}
			units = append(units, unit)
		}
	}
	if len(units) < fewestTwice {
		return nil
	}
	alpha, ok := alpha(units)
	if !ok { // the code was given always or never: there is nothing to agree on
		return nil
	}
	return &Agreement{alpha, len(units)}
}

// meanAgreement is the mean over the codes that have one. Putting all codes into one number would praise coders for
// the rare codes that neither gives.
func meanAgreement(codes []Code) *Agreement {
	var mean Agreement
	n := 0
	for _, code := range codes {
		if code.Agreement != nil {
			mean.Alpha += code.Agreement.Alpha
			mean.Texts = code.Agreement.Texts
			n++
		}
	}
	if n == 0 {
		return nil
	}
	mean.Alpha /= float64(n)
	return &mean
}

// alpha is Krippendorff's alpha of values of two or more per unit: 1 − Do ÷ De. ok is false where all values are the
// same.
func alpha[T comparable](units [][]T) (a float64, ok bool) {
	times, total, observed := map[T]float64{}, 0.0, 0.0
	for _, unit := range units {
		m := float64(len(unit))
		if m < 2 {
			continue
		}
		total += m
		here := map[T]float64{}
		for _, value := range unit {
			times[value]++
			here[value]++
		}
		pairs := m * (m - 1)
		for _, n := range here {
			pairs -= n * (n - 1)
		}
		observed += pairs / (m - 1)
	}
	expected := total * (total - 1)
	for _, n := range times {
		expected -= n * (n - 1)
	}
	if expected == 0 {
		return 0, false
	}
	return 1 - (total-1)*observed/expected, true
}
