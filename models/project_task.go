package models

import (
	"slices"
	"time"
)

// ProjectTask is something that the team of a project does. Its day is as 2027-03-31, "" for none.
type ProjectTask struct {
	ID        string
	ProjectID string
	// Phase is the one that it belongs to, "" for none.
	Phase PhaseKind
	Title string
	// MemberID is who of the team does it, nil where that is nobody in particular.
	MemberID *string
	DueOn    string
	State    ActionState
	StateAt  time.Time
	// Template says which one of the template it is, "" for none.
	Template  string
	Version   int
	CreatedAt time.Time

	Project Project     `gorm:"foreignKey:ProjectID;->"`
	Member  *TeamMember `gorm:"foreignKey:MemberID;->"`
}

// IsOpen reports whether it is to be done.
func (t *ProjectTask) IsOpen() bool { return t.State == ActionOpen }

// IsLate reports whether it should have been done before today, a day of the project.
func (t *ProjectTask) IsLate(today string) bool {
	return t.IsOpen() && t.DueOn != "" && t.DueOn < today
}

// Overdue is the morning after its day, where the project is; nil for no day.
func (t *ProjectTask) Overdue(zone *time.Location) *time.Time {
	day, err := time.ParseInLocation(time.DateOnly, t.DueOn, zone)
	if err != nil {
		return nil
	}
	morning := day.AddDate(0, 0, 1).Add(9 * time.Hour)
	return &morning
}

type (
	// ProjectTaskQuery reads the tasks of projects.
	ProjectTaskQuery struct{ q *Query }
	// ProjectTaskStore reads and writes the tasks of projects.
	ProjectTaskStore struct {
		ProjectTaskQuery
		tx *Tx
	}
)

// ProjectTasks reads the tasks of projects.
func (q *Query) ProjectTasks() ProjectTaskQuery { return ProjectTaskQuery{q} }

// ProjectTasks reads and writes the tasks of projects.
func (tx *Tx) ProjectTasks() ProjectTaskStore { return ProjectTaskStore{tx.Query.ProjectTasks(), tx} }

// OfProject lists those of a project, by their day, those without one last.
func (store ProjectTaskQuery) OfProject(projectID string) (list []ProjectTask, err error) {
	err = store.q.g.Preload("Member").Where("project_id = ?", projectID).Order("created_at, id").Find(&list).Error
	slices.SortStableFunc(list, func(a, b ProjectTask) int { return compareDays(a.DueOn, b.DueOn) })
	return list, err
}

// Of finds one of a project.
func (store ProjectTaskQuery) Of(projectID, id string) (*ProjectTask, error) {
	var t ProjectTask
	err := store.q.g.Preload("Member").Where("project_id = ? AND id = ?", projectID, id).Take(&t).Error
	return &t, notFound(err)
}

// ByID finds one with its project.
func (store ProjectTaskQuery) ByID(id string) (*ProjectTask, error) {
	var t ProjectTask
	err := store.q.g.Preload("Member").Preload("Project").Where("id = ?", id).Take(&t).Error
	return &t, notFound(err)
}

// OfMembers lists those that people of teams took on.
func (store ProjectTaskQuery) OfMembers(memberIDs []string) (list []ProjectTask, err error) {
	err = store.q.g.Where("member_id IN ?", memberIDs).Order("created_at, id").Find(&list).Error
	return list, err
}

// Create stores a new one, which is open.
func (store ProjectTaskStore) Create(t *ProjectTask) error {
	t.ID, t.State, t.StateAt, t.Version, t.CreatedAt = NewID(), ActionOpen, store.tx.Now, 1, store.tx.Now
	return store.tx.g.Omit("Project", "Member").Create(t).Error
}

// Update stores one that was read at version. It is CodeConflict where somebody else changed it since.
func (store ProjectTaskStore) Update(t *ProjectTask, version int) error {
	t.Version = version + 1
	updated := store.tx.g.Model(&ProjectTask{}).Where("id = ? AND version = ?", t.ID, version).
		Select("phase", "title", "member_id", "due_on", "state", "state_at", "version").Updates(t)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "project.changed_meanwhile"))
}

// forget gives back what people took on who are erased and which is to be done still: nobody would be told of it.
func (store ProjectTaskStore) forget(memberIDs []string) error {
	return store.tx.g.Model(&ProjectTask{}).Where("member_id IN ? AND state = ?", memberIDs, ActionOpen).
		Update("member_id", nil).Error
}
