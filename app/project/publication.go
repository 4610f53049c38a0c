package project

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"meguri/app/service/check"
	"meguri/models"
)

// Publications are what public pages tell of projects, by the yes of all organizations that take part.
type Publications struct{ of *Service }

// PublicationsOf is them for the same projects.
func PublicationsOf(s *Service) *Publications { return &Publications{s} }

// mostPublications is how many are read at once at most, and proposed or answered at once.
const mostPublications = 500

// Published is what is told of a project, with who takes part.
type Published struct {
	models.Publication
	Parts []Part
	// IsPublic says that everybody may see it.
	IsPublic bool
	// Mine is how the organization that reads it takes part.
	Mine *Part
}

// Part is an organization that takes part in a project.
type Part struct {
	models.ProjectPart
	Organization *models.Organization
	// Reply is what it says to the publication, nil for nothing yet.
	Reply *models.PublicationReply
	// IsSilent says that nobody is there who could answer for it.
	IsSilent bool
}

// IsOpen says that it has a public page: others are not named on public pages.
func (p *Part) IsOpen() bool { return p.Organization.IsListed && p.Organization.MergedInto == nil }

// Says is yes, no or nothing.
func (p *Part) Says() string {
	switch {
	case p.Reply == nil:
		return "nothing"
	case p.Reply.Agrees:
		return "yes"
	}
	return "no"
}

// State is shown, refused or waits: what became of it.
func (p *Published) State() string {
	isRefused := slices.ContainsFunc(p.Parts, func(part Part) bool { return part.Says() == "no" })
	switch {
	case p.IsPublic:
		return "shown"
	case isRefused:
		return "refused"
	case p.Project.State == models.ProjectStopped:
		return "stopped"
	case slices.ContainsFunc(p.Parts, func(part Part) bool { return part.Reply == nil }):
		return "waits"
	}
	return "hidden" // all said yes, but the page of who runs it is not published
}

// MayEdit says that the organization that reads it proposes what is told.
func (p *Published) MayEdit() bool { return p.Mine != nil && p.Mine.Kind == models.PartRuns }

// Proposable is a project of which it can be proposed.
type Proposable struct {
	models.Project
	// Text is what would be proposed of a former one.
	Text *models.Publication
}

// PublicationsPage is what an organization has a part in.
type PublicationsPage struct {
	// Asked wait for the organization's answer, Others do not.
	Asked, Others []*Published
	// Projects can be proposed one by one, Former at once.
	Projects, Former []Proposable
}

// Page reads it. Who may edit needs of the organization calls it.
func (s *Publications) Page(ctx context.Context, o *models.Organization) (*PublicationsPage, error) {
	q := s.of.db.Query(ctx)
	list, err := q.Publications().At(o.ID, mostPublications)
	if err != nil {
		return nil, err
	}
	all, err := published(q, o, list)
	if err != nil {
		return nil, err
	}
	page := &PublicationsPage{}
	for _, p := range all {
		if p.Mine != nil && p.Mine.Reply == nil {
			page.Asked = append(page.Asked, p)
		} else {
			page.Others = append(page.Others, p)
		}
	}
	projects, declared, err := q.Publications().Proposable(o.ID, mostPublications)
	for i := range projects {
		p := Proposable{Project: projects[i]}
		if f, ok := declared[p.ID]; ok {
			p.Text = formerText(&p.Project, &f)
			page.Former = append(page.Former, p)
		} else {
			page.Projects = append(page.Projects, p)
		}
	}
	return page, err
}

// formerText is what is told of a project of former years: what is declared of it.
func formerText(p *models.Project, f *models.FormerProject) *models.Publication {
	return &models.Publication{
		ProjectID: p.ID, Title: p.Title, Summary: f.Deliverable, Outcome: f.Changed, Theme: f.Theme,
	}
}

// published adds who takes part, as an organization reads it; nil for everybody.
func published(q *models.Query, o *models.Organization, list []models.Publication) ([]*Published, error) {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ProjectID
	}
	parts, err := partsOf(q, ids)
	if err != nil {
		return nil, err
	}
	public, err := q.Publications().ArePublic(ids)
	out := make([]*Published, len(list))
	for i := range list {
		p := &Published{Publication: list[i], Parts: parts[list[i].ProjectID], IsPublic: public[list[i].ProjectID]}
		for j := range p.Parts {
			if o != nil && p.Parts[j].OrganizationID == o.ID {
				p.Mine = &p.Parts[j]
			}
		}
		out[i] = p
	}
	return out, err
}

// partsOf lists who takes part in projects, and what they say, by project.
func partsOf(q *models.Query, ids []string) (map[string][]Part, error) {
	list, err := q.Publications().Parts(ids)
	if err != nil {
		return nil, err
	}
	replies, err := q.Publications().Replies(ids)
	if err != nil {
		return nil, err
	}
	organizations := map[string]*Part{}
	parts := map[string][]Part{}
	for _, p := range list {
		known := organizations[p.OrganizationID]
		if known == nil {
			o, err := q.Organizations().ByID(p.OrganizationID)
			if err != nil {
				return nil, err
			}
			staff, err := q.Members().WhoMay(o.ID, models.EditNeeds)
			if err != nil {
				return nil, err
			}
			known = &Part{Organization: o, IsSilent: len(staff) == 0}
			organizations[o.ID] = known
		}
		part := *known
		part.ProjectPart = p
		at := slices.IndexFunc(replies, func(r models.PublicationReply) bool {
			return r.ProjectID == p.ProjectID && r.OrganizationID == p.OrganizationID
		})
		if at >= 0 {
			part.Reply = &replies[at]
		}
		parts[p.ProjectID] = append(parts[p.ProjectID], part)
	}
	return parts, nil
}

// One reads that of a project in which an organization takes part, or, for who runs it, what could be proposed. Who may
// edit needs of the organization calls it. Errors: NotFound.
func (s *Publications) One(ctx context.Context, o *models.Organization, projectID string) (*Published, error) {
	return s.one(s.of.db.Query(ctx), o, projectID)
}

func (s *Publications) one(q *models.Query, o *models.Organization, projectID string) (*Published, error) {
	p, err := q.Publications().With(o.ID, projectID)
	if models.CodeOf(err) == models.CodeNotFound {
		p, err = fresh(q, o, projectID)
	}
	if err != nil {
		return nil, err
	}
	all, err := published(q, o, []models.Publication{*p})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// fresh is what the form of a project begins with of which nothing is proposed.
func fresh(q *models.Query, o *models.Organization, projectID string) (*models.Publication, error) {
	p, err := q.Projects().At(models.NeedPlace{OrganizationID: o.ID}, projectID)
	if err != nil {
		return nil, err
	}
	text := &models.Publication{ProjectID: p.ID, Title: p.Title, Summary: p.Aim, Theme: "other", Project: *p}
	if p.Need != nil {
		text.Theme = p.Need.Theme
	}
	if p.IsFormer() {
		declared, err := q.Former().Of(p.ID)
		if err != nil {
			return nil, err
		}
		text = formerText(p, declared)
		text.Project = *p
	}
	return text, nil
}

// PublicationInput is what is told of a project.
type PublicationInput struct {
	Version int              `form:"version"`
	Title   string           `form:"title"`
	Summary string           `form:"summary"`
	Outcome string           `form:"outcome"`
	Theme   models.NeedTheme `form:"theme"`
}

// PublicationInputOf is what the form shows.
func PublicationInputOf(p *models.Publication) *PublicationInput {
	return &PublicationInput{p.Version, p.Title, p.Summary, p.Outcome, p.Theme}
}

// Propose stores what is to be told of a project and asks all who take part; what they said to another text is gone,
// and so is the page until all said yes again. Who may edit needs of the organization that runs it calls it. Errors:
// NotFound; Invalid with the fields at fault; Conflict for a project that was stopped, or where somebody else changed
// it since.
func (s *Publications) Propose(
	ctx context.Context, o *models.Organization, projectID string, in *PublicationInput,
) error {
	c := check.New()
	typed := models.Publication{
		ProjectID: projectID,
		Title:     c.NoURL("title", c.Line("title", in.Title, maxTitle, check.Required)),
		Summary:   c.Text("summary", in.Summary, maxText, check.Required),
		Outcome:   c.Text("outcome", in.Outcome, maxText, check.Optional),
		Theme:     check.Choice(c, "theme", in.Theme, models.NeedThemes),
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.of.db.InTx(ctx, func(tx *models.Tx) error {
		p, err := tx.Projects().At(models.NeedPlace{OrganizationID: o.ID}, projectID)
		if err != nil {
			return err
		}
		if p.State == models.ProjectStopped {
			return models.NewError(models.CodeConflict, "publication.is_stopped")
		}
		tx.About(models.AuditSubject{ID: p.ID})
		text := typed
		if err := tx.Publications().Propose(&text, in.Version, o.ID); err != nil {
			return err
		}
		return askSilent(tx, o, []string{p.ID}, strconv.Itoa(text.Version))
	})
}

// ProposeManyInput is which projects of former years are proposed at once.
type ProposeManyInput struct {
	Projects []string `form:"project"`
}

// ProposeFormer proposes projects of former years at once, with what is declared of them; those that were proposed
// meanwhile are left as they are. It returns how many. Who may edit needs of the organization calls it. Errors: Invalid
// for none chosen, or too many; NotFound.
func (s *Publications) ProposeFormer(
	ctx context.Context, o *models.Organization, in *ProposeManyInput,
) (n int, err error) {
	chosen := slices.Compact(slices.Sorted(slices.Values(in.Projects)))
	if err := fewEnough(len(chosen)); err != nil {
		return 0, err
	}
	err = s.of.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Organizations().Lock(o.ID); err != nil { // two who send it at once do not both propose
			return err
		}
		projects, declared, err := tx.Publications().Proposable(o.ID, mostProjects)
		if err != nil {
			return err
		}
		var ids []string
		for i := range projects {
			p := &projects[i]
			f, isFormer := declared[p.ID]
			if !isFormer || !slices.Contains(chosen, p.ID) {
				continue
			}
			if err := tx.Publications().Propose(formerText(p, &f), 0, o.ID); err != nil {
				return err
			}
			ids = append(ids, p.ID)
		}
		if n = len(ids); n == 0 {
			return models.NewError(models.CodeConflict, "publication.none_left")
		}
		return askSilent(tx, o, ids, "many")
	})
	return n, err
}

func fewEnough(n int) error {
	switch {
	case n == 0:
		return models.NewError(models.CodeInvalid, "publication.none_chosen")
	case n > mostPublications:
		return models.NewError(models.CodeInvalid, "publication.too_many")
	}
	return nil
}

// AnswerManyInput is what an organization says to the publication of projects: each as its id, a colon, and the version
// that was read.
type AnswerManyInput struct {
	Projects []string `form:"project"`
	ReplyInput
}

// Answer stores it for all of them. A no takes a page away at once, whatever version was read. Who may edit needs of
// the organization calls it. Errors: Invalid for none chosen, or what is no answer; NotFound for a project in which it
// takes no part; Conflict where another text is proposed since.
func (s *Publications) Answer(ctx context.Context, o *models.Organization, in *AnswerManyInput) (int, error) {
	agrees, err := in.read()
	if err != nil {
		return 0, err
	}
	if err := fewEnough(len(in.Projects)); err != nil {
		return 0, err
	}
	return len(in.Projects), s.of.db.InTx(ctx, func(tx *models.Tx) error {
		for _, chosen := range in.Projects {
			id, version, _ := strings.Cut(chosen, ":")
			p, err := tx.Publications().With(o.ID, id)
			if err != nil {
				return err
			}
			read, _ := strconv.Atoi(version)
			if err := tx.Publications().Reply(p, read, o.ID, agrees); err != nil {
				return err
			}
			if len(in.Projects) == 1 {
				tx.About(models.AuditSubject{ID: p.ProjectID})
			}
		}
		return nil
	})
}
