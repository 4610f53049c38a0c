package chart_test

import (
	"testing"

	"meguri/app/service/chart"
)

func entries(values ...[]int) (list []chart.Entry) {
	for _, v := range values {
		list = append(list, chart.Entry{Values: v})
	}
	return list
}

func TestTicksAreRoundAndReachAboveTheHighest(t *testing.T) {
	for highest, want := range map[int]int{0: 1, 1: 1, 4: 1, 5: 2, 15: 5, 81: 30, 1000: 300, 5001: 2000} {
		plot := chart.NewPlot(chart.Wide, entries([]int{highest}), -1)
		if got := plot.Ticks[1].Value; got != want || len(plot.Ticks) != 5 {
			t.Errorf("%d: %d ticks, one every %d, want %d", highest, len(plot.Ticks), got, want)
		}
	}
}

func TestPartsStandOnEachOther(t *testing.T) {
	plot := chart.NewPlot(chart.Wide, entries([]int{2, 1}, []int{0, 4}), -1)
	first := plot.Columns[0].Parts
	if first[0].Y+first[0].Height != plot.Bottom || first[1].Y+first[1].Height != first[0].Y {
		t.Errorf("%+v", first)
	}
	if second := plot.Columns[1].Parts; len(second) != 1 || second[0].Series != 2 || second[0].Y != plot.Top {
		t.Errorf("%+v", second)
	}
}

func TestTheFirstOfTheHighestIsThePeak(t *testing.T) {
	plot := chart.NewPlot(chart.Wide, entries([]int{1, 0}, []int{2, 3}, []int{5, 0}, []int{0, 0}), -1)
	for i, want := range []bool{false, true, false, false} {
		if c := plot.Columns[i]; c.IsPeak != want {
			t.Errorf("%d: %+v", i, c)
		}
	}
	if c := plot.Columns[1]; c.Sum != 5 || c.Peak() <= plot.Top-0.01 || c.Middle() <= c.X {
		t.Errorf("%+v", c)
	}
	if chart.NewPlot(chart.Wide, entries([]int{0}), -1).Columns[0].IsPeak {
		t.Error("nothing is a peak")
	}
}

func TestARunningTotalBeginsWithWhatWasBefore(t *testing.T) {
	plot := chart.NewPlot(chart.Narrow, entries([]int{1}, []int{2}), 5)
	if plot.Total != 8 || plot.Ticks[4].Line != 8 || plot.LineY != plot.Top {
		t.Errorf("%+v", plot)
	}
	if chart.NewPlot(chart.Narrow, entries([]int{1}), -1).Line != "" {
		t.Error("a line was drawn without a total")
	}
}

func TestLabelsHaveRoom(t *testing.T) {
	plot := chart.NewPlot(chart.Narrow, entries(make([][]int, 28)...), 0)
	for i, label := range plot.Labels[1:] {
		if label.X-plot.Labels[i].X < 56 {
			t.Errorf("%+v", plot.Labels)
		}
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
