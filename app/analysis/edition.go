package analysis

import (
	"cmp"
	"context"
	"slices"

	"meguri/models"
)

// leastReturning is how many people must have come again, and how many not, for their number to be told: of fewer,
// those who know who came could tell which.
const leastReturning = 5

// Edition is an event with its numbers.
type Edition struct {
	models.Event
	Turnout models.EventTurnout
	// Returning is how many of Known people had a place at an earlier event of the host, by the keyed marks of addresses.
	// ShowsReturning is false where either part is fewer than 5.
	Returning, Known int
	ShowsReturning   bool
	Surveys          []Asked
	IsOver           bool
	// IsForeign says that another organization hosts it, which shares its figures, and nothing else.
	IsForeign bool
}

// AttendedPercent is how many in a hundred of those who had a place attended.
func (e *Edition) AttendedPercent() int { return percent(e.Turnout.Attended(), e.Turnout.Confirmed) }

// ReturningPercent is how many in a hundred had been there before.
func (e *Edition) ReturningPercent() int { return percent(e.Returning, e.Known) }

// Opened are the surveys that were open once.
func (e *Edition) Opened() []Asked {
	return slices.DeleteFunc(slices.Clone(e.Surveys), func(a Asked) bool { return !a.WasOpened })
}

// Released are the surveys whose results there are.
func (e *Edition) Released() []Asked {
	return slices.DeleteFunc(slices.Clone(e.Surveys), func(a Asked) bool { return !a.IsReleased })
}

// asked adds up the surveys that are released.
func (e *Edition) asked() (invited, responses int) {
	for i := range e.Surveys {
		if e.Surveys[i].IsReleased {
			invited, responses = invited+e.Surveys[i].Invited, responses+e.Surveys[i].Responses
		}
	}
	return invited, responses
}

// Line is a question with what each edition found, in the order of the editions. A figure is nil where the edition did
// not ask, or does not show it.
type Line struct {
	Slug             string
	TitleJa, TitleEn string
	IsScore          bool
	Figures          []*Figure
}

// EditionsPage has the editions of an event side by side, the oldest first.
type EditionsPage struct {
	Editions []Edition
	Lines    []Line
	// Series is the one of which they are editions, nil for none.
	Series *models.Series
	// Hidden counts the editions whose results the reader may not see.
	Hidden int
}

// Growth is how many more registered than for the edition before, in percent. Known is false where there is none to
// hold it against.
type Growth struct {
	Percent float64
	Known   bool
}

// Growth is of the edition with the number i, counted from 0.
func (p *EditionsPage) Growth(i int) Growth {
	if i == 0 || p.Editions[i-1].Turnout.Registered == 0 {
		return Growth{}
	}
	before, now := p.Editions[i-1].Turnout.Registered, p.Editions[i].Turnout.Registered
	return Growth{float64(percent(now, before) - 100), true}
}

// mostEvents is how many events are put side by side.
const mostEvents = 100

// EditionsPage reads it. Who may see results of the event calls it; of other editions it has those whose results the
// account may see, too.
func (s *Service) EditionsPage(
	ctx context.Context, by *models.Account, event *models.Event,
) (*EditionsPage, error) {
	q := s.db.Query(ctx)
	earlier, err := q.Editions().Earlier(event)
	if err != nil {
		return nil, err
	}
	later, err := q.Editions().Later(event)
	if err != nil {
		return nil, err
	}
	allowed, err := q.Events().WithPermission(by.ID, models.SeeResults, mostEvents)
	if err != nil {
		return nil, err
	}
	ids := slices.Concat(earlier, []string{event.ID}, later)
	page := &EditionsPage{}
	var events []models.Event
	for i := range allowed {
		e := &allowed[i]
		if slices.Contains(ids, e.ID) {
			events = append(events, *e)
		}
	}
	if page.Series, err = q.Series().OfEvent(event.ID); err != nil {
		return nil, err
	}
	page.Hidden = len(ids) - len(events)
	return page, s.compare(ctx, q, page, events)
}

// compare puts events side by side on a page.
func (s *Service) compare(ctx context.Context, q *models.Query, page *EditionsPage, events []models.Event) (err error) {
	slices.SortFunc(events, func(a, b models.Event) int { return a.StartsAt.Compare(b.StartsAt) })
	if page.Editions, err = s.editions(ctx, q, events); err != nil {
		return err
	}
	for i := range page.Editions {
		if err := page.Editions[i].countReturning(q); err != nil {
			return err
		}
	}
	page.Lines = lines(page.Editions)
	return nil
}

// SeriesPage has the editions of a series for a member: its own, and those of members that share their figures. Who may
// see results at all events of the organization calls it. Errors: NotFound where that does not hold the series.
func (s *Service) SeriesPage(ctx context.Context, o *models.Organization, seriesID string) (*EditionsPage, error) {
	q := s.db.Query(ctx)
	holds, err := q.Series().HasAgreed(seriesID, o.ID)
	if err == nil && !holds {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	page := &EditionsPage{}
	if page.Series, err = q.Series().ByID(seriesID); err != nil {
		return nil, err
	}
	members, err := q.Series().Agreed(page.Series)
	if err != nil {
		return nil, err
	}
	all, err := q.Series().Events(page.Series)
	if err != nil {
		return nil, err
	}
	var events []models.Event
	for i := range all {
		e := &all[i]
		isOwn := e.OrganizationID == o.ID
		shares := slices.ContainsFunc(members, func(m models.SeriesMember) bool {
			return m.OrganizationID == e.OrganizationID && m.SharesFigures
		})
		switch {
		case isOwn || shares && e.Public():
			events = append(events, *e)
		case e.Public():
			page.Hidden++
		}
	}
	if err := s.compare(ctx, q, page, events); err != nil {
		return nil, err
	}
	for i := range page.Editions {
		e := &page.Editions[i]
		e.IsForeign = e.OrganizationID != o.ID
		// While people register, two looks at another's number would tell of who registered in between.
		e.ShowsReturning = e.ShowsReturning && (!e.IsForeign || e.IsOver)
	}
	return page, nil
}

// EarlierEditions are the editions before an event, the latest first, whose results the account may see. Who may see
// results of the event calls it.
func (s *Service) EarlierEditions(
	ctx context.Context, by *models.Account, event *models.Event,
) (list []models.Event, err error) {
	q := s.db.Query(ctx)
	ids, err := q.Editions().Earlier(event)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	allowed, err := q.Events().WithPermission(by.ID, models.SeeResults, mostEvents)
	for _, id := range ids {
		if at := slices.IndexFunc(allowed, func(e models.Event) bool { return e.ID == id }); at >= 0 {
			list = append(list, allowed[at])
		}
	}
	return list, err
}

// editions read the numbers of events, in their order.
func (s *Service) editions(ctx context.Context, q *models.Query, events []models.Event) ([]Edition, error) {
	if len(events) == 0 {
		return nil, nil
	}
	turnouts, err := q.Registrations().TurnoutsOf(events)
	if err != nil {
		return nil, err
	}
	list := make([]Edition, len(events))
	for i := range events {
		e := &list[i]
		e.Event, e.Turnout, e.IsOver = events[i], turnouts[events[i].ID], events[i].Ended(q.Now)
		if e.Surveys, err = s.surveys.Asked(ctx, &events[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// countReturning counts who came again.
func (e *Edition) countReturning(q *models.Query) error {
	first, known, err := q.Registrations().FirstTimers(&e.Event)
	e.Returning, e.Known = known-first, known
	e.ShowsReturning = e.Returning >= leastReturning && first >= leastReturning
	return err
}

// lines are the questions that at least one edition shows, scores first, in the order of the latest edition.
func lines(editions []Edition) (list []Line) {
	for i := len(editions) - 1; i >= 0; i-- {
		for k := range editions[i].Surveys {
			for f := range editions[i].Surveys[k].Figures {
				figure := &editions[i].Surveys[k].Figures[f]
				if slices.ContainsFunc(list, func(l Line) bool { return l.Slug == figure.Slug }) {
					continue
				}
				list = append(list, lineOf(editions, figure))
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Line) int {
		return cmp.Compare(known(b), known(a))
	})
	return list
}

func lineOf(editions []Edition, like *Figure) Line {
	line := Line{Slug: like.Slug, TitleJa: like.TitleJa, TitleEn: like.TitleEn, IsScore: like.HasScore}
	for i := range editions {
		var found *Figure
		for k := range editions[i].Surveys {
			for f := range editions[i].Surveys[k].Figures {
				if figure := &editions[i].Surveys[k].Figures[f]; found == nil && figure.Slug == like.Slug &&
					figure.Kind == like.Kind {
					found = figure
				}
			}
		}
		line.Figures = append(line.Figures, found)
	}
	return line
}

// known counts the editions that show a question.
func known(l Line) (n int) {
	for _, figure := range l.Figures {
		if figure != nil {
			n++
		}
	}
	return n
}
