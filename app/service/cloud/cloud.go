// Package cloud lays words out as a cloud: the more often a word is said, the larger, none over another. The same words
// give the same cloud. Pages, papers and stages draw what it returns.
package cloud

import "math"

// Word is a word to place, and how often it was said.
type Word struct {
	Text  string
	Count int
}

// Placed is a word in its place. X and Y are where its baseline begins, Width is how wide it is at its Size.
type Placed struct {
	Word
	X, Y, Size, Width float64
	// Tone is 1 for the first words, 2 for the next, 3 for the others.
	Tone int
}

// Cloud is a picture of words of a size.
type Cloud struct {
	Width, Height float64
	Words         []Placed
}

// Options say how large a cloud and its words are.
type Options struct {
	Width, Height     float64
	Smallest, Largest float64
	// Measure is how wide a text is at size 1, in the font in which it is drawn.
	Measure func(text string) float64
}

const (
	// ascent is the part of a line above the baseline.
	ascent = 0.88
	// gap is what is left free around a word, of its size.
	gap = 0.12
	// smaller is by how much words shrink where not all have room; tries is how often.
	smaller = 0.9
	tries   = 8
	firsts  = 3
	seconds = 11
	// mostMissed words without room are tried; then all is full.
	mostMissed = 3
)

// Layout places words, the most frequent first; they must be sorted so. Words that have no room are left out.
func Layout(list []Word, o Options) *Cloud {
	if len(list) == 0 {
		return &Cloud{Width: o.Width, Height: o.Height}
	}
	var best *Cloud
	largest := o.Largest
	for range tries {
		c := place(list, &o, largest)
		if best == nil || len(c.Words) > len(best.Words) {
			best = c
		}
		if len(best.Words) == len(list) || largest*smaller < o.Smallest {
			break
		}
		largest *= smaller
	}
	return best
}

func place(list []Word, o *Options, largest float64) *Cloud {
	c := &Cloud{Width: o.Width, Height: o.Height}
	most, fewest := list[0].Count, list[len(list)-1].Count
	var taken []box
	missed, rank := 0, 0
	for i, word := range list {
		if i > 0 && word.Count < list[i-1].Count { // words that are said as often have one rank
			rank = i
		}
		size := o.Smallest + (largest-o.Smallest)*weight(word.Count, fewest, most)
		width := o.Measure(word.Text) * size
		if width > o.Width-2*gap*size { // a long word is as large as there is room
			size *= (o.Width - 2*gap*size) / width
			width = o.Measure(word.Text) * size
		}
		b, ok := find(taken, width+2*gap*size, (1+gap)*size, o)
		if !ok {
			if missed++; missed > mostMissed {
				break
			}
			continue
		}
		taken = append(taken, b)
		c.Words = append(c.Words, Placed{
			Word: word, X: round(b.left + gap*size), Y: round(b.top + (gap/2+ascent)*size), Size: round(size),
			Width: round(width), Tone: tone(rank),
		})
	}
	return c
}

// weight is how large a word is between the smallest, 0, and the largest, 1. The eye compares areas.
func weight(count, fewest, most int) float64 {
	if most == fewest {
		return 0.4
	}
	return math.Sqrt(float64(count-fewest) / float64(most-fewest))
}

func tone(rank int) int {
	switch {
	case rank < firsts:
		return 1
	case rank < seconds:
		return 2
	}
	return 3
}

func round(x float64) float64 { return math.Round(x*10) / 10 }

type box struct{ left, top, right, bottom float64 }

func (b *box) meets(o *box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

// find looks for room along a spiral from the middle. ok is false where there is none.
func find(taken []box, width, height float64, o *Options) (b box, ok bool) {
	const arc, step = 10.0, 3.0
	flat := o.Height / o.Width
	for angle := 0.0; ; angle += arc / max(arc, step*angle) {
		x, y := step*angle*math.Cos(angle), step*angle*math.Sin(angle)*flat
		if math.Abs(step*angle*flat) > o.Height && step*angle > o.Width {
			return box{}, false
		}
		left, top := o.Width/2+x-width/2, o.Height/2+y-height/2
		b = box{left, top, left + width, top + height}
		if left >= 0 && top >= 0 && b.right <= o.Width && b.bottom <= o.Height && isFree(taken, &b) {
			return b, true
		}
	}
}

func isFree(taken []box, b *box) bool {
	for i := range taken {
		if taken[i].meets(b) {
			return false
		}
	}
	return true
}
