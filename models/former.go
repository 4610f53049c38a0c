package models

import (
	"time"

	"gorm.io/gorm/clause"
)

// FormerImport is a file with which projects of former years came.
type FormerImport struct {
	ID             string
	OrganizationID string
	FileName       string
	// IsShown says that the public pages may tell of them.
	IsShown   bool
	CreatedAt time.Time
}

// FormerProject is what an organization declares of a project of former years. Names are as the file writes them.
type FormerProject struct {
	ProjectID              string `gorm:"primaryKey"`
	HelpedName, HelperName string
	HelperID               *string
	Theme                  NeedTheme
	People, Minutes        int
	Deliverable, Changed   string

	Project Project `gorm:"foreignKey:ProjectID;->"`
}

// IsFormer reports whether it is one of former years, which came with a file.
func (p *Project) IsFormer() bool { return p.ImportID != "" }

// FormerQuery reads projects of former years.
type FormerQuery struct{ q *Query }

// FormerStore reads and writes projects of former years.
type FormerStore struct {
	FormerQuery
	tx *Tx
}

// Former reads projects of former years.
func (q *Query) Former() FormerQuery { return FormerQuery{q} }

// Former reads and writes projects of former years.
func (tx *Tx) Former() FormerStore { return FormerStore{tx.Query.Former(), tx} }

// ImportedFile is an import with how many projects came with it.
type ImportedFile struct {
	FormerImport
	Projects int
}

// Imports lists what an organization imported, the latest first.
func (store FormerQuery) Imports(organizationID string) (list []ImportedFile, err error) {
	err = store.q.g.Model(&FormerImport{}).Where("organization_id = ?", organizationID).
		Select("former_imports.*, (SELECT COUNT(*) FROM projects WHERE import_id = former_imports.id) AS projects").
		Order("created_at DESC, id").Scan(&list).Error
	return list, err
}

// Of finds what is declared of a project. Errors: NotFound.
func (store FormerQuery) Of(projectID string) (*FormerProject, error) {
	var f FormerProject
	err := store.q.g.Where("project_id = ?", projectID).Take(&f).Error
	return &f, notFound(err)
}

// OfOrganization lists all projects of former years that an organization imported.
func (store FormerQuery) OfOrganization(organizationID string) (list []FormerProject, err error) {
	err = store.q.g.Joins("Project").Where(`"Project".organization_id = ?`, organizationID).
		Order(`"Project".started_on, project_id`).Find(&list).Error
	return list, err
}

// Shown lists those that public pages may tell of: their file says so, and who imported it agreed to be named in the
// circulation. The latest first.
func (store FormerQuery) Shown() (list []FormerProject, err error) {
	err = store.q.g.Joins("Project").Where(`"Project".import_id IN (SELECT id FROM former_imports WHERE is_shown)
		AND "Project".organization_id IN (SELECT organization_id FROM circulation_consents)`).
		Order(`"Project".started_on DESC, project_id`).Find(&list).Error
	return list, err
}

// Add stores an import with its projects, which are over.
func (store FormerStore) Add(file *FormerImport, list []FormerProject) error {
	file.ID, file.CreatedAt = NewID(), store.tx.Now
	if err := store.tx.g.Create(file).Error; err != nil || len(list) == 0 {
		return err
	}
	projects := make([]Project, len(list))
	for i := range list {
		p := &list[i].Project
		p.ID, p.OrganizationID, p.ImportID = NewID(), file.OrganizationID, file.ID
		p.State, p.Version, p.CreatedAt, p.UpdatedAt = ProjectEnded, 1, store.tx.Now, store.tx.Now
		list[i].ProjectID, projects[i] = p.ID, *p
	}
	if err := store.tx.g.Omit(clause.Associations).CreateInBatches(projects, 200).Error; err != nil {
		return err
	}
	return store.tx.g.Omit(clause.Associations).CreateInBatches(list, 200).Error
}

// Undo deletes an import of an organization with all its projects. Errors: NotFound.
func (store FormerStore) Undo(organizationID, id string) error {
	deleted := store.tx.g.Where("id = ? AND organization_id = ?", id, organizationID).Delete(&FormerImport{})
	if err := deleted.Error; err != nil {
		return err
	}
	if err := mustAffect(deleted, NewError(CodeNotFound, "error.not_found")); err != nil {
		return err
	}
	return store.tx.g.Where("import_id = ? AND organization_id = ?", id, organizationID).Delete(&Project{}).Error
}
