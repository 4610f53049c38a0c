package staff

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/event"
)

func TestNewHistogram(t *testing.T) {
	at := time.Date(2030, 5, 1, 13, 0, 0, 0, time.UTC)
	label := func(t time.Time) string { return t.Format("15:04") }
	for name, c := range map[string]struct {
		bars   []event.Bar
		total  int
		last   string
		labels []string
	}{
		"of nothing": {nil, 0, "", nil},
		"of one bar": {[]event.Bar{{Start: at, Count: 3}}, 3, "13:00", []string{"13:00"}},
		"of two bars": {
			[]event.Bar{{Start: at, Count: 3}, {Start: at.Add(time.Hour)}}, 3, "14:00", []string{"13:00", "14:00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := newHistogram(c.bars, label)
			if got.Total != c.total {
				t.Errorf("total %d, want %d", got.Total, c.total)
			}
			if got.Last != c.last {
				t.Errorf("the last label is %q, want %q", got.Last, c.last)
			}
			var labels []string
			for _, column := range got.Columns.Columns {
				labels = append(labels, column.Label)
			}
			if diff := cmp.Diff(c.labels, labels); diff != "" {
				t.Errorf("labels: %s", diff)
			}
		})
	}
}
