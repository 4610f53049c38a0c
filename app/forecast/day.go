package forecast

import (
	"time"

	"meguri/models"
)

// day is a day of the event on which people come, from one night to the next.
type day struct {
	// began is the night before it: the zero time for the first day.
	began time.Time
	// starts is when the programme of the day begins.
	starts time.Time
}

func firstDay(e *models.Event) day { return day{starts: e.StartsAt} }

func (d *day) isFirst() bool { return d.began.IsZero() }

// dayOf is the day that it is at an event. A later one begins with its first session, without any when the first did.
func dayOf(q *models.Query, e *models.Event) (day, error) {
	first := firstDay(e)
	nights, err := q.Admissions().Nights(e)
	began := nights.Before(q.Now)
	isLater := began.After(e.StartsAt) && began.Before(e.EndsAt)
	if err != nil || !isLater || first.isComing(q.Now) { // it may begin late in the evening
		return first, err
	}
	d := day{began: began}
	for wall := models.WallClock(e.Local(e.StartsAt)); d.starts.Before(began); wall = wall.AddDate(0, 0, 1) {
		d.starts = models.AtClock(wall, e.Zone())
	}
	sessions, err := q.Sessions().OfEvent(e) // by time
	for i := range sessions {
		s := &sessions[i]
		if s.CancelledAt == nil && !s.StartsAt.Before(began) && nights.OneDay(began, s.StartsAt) {
			d.starts = s.StartsAt
			break
		}
	}
	return d, err
}

// isComing reports whether the people of the day are coming.
func (d *day) isComing(now time.Time) bool {
	return now.After(d.starts.Add(-before)) && now.Before(d.starts.Add(after))
}

// arrived counts who came on the day, whatever became of their registration.
func (d *day) arrived(q *models.Query, e *models.Event) (int, error) {
	counts, err := q.Admissions().CountByDay(e, []time.Time{d.began, q.Now.Add(time.Second)})
	if len(counts) == 0 {
		return 0, err
	}
	return counts[0], err
}
