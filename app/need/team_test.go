package need

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"meguri/app/service/vectors"
	"meguri/models"
)

// able is somebody who was found, with one strength that points to an angle.
func able(id string, score, angle float64, isNew bool) *Candidate {
	return &Candidate{
		Askable: &models.Askable{ID: id, IsNew: isNew}, Score: score,
		strengths: []vectors.Vector{{float32(math.Cos(angle)), float32(math.Sin(angle))}},
	}
}

func ids(list []member) (found []string) {
	for _, m := range list {
		found = append(found, m.ID+" "+m.why)
	}
	return found
}

func proposed(e models.Effort, list ...*Candidate) proposal {
	return propose(&models.Need{ID: "a need", Effort: e}, list, nil)
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestATeamHasDifferentStrengthsAndANewcomer(t *testing.T) {
	list := func() []*Candidate {
		return []*Candidate{
			able("writes", 1, 0, false), able("writes too", 0.95, 0.1, false), able("writes as well", 0.9, 0.1, false),
			able("draws", 0.7, 1.5, false), able("new", 0.4, 0.2, true), able("newer", 0.3, 0.2, true),
		}
	}
	p := proposed(models.EffortDay, list()[:4]...)
	expect(t, "two with different strengths", ids(p.team), "writes nearest", "draws other")
	p = proposed(models.EffortMonths, list()...)
	expect(t, "one is a newcomer", ids(p.team), "writes nearest", "draws other", "new newcomer")
	expect(t, "who made room is told first", ids(p.nearly),
		"writes too first", "writes as well alike", "newer alike")
	p = proposed(models.EffortHour, list()...)
	expect(t, "a newcomer who is far is not sent alone", ids(p.team), "writes nearest")
	near := list()
	near[4].Score = 0.8
	expect(t, "one who is near is", ids(proposed(models.EffortHour, near...).team), "new newcomer")
	near[0].Fits = true
	expect(t, "who a coordinator said fits stays", ids(proposed(models.EffortHour, near...).team), "writes nearest")
	many := []*Candidate{able("new", 1, 0, true)}
	for i := range 8 {
		many = append(many, able(fmt.Sprint(i), 0.8, float64(i), false))
	}
	if n := len(proposed(models.EffortMonths, many...).team); n < 3 || n > 5 {
		t.Errorf("a team of %d", n)
	}
}

// Who must not be proposed is not, and it is told why, however near they are.
func TestATeamLeavesOut(t *testing.T) {
	tie, fits, belongs := able("tie", 2, 0, true), able("not fit", 2, 0, true), able("belongs", 2, 0, true)
	blocked, asked := able("blocked", 2, 0, true), able("asked", 2, 0, true)
	tie.HasTie, fits.FitsNot, belongs.Belongs, blocked.IsBlocked = true, true, true, true
	asked.State = models.OfferRefused
	p := proposed(models.EffortMonths, tie, fits, belongs, blocked, asked, able("far", 0.3, 0, false))
	expect(t, "the team", ids(p.team), "far nearest")
	expect(t, "nearly", ids(p.nearly))
	for _, why := range []string{LeftTie, LeftNotFit, LeftBelongs, LeftBlocked, LeftAsked} {
		if p.leftOut[why] != 1 {
			t.Errorf("%s: %d", why, p.leftOut[why])
		}
	}
	if p := proposed(models.EffortHour, tie); len(p.team) > 0 {
		t.Errorf("%v", ids(p.team))
	}
}

// Whatever people there are: a team has no more than its size, nobody twice, none of those who are left out, a newcomer
// where one may be asked, and it is the same in whichever order people come.
func TestTeamsHoldTheirRules(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 5))
	for round := range 2000 {
		var list []*Candidate
		for i := range random.IntN(12) {
			c := able(fmt.Sprint(i), math.Round(random.Float64()*10)/10, random.Float64()*3, random.IntN(3) == 0)
			c.Belongs, c.HasTie, c.FitsNot = random.IntN(6) == 0, random.IntN(6) == 0, random.IntN(6) == 0
			list = append(list, c)
		}
		effort := models.Efforts[random.IntN(len(models.Efforts))]
		p := proposed(effort, list...)
		least, most := teamSize(effort)
		mayBe, newcomers := 0, 0
		for _, c := range list {
			if c.leftOut(nil) == "" {
				mayBe++
				if c.IsNew {
					newcomers++
				}
			}
		}
		if n := len(p.team); n > most || n < min(least, mayBe) {
			t.Fatalf("%d: %d of %d in the team", round, n, mayBe)
		}
		seen, hasNew := map[string]bool{}, false
		for _, m := range slices.Concat(p.team, p.nearly) {
			if seen[m.ID] || m.leftOut(nil) != "" {
				t.Fatalf("%d: %v", round, ids(p.team))
			}
			seen[m.ID] = true
		}
		for _, m := range p.team {
			hasNew = hasNew || m.IsNew
		}
		if newcomers > 0 && !hasNew && len(p.team) > 1 {
			t.Fatalf("%d: no newcomer in %v", round, ids(p.team))
		}
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if again := proposed(effort, list...); !slices.Equal(ids(again.team), ids(p.team)) {
			t.Fatalf("%d: %v, then %v", round, ids(p.team), ids(again.team))
		}
	}
}

// Of people who can the same, everybody is asked once before somebody is asked twice, newcomers among the first, and
// nobody more often than is allowed.
func TestTeamsShareTheTurns(t *testing.T) {
	const people = 12
	now := time.Now()
	var list []*Candidate
	for i := range people {
		list = append(list, able(fmt.Sprint("person ", i), 0.8, 0, i < 3))
	}
	asked := map[string]int{}
	for i := range people { // two in each team: the limit of all is reached with the last
		n := &models.Need{ID: fmt.Sprint("need ", i), Effort: models.EffortDay}
		p := propose(n, list, nil)
		if len(p.team) != 2 {
			t.Fatalf("team %d: %v, %v", i, ids(p.team), p.leftOut)
		}
		for _, m := range p.team {
			asked[m.ID]++
			m.AskedAt = append(m.AskedAt, now)
			m.IsNew = false
		}
		fewest, most := models.MostAsked, 0
		for _, c := range list {
			fewest, most = min(fewest, asked[c.ID]), max(most, asked[c.ID])
		}
		if most > models.MostAsked || most-fewest > 1 {
			t.Errorf("after %d teams somebody was asked %d times, somebody %d times", i+1, most, fewest)
		}
	}
	p := propose(&models.Need{ID: "one more", Effort: models.EffortDay}, list, nil)
	if len(p.team) > 0 || p.leftOut[LeftTooOften] != people {
		t.Errorf("one more: %v %v", ids(p.team), p.leftOut)
	}
}
