package project

import (
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// How many projects and hours are read for a page at most.
const (
	mostProjects = 5000
	mostHours    = 500
)

// ListFilter chooses projects; what is empty chooses all.
type ListFilter struct {
	State models.ProjectState `query:"state"`
	// Search is words of the title, Year the one in which it began.
	Search string `query:"q"`
	Year   string `query:"year"`
	Number int    `query:"page"`
}

// IsSet reports whether it leaves out any but by their state.
func (f *ListFilter) IsSet() bool { return f.Search != "" || f.Year != "" }

// ListPage is the projects of a place.
type ListPage struct {
	// Projects are those of one page, of Total in all.
	Projects []models.ListedProject
	Total    int
	Counts   map[models.ProjectState]int
	Filter   ListFilter
	// Years are those in which projects began.
	Years []string
	// Waiting is how many hours wait for a coordinator.
	Waiting int
	// Months are the approved hours of the last twelve months, nil where there are none.
	Months []models.HourMonth
}

// Count is how many projects have a state.
func (p *ListPage) Count(state models.ProjectState) int { return p.Counts[state] }

// ListPage reads it, size projects on a page. Who may edit needs there calls it.
func (s *Service) ListPage(
	ctx context.Context, at models.NeedPlace, filter ListFilter, size int,
) (*ListPage, error) {
	q := s.db.Query(ctx)
	page := &ListPage{Filter: filter}
	f := &page.Filter
	f.Search, f.Number = text.CleanLine(f.Search), max(1, f.Number)
	if !slices.Contains(models.ProjectStates, f.State) {
		f.State = ""
	}
	var err error
	if page.Years, err = q.Projects().Years(at); err != nil {
		return nil, err
	}
	if !slices.Contains(page.Years, f.Year) {
		f.Year = ""
	}
	if page.Counts, err = q.Projects().Count(at); err != nil {
		return nil, err
	}
	list, err := q.Projects().List(at, f.State, f.Year, mostProjects)
	if err != nil {
		return nil, err
	}
	key := text.SearchQuery(f.Search)
	list = slices.DeleteFunc(list, func(p models.ListedProject) bool {
		return key != "" && !strings.Contains(text.SearchQuery(p.Title), key)
	})
	page.Total = len(list)
	f.Number = min(f.Number, max(1, (page.Total+size-1)/size))
	page.Projects = list[min((f.Number-1)*size, len(list)):min(f.Number*size, len(list))]
	if page.Months, err = lastMonths(q, at); err != nil {
		return nil, err
	}
	waiting, err := q.Hours().At(at, &models.HourFilter{State: models.HoursWaiting}, mostHours)
	page.Waiting = len(waiting)
	return page, err
}

// shownMonths is of how many months hours are drawn.
const shownMonths = 12

func lastMonths(q *models.Query, at models.NeedPlace) ([]models.HourMonth, error) {
	local := q.Now.In(models.DefaultZone)
	first := time.Date(local.Year(), local.Month()-shownMonths+1, 1, 0, 0, 0, 0, time.UTC)
	given, err := q.Hours().ByMonth(at, first.Format(time.DateOnly))
	if err != nil || len(given) == 0 {
		return nil, err
	}
	months := make([]models.HourMonth, shownMonths)
	for i := range months {
		months[i].Month = first.AddDate(0, i, 0).Format(models.MonthLayout)
		for _, m := range given {
			if m.Month == months[i].Month {
				months[i] = m
			}
		}
	}
	return months, nil
}

// StartPage is a need with which a project may begin.
type StartPage struct {
	*models.Need
	Accepted []models.Offer
	Projects []models.Project
}

// HasRunning reports whether a project of the need goes on.
func (p *StartPage) HasRunning() bool {
	return slices.ContainsFunc(p.Projects, func(p models.Project) bool { return p.IsRunning() })
}

// Fresh is what the form begins with.
func (p *StartPage) Fresh(now time.Time) *StartInput {
	in := &StartInput{Input: Input{
		Version: p.Version, Title: p.Title, Aim: p.Better, Scope: p.Deliverable,
		StartedOn: now.In(models.DefaultZone).Format(time.DateOnly),
	}}
	for i := range p.Accepted {
		in.Offers = append(in.Offers, p.Accepted[i].ID)
	}
	if len(in.Offers) > 0 {
		in.Lead = in.Offers[0]
	}
	return in
}

// StartPage reads it. Who may edit needs there calls it. Errors: NotFound.
func (s *Service) StartPage(ctx context.Context, at models.NeedPlace, needID string) (*StartPage, error) {
	q := s.db.Query(ctx)
	n, err := q.Needs().At(at, needID)
	if err != nil {
		return nil, err
	}
	page := &StartPage{Need: n}
	offers, err := q.Offers().OfNeed(n.ID)
	if err != nil {
		return nil, err
	}
	for i := range offers {
		if offers[i].State == models.OfferAccepted {
			page.Accepted = append(page.Accepted, offers[i])
		}
	}
	page.Projects, err = q.Projects().OfNeed(n.ID)
	return page, err
}

// OfNeed lists the projects that began with a need, the newest first. Who may edit needs there calls it.
func (s *Service) OfNeed(ctx context.Context, n *models.Need) ([]models.Project, error) {
	return s.db.Query(ctx).Projects().OfNeed(n.ID)
}

// DeskPage is a project for its coordinators.
type DeskPage struct {
	*models.Project
	Phases []models.ProjectPhase
	Team   []models.TeamMember
	// Organizations are those that it may help, and for which its people may work.
	Organizations []models.Organization
	Totals        Totals
	// Of are the minutes of each person of the team.
	Of map[string]Totals
}

// Totals are minutes by what became of them, and by when they were given.
type Totals struct{ Approved, Waiting, Returned, InWork, Own int }

// All are all minutes but those that were sent back.
func (t Totals) All() int { return t.Approved + t.Waiting }

func (t *Totals) add(h *models.HourEntry) {
	switch h.State {
	case models.HoursApproved:
		t.Approved += h.Minutes
	case models.HoursWaiting:
		t.Waiting += h.Minutes
	case models.HoursReturned:
		t.Returned += h.Minutes
		return
	}
	if h.InWork {
		t.InWork += h.Minutes
	} else {
		t.Own += h.Minutes
	}
}

func totals(list []models.HourEntry) (t Totals) {
	for i := range list {
		t.add(&list[i])
	}
	return t
}

// mostEntries is how many hours are read at once at most.
const mostEntries = 50_000

// DeskPage reads it. Who may edit needs there calls it. Errors: NotFound.
func (s *Service) DeskPage(ctx context.Context, at models.NeedPlace, id string) (*DeskPage, error) {
	q := s.db.Query(ctx)
	p, err := q.Projects().At(at, id)
	if err != nil {
		return nil, err
	}
	page := &DeskPage{Project: p, Of: map[string]Totals{}}
	if page.Phases, err = q.Projects().Phases(p.ID); err != nil {
		return nil, err
	}
	if page.Team, err = q.Projects().Team(p.ID); err != nil {
		return nil, err
	}
	if page.Organizations, err = q.Organizations().All(); err != nil {
		return nil, err
	}
	list, err := q.Hours().At(at, &models.HourFilter{Project: p.ID}, mostEntries)
	if err != nil {
		return nil, err
	}
	page.Totals = totals(list)
	for i := range list {
		t := page.Of[list[i].MemberID]
		t.add(&list[i])
		page.Of[list[i].MemberID] = t
	}
	return page, nil
}

// HoursPage is the hours at the projects of a place for who approves them.
type HoursPage struct {
	Hours []models.HourEntry
	State models.HourState
	// Project is that of which alone the hours are listed, nil for all.
	Project *models.Project
	// IsCut says that there are more.
	IsCut bool
	// Over are the minutes of hours, by their id, that are over a budget.
	Over map[string]int
}

// HoursPage reads it. Who may edit needs there calls it. Errors: NotFound for a project that the place has not.
func (s *Service) HoursPage(
	ctx context.Context, at models.NeedPlace, state models.HourState, projectID string,
) (*HoursPage, error) {
	q := s.db.Query(ctx)
	page := &HoursPage{State: models.HoursWaiting}
	if slices.Contains(models.HourStates, state) {
		page.State = state
	}
	var err error
	if projectID != "" {
		if page.Project, err = q.Projects().At(at, projectID); err != nil {
			return nil, err
		}
	}
	page.Hours, err = q.Hours().At(at, &models.HourFilter{Project: projectID, State: page.State}, mostHours+1)
	if len(page.Hours) > mostHours {
		page.Hours, page.IsCut = page.Hours[:mostHours], true
	}
	if err != nil {
		return nil, err
	}
	page.Over, err = overBudget(q, page.Hours)
	return page, err
}

// OwnPage is what a person of a team sees of the project.
type OwnPage struct {
	*models.TeamMember
	Phases []models.ProjectPhase
	Team   []models.TeamMember
	// Month is the first day of the month of which Hours are listed; Totals are theirs, Whole those of the project.
	Month         time.Time
	Hours         []models.HourEntry
	Totals, Whole Totals
	Last          *models.HourEntry
	// Check is the path of the page that says whether the certificate of hours is true.
	Check string
	// Budget is what the person's organization gives them for the month, nil for none; Over are the minutes of hours, by
	// their id, that are over it.
	Budget *OwnBudget
	Over   map[string]int
	// Ties are what the person says of others of the team, and others of them.
	Ties []Line
}

// Before is the month before, After the one after it, nil for one that is not yet.
func (p *OwnPage) Before() string { return p.Month.AddDate(0, -1, 0).Format(monthLayout) }

// After is the month after, "" for one that is not yet.
func (p *OwnPage) After(now time.Time) string {
	next := p.Month.AddDate(0, 1, 0).Format(monthLayout)
	if next > now.In(p.Project.Zone()).Format(monthLayout) {
		return ""
	}
	return next
}

// ThisMonth is the month as an address names it.
func (p *OwnPage) ThisMonth() string { return p.Month.Format(monthLayout) }

const monthLayout = "2006-01"

// month reads a month; what is none is that of now.
func month(typed string, now time.Time, zone *time.Location) time.Time {
	at, err := time.ParseInLocation(monthLayout, typed, time.UTC)
	if err != nil || at.Year() < 2000 || at.Year() > 2100 {
		local := now.In(zone)
		return time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	return at
}

// lastDay is the last day of a month.
func lastDay(month time.Time) string { return month.AddDate(0, 1, -1).Format(time.DateOnly) }

// Own reads the page of a person of a team by the mailed secret. Errors: NotFound, also once they are erased.
func (s *Service) Own(ctx context.Context, secret, ofMonth string) (*OwnPage, error) {
	q := s.db.Query(ctx)
	m, err := s.find(q, secret)
	if err != nil {
		return nil, err
	}
	page := &OwnPage{
		TeamMember: m, Month: month(ofMonth, q.Now, m.Project.Zone()), Check: paths.HoursCertificate(s.Links.Hours(m.ID)),
	}
	if page.Phases, err = q.Projects().Phases(m.ProjectID); err != nil {
		return nil, err
	}
	if page.Team, err = q.Projects().Team(m.ProjectID); err != nil {
		return nil, err
	}
	list, err := q.Hours().OfMember(m.ID)
	if err != nil {
		return nil, err
	}
	page.Whole = totals(list)
	from, until := page.Month.Format(time.DateOnly), lastDay(page.Month)
	for i := range list {
		h := &list[i]
		h.Project = m.Project
		if page.Last == nil || h.CreatedAt.After(page.Last.CreatedAt) {
			page.Last = h
		}
		if h.Day >= from && h.Day <= until {
			page.Hours = append(page.Hours, *h)
		}
	}
	page.Totals = totals(page.Hours)
	if err := page.readBudget(q); err != nil {
		return nil, err
	}
	page.Ties, err = linesOf(q, []models.TeamMember{*m})
	return page, err
}

// readBudget reads what the person has of a budget in the month.
func (p *OwnPage) readBudget(q *models.Query) (err error) {
	day := min(lastDay(p.Month), max(p.Month.Format(time.DateOnly), p.Project.Today(q.Now)))
	if p.Budget, err = ownBudget(q, p.TeamMember, day); err != nil || p.Budget == nil {
		return err
	}
	for i := range p.Hours {
		p.Hours[i].Member = *p.TeamMember
	}
	p.Over, err = overBudget(q, p.Hours)
	return err
}

// EntryPage is hours that a person corrects.
type EntryPage struct {
	*models.TeamMember
	Entry *models.HourEntry
	// Late says that it is corrected with a reason only.
	Late bool
}

// OwnEntry reads hours of a person by the mailed secret. Errors: NotFound.
func (s *Service) OwnEntry(ctx context.Context, secret, id string) (*EntryPage, error) {
	q := s.db.Query(ctx)
	m, err := s.find(q, secret)
	if err != nil {
		return nil, err
	}
	page := &EntryPage{TeamMember: m}
	if page.Entry, err = q.Hours().Of(m.ID, id); err != nil {
		return nil, err
	}
	page.Late = page.Entry.Day < q.Now.In(m.Project.Zone()).AddDate(0, 0, -correctWithin).Format(time.DateOnly)
	return page, nil
}

// NameInput says whether the team may read a person's name.
type NameInput struct {
	ShowsName bool `form:"shows_name"`
}

// SetName stores it. Errors: NotFound.
func (s *Service) SetName(ctx context.Context, secret string, in *NameInput) error {
	return s.own(ctx, secret, func(tx *models.Tx, m *models.TeamMember) error {
		m.ShowsName = in.ShowsName
		return tx.Projects().UpdateMember(m, m.Version)
	})
}

// Erase takes away who a person is; their hours stay as numbers, without what they wrote. Again it changes nothing.
func (s *Service) Erase(ctx context.Context, secret string) error {
	err := s.own(ctx, secret, func(tx *models.Tx, m *models.TeamMember) error {
		return tx.Projects().EraseMember(m.ID)
	})
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}
