package project

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// Former imports projects of former years from a file, and takes imports back.
type Former struct{ of *Service }

// FormerOf is it for the same projects.
func FormerOf(s *Service) *Former { return &Former{s} }

// FormerPage is what an organization imported.
type FormerPage struct {
	Imports []models.ImportedFile
	// Preview is nil before a file was read.
	Preview *FormerPreview
}

// Page reads it. Who may edit needs of the organization calls it.
func (s *Former) Page(ctx context.Context, o *models.Organization) (*FormerPage, error) {
	list, err := s.of.db.Query(ctx).Former().Imports(o.ID)
	return &FormerPage{Imports: list}, err
}

// FormerPreview says what a file would do.
type FormerPreview struct {
	Rows   []FormerRow
	Counts map[string]int
	// Unknown are the columns that are not read.
	Unknown []string
	// List is what Store takes.
	List *table.List
}

// Adds counts the rows that are added without more ado.
func (p *FormerPreview) Adds() int { return p.Counts[FormerNew] }

// Preview reads a list of projects, CSV or XLSX, and says what becomes of each row; nothing is stored. Who may edit
// needs of the organization calls it. Errors: Invalid for a file that cannot be read, or has no titles.
func (s *Former) Preview(ctx context.Context, o *models.Organization, list *table.List) (*FormerPage, error) {
	sheet, err := list.Read()
	if err != nil {
		return nil, err
	}
	page, err := s.Page(ctx, o)
	if err != nil {
		return nil, err
	}
	page.Preview, err = judge(s.of.db.Query(ctx), o, sheet)
	if err == nil {
		page.Preview.List = list
	}
	return page, err
}

// FormerInput is what the preview sends back: the file, whether rows are added of which the same may be there, and
// whether public pages may tell of the projects.
type FormerInput struct {
	table.List
	AlikeToo bool `form:"alike_too"`
	IsShown  bool `form:"is_shown"`
}

// Store stores what Preview showed, judged anew, and returns how many projects there are more. Who may edit needs of
// the organization calls it. Errors: as of Preview.
func (s *Former) Store(ctx context.Context, o *models.Organization, in *FormerInput) (n int, err error) {
	sheet, err := in.Read()
	if err != nil {
		return 0, err
	}
	err = s.of.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Organizations().Lock(o.ID); err != nil { // two who send it at once do not both add
			return err
		}
		preview, err := judge(tx.Query, o, sheet)
		if err != nil {
			return err
		}
		var added []models.FormerProject
		for i := range preview.Rows {
			row := &preview.Rows[i]
			if row.Outcome == FormerNew || row.Outcome == FormerAlike && in.AlikeToo {
				added = append(added, row.FormerProject)
			}
		}
		if n = len(added); n == 0 {
			return models.NewError(models.CodeInvalid, "former.nothing_new")
		}
		file := &models.FormerImport{
			OrganizationID: o.ID, FileName: in.FileName, IsShown: in.IsShown,
		}
		if err := tx.Former().Add(file, added); err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: file.ID})
		return nil
	})
	return n, err
}

// Undo deletes what came with a file. Who may edit needs of the organization calls it. Errors: NotFound.
func (s *Former) Undo(ctx context.Context, o *models.Organization, id string) error {
	return s.of.db.InTx(ctx, func(tx *models.Tx) error {
		tx.About(models.AuditSubject{ID: id})
		return tx.Former().Undo(o.ID, id)
	})
}

// FormerDesk is a project of former years.
type FormerDesk struct {
	*models.Project
	Declared *models.FormerProject
	// Helped and Helper are the organizations, where they are known.
	Helped, Helper *models.Organization
}

// Desk reads it. Who may edit needs there calls it. Errors: NotFound, also for a project that is none of former years.
func (s *Former) Desk(ctx context.Context, at models.NeedPlace, id string) (*FormerDesk, error) {
	q := s.of.db.Query(ctx)
	p, err := q.Projects().At(at, id)
	if err != nil {
		return nil, err
	}
	desk := &FormerDesk{Project: p}
	if desk.Declared, err = q.Former().Of(p.ID); err != nil {
		return nil, err
	}
	if desk.Helped, err = known(q, p.HelpedID); err != nil {
		return nil, err
	}
	desk.Helper, err = known(q, desk.Declared.HelperID)
	return desk, err
}

func known(q *models.Query, id *string) (*models.Organization, error) {
	if id == nil {
		return nil, nil
	}
	return q.Organizations().ByID(*id)
}

// formerTitles are the columns of a file to fill in, in their order.
var formerTitles = []string{
	"title", "helped", "helper", "theme", "from", "until", "people", "hours", "deliverable", "changed",
}

// FormerTemplate is an empty list to fill in.
func FormerTemplate(texts *i18n.Localizer) table.Table {
	t := table.Table{Name: texts.T("former.title"), Rows: func(func([]any, error) bool) {}}
	for _, name := range formerTitles {
		t.Header = append(t.Header, texts.T("former.column_"+name))
	}
	return t
}
