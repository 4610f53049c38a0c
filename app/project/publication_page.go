package project

import (
	"context"

	"meguri/models"
)

// PublicPage is a project as everybody sees it.
type PublicPage struct {
	*models.Publication
	// Parts are the organizations that take part and have a public page; Unnamed is how many others do.
	Parts   []Part
	Unnamed int
	// Phase is where a project is that goes on, "" for none.
	Phase models.PhaseKind
	// Names are the people who agreed to be named.
	Names []string
	// Deliverables are what it made and the team publishes.
	Deliverables []models.ProjectFile
	// Changes is the organization on whose page stands what changed half a year later, nil for none.
	Changes *models.Organization
}

// Public reads it. Everybody may call it. Errors: NotFound, at once where one of the organizations took its yes back.
func (s *Publications) Public(ctx context.Context, id string) (*PublicPage, error) {
	if !models.ValidID(id) {
		return nil, errGone
	}
	q := s.of.db.Query(ctx)
	p, err := q.Publications().Public(id)
	if err != nil {
		return nil, err
	}
	page := &PublicPage{Publication: p}
	parts, err := partsOf(q, []string{id})
	if err != nil {
		return nil, err
	}
	for _, part := range parts[id] {
		if part.IsOpen() {
			page.Parts = append(page.Parts, part)
		} else {
			page.Unnamed++
		}
	}
	if page.Names, err = q.Publications().Names(id); err != nil {
		return nil, err
	}
	if page.Deliverables, err = q.Publications().Deliverables(id); err != nil {
		return nil, err
	}
	if err := page.readPhase(q); err != nil {
		return nil, err
	}
	err = page.readChanges(q)
	return page, err
}

// readPhase reads the first phase that is neither done nor skipped.
func (p *PublicPage) readPhase(q *models.Query) error {
	if !p.Project.IsRunning() {
		return nil
	}
	phases, err := q.Projects().Phases(p.ProjectID)
	for i := range phases {
		if phases[i].DoneOn == "" && !phases[i].IsSkipped {
			p.Phase = phases[i].Kind
			break
		}
	}
	return err
}

// readChanges finds whether the page of the organization that was helped tells what changed: people agreed to have it
// there, so this page only leads to it.
func (p *PublicPage) readChanges(q *models.Query) error {
	named, err := q.Contributions().Named()
	if err != nil {
		return err
	}
	helped := p.Project.Helped()
	for i := range named {
		if named[i].ID != helped || !named[i].IsListed {
			continue
		}
		changes, err := q.Reviews().Published(helped, mostChanges)
		for j := range changes {
			if changes[j].ProjectID == p.ProjectID {
				p.Changes = &named[i]
			}
		}
		return err
	}
	return nil
}

// mostChanges is how many of them a page of an organization has.
const mostChanges = 200

// PublicList lists projects that everybody may see, size from a number of them on, and whether there are more.
func (s *Publications) PublicList(ctx context.Context, offset, size int) ([]*Published, bool, error) {
	q := s.of.db.Query(ctx)
	list, err := q.Publications().PublicOf("", "", offset, size+1)
	if err != nil {
		return nil, false, err
	}
	more := len(list) > size
	all, err := published(q, nil, list[:min(size, len(list))])
	return all, more, err
}

// NamedInput says whether the public page may name a person.
type NamedInput struct {
	IsNamed bool `form:"is_named"`
}

// SetNamed stores it, by the mailed secret; also who left the team decides of it. Errors: NotFound, also once they are
// erased.
func (s *Publications) SetNamed(ctx context.Context, secret string, in *NamedInput) error {
	return s.of.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := s.of.find(tx.Query, secret)
		if err != nil {
			return err
		}
		return tx.Publications().SetNamed(m, in.IsNamed)
	})
}

// Proposed reads what is told of the project of a person, nil for nothing, and whether everybody may see it.
func (s *Publications) Proposed(ctx context.Context, projectID string) (*models.Publication, bool, error) {
	q := s.of.db.Query(ctx)
	p, err := q.Publications().Of(projectID)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	public, err := q.Publications().ArePublic([]string{projectID})
	return p, public[projectID], err
}
