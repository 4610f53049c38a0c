package forecast

import (
	"context"
	"math"
	"slices"
	"time"

	"meguri/app/service/queue"
	"meguri/models"
)

// Page is what staff see before the day.
type Page struct {
	Settings *models.Forecast
	Types    []Type
	// Past are the events that say how people come, none where the usual curve does.
	Past []Past
	// Percent is how many of those with a place are expected; Coming is how many people that are, with walk-ins.
	Percent, Coming int
	// Steps are five minutes each.
	Steps []Step
	// Longest is the step in which people wait longest, nil where nobody comes.
	Longest *Step
	// Peak is the step with most people in line, nil where nobody comes.
	Peak *Step
	// Needed is with how many doors nobody waits over the limit, 0 for more than MostDoors.
	Needed int
	// InHalfHour is the share of those who come in the busiest half hour, in percent.
	InHalfHour int
}

// Step is a time in which people come.
type Step struct {
	From time.Time
	// Came is how many come in it, Waiting how many stand in line at most.
	Came, Waiting int
	// Wait is how long who comes in it waits at most.
	Wait time.Duration
}

// Minutes is the wait in whole minutes, none too short.
func (s *Step) Minutes() int { return minutesUp(s.Wait) }

// minutesUp is a wait in whole minutes; less than 15 seconds is none.
func minutesUp(wait time.Duration) int {
	if wait < 15*time.Second {
		return 0
	}
	return int((wait + time.Minute - 1) / time.Minute)
}

// Page reads the forecast of the first day of an event. Staff who run the room call it.
func (s *Service) Page(ctx context.Context, e *models.Event) (*Page, error) {
	b, err := s.basis(s.db.Query(ctx), e, firstDay(e))
	if err != nil {
		return nil, err
	}
	plan := b.plan()
	page := &Page{
		Settings: b.settings, Types: b.types, Past: b.past, Percent: b.percent, Coming: b.coming(),
		Steps:      steps(plan.Forecast(), e.StartsAt),
		InHalfHour: busiest(b.curve, 30),
	}
	page.Needed = plan.Needed(time.Duration(b.settings.WaitLimit)*time.Minute, MostDoors)
	for i := range page.Steps {
		step := &page.Steps[i]
		if page.Longest == nil || step.Wait > page.Longest.Wait {
			page.Longest = step
		}
		if page.Peak == nil || step.Waiting > page.Peak.Waiting {
			page.Peak = step
		}
	}
	return page, nil
}

// steps joins minutes, without those before the first and after the last person.
func steps(minutes []queue.Minute, start time.Time) (list []Step) {
	whole := wholes{}
	for chunk := range slices.Chunk(minutes, int(step/time.Minute)) {
		s := Step{From: start.Add(chunk[0].From)}
		for _, m := range chunk {
			s.Came += whole.next(m.Came)
			s.Waiting, s.Wait = max(s.Waiting, m.Waiting), max(s.Wait, m.Wait)
		}
		list = append(list, s)
	}
	isQuiet := func(s *Step) bool { return s.Came == 0 && s.Waiting == 0 }
	for len(list) > 0 && isQuiet(&list[0]) {
		list = list[1:]
	}
	for len(list) > 0 && isQuiet(&list[len(list)-1]) {
		list = list[:len(list)-1]
	}
	return list
}

// wholes makes whole numbers of parts, so that they add up.
type wholes struct{ sum, told float64 }

func (w *wholes) next(part float64) int {
	w.sum += part
	n := math.Round(w.sum) - w.told
	w.told += n
	return int(n)
}

// busiest is the share of the busiest minutes in a row, in percent.
func busiest(c queue.Curve, minutes int) int {
	sum, most := 0.0, 0.0
	for i, w := range c.Weights {
		sum += w
		if i >= minutes {
			sum -= c.Weights[i-minutes]
		}
		most = max(most, sum)
	}
	return int(100*most/max(c.Sum(), 1e-9) + 0.5)
}
