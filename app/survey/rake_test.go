package survey

import (
	"math"
	"testing"
)

func TestRaking(t *testing.T) {
	shares := []map[string]float64{{"venue": 0.5, "online": 0.5}, {"civil": 0.6, "industry": 0.4}}
	t.Run("reaches the shares of each fact", func(t *testing.T) {
		cells := []rakeCell{
			{groups: []string{"venue", "civil"}, responses: 30}, {groups: []string{"venue", "industry"}, responses: 10},
			{groups: []string{"online", "civil"}, responses: 8}, {groups: []string{"online", "industry"}, responses: 12},
			{groups: []string{"online", notTold}, responses: 5},
		}
		r := rake(cells, shares)
		sum := 0.0
		for i := range cells {
			sum += cells[i].weight * float64(cells[i].responses)
		}
		if !r.isDone() || r.gapAtLast > 1e-5 || math.Abs(sum-65) > 1e-6 {
			t.Errorf("%+v, the weights add up to %v: %+v", r, sum, cells)
		}
	})
	t.Run("trims, and says how far groups are then", func(t *testing.T) {
		cells := []rakeCell{
			{groups: []string{"venue", "civil"}, responses: 500}, {groups: []string{"venue", "industry"}, responses: 400},
			{groups: []string{"online", "civil"}, responses: 5}, {groups: []string{"online", "industry"}, responses: 5},
		}
		if r := rake(cells, shares); !r.isDone() || r.gapAtLast < 0.01 || !cells[2].isTrimmed {
			t.Errorf("%+v: %+v", r, cells)
		}
	})
	t.Run("ends where there is no solution, and says so", func(t *testing.T) {
		cells := []rakeCell{
			{groups: []string{"venue", "civil"}, responses: 9},
			{groups: []string{"online", "industry"}, responses: 9},
		}
		r := rake(cells, shares)
		if r.isDone() || r.rounds != mostRounds || cells[0].row(r)[8] != nil {
			t.Errorf("%+v: %+v", r, cells)
		}
	})
}
