package event

import (
	"context"
	"time"

	"meguri/models"
)

// Dashboard is an event's numbers and next steps.
type Dashboard struct {
	Types   []Tally
	SignUps []Bar // one a day, oldest first
	// Before is how many had registered before the first day of SignUps.
	Before int
	// Arrivals is empty until somebody came.
	Arrivals []Bar
	// Missing are the text keys of what the event lacks to be published.
	Missing    []string
	Ended      bool
	FailedMail int
	// BouncedMail is how many came back before the event.
	BouncedMail int
	// KeptMail counts the mails that stay in the outbox because there is no mail server, while the event lies ahead.
	KeptMail int
	// MayUnpublish says that the event can be a draft again: nobody has registered.
	MayUnpublish bool
	// MayCopy says that the account may copy the event.
	MayCopy bool
	// Checklist is what an event that is not over needs, and had better have.
	Checklist []ChecklistItem
	// Sessions are those of an event that is not over.
	Sessions []models.Session
	Progress *models.Progress
	// OnlineNow is how many are in the online room while it is open.
	OnlineNow int
	// FirstTimers is how many of the people with KnownAddresses are at an event of the host for the first time. Both are 0
	// where it was not counted.
	FirstTimers, KnownAddresses int
	// Messages, Surveys and Materials tell what staff have done for a published event.
	Messages  []models.Message
	Surveys   []models.Survey
	Materials int
	// HasRecord says that the event's record is open.
	HasRecord bool
	// Today counts what happened since midnight.
	Today []models.ActivityTally
}

// present is how long after a heartbeat somebody is taken to be in the online room.
const present = 75 * time.Second

// Tally is a ticket type with its numbers of registrations.
type Tally struct {
	models.TicketType
	Confirmed, Waitlisted, Cancelled int
	// Expected is how many have a place, Arrived how many of them came.
	Expected, Arrived int
	// ThisWeek is how many registered in the last seven days of the histogram.
	ThisWeek int
}

// Bar is a column of a histogram: the count from Start until the next bar. Start is in the event's time zone.
type Bar struct {
	Start time.Time
	Count int
	// Online is how many of Count are for the online room.
	Online int
}

// Total is the sum of all bars.
func Total(bars []Bar) int {
	n := 0
	for _, bar := range bars {
		n += bar.Count
	}
	return n
}

// VenuePeople is how many have a place at the venue, also while everybody attends online.
func (page *Dashboard) VenuePeople() int { return page.confirmed(models.ModeVenue) }

// OnlinePeople is how many chose to attend online.
func (page *Dashboard) OnlinePeople() int { return page.confirmed(models.ModeOnline) }

func (page *Dashboard) confirmed(mode models.Mode) (n int) {
	for _, t := range page.Types {
		if t.Mode == mode {
			n += t.Confirmed
		}
	}
	return n
}

// Dashboard reads the dashboard of an event. Who may see the event calls it.
func (s *Service) Dashboard(ctx context.Context, account *models.Account, e *models.Event) (*Dashboard, error) {
	q := s.db.Query(ctx)
	page := &Dashboard{Ended: e.Ended(q.Now)}
	for _, read := range []func(*models.Query, *models.Event) error{
		page.readTypes, page.readSignUps, page.readArrivals, page.readPreparation, page.readSteps,
		page.readProgress,
	} {
		if err := read(q, e); err != nil {
			return nil, err
		}
	}
	var err error
	page.MayCopy, err = mayCopy(q, account, e)
	return page, err
}

// readPreparation reads what there is to do before the event.
func (page *Dashboard) readPreparation(q *models.Query, e *models.Event) (err error) {
	if page.Ended || e.State == models.EventArchived {
		return nil
	}
	if page.Sessions, err = q.Sessions().OfEvent(e); err != nil || e.WasCancelled() {
		return err
	}
	page.Checklist, err = checklist(q, e)
	return err
}

// mostMessages is how many messages are looked at, the latest first.
const mostMessages = 100

// readSteps reads what staff have done for a published event.
func (page *Dashboard) readSteps(q *models.Query, e *models.Event) (err error) {
	if e.State != models.EventPublished {
		return nil
	}
	if page.Messages, err = q.Messages().OfEvent(e, mostMessages); err != nil || !page.Ended {
		return err
	}
	if page.Surveys, err = q.Surveys().OfEvent(e); err != nil {
		return err
	}
	materials, err := q.Materials().OfEvent(e)
	if err != nil {
		return err
	}
	page.Materials = len(materials)
	record, err := q.Records().OfEvent(e)
	if err != nil {
		return err
	}
	page.HasRecord = record.IsOpen(e, q.Now)
	return err
}

// readProgress reads what people did.
func (page *Dashboard) readProgress(q *models.Query, e *models.Event) (err error) {
	if page.FailedMail, err = q.Mails().CountIn(e, models.MailFailed); err != nil {
		return err
	}
	if !page.Ended {
		if page.BouncedMail, err = q.Mails().CountIn(e, models.MailBounced); err != nil {
			return err
		}
		if page.KeptMail, err = q.Mails().CountIn(e, models.MailKept); err != nil {
			return err
		}
	}
	if page.Progress, err = q.Events().Progress(e); err != nil {
		return err
	}
	if e.LiveRoomIsOpen(q.Now) {
		if page.OnlineNow, err = q.Presences().CountNow(e, present); err != nil {
			return err
		}
	}
	if err := page.readFirstTimers(q, e); err != nil {
		return err
	}
	page.Today, err = q.Activities().Tallies(e, daysUntil(e.Local(q.Now), 1)[0])
	return err
}

// mostFirstTimers is for how many people first-timers are counted at each look: 5,000 take a tenth of a second.
const mostFirstTimers = 5000

func (page *Dashboard) readFirstTimers(q *models.Query, e *models.Event) (err error) {
	taken := 0
	for i := range page.Types {
		taken += page.Types[i].Taken
	}
	if taken == 0 || taken > mostFirstTimers {
		return nil
	}
	page.FirstTimers, page.KnownAddresses, err = q.Registrations().FirstTimers(e)
	return err
}

// Marks reads what the menu of the event's staff pages tells. Who may see the event calls it.
func (s *Service) Marks(ctx context.Context, e *models.Event) (*models.Marks, error) {
	return s.db.Query(ctx).Events().Marks(e)
}

func (page *Dashboard) readTypes(q *models.Query, e *models.Event) error {
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	tallies, err := q.Registrations().Tallies(e)
	if err != nil {
		return err
	}
	arrivals, err := q.Admissions().Arrivals(e)
	if err != nil {
		return err
	}
	page.MayUnpublish = e.State == models.EventPublished && len(tallies) == 0
	page.Types = tally(types, tallies, arrivals)
	if e.State == models.EventDraft || (e.State == models.EventPublished && !page.Ended) {
		page.Missing = missing(e, types, q.Now)
	}
	return nil
}

// tally adds the numbers to the ticket types.
func tally(types []models.TicketType, tallies []models.Tally, arrivals []models.Arrival) []Tally {
	list := make([]Tally, len(types))
	byID := map[string]*Tally{}
	for i, ticketType := range types {
		list[i].TicketType = ticketType
		byID[ticketType.ID] = &list[i]
	}
	for _, t := range tallies {
		entry, ok := byID[t.TicketTypeID]
		if !ok {
			continue
		}
		switch t.State {
		case models.RegistrationConfirmed:
			entry.Confirmed = t.Count
		case models.RegistrationWaitlisted:
			entry.Waitlisted = t.Count
		case models.RegistrationCancelled:
			entry.Cancelled = t.Count
		}
	}
	for _, a := range arrivals {
		if entry, ok := byID[a.TicketTypeID]; ok {
			entry.Expected, entry.Arrived = a.Expected, a.Arrived
		}
	}
	return list
}

// signUpDays is how many days the histogram of sign-ups shows.
const signUpDays = 28

// thisWeek is how many of those days are a ticket type's last week.
const thisWeek = 7

// readSignUps counts the registrations of the four weeks before now, or before the end of a past event.
func (page *Dashboard) readSignUps(q *models.Query, e *models.Event) error {
	last := q.Now
	if page.Ended {
		last = e.EndsAt
	}
	days := daysUntil(e.Local(last), signUpDays)
	for _, day := range days[:signUpDays] {
		page.SignUps = append(page.SignUps, Bar{Start: day})
	}
	times := append([]time.Time{{}}, days...)
	for i := range page.Types {
		counts, err := q.Registrations().CountBetween(&page.Types[i].TicketType, times)
		if err != nil {
			return err
		}
		page.Before += counts[0]
		page.addSignUps(&page.Types[i], counts[1:])
	}
	return nil
}

// addSignUps adds the counts of each day for a ticket type.
func (page *Dashboard) addSignUps(t *Tally, counts []int) {
	for day, count := range counts {
		page.SignUps[day].Count += count
		if t.Mode == models.ModeOnline {
			page.SignUps[day].Online += count
		}
		if day >= signUpDays-thisWeek {
			t.ThisWeek += count
		}
	}
}

// daysUntil is when each of the n days up to last begins, and the day after. Days do not always have 24 hours.
func daysUntil(last time.Time, n int) []time.Time {
	begins := make([]time.Time, n+1)
	for i := range begins {
		begins[i] = time.Date(last.Year(), last.Month(), last.Day()-n+1+i, 0, 0, 0, 0, last.Location())
	}
	return begins
}

const (
	fewestArrivalBars = 12 // an hour: one person alone draws no bar as wide as the page
	mostArrivalBars   = 96
	// aroundEvent is how long before and after an event people are taken to come to it. Others are tests of the reception.
	aroundEvent = 24 * time.Hour
)

// arrivalSteps are the widths of a bar that are tried in turn, until there are few enough.
var arrivalSteps = []time.Duration{
	5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour,
	24 * time.Hour,
}

func (page *Dashboard) readArrivals(q *models.Query, e *models.Event) error {
	around := models.Interval{From: e.StartsAt.Add(-aroundEvent), Until: e.EndsAt.Add(aroundEvent)}
	first, last, err := q.Admissions().ArrivalSpan(e, around)
	if err != nil || first.IsZero() {
		return err
	}
	times := arrivalTimes(first, last)
	counts, err := q.Admissions().CountBetween(e, times)
	for i, count := range counts {
		page.Arrivals = append(page.Arrivals, Bar{Start: e.Local(times[i]), Count: count})
	}
	return err
}

// arrivalTimes is when each bar begins for people who arrived from first to last, and when the last one ends.
func arrivalTimes(first, last time.Time) []time.Time {
	step := arrivalSteps[0]
	for _, step = range arrivalSteps {
		if last.Sub(first) < step*(mostArrivalBars-1) {
			break
		}
	}
	first = first.Truncate(step)
	times := make([]time.Time, 1+max(fewestArrivalBars, int(last.Sub(first)/step)+1))
	for i := range times {
		times[i] = first.Add(time.Duration(i) * step)
	}
	return times
}
