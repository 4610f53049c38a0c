package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Publication is what is told of a project on public pages. It is there while every organization that takes part in the
// project agrees to this very text.
type Publication struct {
	ProjectID               string `gorm:"primaryKey"`
	Title, Summary, Outcome string
	Theme                   NeedTheme
	ProposedAt              time.Time
	Version                 int

	Project Project `gorm:"foreignKey:ProjectID;->"`
}

// TableName is where they are.
func (Publication) TableName() string { return "project_publications" }

// PublicationReply is what an organization says to a publication.
type PublicationReply struct {
	ProjectID      string `gorm:"primaryKey"`
	OrganizationID string `gorm:"primaryKey"`
	Agrees         bool
	RepliedAt      time.Time
}

// PartKind is how an organization takes part in a project.
type PartKind string

// It runs it, is helped by it, or its people give their hours.
const (
	PartRuns   PartKind = "runs"
	PartHelped PartKind = "helped"
	PartHelps  PartKind = "helps"
)

// ProjectPart is an organization that takes part in a project.
type ProjectPart struct {
	ProjectID      string
	OrganizationID string
	Kind           PartKind
}

type (
	// PublicationQuery reads publications of projects.
	PublicationQuery struct{ q *Query }
	// PublicationStore reads and writes publications of projects.
	PublicationStore struct {
		PublicationQuery
		tx *Tx
	}
)

// Publications reads publications of projects.
func (q *Query) Publications() PublicationQuery { return PublicationQuery{q} }

// Publications reads and writes publications of projects.
func (tx *Tx) Publications() PublicationStore { return PublicationStore{tx.Query.Publications(), tx} }

// takesPart is a condition on projects: an organization, ? three times and once more, takes part.
const takesPart = `(projects.organization_id = ? OR projects.helped_id = ?
	OR projects.id IN (SELECT project_id FROM project_members WHERE for_id = ?)
	OR projects.id IN (SELECT project_id FROM former_projects WHERE helper_id = ?))`

func partArgs(organizationID string) []any {
	return []any{organizationID, organizationID, organizationID, organizationID}
}

// agrees is the condition that the organization of a column said yes.
func agrees(column string) string {
	return `EXISTS (SELECT 1 FROM publication_replies y WHERE y.project_id = projects.id AND y.agrees
		AND y.organization_id = ` + column + `)`
}

// isPublic is a condition on projects, asked at each reading: a project is on public pages while all who take part in
// it now said yes. A no holds also where the organization that said it is another one's entry now.
var isPublic = `projects.state IN ('running', 'ended') AND ` + agrees("projects.organization_id") + `
	AND NOT EXISTS (SELECT 1 FROM publication_replies y WHERE y.project_id = projects.id AND NOT y.agrees)
	AND (projects.helped_id IS NULL OR ` + agrees("projects.helped_id") + `)
	AND NOT EXISTS (SELECT 1 FROM project_members m WHERE m.project_id = projects.id AND m.for_id IS NOT NULL
		AND NOT ` + agrees("m.for_id") + `)
	AND NOT EXISTS (SELECT 1 FROM former_projects f WHERE f.project_id = projects.id AND f.helper_id IS NOT NULL
		AND NOT ` + agrees("f.helper_id") + `)
	AND EXISTS (SELECT 1 FROM organizations o WHERE o.id = projects.organization_id AND o.is_listed
		AND o.merged_into IS NULL)`

func (store PublicationQuery) where(condition string, args ...any) *gorm.DB {
	return store.q.g.Joins("Project").Where("project_publications.project_id IN (SELECT id FROM projects WHERE "+
		condition+")", args...)
}

// Of finds that of a project. Errors: NotFound.
func (store PublicationQuery) Of(projectID string) (*Publication, error) {
	var p Publication
	err := store.q.g.Joins("Project").Where("project_publications.project_id = ?", projectID).Take(&p).Error
	return &p, notFound(err)
}

// Public finds that of a project that everybody may see. Errors: NotFound.
func (store PublicationQuery) Public(projectID string) (*Publication, error) {
	var p Publication
	err := store.where("projects.id = ? AND "+isPublic, projectID).Take(&p).Error
	return &p, notFound(err)
}

// PublicOf lists those that everybody may see of an organization's projects in a state, "" as organization for all: the
// latest first.
func (store PublicationQuery) PublicOf(
	organizationID string, state ProjectState, offset, limit int,
) (list []Publication, err error) {
	condition, args := isPublic, []any{}
	if organizationID != "" {
		condition, args = isPublic+" AND "+takesPart, partArgs(organizationID)
	}
	g := store.where(condition, args...)
	if state != "" {
		g = g.Where(`"Project".state = ?`, state)
	}
	err = g.Order(`CASE WHEN "Project".state = 'running' THEN 0 ELSE 1 END, "Project".started_on DESC,
		project_publications.project_id`).Offset(offset).Limit(limit).Find(&list).Error
	return list, err
}

// At lists all of the projects in which an organization takes part, the latest proposal first.
func (store PublicationQuery) At(organizationID string, limit int) (list []Publication, err error) {
	err = store.where(takesPart, partArgs(organizationID)...).
		Order("project_publications.proposed_at DESC, project_publications.project_id").Limit(limit).Find(&list).Error
	return list, err
}

// With finds one of a project in which an organization takes part. Errors: NotFound.
func (store PublicationQuery) With(organizationID, projectID string) (*Publication, error) {
	var p Publication
	err := store.where("projects.id = ? AND "+takesPart, append([]any{projectID}, partArgs(organizationID)...)...).
		Take(&p).Error
	return &p, notFound(err)
}

// ArePublic tells which of some projects everybody may see.
func (store PublicationQuery) ArePublic(projectIDs []string) (map[string]bool, error) {
	public := map[string]bool{}
	for part := range slices.Chunk(projectIDs, 500) {
		var ids []string
		err := store.q.g.Table("projects").Where("id IN ? AND "+isPublic, part).Pluck("id", &ids).Error
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			public[id] = true
		}
	}
	return public, nil
}

// Parts lists the organizations that take part in projects, each once for a project.
func (store PublicationQuery) Parts(projectIDs []string) (list []ProjectPart, err error) {
	for part := range slices.Chunk(projectIDs, 200) {
		var some []ProjectPart
		err := store.q.g.Raw(`SELECT id AS project_id, organization_id, 'runs' AS kind, 0 AS place
				FROM projects WHERE id IN @ids
			UNION SELECT id, helped_id, 'helped', 1 FROM projects WHERE id IN @ids AND helped_id IS NOT NULL
			UNION SELECT project_id, for_id, 'helps', 2 FROM project_members WHERE project_id IN @ids AND for_id IS NOT NULL
			UNION SELECT project_id, helper_id, 'helps', 2 FROM former_projects
				WHERE project_id IN @ids AND helper_id IS NOT NULL
			ORDER BY 1, 4, 2`, map[string]any{"ids": part}).Scan(&some).Error
		if err != nil {
			return nil, err
		}
		for _, p := range some {
			isKnown := slices.ContainsFunc(list, func(k ProjectPart) bool {
				return k.ProjectID == p.ProjectID && k.OrganizationID == p.OrganizationID
			})
			if !isKnown {
				list = append(list, p)
			}
		}
	}
	return list, nil
}

// Replies lists what organizations said to the publication of projects.
func (store PublicationQuery) Replies(projectIDs []string) (list []PublicationReply, err error) {
	for part := range slices.Chunk(projectIDs, 500) {
		var some []PublicationReply
		if err := store.q.g.Where("project_id IN ?", part).Find(&some).Error; err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	return list, nil
}

// Names are those of the people of a project who agreed to be named on its public page, in the order of the team.
func (store PublicationQuery) Names(projectID string) (names []string, err error) {
	err = store.q.g.Model(&TeamMember{}).
		Where("project_id = ? AND is_named AND erased_at IS NULL AND name <> ''", projectID).
		Order("CASE WHEN role = 'lead' THEN 0 ELSE 1 END, number").Pluck("name", &names).Error
	return names, err
}

// Deliverables lists what a project made and everybody may see, without what is in it.
func (store PublicationQuery) Deliverables(projectID string) (list []ProjectFile, err error) {
	err = store.q.g.Omit("content").Where("project_id = ? AND published_at IS NOT NULL", projectID).
		Order("published_at DESC, id").Find(&list).Error
	return list, err
}

// Proposable lists the projects that an organization runs, which go on or ended, and of which no publication is
// proposed: the latest first. What is declared of former ones is beside them.
func (store PublicationQuery) Proposable(organizationID string, limit int) (
	list []Project, declared map[string]FormerProject, err error,
) {
	err = store.q.g.Where(`organization_id = ? AND state IN ('running', 'ended')
		AND id NOT IN (SELECT project_id FROM project_publications)`, organizationID).
		Order("CASE WHEN state = 'running' THEN 0 ELSE 1 END, started_on DESC, id").Limit(limit).Find(&list).Error
	if err != nil {
		return nil, nil, err
	}
	declared = map[string]FormerProject{}
	for part := range slices.Chunk(list, 500) {
		ids := make([]string, len(part))
		for i := range part {
			ids[i] = part[i].ID
		}
		var some []FormerProject
		if err := store.q.g.Where("project_id IN ?", ids).Find(&some).Error; err != nil {
			return nil, nil, err
		}
		for _, f := range some {
			declared[f.ProjectID] = f
		}
	}
	return list, declared, nil
}

// Propose stores what is to be told of a project, in place of what was read at version, 0 for nothing. All that was
// said before is gone; who proposes it says yes. Errors: Conflict where somebody else changed it since.
func (store PublicationStore) Propose(p *Publication, version int, organizationID string) error {
	p.ProposedAt, p.Version = store.tx.Now, version+1
	if version == 0 {
		created := store.tx.g.Clauses(clause.OnConflict{DoNothing: true}).Omit("Project").Create(p)
		if created.Error != nil {
			return created.Error
		}
		if err := mustAffect(created, errPublicationChanged); err != nil {
			return err
		}
	} else {
		updated := store.tx.g.Model(&Publication{}).Where("project_id = ? AND version = ?", p.ProjectID, version).
			Select("title", "summary", "outcome", "theme", "proposed_at", "version").Updates(p)
		if updated.Error != nil {
			return updated.Error
		}
		if err := mustAffect(updated, errPublicationChanged); err != nil {
			return err
		}
	}
	if err := store.tx.g.Where("project_id = ?", p.ProjectID).Delete(&PublicationReply{}).Error; err != nil {
		return err
	}
	return store.reply(p.ProjectID, organizationID, true)
}

var errPublicationChanged = NewError(CodeConflict, "publication.changed_meanwhile")

// Reply stores what an organization says to what it read at version. A no needs none: it holds for every text. Errors:
// Conflict where another text is proposed since.
func (store PublicationStore) Reply(p *Publication, version int, organizationID string, agrees bool) error {
	// Nobody changes the text before this is stored.
	locked := store.tx.g.Model(&Publication{}).Where("project_id = ?", p.ProjectID)
	if agrees {
		locked = locked.Where("version = ?", version)
	}
	locked = locked.UpdateColumn("version", gorm.Expr("version"))
	if locked.Error != nil {
		return locked.Error
	}
	if err := mustAffect(locked, errPublicationChanged); err != nil {
		return err
	}
	return store.reply(p.ProjectID, organizationID, agrees)
}

func (store PublicationStore) reply(projectID, organizationID string, agrees bool) error {
	return store.tx.g.Clauses(clause.OnConflict{UpdateAll: true}).Create(&PublicationReply{
		ProjectID: projectID, OrganizationID: organizationID, Agrees: agrees, RepliedAt: store.tx.Now,
	}).Error
}

// SetNamed stores whether the public page may name a person of a team.
func (store PublicationStore) SetNamed(m *TeamMember, isNamed bool) error {
	return store.tx.g.Model(&TeamMember{}).Where("id = ? AND erased_at IS NULL", m.ID).
		Update("is_named", isNamed).Error
}
