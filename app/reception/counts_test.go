package reception

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFlow(t *testing.T) {
	at := func(hour, minute, second int) time.Time {
		return time.Date(2026, 9, 20, hour, minute, second, 0, time.UTC)
	}
	for name, c := range map[string]struct {
		times []time.Time
		want  []Bucket
	}{
		"nobody came": {nil, nil},
		"one person":  {[]time.Time{at(12, 3, 0)}, []Bucket{{at(12, 0, 0), 1}}},
		"the same five minutes": {
			[]time.Time{at(12, 0, 0), at(12, 4, 59)},
			[]Bucket{{at(12, 0, 0), 2}},
		},
		"the next five minutes": {
			[]time.Time{at(12, 4, 59), at(12, 5, 0)},
			[]Bucket{{at(12, 0, 0), 1}, {at(12, 5, 0), 1}},
		},
		"steps without anybody": {
			[]time.Time{at(12, 1, 0), at(12, 16, 0)},
			[]Bucket{{at(12, 0, 0), 1}, {at(12, 5, 0), 0}, {at(12, 10, 0), 0}, {at(12, 15, 0), 1}},
		},
		"a person days later": {
			[]time.Time{at(12, 1, 0), at(12, 1, 0).AddDate(0, 0, 2)},
			[]Bucket{{at(12, 0, 0), 1}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, flow(c.times)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("the first day has all its steps", func(t *testing.T) {
		day := flow([]time.Time{at(12, 0, 0), at(12, 0, 0).Add(24*time.Hour - time.Second)})
		if got, want := len(day), int(24*time.Hour/Width); got != want {
			t.Errorf("%d steps, want %d", got, want)
		}
	})
}
