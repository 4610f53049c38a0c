package need

import (
	"cmp"
	"hash/fnv"
	"slices"

	"meguri/app/service/vectors"
	"meguri/models"
)

// Why somebody is in a team, or nearly is.
const (
	WhyNearest   = "nearest"   // the nearest to the need
	WhyOther     = "other"     // near, and can what the others do not
	WhyNewcomer  = "newcomer"  // it would be their first help
	WhyChosen    = "chosen"    // a coordinator put them there
	WhyAlike     = "alike"     // can much the same as somebody in the team
	WhyNextTurn  = "next_turn" // was asked about another need lately
	WhyFull      = "full"      // the team is full
	WhyOnlyFirst = "first"     // made room for a newcomer
)

// Why somebody was found and is not proposed at all.
const (
	LeftAsked    = "asked"     // asked about this need, or offered for it
	LeftTooOften = "too_often" // asked as often as is allowed
	LeftBelongs  = "belongs"   // a member of the organization, or the coordinator themselves
	LeftTie      = "tie"       // a tie to a coordinator was named
	LeftNotFit   = "not_fit"   // a coordinator said that they do not fit
	LeftBlocked  = "blocked"
)

// LeftReasons lists why people are left out, in the order in which it is told.
var LeftReasons = []string{LeftAsked, LeftTooOften, LeftBelongs, LeftTie, LeftNotFit, LeftBlocked}

const (
	// likenessCosts is how much of what somebody brings counts less where the team can all of it already.
	likenessCosts = 0.5
	// turnCosts is how much less somebody counts for each time they were asked lately, so that others get a turn.
	turnCosts = 0.15
	// muchAlike is from how alike on two people can the same.
	muchAlike = 0.6
	// worthMore is what one more person must bring beyond the smallest team.
	worthMore = 0.35
	// newcomerShare is how near a newcomer must be, compared to the nearest, to be asked alone.
	newcomerShare = 0.75
	// mostNearly is how many are named who are nearly in the team.
	mostNearly = 3
)

// teamSize is how many a team has at least and at most.
func teamSize(e models.Effort) (least, most int) {
	switch e {
	case models.EffortDay:
		return 2, 2
	case models.EffortMonths:
		return 3, 5
	default:
		return 1, 1
	}
}

// member is somebody in a team, or nearly in it, and why.
type member struct {
	*Candidate
	why string
}

// proposal is a team, who is nearly in it, and how many were left out for which reason.
type proposal struct {
	team, nearly []member
	leftOut      map[string]int
}

// propose makes a team of those who were found for a need. by is who has it proposed. The same people and facts make
// the same team, in whichever order they come. See decision 0128.
func propose(n *models.Need, found []*Candidate, by *models.Account) proposal {
	p := proposal{leftOut: map[string]int{}}
	var left []*Candidate
	for _, c := range found {
		if why := c.leftOut(by); why != "" {
			p.leftOut[why]++
			continue
		}
		left = append(left, c)
	}
	slices.SortFunc(left, func(a, b *Candidate) int { // who counts the same gets a turn at one need or another
		return cmp.Or(cmp.Compare(lot(n, a), lot(n, b)), cmp.Compare(a.ID, b.ID))
	})
	p.fill(n, left)
	p.makeRoom(left)
	p.nameNearly(left)
	return p
}

// lot orders people who count the same: by need in another way.
func lot(n *models.Need, c *Candidate) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(n.ID))
	_, _ = sum.Write([]byte(c.ID))
	x := sum.Sum64() // whose upper half hardly depends on the last letters
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return x
}

// leftOut is why somebody is not proposed, "" for no reason. How often people are asked is decided in one place, by
// models.Askable.
func (c *Candidate) leftOut(by *models.Account) string {
	switch {
	case c.State != "" || c.IsGone():
		return LeftAsked
	case c.IsBlocked:
		return LeftBlocked
	case c.FitsNot:
		return LeftNotFit
	case c.Belongs || by != nil && c.IsOf(by):
		return LeftBelongs
	case c.HasTie:
		return LeftTie
	case !c.MayAsk():
		return LeftTooOften
	}
	return ""
}

// fill chooses one after the other who brings most to those who are there.
func (p *proposal) fill(n *models.Need, left []*Candidate) {
	least, most := teamSize(n.Effort)
	for len(p.team) < most {
		best, brings := p.best(left, func(*Candidate) bool { return true })
		if best == nil || len(p.team) >= least && (brings < worthMore || p.likeness(best) >= muchAlike) {
			return
		}
		why := WhyNearest
		if len(p.team) > 0 && p.likeness(best) < muchAlike {
			why = WhyOther
		}
		p.team = append(p.team, member{best, why})
	}
}

// best is who brings most to the team, and how much; nil for nobody.
func (p *proposal) best(left []*Candidate, mayBe func(*Candidate) bool) (best *Candidate, brings float64) {
	for _, c := range left {
		if !mayBe(c) || p.has(c) {
			continue
		}
		if v := p.brings(c); best == nil || v > brings {
			best, brings = c, v
		}
	}
	return best, brings
}

func (p *proposal) has(c *Candidate) bool {
	return slices.ContainsFunc(p.team, func(m member) bool { return m.ID == c.ID })
}

// brings is how much somebody adds to the team: less where others can the same, or where it is others' turn. Whoever a
// coordinator said fits comes before.
func (p *proposal) brings(c *Candidate) float64 {
	v := c.Score - turnCosts*float64(c.AskedLately()) - likenessCosts*p.likeness(c)
	if c.Fits {
		v++
	}
	return v
}

// likeness is how much of what somebody can the team can already, from 0 to 1.
func (p *proposal) likeness(c *Candidate) float64 {
	most := 0.0
	for _, m := range p.team {
		if m.ID == c.ID {
			continue
		}
		for _, a := range m.strengths {
			for _, b := range c.strengths {
				most = max(most, vectors.Similarity(a, b))
			}
		}
	}
	return min(most, 1)
}

// makeRoom gives the last place to a newcomer where there is none in the team. Of a team of one, a newcomer who is
// about as near is that one.
func (p *proposal) makeRoom(left []*Candidate) {
	isNew := func(c *Candidate) bool { return c.IsNew }
	if len(p.team) == 0 {
		return
	}
	for i := range p.team {
		if p.team[i].IsNew {
			if p.team[i].why != WhyNearest {
				p.team[i].why = WhyNewcomer
			}
			return
		}
	}
	last := p.team[len(p.team)-1]
	p.team = p.team[:len(p.team)-1]
	best, brings := p.best(left, isNew)
	if best == nil || last.Fits || len(p.team) == 0 && brings < newcomerShare*p.brings(last.Candidate) {
		p.team = append(p.team, last)
		return
	}
	p.team = append(p.team, member{best, WhyNewcomer})
	p.nearly = append(p.nearly, member{last.Candidate, WhyOnlyFirst})
}

// nameNearly names who would come next, and why they are not in the team.
func (p *proposal) nameNearly(left []*Candidate) {
	for len(p.nearly) < mostNearly {
		best, _ := p.best(left, func(c *Candidate) bool {
			return !slices.ContainsFunc(p.nearly, func(m member) bool { return m.ID == c.ID })
		})
		if best == nil {
			return
		}
		why := WhyFull
		switch {
		case p.likeness(best) >= muchAlike:
			why = WhyAlike
		case best.AskedLately() > 0:
			why = WhyNextTurn
		}
		p.nearly = append(p.nearly, member{best, why})
	}
}
