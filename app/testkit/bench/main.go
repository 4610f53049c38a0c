// Bench measures the real program over HTTP, from another process. It prints each number beside a limit from the same
// run: what PostgreSQL alone (pgbench) or nginx alone does on this machine. `make bench` runs it. On a shared machine
// absolute numbers say little, ratios do.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"time"
)

// bench is what all groups share.
type bench struct {
	ctx      context.Context
	binary   string
	postgres string        // address of a server that the bench may use
	seconds  time.Duration // of each load
	rounds   int           // how often a limit and the program are measured
	clients  int           // who listen in the live room
	rows     []row
	notes    []string
	faults   []string // of the data after the load
}

// groups are the groups of measurements. `make bench BENCH=pattern` picks some.
var groups = []struct {
	name string
	run  func(*bench) error
}{
	{"registrations", (*bench).registrations},
	{"forms", (*bench).forms},
	{"checkins", (*bench).checkIns},
	{"pages", (*bench).pages},
	{"sqlite", (*bench).sqlite},
	{"imports", (*bench).imports},
	{"people", (*bench).registrationList},
	{"filters", (*bench).peopleFilters},
	{"staff", (*bench).staffPages},
	{"turnout", (*bench).turnouts},
	{"surveys", (*bench).surveys},
	{"answers", (*bench).answers},
	{"pdf", (*bench).summaries},
	{"mails", (*bench).mails},
	{"messages", (*bench).messages},
	{"words", (*bench).countWords},
	{"texts", (*bench).readFreeTexts},
	{"needs", (*bench).rankNeeds},
	{"kept", (*bench).keepPeople},
	{"circulation", (*bench).measureCirculation},
	{"lottery", (*bench).drawLots},
	{"feeds", (*bench).feeds},
	{"consensus", (*bench).findConsensus},
	{"live", (*bench).live},
	{"captions", (*bench).captions},
	{"size", (*bench).size},
}

func main() {
	only := flag.String(
		"run",
		".",
		"groups to run: registrations, checkins, pages, sqlite, imports, people, filters, staff, turnout, surveys, "+
			"answers, forms, pdf, mails, messages, words, texts, needs, kept, circulation, lottery, feeds, consensus, live, "+
			"captions, size",
	)
	seconds := flag.Duration("seconds", 3*time.Second, "how long each load lasts")
	rounds := flag.Int("rounds", 3, "how often a limit and the program take turns")
	binary := flag.String("binary", "bin/meguri", "the program")
	clients := flag.Int("clients", 3000, "how many listen in the live room")
	isHub := flag.Bool("bare-hub", false, "serve as what the live room is measured beside")
	flag.Parse()
	if *isHub {
		fmt.Fprintln(os.Stderr, serveBareHub())
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	b := &bench{
		ctx: ctx, binary: *binary, postgres: os.Getenv("MEGURI_TEST_POSTGRES"), seconds: *seconds, rounds: *rounds,
		clients: *clients,
	}
	err := b.all(regexp.MustCompile(*only))
	stop()
	b.print(os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) all(only *regexp.Regexp) error {
	if err := b.describeMachine(); err != nil {
		return err
	}
	for _, group := range groups {
		if !only.MatchString(group.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "measuring:", group.name)
		if err := b.noteOtherLoad(group.name); err != nil {
			return err
		}
		if err := group.run(b); err != nil {
			return fmt.Errorf("%s: %w", group.name, err)
		}
	}
	if len(b.faults) > 0 {
		return fmt.Errorf("the data is wrong after the load: %v", b.faults)
	}
	return nil
}

// alternate measures a limit and the program in turns, so that other load on the machine affects both, and returns the
// mean of each.
func (b *bench) alternate(limit, ours func() (float64, error)) (limits, values float64, err error) {
	for range b.rounds {
		l, err := limit()
		if err != nil {
			return 0, 0, err
		}
		o, err := ours()
		if err != nil {
			return 0, 0, err
		}
		limits, values = limits+l/float64(b.rounds), values+o/float64(b.rounds)
	}
	return limits, values, b.ctx.Err()
}
