package demo

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// plan lays out the day: when who does what.
func (d *day) plan() error {
	lines, err := readVoices()
	if err != nil {
		return err
	}
	d.minute = -doors
	for i := range d.People {
		d.at(-doors+doors*float64(i)/float64(d.People), func(ctx context.Context) error { return d.signUp(ctx, i) })
	}
	d.show(-doors/2, "join")
	d.show(5, "voices")
	for i := range lines {
		d.at(float64(lines[i].minute), func(ctx context.Context) error { return d.speak(ctx, i, &lines[i]) })
	}
	for minute := 1.0; minute < 200; minute++ {
		d.at(minute, d.vote)
		if int(minute)%3 == 0 {
			d.at(minute, d.applaud)
		}
		if int(minute)%4 == 0 {
			d.at(minute+0.5, d.moderate)
		}
	}
	for minute := 20.0; minute < 190; minute += 30 {
		d.at(minute, d.openPoll)
	}
	d.planCaptions()
	d.show(150, "consensus")
	d.at(150, d.openCards)
	d.show(157, "cloud")
	d.show(195, "promises")
	for n := range d.People * 3 / 10 {
		d.at(196+20*float64(n)/float64(d.People), func(ctx context.Context) error { return d.promise(ctx, n) })
	}
	return nil
}

// begin signs in, and lets the event begin now where it does not go on: promises and what is on follow the clock.
func (d *day) begin(ctx context.Context) error {
	answer, err := d.staff.post(ctx, "/staff/login", "email", d.Email, "password", Password)
	if err != nil {
		return err
	}
	if answer.status != seeOther {
		return fmt.Errorf("%s cannot sign in at %s: is the demo in its database?", d.Email, d.Base)
	}
	page, err := d.staff.get(ctx, d.desk("/edit"))
	if err != nil {
		return err
	}
	form := page.form("starts_at")
	if form == nil {
		return fmt.Errorf("%s has no event %s to play", d.Base, d.Event)
	}
	zone, err := time.LoadLocation(form.values.Get("time_zone"))
	if err != nil {
		return err
	}
	const typed = "2006-01-02T15:04"
	starts, err1 := time.ParseInLocation(typed, form.values.Get("starts_at"), zone)
	ends, err2 := time.ParseInLocation(typed, form.values.Get("ends_at"), zone)
	if err1 != nil || err2 != nil {
		return fmt.Errorf("the times of the event cannot be read: %w", errors.Join(err1, err2))
	}
	now := time.Now().In(zone)
	if now.After(starts) && now.Before(ends) {
		d.run = starts.Format("20060102-1504")
		return nil
	}
	d.run = now.Format("20060102-1504")
	form.values.Set("starts_at", now.Format(typed))
	form.values.Set("ends_at", now.Add(ends.Sub(starts)).Format(typed))
	form.values.Set("move_agenda", "true")
	for _, name := range []string{"tell", "doors_open_at"} {
		form.values.Del(name)
	}
	form.values.Set("tell_asked", "true")
	fmt.Fprintf(d.Out, "%s begins now; before, it was to begin at %s\n", d.Event, starts.Format(typed))
	return d.staff.send(ctx, form.action, form.values)
}

// show lets the stage show a view.
func (d *day) show(minute float64, view string) {
	d.at(minute, func(ctx context.Context) error {
		d.say("stage: %s", view)
		return d.staff.send(ctx, d.desk("/stage"), url.Values{"view": {view}})
	})
}
