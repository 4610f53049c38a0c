package project

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/link"
	"meguri/app/service/paths"
	"meguri/models"
)

// Work is what the teams of projects do together: tasks, meetings, a diary, files.
type Work struct {
	db      *models.DB
	links   link.Maker
	baseURL string
}

// NewWork makes the service. baseURL is the address of the site.
func NewWork(db *models.DB, links link.Maker, baseURL string) *Work { return &Work{db, links, baseURL} }

// By is who works at a project: somebody of its team by their mailed secret, or, without one, a coordinator at a
// project of a place.
type By struct {
	Secret  string
	At      models.NeedPlace
	Project string
}

// worker is who By is.
type worker struct {
	*models.Project
	// me is who of the team, nil for a coordinator.
	me *models.TeamMember
}

// leads reports whether they arrange meetings and say what is published.
func (w *worker) leads() bool { return w.me == nil || w.isIn() && w.me.Role == models.ProjectLead }

// isIn reports whether they belong to the project now.
func (w *worker) isIn() bool { return w.me == nil || w.me.IsActive() }

// memberID is who of the team it is, nil for a coordinator.
func (w *worker) memberID() *string {
	if w.me == nil {
		return nil
	}
	return &w.me.ID
}

// is reports whether something is theirs.
func (w *worker) is(memberID *string) bool {
	return w.me != nil && memberID != nil && *memberID == w.me.ID
}

var errGone = models.NewError(models.CodeNotFound, "error.not_found")

// worker finds who it is. Errors: NotFound, also for who was erased.
func (s *Work) worker(q *models.Query, by By) (*worker, error) {
	if by.Secret == "" {
		p, err := q.Projects().At(by.At, by.Project)
		return &worker{Project: p}, err
	}
	m, err := s.member(q, by.Secret, s.links.TeamMember)
	if err != nil {
		return nil, err
	}
	return &worker{&m.Project, m}, nil
}

// member finds somebody of a team by a secret of theirs.
func (s *Work) member(q *models.Query, secret string, of func(string, int) string) (*models.TeamMember, error) {
	id, ok := link.ID(secret)
	if !ok || !models.ValidID(id) {
		return nil, errGone
	}
	m, err := q.Projects().Member(id)
	if err == nil && (m.ErasedAt != nil || !link.Equal(secret, of(id, m.Link))) {
		return nil, errGone
	}
	if err != nil {
		return nil, err
	}
	p, err := q.Projects().At(models.NeedPlace{OrganizationID: m.Project.OrganizationID}, m.ProjectID)
	if err == nil {
		m.Project = *p
	}
	return m, err
}

// change changes something of the project in one transaction. Errors: NotFound; Conflict for who has left the team.
func (s *Work) change(ctx context.Context, by By, do func(*models.Tx, *worker) error) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := s.worker(tx.Query, by)
		if err != nil {
			return err
		}
		if !w.isIn() {
			return models.NewError(models.CodeConflict, "work.has_left")
		}
		tx.About(models.AuditSubject{ID: w.ID})
		return do(tx, w)
	})
}

// plan is change for what belongs to a project that goes on. Errors: as of change; Conflict where it is over.
func (s *Work) plan(ctx context.Context, by By, do func(*models.Tx, *worker) error) error {
	return s.change(ctx, by, func(tx *models.Tx, w *worker) error {
		if !w.IsRunning() {
			return models.NewError(models.CodeConflict, "project.is_over")
		}
		return do(tx, w)
	})
}

// active finds somebody who is in the team now; "" is nobody in particular. Errors: Invalid, beside the field.
func active(q *models.Query, projectID, field, id string) (*string, error) {
	if id == "" {
		return nil, nil
	}
	m, err := q.Projects().MemberOf(projectID, id)
	if models.CodeOf(err) == models.CodeNotFound || err == nil && !m.IsActive() {
		return nil, models.InvalidFields(map[string]string{field: "field.choice"})
	}
	return &id, err
}

// WorkPage is what a team does.
type WorkPage struct {
	*models.Project
	// Me is who of the team reads it, nil for a coordinator.
	Me *models.TeamMember
	// Leads says that they arrange meetings and say what is published.
	Leads bool
	Team  []models.TeamMember
	// Phases are the open tasks by phase, those of none first; Closed are those that are done or dropped.
	Phases []PhaseTasks
	Closed []models.ProjectTask
	// MayAddTemplate says that tasks of the template are missing.
	MayAddTemplate bool
	Coming, Past   []*Meeting
	Diary          []models.DiaryEntry
	Files          []File
	// Calendar is the path of the calendar of the meetings, "" for coordinators.
	Calendar string
}

// IsIn reports whether who reads it belongs to the project now.
func (p *WorkPage) IsIn() bool { return p.Me == nil || p.Me.IsActive() }

// MayPlan reports whether they may add tasks and meetings.
func (p *WorkPage) MayPlan() bool { return p.IsIn() && p.IsRunning() }

// Is reports whether something is theirs.
func (p *WorkPage) Is(memberID string) bool { return p.Me != nil && p.Me.ID == memberID }

// ShowsName reports whether who reads it may read the name of somebody, of whom the id is, and who shows it or not.
func (p *WorkPage) ShowsName(memberID string, shows bool) bool {
	return p.Me == nil || shows || p.Is(memberID)
}

// At is a time on the clock of the project.
func (p *WorkPage) At(t time.Time) time.Time { return t.In(p.Zone()) }

// Active are those who are in the team now.
func (p *WorkPage) Active() []models.TeamMember {
	return slices.DeleteFunc(slices.Clone(p.Team), func(m models.TeamMember) bool { return !m.IsActive() })
}

// Page reads it. Who left the team sees what is theirs alone. Errors: NotFound.
func (s *Work) Page(ctx context.Context, by By) (*WorkPage, error) {
	q := s.db.Query(ctx)
	w, err := s.worker(q, by)
	if err != nil {
		return nil, err
	}
	page := &WorkPage{Project: w.Project, Me: w.me, Leads: w.leads()}
	if page.Team, err = q.Projects().Team(w.ID); err != nil {
		return nil, err
	}
	if page.Diary, err = q.Diaries().OfProject(w.ID); err != nil {
		return nil, err
	}
	if page.Files, err = filesOf(q, w, page.Team); err != nil {
		return nil, err
	}
	if !w.isIn() {
		page.Diary = slices.DeleteFunc(page.Diary, func(e models.DiaryEntry) bool { return !w.is(&e.MemberID) })
		page.Files = slices.DeleteFunc(page.Files, func(f File) bool { return !w.is(f.MemberID) })
		return page, nil
	}
	if w.me != nil {
		page.Calendar = paths.TeamCalendar(s.links.TeamCalendar(w.me.ID, w.me.Link))
	}
	if err := page.readTasks(q); err != nil {
		return nil, err
	}
	all, err := meetingsOf(q, w, page.Team)
	for _, m := range all {
		if m.IsOver(q.Now) {
			page.Past = append(page.Past, m)
		} else {
			page.Coming = append(page.Coming, m)
		}
	}
	slices.Reverse(page.Past)
	return page, err
}

// Glance is what the page of a project says of its work.
type Glance struct {
	Open, Late int
	// Next is the next meeting, nil for none.
	Next *models.ProjectMeeting
	// Asks says that the person has not said yet whether they come to a meeting, or whether a file may be published.
	Asks bool
}

// Glance reads it. Errors: NotFound.
func (s *Work) Glance(ctx context.Context, by By) (*Glance, error) {
	page, err := s.Page(ctx, by)
	if err != nil {
		return nil, err
	}
	g, today := &Glance{}, page.Today(s.db.Now())
	for _, phase := range page.Phases {
		for i := range phase.Tasks {
			if g.Open++; phase.Tasks[i].IsLate(today) {
				g.Late++
			}
		}
	}
	for i := range page.Coming {
		m := page.Coming[i]
		if m.CancelledAt != nil {
			continue
		}
		if g.Next == nil {
			g.Next = &m.ProjectMeeting
		}
		g.Asks = g.Asks || page.Me != nil && m.Own == nil
	}
	for i := range page.Files {
		g.Asks = g.Asks || page.Files[i].Asks
	}
	return g, nil
}
