package forecast

import (
	"time"

	"meguri/models"
)

// day is a day of the event on which people come.
type day struct {
	date time.Time
	// starts is when the programme of the day begins.
	starts  time.Time
	isFirst bool
}

func firstDay(e *models.Event) day { return day{e.DayOf(e.StartsAt), e.StartsAt, true} }

// dayOf is the day that it is at an event. A later one begins with its first session, without any when the first did.
func dayOf(q *models.Query, e *models.Event) (day, error) {
	first := firstDay(e)
	d := day{date: e.DayOf(q.Now)}
	if !d.date.After(first.date) {
		return first, nil
	}
	days := d.date.Sub(first.date)
	d.starts = models.AtClock(models.WallClock(e.Local(e.StartsAt)).Add(days), e.Zone())
	sessions, err := q.Sessions().OfEvent(e) // by time
	for i := range sessions {
		if s := &sessions[i]; s.CancelledAt == nil && e.DayOf(s.StartsAt).Equal(d.date) {
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
	from := e.DayStart(d.date)
	if d.isFirst {
		from = time.Time{}
	}
	counts, err := q.Admissions().CountOnDay(e, d.date, []time.Time{from, q.Now.Add(time.Second)})
	if len(counts) == 0 {
		return 0, err
	}
	return counts[0], err
}
