package demo

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"
)

// LiveOptions say how a day is played.
type LiveOptions struct {
	// Base is the address of the program that is served, Event the slug of the event.
	Base, Event string
	// Token is one of the API that may admit people; Email signs in, with Password, to run the room.
	Token, Email string
	// Link is the secret of a person's own page, which is mailed to real ones.
	Link func(ctx context.Context, registrationID string) (string, error)
	// People come, at Speed times as fast as a clock.
	People int
	Speed  float64
	Out    io.Writer
}

// LiveTally is what was done.
type LiveTally struct {
	SignedUp, Admitted, Joined, Voices, Published, Hidden, AnsweredVoices int
	Votes, PollAnswers, Reactions, Cards, Promises, Captions              int
}

// String is one line of it.
func (t LiveTally) String() string {
	return fmt.Sprintf(
		"%d signed up, %d checked in, %d joined the room, %d voices (%d published by hand, %d hidden, %d answered), "+
			"%d votes, %d answers to polls, %d reactions, %d cards, %d promises, %d captions",
		t.SignedUp, t.Admitted, t.Joined, t.Voices, t.Published, t.Hidden, t.AnsweredVoices, t.Votes, t.PollAnswers,
		t.Reactions, t.Cards, t.Promises, t.Captions,
	)
}

// act is what happens at a minute of the day, counted from the event's start.
type act struct {
	minute float64
	do     func(ctx context.Context) error
}

// day is a day that is played.
type day struct {
	LiveOptions
	run    string // tells what is said on this day of the event from what was said on others
	rng    *rand.Rand
	staff  *visitor
	people []*visitor
	acts   []act
	tally  LiveTally
	minute float64
	full   bool            // the venue has no more places
	hidden map[string]bool // voices, by their addresses
	seats  string          // the address of the captioners' seats
	open   map[string]bool // what closes polls and cards that this run opened
}

// doors is how many minutes before the start the first sign up.
const doors = 20

// Live plays a day of the demo's next summit, through the pages and the API of a program that is served: people sign
// up and are checked in, join the room, speak, vote, answer, and promise; a moderator runs it. It ends with the day,
// or with ctx: then polls and cards are closed and people leave the room. It can be called again: the same people come,
// and as long as the event goes on nothing is said twice. It returns what was done.
func Live(ctx context.Context, o LiveOptions) (LiveTally, error) {
	d := &day{
		LiveOptions: o, staff: newVisitor(o.Base, ""), hidden: map[string]bool{}, open: map[string]bool{},
		rng: rand.New(rand.NewPCG(2027, 11)), //nolint:gosec // not for secrets
	}
	if err := d.begin(ctx); err != nil {
		return d.tally, err
	}
	if err := d.plan(); err != nil {
		return d.tally, err
	}
	d.say("%d people come, a minute lasts %.2f s; Ctrl+C ends it", o.People, 60/o.Speed)
	err := d.play(ctx)
	if ctx.Err() != nil {
		err = d.leave(context.WithoutCancel(ctx))
	}
	fmt.Fprintln(o.Out, d.tally)
	return d.tally, err
}

// goodbye is how long leaving may take.
const goodbye = 20 * time.Second

// leave closes what is open and lets people leave the room, after a day that was stopped.
func (d *day) leave(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, goodbye)
	defer cancel()
	d.say("stopped: polls are closed, and %d people leave the room", len(d.people))
	for address := range d.open {
		if err := d.staff.send(ctx, address, nil); err != nil {
			return err
		}
	}
	for _, p := range d.people {
		if _, err := p.post(ctx, d.room("/leave"), "tab", "live"); err != nil {
			return err
		}
	}
	return nil
}

// closes is how something that this run opened is closed, once.
func (d *day) closes(ctx context.Context, address string) error {
	delete(d.open, address)
	return d.staff.send(ctx, address, nil)
}

// play does one act after the other, each at its time. People who are in the room say so as their pages do.
func (d *day) play(ctx context.Context) error {
	begin, beat := time.Now(), time.Now()
	for len(d.acts) > 0 {
		a := d.take()
		due := begin.Add(time.Duration((a.minute + doors) / d.Speed * float64(time.Minute)))
		for wait := time.Until(due); wait > 0; wait = time.Until(due) {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(min(wait, time.Second)):
			}
			if time.Since(beat) > beatEvery {
				beat = time.Now()
				d.beat(ctx)
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		d.minute = a.minute
		if err := a.do(ctx); err != nil {
			return fmt.Errorf("at minute %.0f: %w", a.minute, err)
		}
	}
	return nil
}

// take takes the act that is next. Acts may plan others.
func (d *day) take() act {
	first := 0
	for i := range d.acts {
		if d.acts[i].minute < d.acts[first].minute {
			first = i
		}
	}
	next := d.acts[first]
	d.acts = slices.Delete(d.acts, first, first+1)
	return next
}

// beatEvery is how often a page says that somebody is there.
const beatEvery = 25 * time.Second

func (d *day) beat(ctx context.Context) {
	for _, p := range d.people {
		if p.joined && ctx.Err() == nil {
			_, _ = p.post(ctx, d.room("/beat"), "tab", "live")
		}
	}
}

// say prints what happens, at the clock of the day.
func (d *day) say(format string, args ...any) {
	clock := time.Date(2027, 1, 1, 13, 0, 0, 0, time.UTC).Add(time.Duration(d.minute * float64(time.Minute)))
	fmt.Fprintf(d.Out, "%s  %s\n", clock.Format("15:04"), fmt.Sprintf(format, args...))
}

func (d *day) room(path string) string { return "/events/" + d.Event + "/live" + path }
func (d *day) desk(path string) string { return "/staff/events/" + d.Event + path }
func (d *day) at(minute float64, do func(ctx context.Context) error) {
	d.acts = append(d.acts, act{minute, do})
}

// inRoom are up to n of those in the room, by chance.
func (d *day) inRoom(n int) (list []*visitor) {
	for _, i := range d.rng.Perm(len(d.people)) {
		if p := d.people[i]; p.joined && len(list) < n {
			list = append(list, p)
		}
	}
	return list
}
