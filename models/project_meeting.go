package models

import (
	"strings"
	"time"

	"gorm.io/gorm/clause"
)

// ProjectMeeting is a meeting of the team of a project.
type ProjectMeeting struct {
	ID               string
	ProjectID        string
	Title            string
	StartsAt, EndsAt time.Time
	// Place is where it is, URL where it is online; either may be "".
	Place string
	URL   string `gorm:"column:url"`
	// Agenda has a line for each thing to talk about.
	Agenda, Minutes      string
	CancelledAt          *time.Time
	Sequence, Version    int
	CreatedAt, UpdatedAt time.Time
}

// Lines are those of the agenda.
func (m *ProjectMeeting) Lines() []string {
	if m.Agenda == "" {
		return nil
	}
	return strings.Split(m.Agenda, "\n")
}

// IsOver reports whether it has ended.
func (m *ProjectMeeting) IsOver(now time.Time) bool { return !m.EndsAt.After(now) }

// MeetingReply says whether somebody of the team comes to a meeting.
type MeetingReply struct {
	MeetingID string `gorm:"primaryKey"`
	MemberID  string `gorm:"primaryKey"`
	Comes     bool
	RepliedAt time.Time
}

type (
	// ProjectMeetingQuery reads the meetings of teams.
	ProjectMeetingQuery struct{ q *Query }
	// ProjectMeetingStore reads and writes the meetings of teams.
	ProjectMeetingStore struct {
		ProjectMeetingQuery
		tx *Tx
	}
)

// ProjectMeetings reads the meetings of teams.
func (q *Query) ProjectMeetings() ProjectMeetingQuery { return ProjectMeetingQuery{q} }

// ProjectMeetings reads and writes the meetings of teams.
func (tx *Tx) ProjectMeetings() ProjectMeetingStore {
	return ProjectMeetingStore{tx.Query.ProjectMeetings(), tx}
}

// OfProject lists those of a project, the first one first.
func (store ProjectMeetingQuery) OfProject(projectID string) (list []ProjectMeeting, err error) {
	err = store.q.g.Where("project_id = ?", projectID).Order("starts_at, id").Find(&list).Error
	return list, err
}

// Of finds one of a project.
func (store ProjectMeetingQuery) Of(projectID, id string) (*ProjectMeeting, error) {
	var m ProjectMeeting
	err := store.q.g.Where("project_id = ? AND id = ?", projectID, id).Take(&m).Error
	return &m, notFound(err)
}

// Replies lists what was replied to meetings, by meeting.
func (store ProjectMeetingQuery) Replies(projectID string) (map[string][]MeetingReply, error) {
	var list []MeetingReply
	err := store.q.g.Where("meeting_id IN (SELECT id FROM project_meetings WHERE project_id = ?)", projectID).
		Order("replied_at, member_id").Find(&list).Error
	of := map[string][]MeetingReply{}
	for _, r := range list {
		of[r.MeetingID] = append(of[r.MeetingID], r)
	}
	return of, err
}

// TitledReply is a reply with the meeting to which it is.
type TitledReply struct {
	MeetingReply
	Title    string
	StartsAt time.Time
}

// RepliesOf lists what people of teams replied.
func (store ProjectMeetingQuery) RepliesOf(memberIDs []string) (list []TitledReply, err error) {
	err = store.q.g.Table("meeting_replies").
		Select("meeting_replies.*, project_meetings.title, project_meetings.starts_at").
		Joins("JOIN project_meetings ON project_meetings.id = meeting_replies.meeting_id").
		Where("meeting_replies.member_id IN ?", memberIDs).Order("project_meetings.starts_at, meeting_replies.member_id").
		Scan(&list).Error
	return list, err
}

// Create stores a new one.
func (store ProjectMeetingStore) Create(m *ProjectMeeting) error {
	m.ID, m.Version, m.CreatedAt, m.UpdatedAt = NewID(), 1, store.tx.Now, store.tx.Now
	return store.tx.g.Create(m).Error
}

// Update stores one that was read at version. It is CodeConflict where somebody else changed it since.
func (store ProjectMeetingStore) Update(m *ProjectMeeting, version int) error {
	m.Version, m.UpdatedAt = version+1, store.tx.Now
	updated := store.tx.g.Model(&ProjectMeeting{}).Where("id = ? AND version = ?", m.ID, version).
		Select("title", "starts_at", "ends_at", "place", "url", "agenda", "minutes", "cancelled_at", "sequence", "version",
			"updated_at").Updates(m)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "project.changed_meanwhile"))
}

// Reply stores whether somebody comes, in place of what they said before.
func (store ProjectMeetingStore) Reply(r *MeetingReply) error {
	r.RepliedAt = store.tx.Now
	return store.tx.g.Clauses(clause.OnConflict{UpdateAll: true}).Create(r).Error
}

// AskAnew takes back what was replied to a meeting, as it is at another time.
func (store ProjectMeetingStore) AskAnew(m *ProjectMeeting) error {
	return store.tx.g.Where("meeting_id = ?", m.ID).Delete(&MeetingReply{}).Error
}

// forget removes what people said of coming who are erased.
func (store ProjectMeetingStore) forget(memberIDs []string) error {
	return store.tx.g.Where("member_id IN ?", memberIDs).Delete(&MeetingReply{}).Error
}
