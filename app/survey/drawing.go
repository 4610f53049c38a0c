package survey

import "slices"

// Piece is a part of a drawing: an answer, where it lies, how long it is, and the class of its colour.
type Piece struct {
	Label, Class   string
	X, Width       float64
	Y, Height      float64
	Count, Percent int
}

// tones are the classes of the steps of a scale, from one end over the middle to the other.
var tones = []string{"fill-3", "fill-3 soft", "fill-4 soft", "fill-1 soft", "fill-1"}

// Agreement are the answers to a scale of five steps as one bar, 100 wide to both sides of 100, where the middle of the
// middle step lies.
func (q QuestionResult) Agreement() []Piece {
	if len(q.Bars) != len(tones) || q.Responses == 0 {
		return nil
	}
	width := func(i int) float64 { return 100 * float64(q.Bars[i].Count) / float64(q.Responses) }
	x := 100 - width(0) - width(1) - width(2)/2
	list := make([]Piece, len(tones))
	for i, bar := range q.Bars {
		list[i] = Piece{
			Label: bar.LabelEn, Class: tones[i], X: x, Width: width(i), Count: bar.Count, Percent: q.Percent(bar),
		}
		x += list[i].Width
	}
	return list
}

// columnHeight is the height of the drawing of Heights.
const columnHeight = 60

// Heights are the answers to a scale from 0 to 10 as columns.
func (q QuestionResult) Heights() []Piece {
	most := 1
	for _, bar := range q.Bars {
		most = max(most, bar.Count)
	}
	list := make([]Piece, len(q.Bars))
	for i, bar := range q.Bars {
		height := columnHeight * float64(bar.Count) / float64(most)
		class := "fill-3"
		if i >= 9 {
			class = "fill-1"
		} else if i >= 7 {
			class = "fill-4"
		}
		list[i] = Piece{Label: bar.LabelEn, Class: class, Y: columnHeight - height, Height: height, Count: bar.Count}
	}
	return list
}

// At is where a score from -100 to 100 lies on a line of 200.
func (QuestionResult) At(score float64) float64 { return score + 100 }

// Span is how long an interval of scores is on the same line.
func (QuestionResult) Span(low, high float64) float64 { return high - low }

// HidesSome reports whether the number of an answer is hidden.
func (q QuestionResult) HidesSome() bool {
	return q.Row != nil && slices.ContainsFunc(q.Row.Cells, func(c Cell) bool { return c.IsHidden })
}
