package chart_test

import (
	"testing"

	"meguri/app/service/chart"
)

func TestColumnsFillTheHeightAndShowSmallValues(t *testing.T) {
	c := chart.NewColumns([]int{0, 1, 1000}, []string{"a", "b", "c"})
	if c.Highest != 1000 || c.Columns[2].Height != c.Height || c.Columns[2].Y != 0 || c.Columns[1].Height < 1 ||
		c.Columns[0].Height != 0 {
		t.Errorf("%+v", c)
	}
}

func TestPercentStaysWithinItsBounds(t *testing.T) {
	whole := 40
	var none *int
	for _, c := range []struct {
		part  int
		whole any
		want  int
	}{{10, 40, 25}, {10, &whole, 25}, {50, 40, 100}, {1, 0, 0}, {1, none, 0}} {
		if got := chart.Percent(c.part, c.whole); got != c.want {
			t.Errorf("%v of %v: %d, want %d", c.part, c.whole, got, c.want)
		}
	}
}
