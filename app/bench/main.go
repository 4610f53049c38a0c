// Bench drives the real program over HTTP from a process of its own and prints each number beside a limit measured in the same run: what PostgreSQL
// alone (pgbench), or nginx alone, does on this machine. `make bench` starts it. Absolute numbers of a shared machine mean little, ratios do.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"text/tabwriter"
	"time"
)

// row is one line of the table.
type row struct {
	name  string
	value string
	limit string
	ratio string
	aim   string
	met   bool
}

// bench is what the rows share.
type bench struct {
	ctx      context.Context
	binary   string
	postgres string // address of the server's database for the program's own use
	seconds  time.Duration
	rows     []row
	// perSecond keeps what was measured on PostgreSQL, as SQLite's limit.
	perSecond map[string]float64
	faults    []string
}

var groups = []struct {
	name string
	run  func(*bench) error
}{
	{"postgres", (*bench).onPostgres}, {"sqlite", (*bench).onSQLite}, {"people", (*bench).people}, {"pdf", (*bench).summaries}, {"size", (*bench).size},
}

func main() {
	only := flag.String("run", ".", "groups to run: postgres, sqlite, people, pdf, size")
	seconds := flag.Int("seconds", 8, "how long each load lasts")
	binary := flag.String("binary", "bin/meguri", "the program")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	b := &bench{ctx: ctx, binary: *binary, postgres: os.Getenv("MEGURI_TEST_POSTGRES"), seconds: time.Duration(*seconds) * time.Second, perSecond: map[string]float64{}}
	err := b.all(regexp.MustCompile(*only))
	stop()
	b.print()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) all(only *regexp.Regexp) error {
	for _, group := range groups {
		if !only.MatchString(group.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "measuring:", group.name)
		if err := group.run(b); err != nil {
			return fmt.Errorf("%s: %w", group.name, err)
		}
	}
	if len(b.faults) > 0 {
		return fmt.Errorf("the data is wrong after the load: %v", b.faults)
	}
	return nil
}

func (b *bench) print() {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "row\tvalue\tlimit in this run\tratio\taim\t")
	for _, r := range b.rows {
		met := "met"
		if !r.met {
			met = "MISSED"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", r.name, r.value, r.limit, r.ratio, r.aim, met)
	}
	_ = table.Flush()
	fmt.Fprintln(os.Stdout, "after the load: nothing oversold, lost or doubled:", len(b.faults) == 0, b.faults)
}

// ratio adds a row of a rate beside its limit.
func (b *bench) ratio(name string, value, limit float64, what string, aim float64) {
	share := value / limit
	b.rows = append(b.rows, row{name, fmt.Sprintf("%.0f/s", value), fmt.Sprintf("%.0f/s %s", limit, what), fmt.Sprintf("%.0f %%", share*100), fmt.Sprintf("≥ %.0f %%", aim*100), share >= aim})
	fmt.Fprintf(os.Stderr, "  %s: %.0f/s of %.0f/s %s\n", name, value, limit, what)
}

// atMost adds a row of a value that should stay below its aim.
func (b *bench) atMost(name string, value, aim float64, unit, limit string) {
	b.rows = append(b.rows, row{name, fmt.Sprintf("%.1f %s", value, unit), limit, "–", fmt.Sprintf("≤ %g %s", aim, unit), value <= aim})
	fmt.Fprintf(os.Stderr, "  %s: %.1f %s\n", name, value, unit)
}
