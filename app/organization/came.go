package organization

import (
	"slices"

	"meguri/models"
)

// shownFormer is how many projects of former years, and of how many projects what changed, a page tells.
const shownFormer = 200

// FormerProject is a project of former years on the page of an organization that helped or was helped.
type FormerProject struct {
	*models.FormerProject
	// IsHelped says that the organization was helped, else it helped.
	IsHelped bool
	// Other is the organization on the other side, nil where it is not known here or did not agree to be named.
	Other *models.Organization
}

// addCame adds the projects of former years, and what changed half a year after projects, where the organization agreed
// to be named in the circulation.
func (p *Page) addCame(q *models.Query) error {
	named, err := q.Contributions().Named()
	if err != nil {
		return err
	}
	find := func(id *string) *models.Organization {
		at := slices.IndexFunc(named, func(o models.Organization) bool { return id != nil && o.ID == *id })
		if at < 0 {
			return nil
		}
		return &named[at]
	}
	if find(&p.ID) == nil {
		return nil
	}
	list, err := q.Former().Shown()
	if err != nil {
		return err
	}
	for i := range list {
		f := &list[i]
		isHelped, helps := f.Project.Helps(p.ID), f.HelperID != nil && *f.HelperID == p.ID
		switch {
		case len(p.Former) == shownFormer, p.tells(f.ProjectID):
		case isHelped:
			p.Former = append(p.Former, FormerProject{f, true, find(f.HelperID)})
		case helps:
			p.Former = append(p.Former, FormerProject{f, false, find(f.Project.HelpedID)})
		}
	}
	p.Changes, err = q.Reviews().Published(p.ID, shownFormer)
	return err
}

// tells reports whether a project is among those that are published.
func (p *Page) tells(projectID string) bool {
	return slices.ContainsFunc(p.Finished, func(t models.Publication) bool { return t.ProjectID == projectID })
}
