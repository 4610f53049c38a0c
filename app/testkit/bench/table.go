package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// row is one line of the table.
type row struct {
	name, value, limit, ratio, aim string
	met                            bool
}

func (b *bench) add(r row) {
	b.rows = append(b.rows, r)
	fmt.Fprintf(os.Stderr, "  %s: %s (%s, %s)\n", r.name, r.value, r.limit, r.ratio)
}

// addRate adds a rate beside its limit; aim is the least ratio.
func (b *bench) addRate(name string, value float64, what string, limit, aim float64) {
	b.add(
		row{
			name,
			fmt.Sprintf("%.0f/s", value),
			fmt.Sprintf("%.0f/s %s", limit, what),
			fmt.Sprintf("%.0f %%", value/limit*100),
			fmt.Sprintf("≥ %.0f %%", aim*100),
			value/limit >= aim,
		},
	)
}

// addDuration adds a duration beside its limit; aim is the largest ratio.
func (b *bench) addDuration(name string, milliseconds float64, what string, limit, aim float64) {
	b.add(
		row{
			name,
			fmt.Sprintf("%.1f ms", milliseconds),
			fmt.Sprintf("%.1f ms %s", limit, what),
			fmt.Sprintf("%.1f ×", milliseconds/limit),
			fmt.Sprintf("≤ %g ×", aim),
			milliseconds/limit <= aim,
		},
	)
}

// addMaximum adds a value that must not exceed aim.
func (b *bench) addMaximum(name string, value, aim float64, unit string) {
	b.add(row{name, fmt.Sprintf("%.1f %s", value, unit), "–", "–", fmt.Sprintf("≤ %g %s", aim, unit), value <= aim})
}

func (b *bench) print(w io.Writer) {
	for _, note := range b.notes {
		fmt.Fprintln(w, note)
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "row\tvalue\tlimit in this run\tratio\taim\t")
	for _, r := range b.rows {
		met := "met"
		if !r.met {
			met = "MISSED"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", r.name, r.value, r.limit, r.ratio, r.aim, met)
	}
	_ = table.Flush()
	if len(b.faults) > 0 {
		fmt.Fprintln(w, "after the load, WRONG:", b.faults)
	}
}

// addFault notes a fault of the data after the load.
func (b *bench) addFault(format string, args ...any) {
	b.faults = append(b.faults, fmt.Sprintf(format, args...))
}
