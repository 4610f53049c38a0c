package models

import "time"

// DiaryEntry is what somebody of a team wrote of a day, as 2027-03-31. It stays where its author is erased, without the
// name, unless they take it back.
type DiaryEntry struct {
	ID        string
	ProjectID string
	MemberID  string
	Day       string
	Words     string
	CreatedAt time.Time

	Member TeamMember `gorm:"foreignKey:MemberID;->"`
}

type (
	// DiaryQuery reads the diaries of projects.
	DiaryQuery struct{ q *Query }
	// DiaryStore reads and writes the diaries of projects.
	DiaryStore struct {
		DiaryQuery
		tx *Tx
	}
)

// Diaries reads the diaries of projects.
func (q *Query) Diaries() DiaryQuery { return DiaryQuery{q} }

// Diaries reads and writes the diaries of projects.
func (tx *Tx) Diaries() DiaryStore { return DiaryStore{tx.Query.Diaries(), tx} }

// OfProject lists the diary of a project, the latest day first.
func (store DiaryQuery) OfProject(projectID string) (list []DiaryEntry, err error) {
	err = store.q.g.Preload("Member").Where("project_id = ?", projectID).Order("day DESC, created_at DESC, id").
		Find(&list).Error
	return list, err
}

// OfMembers lists what people of teams wrote.
func (store DiaryQuery) OfMembers(memberIDs []string) (list []DiaryEntry, err error) {
	err = store.q.g.Where("member_id IN ?", memberIDs).Order("day, created_at, id").Find(&list).Error
	return list, err
}

// Of finds one of a project.
func (store DiaryQuery) Of(projectID, id string) (*DiaryEntry, error) {
	var e DiaryEntry
	err := store.q.g.Where("project_id = ? AND id = ?", projectID, id).Take(&e).Error
	return &e, notFound(err)
}

// WasWritten reports whether somebody wrote the same of the same day, as when a network repeats it.
func (store DiaryQuery) WasWritten(e *DiaryEntry) (bool, error) {
	var n int64
	err := store.q.g.Model(&DiaryEntry{}).Where("member_id = ? AND day = ? AND words = ?", e.MemberID, e.Day, e.Words).
		Count(&n).Error
	return n > 0, err
}

// Create stores a new one.
func (store DiaryStore) Create(e *DiaryEntry) error {
	e.ID, e.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Omit("Member").Create(e).Error
}

// Remove takes one away.
func (store DiaryStore) Remove(e *DiaryEntry) error {
	return store.tx.g.Where("id = ?", e.ID).Delete(&DiaryEntry{}).Error
}
