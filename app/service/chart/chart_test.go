package chart_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/chart"
)

func TestColumnsFillTheHeightAndShowSmallValues(t *testing.T) {
	want := chart.Columns{
		Width: 60, Height: 120, Highest: 1000,
		Columns: []chart.Column{
			{X: 2, Y: 120, Width: 16, Height: 0, Value: 0, Label: "none"},
			{X: 22, Y: 118, Width: 16, Height: 2, Value: 1, Label: "small"},
			{X: 42, Y: 0, Width: 16, Height: 120, Value: 1000, Label: "highest"},
		},
	}
	got := chart.NewColumns([]int{0, 1, 1000}, []string{"none", "small", "highest"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestASingleOneDoesNotLookLikeACrowd(t *testing.T) {
	got := chart.NewColumns([]int{1, 0}, []string{"one", "none"}).Columns[0].Height
	if want := 24.0; got != want {
		t.Errorf("its height is %v, want %v", got, want)
	}
}

func TestPercentStaysWithinItsBounds(t *testing.T) {
	whole := 40
	var none *int
	for name, c := range map[string]struct {
		part  int
		whole any
		want  int
	}{
		"of a number":       {10, 40, 25},
		"of a pointer":      {10, &whole, 25},
		"more than all":     {50, 40, 100},
		"of nothing":        {1, 0, 0},
		"of no known whole": {1, none, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := chart.Percent(c.part, c.whole); got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
		})
	}
}
