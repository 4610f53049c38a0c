package event

import (
	"time"

	"meguri/app/service/attendance"
	"meguri/models"
)

// SessionTurnout is how many attended a session, as far as that is known.
type SessionTurnout struct {
	Session                       models.Session
	AtVenue, Online, Both, People int
	// Minutes are those of all together.
	Minutes int
}

// Average is how many minutes each was there.
func (t SessionTurnout) Average() int { return average(t.Minutes, t.People) }

// Stay is how long all who attended were there. People are those of whom minutes are known.
type Stay struct{ People, Minutes int }

// Average is how many minutes each was there.
func (s Stay) Average() int { return average(s.Minutes, s.People) }

// Moment is a part of the event's time: how many arrived at the venue in it, and how many were online at some time of
// it. Start is in the event's zone.
type Moment struct {
	Start           time.Time
	Arrived, Online int
}

// mostMoments is how many columns arrivals and presence have at most.
const mostMoments = 48

// earliest is how long before an event arrivals are counted as such.
const earliest = 3 * time.Hour

// momentMinutes are the lengths of a moment that are tried in turn, until there are few enough.
var momentMinutes = []int{5, 10, 15, 30, 60, 120, 240, 480, 1440}

// readAttendance counts who attended, when, and which sessions. It reads all people who came, so only once.
func (page *Statistics) readAttendance(q *models.Query, e *models.Event, _ []models.TicketType) error {
	if !e.Ended(q.Now) {
		return nil
	}
	of, err := attendance.Read(q, e)
	if err != nil {
		return err
	}
	if err := page.readArrivals(q, e); err != nil {
		return err
	}
	index := map[string]int{}
	err = of.Each(q, models.RegistrationFilter{}, func(_ string, a *attendance.Attendance) {
		for i := range a.Sessions {
			s := &a.Sessions[i]
			at, ok := index[s.Session.ID]
			if !ok {
				at = len(page.Sessions)
				index[s.Session.ID] = at
				page.Sessions = append(page.Sessions, SessionTurnout{Session: *s.Session})
			}
			page.Sessions[at].add(s)
		}
		if a.Minutes > 0 {
			page.Stay.People++
			page.Stay.Minutes += a.Minutes
		}
		page.addOnline(a.Online)
	})
	page.dropQuiet()
	return err
}

func (t *SessionTurnout) add(s *attendance.Session) {
	if !s.Attended() {
		return
	}
	t.People++
	t.Minutes += s.Minutes
	switch {
	case s.InPerson && s.OnlineMinutes > 0:
		t.Both++
	case s.InPerson:
		t.AtVenue++
	case s.OnlineMinutes > 0:
		t.Online++
	}
}

// readArrivals lays out the moments of the event, from the first arrival on, and counts who arrived in each.
func (page *Statistics) readArrivals(q *models.Query, e *models.Event) error {
	first, _, err := q.Admissions().ArrivalSpan(e, models.Interval{From: e.StartsAt.Add(-earliest), Until: e.EndsAt})
	if err != nil {
		return err
	}
	from := e.StartsAt
	if !first.IsZero() && first.Before(from) {
		from = first
	}
	for _, page.MomentMinutes = range momentMinutes {
		if e.EndsAt.Sub(from) < time.Duration(page.MomentMinutes*(mostMoments-1))*time.Minute {
			break
		}
	}
	long := time.Duration(page.MomentMinutes) * time.Minute
	times := []time.Time{from.Truncate(long)}
	for times[len(times)-1].Before(e.EndsAt) {
		times = append(times, times[len(times)-1].Add(long))
	}
	counts, err := q.Admissions().CountBetween(e, times)
	for i, n := range counts {
		page.Moments = append(page.Moments, Moment{Start: e.Local(times[i]), Arrived: n})
	}
	return err
}

// addOnline adds a person who was online to the moments in which they were.
func (page *Statistics) addOnline(present []models.Interval) {
	if len(present) == 0 {
		return
	}
	long := time.Duration(page.MomentMinutes) * time.Minute
	for i := range page.Moments {
		from := page.Moments[i].Start
		for _, p := range present {
			if p.From.Before(from.Add(long)) && p.Until.After(from) {
				page.Moments[i].Online++
				break
			}
		}
	}
}

// dropQuiet leaves no moments where nobody arrived and nobody was online.
func (page *Statistics) dropQuiet() {
	for _, m := range page.Moments {
		if m.Arrived+m.Online > 0 {
			return
		}
	}
	page.Moments = nil
}

func average(minutes, people int) int {
	if people == 0 {
		return 0
	}
	return (minutes + people/2) / people
}
