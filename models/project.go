package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
)

// ProjectState is the state of a project.
type ProjectState string

// The states of projects: it goes on, it came to its end, it was given up.
const (
	ProjectRunning ProjectState = "running"
	ProjectEnded   ProjectState = "ended"
	ProjectStopped ProjectState = "stopped"
)

// ProjectStates lists them.
var ProjectStates = []ProjectState{ProjectRunning, ProjectEnded, ProjectStopped}

// ProjectRole is what a person is in a team.
type ProjectRole string

// The roles: who leads, and who takes part.
const (
	ProjectLead   ProjectRole = "lead"
	ProjectMember ProjectRole = "member"
)

// ProjectRoles lists them.
var ProjectRoles = []ProjectRole{ProjectLead, ProjectMember}

// PhaseKind is one of the phases that projects go through.
type PhaseKind string

// PhaseKinds is the template of phases: briefing, forming the team, kick-off, the work, reporting what came of it.
var PhaseKinds = []PhaseKind{"briefing", "team", "kickoff", "work", "report"}

// Project is what a team does about a need. Its days are those of its time zone, as 2027-03-31.
type Project struct {
	ID              string
	OrganizationID  string
	EventID, NeedID *string
	// HelpedID is the organization that it helps, nil for the one that runs it.
	HelpedID *string
	// ImportID is the file with which a project of former years came, "" for all others.
	ImportID             string
	Title, Aim, Scope    string
	State                ProjectState
	StateAt              time.Time
	TimeZone             string
	StartedOn, EndedOn   string
	Version              int
	CreatedAt, UpdatedAt time.Time

	Organization Organization `gorm:"foreignKey:OrganizationID;->"`
	Need         *Need        `gorm:"foreignKey:NeedID;->"`
}

// Helps reports whether it is for another organization than the one that runs it: this one.
func (p *Project) Helps(organizationID string) bool {
	return p.HelpedID != nil && *p.HelpedID == organizationID
}

// Helped is the organization that it helps.
func (p *Project) Helped() string {
	if p.HelpedID != nil {
		return *p.HelpedID
	}
	return p.OrganizationID
}

// Zone is its time zone.
func (p *Project) Zone() *time.Location {
	if zone, err := time.LoadLocation(p.TimeZone); err == nil {
		return zone
	}
	return DefaultZone
}

// Today is the day at a time, where the project is.
func (p *Project) Today(now time.Time) string { return now.In(p.Zone()).Format(time.DateOnly) }

// IsRunning reports whether it goes on.
func (p *Project) IsRunning() bool { return p.State == ProjectRunning }

// Day reads a day of a project; nil for none.
func Day(text string) *time.Time {
	day, err := time.ParseInLocation(time.DateOnly, text, time.UTC)
	if err != nil {
		return nil
	}
	return &day
}

// ProjectPhase is a phase of a project: planned for a day, done on a day, or skipped.
type ProjectPhase struct {
	ProjectID         string
	Kind              PhaseKind
	PlannedOn, DoneOn string
	IsSkipped         bool
}

// TeamMember is a person in the team of a project. Where they asked to be erased, there is no name; their hours stay
// under the number.
type TeamMember struct {
	ID                    string
	ProjectID             string
	Role                  ProjectRole
	Number                int
	Name, Email, EmailKey string
	Locale                string
	ShowsName             bool
	Link                  int
	JoinedAt              time.Time
	LeftAt, ErasedAt      *time.Time
	// ForID is the organization for which the person gives their hours, nil for nobody but themselves.
	ForID *string
	// IsNamed says that the public page of the project may name the person.
	IsNamed bool
	Version int

	Project Project `gorm:"foreignKey:ProjectID;->"`
}

// TableName is where they are.
func (TeamMember) TableName() string { return "project_members" }

// IsActive reports whether the person belongs to the team still.
func (m *TeamMember) IsActive() bool { return m.LeftAt == nil && m.ErasedAt == nil }

// GivesFor reports whether the person gives their hours for an organization.
func (m *TeamMember) GivesFor(organizationID string) bool {
	return m.ForID != nil && *m.ForID == organizationID
}

// ProjectQuery reads projects and their teams.
type ProjectQuery struct{ q *Query }

// ProjectStore reads and writes projects and their teams.
type ProjectStore struct {
	ProjectQuery
	tx *Tx
}

// Projects reads projects.
func (q *Query) Projects() ProjectQuery { return ProjectQuery{q} }

// Projects reads and writes projects.
func (tx *Tx) Projects() ProjectStore { return ProjectStore{tx.Query.Projects(), tx} }

func ofPlace(g *gorm.DB, p NeedPlace) *gorm.DB {
	g = g.Where("projects.organization_id = ?", p.OrganizationID)
	if p.EventID != "" {
		g = g.Where("projects.event_id = ?", p.EventID)
	}
	return g
}

// At finds a project of a place, with its need.
func (store ProjectQuery) At(p NeedPlace, id string) (*Project, error) {
	var found Project
	g := ofPlace(store.q.g.Joins("Organization").Joins("Need"), p)
	err := g.Where("projects.id = ?", id).Take(&found).Error
	return &found, notFound(err)
}

// ByID finds a project with its need by its id alone: a job has it.
func (store ProjectQuery) ByID(id string) (*Project, error) {
	var found Project
	err := store.q.g.Joins("Organization").Joins("Need").Where("projects.id = ?", id).Take(&found).Error
	return &found, notFound(err)
}

// OfNeed lists the projects that began with a need, the newest first.
func (store ProjectQuery) OfNeed(needID string) (list []Project, err error) {
	err = store.q.g.Where("need_id = ?", needID).Order("created_at DESC, id").Find(&list).Error
	return list, err
}

// ListedProject is a project with how many are in its team, and the minutes that are approved and that wait.
type ListedProject struct {
	Project
	People, Approved, Waiting int
	// Declared are the minutes of a project of former years, of which nobody approved any.
	Declared int
}

// List lists the projects of a place in a state and that began in a year, "" for all: what changed last first.
func (store ProjectQuery) List(
	p NeedPlace, state ProjectState, year string, limit int,
) (list []ListedProject, err error) {
	g := ofPlace(store.q.g.Table("projects"), p)
	if state != "" {
		g = g.Where("projects.state = ?", state)
	}
	if year != "" {
		g = g.Where("SUBSTR(projects.started_on, 1, 4) = ?", year)
	}
	err = g.Select(`projects.*,
		COALESCE((SELECT minutes FROM former_projects WHERE project_id = projects.id), 0) AS declared,
		COALESCE((SELECT people FROM former_projects WHERE project_id = projects.id),
			(SELECT COUNT(*) FROM project_members WHERE project_id = projects.id AND left_at IS NULL)) AS people,
		(SELECT COALESCE(SUM(minutes), 0) FROM hour_entries
			WHERE project_id = projects.id AND state = 'approved') AS approved,
		(SELECT COALESCE(SUM(minutes), 0) FROM hour_entries
			WHERE project_id = projects.id AND state = 'waiting') AS waiting`).
		Order("projects.state_at DESC, projects.id").Limit(limit).Scan(&list).Error
	return list, err
}

// Years lists the years in which projects of a place began, the last one first.
func (store ProjectQuery) Years(p NeedPlace) (years []string, err error) {
	err = ofPlace(store.q.g.Model(&Project{}), p).Select("DISTINCT SUBSTR(started_on, 1, 4) AS year").Order("year DESC").
		Scan(&years).Error
	return years, err
}

// Count counts the projects of a place by their state.
func (store ProjectQuery) Count(p NeedPlace) (map[ProjectState]int, error) {
	var rows []struct {
		State ProjectState
		N     int
	}
	err := ofPlace(store.q.g.Model(&Project{}), p).Select("state, COUNT(*) AS n").Group("state").Scan(&rows).Error
	counts := map[ProjectState]int{}
	for _, row := range rows {
		counts[row.State] = row.N
	}
	return counts, err
}

// Phases lists the phases of a project in the order of the template.
func (store ProjectQuery) Phases(projectID string) (list []ProjectPhase, err error) {
	err = store.q.g.Where("project_id = ?", projectID).Find(&list).Error
	slices.SortFunc(list, func(a, b ProjectPhase) int {
		return slices.Index(PhaseKinds, a.Kind) - slices.Index(PhaseKinds, b.Kind)
	})
	return list, err
}

// Team lists the people of a project: who leads first, who left last.
func (store ProjectQuery) Team(projectID string) (list []TeamMember, err error) {
	err = store.q.g.Where("project_id = ?", projectID).
		Order("CASE WHEN left_at IS NULL THEN 0 ELSE 1 END, CASE WHEN role = 'lead' THEN 0 ELSE 1 END, number").
		Find(&list).Error
	return list, err
}

// MemberOf finds a person of a project.
func (store ProjectQuery) MemberOf(projectID, id string) (*TeamMember, error) {
	return store.member(store.q.g.Where("project_members.project_id = ? AND project_members.id = ?", projectID, id))
}

// Member finds a person of a team with the project, by their id alone: a link proves whose it is.
func (store ProjectQuery) Member(id string) (*TeamMember, error) {
	return store.member(store.q.g.Joins("Project").Where("project_members.id = ?", id))
}

func (store ProjectQuery) member(g *gorm.DB) (*TeamMember, error) {
	var m TeamMember
	err := g.Take(&m).Error
	return &m, notFound(err)
}

// OfAccount lists the places in teams of the addresses that the person of an account proved to be theirs, with the
// projects: those that go on first.
func (store ProjectQuery) OfAccount(a *Account) (list []TeamMember, err error) {
	err = store.q.g.Joins("Project").Where(`project_members.email_key <> '' AND (project_members.email_key = ?
		OR project_members.email_key IN (SELECT email_key FROM account_addresses
			WHERE account_id = ? AND confirmed_at IS NOT NULL))`, a.EmailKey, a.ID).
		Order(`CASE WHEN "Project".state = 'running' THEN 0 ELSE 1 END, "Project".started_on DESC, project_members.id`).
		Limit(500).Find(&list).Error
	return list, err
}

// JoinedBy lists the places of a registration's address in teams of the event's organization.
func (store ProjectQuery) JoinedBy(e *Event, r *Registration) (list []TeamMember, err error) {
	if r.EmailKey == "" {
		return nil, nil
	}
	err = store.q.g.Joins("Project").Where(`project_members.email_key = ? AND "Project".organization_id = ?`, r.EmailKey,
		e.OrganizationID).Order("project_members.id").Find(&list).Error
	return list, err
}

// OfAddresses lists the places of a person's addresses in teams, the newest first.
func (store ProjectQuery) OfAddresses(emailKeys []string) (list []TeamMember, err error) {
	const ofAddresses = "project_members.email_key IN ? AND project_members.email_key <> ''"
	err = store.q.g.Joins("Project").Where(ofAddresses, emailKeys).
		Order("project_members.joined_at DESC, project_members.id").Find(&list).Error
	return list, err
}

// Teams lists the people of projects who were not erased, with the projects.
func (store ProjectQuery) Teams(projectIDs []string) (list []TeamMember, err error) {
	const ofProjects = "project_members.project_id IN ? AND project_members.erased_at IS NULL"
	err = store.q.g.Joins("Project").Where(ofProjects, projectIDs).
		Order("project_members.project_id, project_members.number").Find(&list).Error
	return list, err
}

// Create stores a new project that begins, with the phases of the template. Errors: Conflict where one of the need goes
// on already.
func (store ProjectStore) Create(p *Project) error {
	p.ID, p.Version, p.State, p.StateAt = NewID(), 1, ProjectRunning, store.tx.Now
	p.CreatedAt, p.UpdatedAt = store.tx.Now, store.tx.Now
	if p.NeedID != nil {
		var n int64
		err := store.tx.g.Model(&Project{}).Where("need_id = ? AND state = ?", *p.NeedID, ProjectRunning).Count(&n).Error
		if err != nil {
			return err
		}
		if n > 0 {
			return NewError(CodeConflict, "project.runs_already")
		}
	}
	if err := store.tx.g.Omit("Organization", "Need").Create(p).Error; err != nil {
		return err
	}
	phases := make([]ProjectPhase, len(PhaseKinds))
	for i, kind := range PhaseKinds {
		phases[i] = ProjectPhase{ProjectID: p.ID, Kind: kind}
	}
	return store.tx.g.Create(&phases).Error
}

// Update stores a project that was read at version. It is CodeConflict if somebody else changed it since.
func (store ProjectStore) Update(p *Project, version int) error {
	p.Version, p.UpdatedAt = version+1, store.tx.Now
	updated := store.tx.g.Model(&Project{}).Where("id = ? AND version = ?", p.ID, version).
		Select("title", "aim", "scope", "state", "state_at", "started_on", "ended_on", "version", "updated_at").Updates(p)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "project.changed_meanwhile"))
}

// SavePhases stores the phases of a project.
func (store ProjectStore) SavePhases(list []ProjectPhase) error {
	for i := range list {
		p := &list[i]
		err := store.tx.g.Model(&ProjectPhase{}).Where("project_id = ? AND kind = ?", p.ProjectID, p.Kind).
			Select("planned_on", "done_on", "is_skipped").Updates(p).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Join stores a new person of a team. Errors: Conflict where the address is in the team already.
func (store ProjectStore) Join(m *TeamMember) error {
	var p Project // of two who join at once the second one counts the first
	if err := store.tx.g.Clauses(forUpdate).Select("id").Where("id = ?", m.ProjectID).Take(&p).Error; err != nil {
		return notFound(err)
	}
	var known struct{ N, Number int }
	err := store.tx.g.Model(&TeamMember{}).Where("project_id = ?", m.ProjectID).
		Select("COALESCE(MAX(number), 0) AS number, COUNT(CASE WHEN email_key = ? THEN 1 END) AS n", m.EmailKey).
		Scan(&known).Error
	if err != nil {
		return err
	}
	if known.N > 0 {
		return NewError(CodeConflict, "project.is_member")
	}
	m.ID, m.Number, m.JoinedAt, m.Version, m.Link = NewAnonymousID(), known.Number+1, store.tx.Now, 1, 1
	return store.tx.g.Omit("Project").Create(m).Error
}

// UpdateMember stores a person of a team who was read at version. It is CodeConflict if somebody else changed them
// since.
func (store ProjectStore) UpdateMember(m *TeamMember, version int) error {
	m.Version = version + 1
	updated := store.tx.g.Model(&TeamMember{}).Where("id = ? AND version = ?", m.ID, version).
		Select("role", "shows_name", "link", "left_at", "version").Updates(m)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "project.changed_meanwhile"))
}

// EraseMember takes away who a person was: their hours stay as numbers.
func (store ProjectStore) EraseMember(id string) error { return store.eraseMembers("id = ?", id) }

// forgetPeople does it for the addresses of registrations, in projects of the event's organization.
func (store ProjectStore) forgetPeople(e *Event, ids []string) error {
	return store.eraseMembers(`email_key <> '' AND email_key IN (SELECT email_key FROM registrations WHERE id IN ?)
		AND project_id IN (SELECT id FROM projects WHERE organization_id = ?)`, ids, e.OrganizationID)
}

// keptTeams is how long the names of a team are kept once the project is over.
const keptTeams = 3 * 365 * 24 * time.Hour

// Forget takes the names away of the teams of projects that are over for long.
func (store ProjectStore) Forget() error {
	return store.eraseMembers(`erased_at IS NULL AND project_id IN
		(SELECT id FROM projects WHERE state <> 'running' AND state_at < ?)`, store.tx.Now.Add(-keptTeams))
}

// KeptUntil is until when the names of the team are kept, nil while the project goes on.
func (p *Project) KeptUntil() *time.Time {
	if p.IsRunning() {
		return nil
	}
	until := p.StateAt.Add(keptTeams)
	return &until
}

// SetOrganizations stores which organization a project helps, and by person for which one they give their hours.
func (store ProjectStore) SetOrganizations(p *Project, of map[string]*string) error {
	err := store.tx.g.Model(&Project{}).Where("id = ?", p.ID).Update("helped_id", p.HelpedID).Error
	for id, organizationID := range of {
		if err != nil {
			return err
		}
		err = store.tx.g.Model(&TeamMember{}).Where("id = ? AND project_id = ?", id, p.ID).
			Update("for_id", organizationID).Error
	}
	return err
}

func (store ProjectStore) eraseMembers(where string, args ...any) error {
	var ids []string
	if err := store.tx.g.Model(&TeamMember{}).Where(where, args...).Pluck("id", &ids).Error; err != nil {
		return err
	}
	for part := range slices.Chunk(ids, 500) {
		if err := store.tx.Contributions().forget(part); err != nil {
			return err
		}
		if err := store.tx.Ties().forget(part); err != nil {
			return err
		}
		if err := store.tx.Reviews().forgetMembers(part); err != nil {
			return err
		}
		if err := store.forgetMails(part); err != nil {
			return err
		}
		if err := store.tx.ProjectTasks().forget(part); err != nil {
			return err
		}
		if err := store.tx.ProjectMeetings().forget(part); err != nil {
			return err
		}
		err := store.tx.g.Model(&HourEntry{}).Where("member_id IN ?", part).
			Updates(map[string]any{"words": "", "reason": "", "answer": ""}).Error
		if err != nil {
			return err
		}
		err = store.tx.g.Model(&TeamMember{}).Where("id IN ?", part).Updates(map[string]any{
			"name": "", "email": "", "email_key": "", "shows_name": false, "is_named": false, "erased_at": store.tx.Now,
			"link": gorm.Expr("link + 1"), "version": gorm.Expr("version + 1"),
		}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// forgetMails takes addresses, names and texts from the mails to people of projects, in one statement for all of them.
func (store ProjectStore) forgetMails(ids []string) error {
	return store.tx.g.Exec(`UPDATE mails SET to_address = '', to_name = '', data = '{}', subject = '', last_error = '',
		bounce = '', state = CASE WHEN state IN ('queued', 'failed') THEN 'overtaken' ELSE state END
		WHERE person_id <> '' AND person_id IN ? AND to_address <> ''`, ids).Error
}
