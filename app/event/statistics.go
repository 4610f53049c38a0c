package event

import (
	"cmp"
	"context"
	"slices"
	"time"

	"meguri/app/service/atonce"
	"meguri/models"
)

// Statistics are the numbers of an event for its report.
type Statistics struct {
	// Modes are how people are registered and attended, by mode; Types the same by ticket type.
	Modes []Turnout
	Types []Turnout
	// Spans are registrations and cancellations over time, the oldest first. Days says how many days each has.
	Spans []Span
	Days  int
	// Organization is whose people the spans count, "" for everybody.
	Organization string
	// Organizations are those that most people named, Others how many there are besides.
	Organizations []OrganizationCount
	Others        int
	Mails         []MailCount
	// Sessions are how many attended each session, once the event is over; Stay is how long people did, Moments when.
	Sessions []SessionTurnout
	Stay     Stay
	Moments  []Moment
	// MomentMinutes is how long each moment is.
	MomentMinutes int
}

// Turnout is how people of a ticket type or a mode are registered, and how those attended who have a place.
type Turnout struct {
	Type models.TicketType // of a mode only its Mode is known
	// Applied counts who waits for a draw or a place, Gone who cancelled or was not given one.
	Confirmed, Applied, Cancelled, Gone int
	AtVenue, Online, Absent             int
	// Archive is how many watched a recording afterwards, whether they had attended or not.
	Archive int
}

// Attended is how many attended in one way or both.
func (t Turnout) Attended() int { return t.Confirmed - t.Absent }

func (t *Turnout) add(other *Turnout) {
	t.Confirmed, t.Applied, t.Cancelled = t.Confirmed+other.Confirmed, t.Applied+other.Applied, t.Cancelled+other.Cancelled
	t.Gone, t.AtVenue, t.Online = t.Gone+other.Gone, t.AtVenue+other.AtVenue, t.Online+other.Online
	t.Absent, t.Archive = t.Absent+other.Absent, t.Archive+other.Archive
}

// Registered is how many ever registered.
func (t Turnout) Registered() int { return t.Confirmed + t.Applied + t.Cancelled + t.Gone }

// Sum adds up all modes.
func (page *Statistics) Sum() (sum Turnout) {
	for i := range page.Modes {
		sum.add(&page.Modes[i])
	}
	return sum
}

// count adds registrations of a state.
func (t *Turnout) count(state models.RegistrationState, n int) {
	switch state {
	case models.RegistrationConfirmed:
		t.Confirmed += n
	case models.RegistrationApplied, models.RegistrationPending, models.RegistrationWaitlisted:
		t.Applied += n
	case models.RegistrationCancelled:
		t.Cancelled += n
	default:
		t.Gone += n
	}
}

// Span is a time with its registrations, by how they are attended, and its cancellations. Start is in the event's zone.
type Span struct {
	Start                    time.Time
	Venue, Online, Cancelled int
	// Total is how many had registered by its end, and not cancelled.
	Total int
}

// OrganizationCount counts registrations of an organization, as people wrote it; "" is who wrote none.
type OrganizationCount struct {
	Organization                        string
	Venue, Online, Confirmed, Cancelled int
}

// MailCount counts mails of a kind by their result.
type MailCount struct {
	Kind   string
	Total  int
	States map[models.MailState]int
}

const (
	// mostSpans is how many columns the registrations over time have at most.
	mostSpans = 100
	// mostOrganizations is how many are listed by name.
	mostOrganizations = 100
)

// spanDays are the lengths of a span that are tried in turn, until there are few enough.
var spanDays = []int{1, 7, 28, 91}

// StatisticsPart is a part of the statistics, which can be read alone.
type StatisticsPart int

// The parts, as they stand on the page.
const (
	StatisticsOfTypes StatisticsPart = iota
	StatisticsOfSessions
	StatisticsOverTime
	StatisticsOfOrganizations
	StatisticsOfMails
)

// AllStatistics are all parts.
var AllStatistics = []StatisticsPart{
	StatisticsOfTypes, StatisticsOfSessions, StatisticsOverTime, StatisticsOfOrganizations, StatisticsOfMails,
}

// Statistics reads parts of the numbers of an event; organization narrows those over time down to its people, "" for
// everybody. Staff who may see people call it.
func (s *Service) Statistics(
	ctx context.Context, e *models.Event, organization string, parts ...StatisticsPart,
) (*Statistics, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page := &Statistics{Organization: organization}
	readers := map[StatisticsPart]func(*models.Query, *models.Event, []models.TicketType) error{
		StatisticsOfTypes: page.readTurnouts, StatisticsOfSessions: page.readAttendance, StatisticsOverTime: page.readSpans,
		StatisticsOfOrganizations: page.readOrganizations, StatisticsOfMails: page.readMails,
	}
	reads := make([]func() error, len(parts))
	for i, part := range parts {
		reads[i] = func() error { return readers[part](q, e, types) }
	}
	return page, atonce.Do(q, reads...) // each fills fields of its own
}

func (page *Statistics) readTurnouts(q *models.Query, e *models.Event, types []models.TicketType) error {
	tallies, err := q.Registrations().Tallies(e)
	if err != nil {
		return err
	}
	turnouts, err := q.Registrations().Turnouts(e)
	if err != nil {
		return err
	}
	page.Types = make([]Turnout, len(types))
	byID := map[string]*Turnout{}
	for i, t := range types {
		page.Types[i].Type = t
		byID[t.ID] = &page.Types[i]
	}
	for _, t := range tallies {
		byID[t.TicketTypeID].count(t.State, t.Count)
	}
	for _, t := range turnouts {
		byID[t.TicketTypeID].AtVenue, byID[t.TicketTypeID].Online = t.Venue, t.Online
		byID[t.TicketTypeID].Absent = t.Twice - t.Venue - t.Online
	}
	watched, err := q.ArchiveViews().Counts(e)
	if err != nil {
		return err
	}
	for _, c := range watched {
		byID[c.TicketTypeID].Archive = c.People
	}
	for i := range page.Types {
		page.Types[i].Absent += page.Types[i].Confirmed
	}
	for _, mode := range models.Modes {
		sum, found := Turnout{Type: models.TicketType{Mode: mode}}, false
		for i := range page.Types {
			if e.ModeOf(page.Types[i].Type) == mode {
				sum.add(&page.Types[i])
				found = true
			}
		}
		if found {
			page.Modes = append(page.Modes, sum)
		}
	}
	return nil
}

func (page *Statistics) readSpans(q *models.Query, e *models.Event, types []models.TicketType) error {
	first, last, err := q.Registrations().Span(e)
	if err != nil || first.IsZero() {
		return err
	}
	if until := e.EndsAt; until.Before(q.Now) && last.Before(until) {
		last = until
	} else if last.Before(q.Now) && !until.Before(q.Now) {
		last = q.Now
	}
	times := page.spanTimes(e.Local(first), e.Local(last))
	registered, err := q.Registrations().Registered(e, page.Organization, times)
	if err != nil {
		return err
	}
	cancelled, err := q.Registrations().Cancelled(e, page.Organization, times)
	if err != nil {
		return err
	}
	page.Spans = make([]Span, len(times)-1)
	online := map[string]bool{}
	for _, t := range types {
		online[t.ID] = e.ModeOf(t) == models.ModeOnline
	}
	for _, c := range registered {
		if online[c.TicketTypeID] {
			page.Spans[c.Number].Online += c.Count
		} else {
			page.Spans[c.Number].Venue += c.Count
		}
	}
	for _, c := range cancelled {
		page.Spans[c.Number].Cancelled += c.Count
	}
	total := 0
	for i := range page.Spans {
		span := &page.Spans[i]
		total += span.Venue + span.Online - span.Cancelled
		span.Start, span.Total = times[i], total
	}
	return nil
}

// spanTimes is when each span begins, on days of the event's zone, and when the last one ends.
func (page *Statistics) spanTimes(first, last time.Time) []time.Time {
	midnight := func(t time.Time, days int) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location())
	}
	for _, page.Days = range spanDays {
		if last.Sub(first) < time.Duration(page.Days*(mostSpans-1))*24*time.Hour {
			break
		}
	}
	times := []time.Time{midnight(first, 0)}
	for !times[len(times)-1].After(last) && len(times) <= 4*mostSpans {
		times = append(times, midnight(times[len(times)-1], page.Days))
	}
	return times
}

func (page *Statistics) readOrganizations(q *models.Query, e *models.Event, types []models.TicketType) error {
	tallies, err := q.Registrations().ByOrganization(e)
	if err != nil {
		return err
	}
	modes, byName := map[string]models.Mode{}, map[string]*OrganizationCount{}
	for _, t := range types {
		modes[t.ID] = e.ModeOf(t)
	}
	for _, t := range tallies {
		entry := byName[t.Organization]
		if entry == nil {
			entry = &OrganizationCount{Organization: t.Organization}
			byName[t.Organization] = entry
		}
		switch {
		case t.State == models.RegistrationCancelled:
			entry.Cancelled += t.Count
		case t.State == models.RegistrationConfirmed && modes[t.TicketTypeID] == models.ModeOnline:
			entry.Online += t.Count
			entry.Confirmed += t.Count
		case t.State == models.RegistrationConfirmed:
			entry.Venue += t.Count
			entry.Confirmed += t.Count
		}
	}
	for _, entry := range byName {
		page.Organizations = append(page.Organizations, *entry)
	}
	slices.SortFunc(page.Organizations, func(a, b OrganizationCount) int {
		return cmp.Or(cmp.Compare(b.Confirmed, a.Confirmed), cmp.Compare(a.Organization, b.Organization))
	})
	page.Others = max(0, len(page.Organizations)-mostOrganizations)
	page.Organizations = page.Organizations[:len(page.Organizations)-page.Others]
	return nil
}

func (page *Statistics) readMails(q *models.Query, e *models.Event, _ []models.TicketType) error {
	tallies, err := q.Mails().ByKind(e)
	for _, t := range tallies {
		if n := len(page.Mails); n == 0 || page.Mails[n-1].Kind != t.Kind {
			page.Mails = append(page.Mails, MailCount{Kind: t.Kind, States: map[models.MailState]int{}})
		}
		entry := &page.Mails[len(page.Mails)-1]
		entry.States[t.State] += t.Count
		entry.Total += t.Count
	}
	slices.SortStableFunc(page.Mails, func(a, b MailCount) int { return b.Total - a.Total })
	return err
}
