package models

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ProjectFile is a file of a project.
type ProjectFile struct {
	ID        string
	ProjectID string
	// MemberID is who of the team brought it, nil for a coordinator.
	MemberID    *string
	Title, Name string
	ContentType string
	Size        int // bytes
	Content     []byte
	// IsDeliverable says that it is what the project made.
	IsDeliverable bool
	// AskedAt is since when the team is asked whether everybody may see it, PublishedAt since when everybody does.
	AskedAt, PublishedAt *time.Time
	Version              int
	CreatedAt            time.Time

	Project Project     `gorm:"foreignKey:ProjectID;->"`
	Member  *TeamMember `gorm:"foreignKey:MemberID;->"`
}

// FileReply is what somebody of the team says to the publication of a file.
type FileReply struct {
	FileID    string `gorm:"primaryKey"`
	MemberID  string `gorm:"primaryKey"`
	Agrees    bool
	RepliedAt time.Time
}

type (
	// ProjectFileQuery reads the files of projects.
	ProjectFileQuery struct{ q *Query }
	// ProjectFileStore reads and writes the files of projects.
	ProjectFileStore struct {
		ProjectFileQuery
		tx *Tx
	}
)

// ProjectFiles reads the files of projects.
func (q *Query) ProjectFiles() ProjectFileQuery { return ProjectFileQuery{q} }

// ProjectFiles reads and writes the files of projects.
func (tx *Tx) ProjectFiles() ProjectFileStore { return ProjectFileStore{tx.Query.ProjectFiles(), tx} }

// OfProject lists those of a project without what is in them, what it made first.
func (store ProjectFileQuery) OfProject(projectID string) (list []ProjectFile, err error) {
	err = store.q.g.Omit("content").Preload("Member").Where("project_id = ?", projectID).
		Order("CASE WHEN is_deliverable THEN 0 ELSE 1 END, created_at DESC, id").Find(&list).Error
	return list, err
}

// OfMembers lists those that people of teams brought, without what is in them.
func (store ProjectFileQuery) OfMembers(memberIDs []string) (list []ProjectFile, err error) {
	err = store.q.g.Omit("content").Where("member_id IN ?", memberIDs).Order("created_at, id").Find(&list).Error
	return list, err
}

// Of finds one of a project without what is in it.
func (store ProjectFileQuery) Of(projectID, id string) (*ProjectFile, error) {
	return store.find(store.q.g.Omit("content").Preload("Member").Where("project_id = ? AND id = ?", projectID, id))
}

// Whole finds one of a project.
func (store ProjectFileQuery) Whole(projectID, id string) (*ProjectFile, error) {
	return store.find(store.q.g.Where("project_id = ? AND id = ?", projectID, id))
}

// Published finds one that everybody may see.
func (store ProjectFileQuery) Published(id string) (*ProjectFile, error) {
	return store.find(store.q.g.Where("id = ? AND published_at IS NOT NULL", id))
}

func (store ProjectFileQuery) find(g *gorm.DB) (*ProjectFile, error) {
	var f ProjectFile
	err := g.Take(&f).Error
	return &f, notFound(err)
}

// PublishedOf lists what everybody may see of projects that an organization runs, or that help it, the latest first.
func (store ProjectFileQuery) PublishedOf(organizationID string, limit int) (list []ProjectFile, err error) {
	err = store.q.g.Omit("content").Preload("Project").Where(`published_at IS NOT NULL AND project_id IN
		(SELECT id FROM projects WHERE organization_id = ? OR helped_id = ?)`, organizationID, organizationID).
		Order("published_at DESC, id").Limit(limit).Find(&list).Error
	return list, err
}

// Held is how many files a project has, and their bytes.
func (store ProjectFileQuery) Held(projectID string) (files, bytes int, err error) {
	var held struct{ Files, Bytes int }
	err = store.q.g.Model(&ProjectFile{}).Where("project_id = ?", projectID).
		Select("COUNT(*) AS files, COALESCE(SUM(size), 0) AS bytes").Scan(&held).Error
	return held.Files, held.Bytes, err
}

// Replies lists what teams say to the publication of a project's files, by file.
func (store ProjectFileQuery) Replies(projectID string) (map[string][]FileReply, error) {
	var list []FileReply
	err := store.q.g.Where("file_id IN (SELECT id FROM project_files WHERE project_id = ?)", projectID).
		Order("replied_at, member_id").Find(&list).Error
	of := map[string][]FileReply{}
	for _, r := range list {
		of[r.FileID] = append(of[r.FileID], r)
	}
	return of, err
}

// Create stores a new one.
func (store ProjectFileStore) Create(f *ProjectFile) error {
	f.ID, f.Size, f.Version, f.CreatedAt = NewID(), len(f.Content), 1, store.tx.Now
	return store.tx.g.Omit("Project", "Member").Create(f).Error
}

// Update stores what a file is, read at version. It is CodeConflict where somebody else changed it since.
func (store ProjectFileStore) Update(f *ProjectFile, version int) error {
	f.Version = version + 1
	updated := store.tx.g.Model(&ProjectFile{}).Where("id = ? AND version = ?", f.ID, version).
		Select("is_deliverable", "asked_at", "published_at", "version").Updates(f)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "project.changed_meanwhile"))
}

// Remove takes one away.
func (store ProjectFileStore) Remove(f *ProjectFile) error {
	return store.tx.g.Where("id = ?", f.ID).Delete(&ProjectFile{}).Error
}

// Reply stores what somebody says to a publication, in place of what they said before.
func (store ProjectFileStore) Reply(r *FileReply) error {
	r.RepliedAt = store.tx.Now
	return store.tx.g.Clauses(clause.OnConflict{UpdateAll: true}).Create(r).Error
}

// AskAnew takes back what was said to the publication of a file.
func (store ProjectFileStore) AskAnew(f *ProjectFile) error {
	return store.tx.g.Where("file_id = ?", f.ID).Delete(&FileReply{}).Error
}
