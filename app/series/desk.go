package series

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"meguri/models"
)

// ActionFilter chooses and orders what was agreed. What is empty, or none of the choices, chooses what is open.
type ActionFilter struct {
	State models.ActionState `query:"state"`
	// By is the id of an organization, "" for all.
	By string `query:"by"`
	// Sort is a column, with a minus in front for the other direction.
	Sort string `query:"sort"`
}

// The columns by which what was agreed is sorted.
const (
	SortDue   = "due"
	SortWhat  = "what"
	SortOwner = "owner"
	SortEvent = "event"
)

// EditionRow is an edition on the page of a series.
type EditionRow struct {
	models.Event
	// IsOwn says that the reader's organization hosts it. HasDraft and HasMinutes say whether there are minutes; of
	// drafts only the host knows.
	IsOwn, HasDraft, HasMinutes bool
	Open                        int
}

// HostPage is a series for the staff of a member.
type HostPage struct {
	Member *models.SeriesMember
	Series *models.Series
	// IsKeeper says that the organization keeps the series, MaySetNext that it sets the next date.
	IsKeeper, MaySetNext bool
	// Members are those that hold the series; for who keeps it all that were asked.
	Members  []models.SeriesMember
	Editions []EditionRow
	Next     *models.SeriesNext
	IsTold   bool
	Turn     *models.Organization
	Input    *NextInput
	Actions  []*models.SeriesAction
	Counts   map[models.ActionState]int
	Filter   *ActionFilter
	// Staff may be given what the organization took on.
	Staff []models.Account
	By    *Actor
}

// IsAsked reports whether the organization has not answered yet: then the page has the question alone.
func (p *HostPage) IsAsked() bool { return p.Member.State == models.SeriesAsked }

// Count is how many there are in a state.
func (p *HostPage) Count(state models.ActionState) int { return p.Counts[state] }

// MayTick reports whether the reader says what became of something.
func (p *HostPage) MayTick(a *models.SeriesAction) bool { return p.By.MayTick(a) }

// MayAssign reports whether the reader says whose it is.
func (p *HostPage) MayAssign(a *models.SeriesAction) bool { return p.By.MayAssign(a) }

// IsOurs reports whether the reader's organization took it on: then the page names whose it is.
func (p *HostPage) IsOurs(a *models.SeriesAction) bool {
	return a.OrganizationID == p.By.Organization.ID
}

// HostPage reads it. Staff of the organization call it. Errors: NotFound where it does not hold the series, and is not
// asked to.
func (s *Service) HostPage(ctx context.Context, by *Actor, id string, f *ActionFilter) (*HostPage, error) {
	q := s.db.Query(ctx)
	m, err := q.Series().MemberOf(id, by.Organization.ID)
	if err == nil && m.State != models.SeriesAgreed && m.State != models.SeriesAsked {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	page := &HostPage{Member: m, By: by, Filter: f, IsKeeper: m.Series.OrganizationID == by.Organization.ID}
	if page.Series, err = q.Series().ByID(id); err != nil {
		return nil, err
	}
	if page.Members, err = q.Series().Agreed(page.Series); err != nil || page.IsAsked() {
		return page, err
	}
	for _, read := range []func(*models.Query) error{page.readEditions, page.readNext, page.readActions} {
		if err := read(q); err != nil {
			return nil, err
		}
	}
	if page.IsKeeper {
		if page.Members, err = q.Series().Members(page.Series); err != nil {
			return nil, err
		}
	}
	if models.Holds(by.Roles, models.EditEvent) {
		page.Staff, err = staffOf(q, by.Organization)
	}
	return page, err
}

func (p *HostPage) readEditions(q *models.Query) error {
	list, err := q.Series().Events(p.Series)
	if err != nil {
		return err
	}
	for i := range list {
		row := EditionRow{Event: list[i], IsOwn: list[i].OrganizationID == p.By.Organization.ID}
		if !row.IsOwn && list[i].State == models.EventDraft {
			continue
		}
		minutes, err := q.Minutes().OfEvent(&list[i])
		if err != nil {
			return err
		}
		row.HasMinutes, row.HasDraft = minutes.IsPublished(), row.IsOwn && minutes.Version > 0 && !minutes.IsPublished()
		p.Editions = append(p.Editions, row)
	}
	return nil
}

func (p *HostPage) readNext(q *models.Query) error {
	var err error
	if p.Next, err = q.Series().Next(p.Series); err != nil {
		return err
	}
	editions, err := q.Series().Events(p.Series)
	if err != nil {
		return err
	}
	p.IsTold, p.Turn = p.Next.IsTold(editions, q.Now), turnOf(p.Members, editions)
	p.Input = nextInput(p.Next, p.Turn, editions)
	if p.Next.IsDropped() {
		p.Next = nil
	}
	p.MaySetNext, err = maySetNext(q, p.Member)
	p.MaySetNext = p.MaySetNext && models.Holds(p.By.Roles, models.EditEvent)
	return err
}

func (p *HostPage) readActions(q *models.Query) error {
	all, err := q.SeriesActions().OfSeries(p.Series.ID)
	if err != nil {
		return err
	}
	if !slices.Contains(models.ActionStates, p.Filter.State) {
		p.Filter.State = models.ActionOpen
	}
	p.Counts = map[models.ActionState]int{}
	for i := range all {
		a := all[i]
		if at := slices.IndexFunc(p.Editions, func(e EditionRow) bool { return e.ID == a.EventID }); at >= 0 && a.IsOpen() {
			p.Editions[at].Open++
		}
		if p.Filter.By != "" && a.OrganizationID != p.Filter.By {
			continue
		}
		p.Counts[a.State]++
		if a.State == p.Filter.State {
			p.Actions = append(p.Actions, a)
		}
	}
	p.sortActions()
	return nil
}

// sortActions orders them by the column; by their day they are already.
func (p *HostPage) sortActions() {
	column, isDown := strings.CutPrefix(p.Filter.Sort, "-")
	by := map[string]func(a *models.SeriesAction) string{
		SortWhat:  func(a *models.SeriesAction) string { return a.What },
		SortOwner: func(a *models.SeriesAction) string { return a.Organization.NameJa },
		SortEvent: func(a *models.SeriesAction) string { return a.Event.StartsAt.UTC().Format("2006-01-02T15:04") },
	}[column]
	if by != nil {
		slices.SortStableFunc(p.Actions, func(a, b *models.SeriesAction) int { return cmp.Compare(by(a), by(b)) })
	} else if column != SortDue {
		p.Filter.Sort, isDown = SortDue, false
	}
	if isDown {
		slices.Reverse(p.Actions)
	}
}
