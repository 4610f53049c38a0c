package project

import (
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/check"
	"meguri/app/service/paths"
	"meguri/models"
)

// PersonPage is the projects of a person who keeps an account: those of all addresses that they proved to be theirs.
type PersonPage struct {
	Projects []PersonProject
	Totals
}

// PersonProject is a project of a person, with their hours.
type PersonProject struct {
	models.TeamMember
	// Path is the page that the mailed link opens.
	Path   paths.TeamMember
	Totals Totals
	// Budget is what there is of one this month, nil for none.
	Budget    *OwnBudget
	Proposals []Proposal
}

// Proposal is time that the person attended an event, and which may have been for the project.
type Proposal struct {
	// ID is the same whenever it is proposed: what was entered is not proposed again.
	ID    string
	Event *models.Event
	piece
	zone *time.Location
}

// Day is its day.
func (p *Proposal) Day() string { return p.day }

// Minutes is its length.
func (p *Proposal) Minutes() int { return p.minutes }

// Clock is from when until when.
func (p *Proposal) Clock() string {
	return clock(*p.from, *p.until, p.zone)
}

// PersonPage reads it. The person of the account calls it.
func (s *Service) PersonPage(ctx context.Context, a *models.Account) (*PersonPage, error) {
	q := s.db.Query(ctx)
	places, err := q.Projects().OfAccount(a)
	if err != nil || len(places) == 0 {
		return &PersonPage{}, err
	}
	visits, err := visited(q, a)
	if err != nil {
		return nil, err
	}
	page := &PersonPage{}
	for i := range places {
		p := PersonProject{TeamMember: places[i], Path: paths.OfTeamMember(s.Links.TeamMember(places[i].ID, places[i].Link))}
		list, err := q.Hours().OfMember(p.ID)
		if err != nil {
			return nil, err
		}
		p.Totals = totals(list)
		for n := range list {
			page.add(&list[n])
		}
		if p.Budget, err = ownBudget(q, &p.TeamMember, p.Project.Today(q.Now)); err != nil {
			return nil, err
		}
		if p.Proposals, err = propose(q, &p.TeamMember, visits); err != nil {
			return nil, err
		}
		page.Projects = append(page.Projects, p)
	}
	return page, nil
}

// visit is when a person was at an event.
type visit struct {
	registration string
	event        *models.Event
	present      []models.Interval
}

// visited are the events of late that a person attended, by the registrations that they took as theirs: others are
// theirs by their consent only.
func visited(q *models.Query, a *models.Account) (visits []visit, err error) {
	registrations, err := q.Persons().Registrations(a.ID)
	if err != nil {
		return nil, err
	}
	since := q.Now.AddDate(0, 0, -correctWithin-1)
	for i := range registrations {
		r := &registrations[i]
		e, err := q.Events().ByID(r.EventID)
		if err != nil {
			return nil, err
		}
		if !e.Ended(q.Now) || e.EndsAt.Before(since) {
			continue
		}
		held, err := attendance.Read(q, e)
		if err != nil {
			return nil, err
		}
		files, err := attendance.Files(q, r.ID)
		if err != nil {
			return nil, err
		}
		if file := files[r.ID]; file != nil {
			attended := held.Of(file)
			visits = append(visits, visit{r.ID, e, attended.Present})
		}
	}
	return visits, nil
}

// shortest is how many minutes are proposed at least.
const shortest = 10

// propose proposes what a person attended of the events of a project's organization, on days on which they may enter
// hours without a reason. What they entered themselves is not proposed.
func propose(q *models.Query, m *models.TeamMember, visits []visit) (list []Proposal, err error) {
	if m.LeftAt != nil {
		return nil, nil
	}
	p := &m.Project
	for _, v := range visits {
		if v.event.OrganizationID != p.OrganizationID && (p.EventID == nil || *p.EventID != v.event.ID) {
			continue
		}
		for _, present := range v.present {
			for _, part := range split(present.From.Truncate(time.Minute), present.Until.Truncate(time.Minute), p.Zone()) {
				proposal := Proposal{
					ID:    models.DerivedID(m.ID, v.registration, part.from.Format(time.RFC3339)),
					Event: v.event, piece: part, zone: p.Zone(),
				}
				isOpen, err := proposal.isOpen(q, m)
				if err != nil {
					return nil, err
				}
				if isOpen {
					list = append(list, proposal)
				}
			}
		}
	}
	return list, nil
}

func (p *Proposal) isOpen(q *models.Query, m *models.TeamMember) (bool, error) {
	project := &m.Project
	first := q.Now.In(project.Zone()).AddDate(0, 0, -correctWithin).Format(time.DateOnly)
	isOver := !project.IsRunning() && p.day > project.EndedOn
	if p.minutes < shortest || p.until.After(q.Now) || p.day < max(first, project.StartedOn) || isOver {
		return false, nil
	}
	if wasSent, err := q.Hours().WasSent(m.ID, p.ID); err != nil || wasSent {
		return false, err
	}
	entered, err := q.Hours().Around(m, shift(p.day, -1), shift(p.day, 1), "")
	return !slices.ContainsFunc(entered, func(h models.HourEntry) bool {
		if h.StartsAt == nil || h.EndsAt == nil { // a length, which may be of the same time
			return h.Day == p.day
		}
		return h.StartsAt.Before(*p.until) && p.from.Before(*h.EndsAt)
	}), err
}

// AttendedInput is which time of those that are proposed a person enters, and whether it was in working hours.
type AttendedInput struct {
	Proposal string `form:"proposal"`
	Time     string `form:"time"`
}

// EnterAttended enters, for a place in a team, time that was proposed; it waits for a coordinator as all hours do. Sent
// again it changes nothing. The person of the account calls it. Errors: NotFound; Invalid; Conflict for what is not
// proposed any more.
func (s *Service) EnterAttended(ctx context.Context, a *models.Account, memberID string, in *AttendedInput) error {
	c := check.New()
	check.Choice(c, "time", in.Time, []string{timeOwn, timeWork})
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := ofAccount(tx.Query, a, memberID)
		if err != nil {
			return err
		}
		if err := tx.Hours().Lock(m); err != nil {
			return err
		}
		if wasSent, err := tx.Hours().WasSent(m.ID, in.Proposal); err != nil || wasSent {
			return err
		}
		visits, err := visited(tx.Query, a)
		if err != nil {
			return err
		}
		list, err := propose(tx.Query, m, visits)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(list, func(p Proposal) bool { return p.ID == in.Proposal })
		if at < 0 {
			return models.NewError(models.CodeConflict, "hours.proposal_gone")
		}
		p := &list[at]
		e := &entered{pieces: []piece{p.piece}, inWork: in.Time == timeWork, words: words(p.Event, m.Locale)}
		if err := checkHours(tx, m, &HoursInput{}, e, nil); err != nil {
			return err
		}
		if err := addPieces(tx, m, e, p.ID, e.pieces, 0); err != nil {
			return err
		}
		return warn(tx, m, e)
	})
}

// ofAccount finds a place in a team that is an account's.
func ofAccount(q *models.Query, a *models.Account, memberID string) (*models.TeamMember, error) {
	list, err := q.Projects().OfAccount(a)
	for i := range list {
		if list[i].ID == memberID {
			return &list[i], nil
		}
	}
	if err == nil {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return nil, err
}

// words are those of the entry: the event's title, as long as there is room.
func words(e *models.Event, locale string) string {
	title := e.TitleJa
	if title == "" || locale == "en" && e.TitleEn != "" {
		title = e.TitleEn
	}
	letters := []rune(strings.TrimSpace(title))
	return string(letters[:min(len(letters), maxWords)])
}
