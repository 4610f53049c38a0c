package consensus

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"meguri/app/service/anonymity"
)

// Result is what a crowd thinks. It holds numbers of groups and nothing of single people.
type Result struct {
	// People is how many answered, Placed how many of them are in a group.
	People int
	Placed int
	// Tallies are of all people, by statement.
	Tallies []Tally
	// Groups are those that are believed, the largest first; none where there is no clear division.
	Groups []Group `json:",omitempty"`
	// Model places people in the groups. Where there are none, it is a guess for choosing cards.
	Model Model
	// X, Y and Share make a picture of answers; see Place.
	X, Y, Share []float64
	// Size is how far from its middle the picture goes.
	Size float64
}

// Group is people who answer alike.
type Group struct {
	People  int
	Tallies []Tally
	// Middle is the middle of its people in the picture; Width, Height and Slant say how far they are spread.
	Middle        Point
	Width, Height float64
	Slant         float64
}

// Place is where somebody stands: in the picture, and in a group. Group is -1 in none.
type Place struct {
	Point
	Group int
}

// Find finds what a crowd thinks. The same answers have the same result.
func Find(c *Crowd) *Result {
	v, r := c.votes(), c.random()
	if v.people() < FewestPeople {
		return c.result(v, nil)
	}
	places := points(v)
	found := divide(v, places, r)
	found.sortBySize()
	result := c.result(v, found)
	if len(result.Groups) == 0 {
		result.Model = guess(v, places, r)
	}
	return result
}

// Next is Find after some more answers: it keeps the groups of the result before and lets them move, which takes a part
// of the time. What there were no groups of before has none now.
func Next(c *Crowd, before *Result) *Result {
	v := c.votes()
	if len(before.Share) != c.Statements || len(before.Model.Weight) == 0 {
		return Find(c)
	}
	f := newFit(v, len(before.Model.Weight))
	copy(f.Weight, before.Model.Weight)
	for k := range f.Agree {
		copy(f.Agree[k], before.Model.Agree[k])
	}
	f.settle(v)
	if len(before.Groups) == 0 || !f.isDrawable() {
		result := c.result(v, nil)
		result.Model = f.Model
		return result
	}
	return c.result(v, f)
}

// sortBySize puts the largest class first.
func (f *fit) sortBySize() {
	order := make([]int, len(f.Weight))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(f.Weight[b], f.Weight[a]) })
	sorted := func(list []float64) []float64 {
		other := make([]float64, len(list))
		for to, from := range order {
			other[to] = list[from]
		}
		return other
	}
	agree := make([][]float64, len(order))
	for to, from := range order {
		agree[to] = f.Agree[from]
	}
	f.Weight, f.Agree = sorted(f.Weight), agree
	for i := range f.member {
		f.member[i] = sorted(f.member[i])
	}
}

// result counts the groups of a fit, which may be nil.
func (c *Crowd) result(v *votes, f *fit) *Result {
	result := &Result{People: v.people(), Tallies: c.tallies(), Share: v.share, Size: 1}
	result.X, result.Y = axes(v)
	places := points(v)
	for _, p := range places {
		result.Size = max(result.Size, math.Abs(p.X), math.Abs(p.Y))
	}
	if f == nil || len(f.Weight) < 2 {
		return result
	}
	result.Model, result.Groups = f.Model, make([]Group, len(f.Weight))
	members := make([][]Point, len(f.Weight))
	for g := range result.Groups {
		result.Groups[g].Tallies = make([]Tally, c.Statements)
	}
	for i, member := range f.member {
		g := likeliest(member)
		if v.start[i+1]-v.start[i] < fewestVotes || member[g] < sure {
			continue
		}
		result.Placed++
		result.Groups[g].People++
		members[g] = append(members[g], places[i])
		for _, a := range c.People[i] {
			result.Groups[g].Tallies[a.Statement].add(a.Stance)
		}
	}
	for g := range result.Groups {
		if result.Groups[g].People < SmallestGroup { // too many of it are unsure to be shown
			return c.result(v, nil)
		}
		result.Groups[g].measure(members[g])
	}
	return result
}

func likeliest(member []float64) int {
	at := 0
	for c, p := range member {
		if p > member[at] {
			at = c
		}
	}
	return at
}

func (g *Group) measure(members []Point) {
	n := float64(len(members))
	for _, p := range members {
		g.Middle.X += p.X / n
		g.Middle.Y += p.Y / n
	}
	for _, p := range members {
		x, y := p.X-g.Middle.X, p.Y-g.Middle.Y
		g.Width += x * x / n
		g.Height += y * y / n
		g.Slant += x * y / n
	}
	g.Width, g.Height = math.Sqrt(g.Width), math.Sqrt(g.Height)
	if g.Width > 0 && g.Height > 0 {
		g.Slant /= g.Width * g.Height
	}
}

// Dots are as many places as a group has people, drawn by chance from where they are: the picture shows how many and
// where, and no dot is anybody's.
func (g *Group) Dots() []Point {
	const widest = 2.2
	r := rand.New(rand.NewPCG(uint64(g.People), math.Float64bits(g.Middle.X))) //nolint:gosec // the same each time
	list := make([]Point, 0, g.People)
	for len(list) < g.People {
		a, b := r.NormFloat64(), r.NormFloat64()
		if a*a+b*b > widest*widest {
			continue
		}
		x, y := a, g.Slant*a+math.Sqrt(max(0, 1-g.Slant*g.Slant))*b
		list = append(list, Point{g.Middle.X + x*g.Width, g.Middle.Y + y*g.Height})
	}
	return list
}

// Place finds where somebody stands who answered so. ok is false where they answered too little to say.
func (r *Result) Place(answers []Answer) (place Place, ok bool) {
	c := Crowd{Statements: len(r.Share), People: [][]Answer{answers}}
	v := c.votes()
	if len(v.statement) < fewestVotes {
		return Place{Group: -1}, false
	}
	place.Group, v.share = -1, r.Share
	for at, j := range v.statement {
		place.X += v.deviation(at) * r.X[j]
		place.Y += v.deviation(at) * r.Y[j]
	}
	scale := math.Sqrt(float64(len(r.Share)) / float64(len(v.statement)))
	place.X, place.Y = place.X*scale, place.Y*scale
	if len(r.Groups) == 0 {
		return place, true
	}
	f := newFit(v, len(r.Model.Weight))
	f.Model = r.Model
	f.expect(v)
	if g := likeliest(f.member[0]); f.member[0][g] >= sure {
		place.Group = g
	}
	return place, true
}

const (
	// agreedShare is the share of a group that must agree for it to be called so.
	agreedShare = 0.6
	// fewestAgreed is how many of each group must have voted on what all agree on.
	fewestAgreed = 3
	// dividedBy is how far the shares of two groups must be apart.
	dividedBy = 0.3
	// agreedOfTen is of how many in ten pages say that they agree: of each group as counted, not only as estimated.
	agreedOfTen = 7
	// FewestShown is how many of a group must have voted for its share to be shown.
	FewestShown = anonymity.K
)

// isAgreed reports whether as many agree as pages say.
func (t Tally) isAgreed() bool { return 10*t.Agree >= agreedOfTen*t.Votes() }

// Agreed are the statements with which every group agrees, the most certain first: the product of the groups' shares.
// Without groups those with which most people agree.
func (r *Result) Agreed() []int {
	values := map[int]float64{}
	for j, all := range r.Tallies {
		value := all.share()
		isAgreed := all.Votes() >= FewestShown && value >= agreedShare && all.isAgreed()
		if len(r.Groups) > 0 {
			value, isAgreed = 1, true
			for _, g := range r.Groups {
				t := g.Tallies[j]
				value *= t.share()
				isAgreed = isAgreed && t.Votes() >= fewestAgreed && t.share() >= agreedShare && t.isAgreed()
			}
		}
		if isAgreed {
			values[j] = value
		}
	}
	return sorted(values)
}

// Divided are the statements in which groups are furthest apart; without groups those that divide people about in half.
func (r *Result) Divided() []int {
	values := map[int]float64{}
	for j, all := range r.Tallies {
		if len(r.Groups) == 0 {
			if value := 1 - 2*math.Abs(all.share()-0.5); all.Votes() >= FewestPeople && value >= 1-dividedBy {
				values[j] = value
			}
			continue
		}
		lowest, highest := 1.0, 0.0
		for _, g := range r.Groups {
			if t := g.Tallies[j]; t.Votes() >= FewestShown {
				lowest, highest = min(lowest, t.share()), max(highest, t.share())
			}
		}
		if highest-lowest >= dividedBy {
			values[j] = highest - lowest
		}
	}
	return sorted(values)
}

// Typical are the statements by which a group is known: its share is far from that of all others. The first is the
// furthest.
func (r *Result) Typical(group int) []int {
	values := map[int]float64{}
	for j, own := range r.Groups[group].Tallies {
		others := Tally{}
		for g := range r.Groups {
			if g != group {
				others.Agree += r.Groups[g].Tallies[j].Agree
				others.Disagree += r.Groups[g].Tallies[j].Disagree
			}
		}
		if own.Votes() < FewestShown || others.Votes() < FewestShown {
			continue
		}
		if apart := math.Abs(own.share() - others.share()); apart >= dividedBy {
			values[j] = apart
		}
	}
	return sorted(values)
}

// sorted are the keys with the highest values first.
func sorted(values map[int]float64) []int {
	list := make([]int, 0, len(values))
	for j := range values {
		list = append(list, j)
	}
	slices.SortFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(values[b], values[a]), cmp.Compare(a, b)) })
	return list
}
