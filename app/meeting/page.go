package meeting

import (
	"context"
	"slices"
	"time"

	"meguri/models"
)

// ListPage is where reports are uploaded.
type ListPage struct {
	Reports  []models.MeetingReport
	Sessions []models.Session
}

// recent is how many reports a page lists.
const recent = 50

// ListPage reads it. Staff who may edit people call it.
func (s *Service) ListPage(ctx context.Context, e *models.Event) (page *ListPage, err error) {
	q := s.db.Query(ctx)
	page = &ListPage{}
	if page.Reports, err = q.MeetingReports().OfEvent(e, recent); err != nil {
		return nil, err
	}
	page.Sessions, err = q.Sessions().OfEvent(e)
	return page, err
}

// Show is which guests a page shows.
type Show string

// The kinds of guests.
const (
	ShowOpen   Show = "open"
	ShowFound  Show = "found"
	ShowPassed Show = "passed"
)

// Shows lists them in their order.
var Shows = []Show{ShowOpen, ShowFound, ShowPassed}

func showOf(g *models.MeetingGuest) Show {
	switch {
	case g.Passed:
		return ShowPassed
	case g.RegistrationID != nil:
		return ShowFound
	}
	return ShowOpen
}

// Shown chooses the guests of a page, and, for one of them, people by what was typed.
type Shown struct {
	Show  Show   `query:"show"`
	Page  int    `query:"page"`
	Guest int    `query:"guest"`
	Query string `query:"q"`
}

// Guest is a guest with the person, or with who it may be.
type Guest struct {
	models.MeetingGuest
	Person *models.Registration
	// Offered are people whom the guest may be; Typed says that they were looked for.
	Offered []*models.Registration
	Typed   string
}

// Minutes are how long the guest was there.
func (g *Guest) Minutes() int { return int(g.Duration().Round(time.Minute) / time.Minute) }

// From is when they came first.
func (g *Guest) From() time.Time { return g.Spans[0].From }

// Until is when they left last.
func (g *Guest) Until() time.Time { return g.Spans[len(g.Spans)-1].Until }

// Page is a report that was read, with what it would change.
type Page struct {
	*models.MeetingReport
	Session *models.Session
	Counts  map[Show]int
	Show    Show
	Number  int // of the page, from 1
	Guests  []*Guest
	// People are whom it gives times, Gain how many minutes more they have by it than without.
	People, Gain int
	// First and Last are when the meeting was. Beside says that none of it is in the hours of the event.
	First, Last time.Time
	Beside      bool
}

// Page reads it. Staff who may edit people call it.
func (s *Service) Page(ctx context.Context, e *models.Event, id string, shown Shown, limit int) (*Page, error) {
	q := s.db.Query(ctx)
	report, err := q.MeetingReports().InEvent(e, id)
	if err != nil {
		return nil, err
	}
	guests, err := q.MeetingReports().Guests(report)
	if err != nil {
		return nil, err
	}
	page := &Page{MeetingReport: report, Counts: map[Show]int{}, Show: shown.Show, Number: max(shown.Page, 1)}
	page.count(e, guests)
	if page.Counts[page.Show] == 0 && (page.Show == "" || page.Show == ShowOpen) {
		page.Show = ShowFound
		if page.Counts[ShowOpen] > 0 {
			page.Show = ShowOpen
		}
	}
	if page.Session, err = sessionOf(q, e, report); err != nil {
		return nil, err
	}
	if err := page.gain(q, guests); err != nil {
		return nil, err
	}
	err = page.fill(q, e, guests, shown, limit)
	return page, err
}

// sessionOf is the session that the meeting was, nil for none, and where it was deleted since.
func sessionOf(q *models.Query, e *models.Event, report *models.MeetingReport) (*models.Session, error) {
	if report.SessionID == "" {
		return nil, nil
	}
	session, err := q.Sessions().ByID(e, report.SessionID)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	return session, err
}

// count counts the guests, and finds out when they were there.
func (p *Page) count(e *models.Event, guests []models.MeetingGuest) {
	hours := models.Interval{From: e.StartsAt, Until: e.EndsAt}
	p.Beside = true
	for i := range guests {
		g := &guests[i]
		p.Counts[showOf(g)]++
		for _, span := range g.Spans {
			if p.First.IsZero() || span.From.Before(p.First) {
				p.First = span.From
			}
			if span.Until.After(p.Last) {
				p.Last = span.Until
			}
		}
		p.Beside = p.Beside && models.Within(g.Spans, hours) == 0
	}
}

// gain adds up what the report gives people beyond what is known of them without it.
func (p *Page) gain(q *models.Query, guests []models.MeetingGuest) error {
	spans := map[string][]models.Interval{}
	for _, g := range guests {
		if g.RegistrationID != nil && !g.Passed {
			spans[*g.RegistrationID] = append(spans[*g.RegistrationID], g.Spans...)
		}
	}
	ids := make([]string, 0, len(spans))
	for id := range spans {
		ids = append(ids, id)
	}
	known, err := q.Presences().OfRegistrations(ids)
	if err != nil {
		return err
	}
	p.People = len(ids)
	var gain time.Duration
	for id, its := range spans {
		others := slices.DeleteFunc(known[id], func(pr models.Presence) bool { return pr.ReportID == p.ID })
		before := models.PresentIntervals(others)
		gain += length(models.JoinIntervals(append(its, before...))) - length(before)
	}
	p.Gain = int(gain.Round(time.Minute) / time.Minute)
	return nil
}

func length(intervals []models.Interval) (sum time.Duration) {
	for _, i := range intervals {
		sum += i.Until.Sub(i.From)
	}
	return sum
}

// Unknown is how many guests nobody was found for.
func (p *Page) Unknown() int { return p.Counts[ShowOpen] }

// Total is how many guests the page chooses from.
func (p *Page) Total() int { return p.Counts[p.Show] }

// All is how many guests the report has.
func (p *Page) All() int { return p.Counts[ShowOpen] + p.Counts[ShowFound] + p.Counts[ShowPassed] }

// fill reads the guests that the page shows, with who they are or may be.
func (p *Page) fill(q *models.Query, e *models.Event, guests []models.MeetingGuest, shown Shown, limit int) error {
	var ids []string
	for _, g := range guests {
		if showOf(&g) != p.Show {
			continue
		}
		p.Guests = append(p.Guests, &Guest{MeetingGuest: g})
	}
	first := min((p.Number-1)*limit, len(p.Guests))
	p.Guests = p.Guests[first:min(first+limit, len(p.Guests))]
	for _, g := range p.Guests {
		if g.RegistrationID != nil {
			ids = append(ids, *g.RegistrationID)
		}
	}
	people, err := q.Registrations().ByIDs(e, ids)
	if err != nil {
		return err
	}
	for _, g := range p.Guests {
		for n := range people {
			if g.RegistrationID != nil && people[n].ID == *g.RegistrationID {
				g.Person = &people[n]
			}
		}
	}
	if p.Show != ShowOpen || p.Cleared() {
		return nil
	}
	return p.offer(q, e, shown)
}

func (p *Page) offer(q *models.Query, e *models.Event, shown Shown) error {
	m, err := newMatcher(q, e)
	if err != nil {
		return err
	}
	for _, g := range p.Guests {
		g.Offered = m.suggest(&g.MeetingGuest)
		if g.Number != shown.Guest || shown.Query == "" {
			continue
		}
		g.Typed = shown.Query
		if g.Offered, err = search(q, e, shown.Query); err != nil {
			return err
		}
	}
	return nil
}

// foundAtMost is how many people a search offers.
const foundAtMost = 8

func search(q *models.Query, e *models.Event, typed string) ([]*models.Registration, error) {
	list, err := q.Registrations().List(e, models.RegistrationFilter{Query: typed}, foundAtMost)
	found := make([]*models.Registration, len(list))
	for i := range list {
		found[i] = &list[i]
	}
	return found, err
}

// Found is a guest with the people whom a search finds, for the part of the page that changes while somebody types.
func (s *Service) Found(ctx context.Context, e *models.Event, id string, shown Shown) (*Guest, error) {
	q := s.db.Query(ctx)
	report, err := q.MeetingReports().InEvent(e, id)
	if err != nil {
		return nil, err
	}
	g, err := q.MeetingReports().Guest(report, shown.Guest)
	if err != nil {
		return nil, err
	}
	guest := &Guest{MeetingGuest: *g, Typed: shown.Query}
	if shown.Query != "" {
		guest.Offered, err = search(q, e, shown.Query)
	}
	return guest, err
}
