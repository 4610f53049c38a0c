package organization

import (
	"context"
	"slices"
	"strings"

	"meguri/app/service/area"
	"meguri/models"
	"meguri/models/text"
)

// DirectoryFilter chooses organizations of the directory; what is empty chooses all.
type DirectoryFilter struct {
	Search string        `query:"q"`
	Sector models.Sector `query:"sector"`
	Area   string        `query:"area"`
	Number int           `query:"page"`
}

// IsSet reports whether it leaves any out.
func (f *DirectoryFilter) IsSet() bool { return f.Search != "" || f.Sector != "" || f.Area != "" }

// Place is a prefecture with how many organizations of the directory are there.
type Place struct {
	area.Tile
	Count int
}

// Directory is a page of the organizations with a published page.
type Directory struct {
	Filter *DirectoryFilter
	List   []models.Organization
	// Total is how many the filter chooses, before they are cut into pages.
	Total int
	// Places are all prefectures; those of the organizations that the rest of the filter chooses are counted.
	Places []Place
	// Nowhere counts those without a prefecture.
	Nowhere int
}

// Directory reads a page of it, with rows rows. Everybody may call it. What a filter has that is none chooses all.
func (s *Service) Directory(ctx context.Context, f *DirectoryFilter, rows int) (*Directory, error) {
	all, err := s.db.Query(ctx).Organizations().Listed()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(models.Sectors, f.Sector) {
		f.Sector = ""
	}
	f.Area = area.Known(f.Area)
	page, counts := &Directory{Filter: f}, map[string]int{}
	searches := text.SearchQueries(f.Search)
	for _, o := range all {
		if (f.Sector != "" && o.Sector != f.Sector) || !finds(searches, &o) {
			continue
		}
		counts[o.Area]++
		if f.Area == "" || o.Area == f.Area {
			page.List = append(page.List, o)
		}
	}
	page.Total, page.Nowhere = len(page.List), counts[""]
	for _, tile := range area.Tiles {
		page.Places = append(page.Places, Place{tile, counts[tile.Code]})
	}
	f.Number = min(max(1, f.Number), 1+max(0, page.Total-1)/rows)
	from := (f.Number - 1) * rows
	page.List = page.List[from:min(from+rows, page.Total)]
	return page, nil
}

// finds reports whether an organization's names, text or place hold one of the searches.
func finds(searches []string, o *models.Organization) bool {
	line := text.SearchText(o.NameJa, o.NameEn, o.AboutJa, o.AboutEn, o.City)
	return len(searches) == 0 ||
		slices.ContainsFunc(searches, func(search string) bool { return strings.Contains(line, search) })
}

// How many of each a page shows.
const (
	shownEvents       = 20
	shownNeeds        = 20
	shownDeliverables = 20
	shownProjects     = 200
)

// PageEvent is an event on the page of an organization.
type PageEvent struct {
	Event *models.Event
	// Kinds are the materials of a past event; they are told on its own page.
	Kinds []string
}

// Page is what everybody sees of an organization.
type Page struct {
	*models.Organization
	// Coming are the events that are not over, the next first; Past the others, the latest first.
	Coming, Past []PageEvent
	Needs        []models.Need
	// Running and Finished are projects in which it takes part, published by the yes of all.
	Running, Finished []models.Publication
	// Deliverables are what projects made that it runs, or that help it, and that the teams publish.
	Deliverables []models.ProjectFile
	// People are those who belong to it and agreed to be named here.
	People []Named
	// Former are projects of former years, Changes what changed by projects.
	Former  []FormerProject
	Changes []models.Review
}

// Named is somebody on the page, under the name of their account.
type Named struct {
	Name string
	Role models.AffiliationRole
	// AccountID leads to what they show everybody, "" where that is nothing, or not under their name.
	AccountID string
}

// people lists who is named, each once, those with more to answer for first.
func people(q *models.Query, o *models.Organization) ([]Named, error) {
	list, err := q.Affiliations().Named(o.ID, today(q.Now))
	slices.SortStableFunc(list, func(a, b models.Affiliation) int { return rank(b.Role) - rank(a.Role) })
	if err != nil {
		return nil, err
	}
	var named []Named
	var ids []string
	for _, a := range list {
		if !slices.Contains(ids, *a.AccountID) && a.Account.Name != "" {
			ids = append(ids, *a.AccountID)
			named = append(named, Named{Name: a.Account.Name, Role: a.Role})
		}
	}
	profiles, err := q.Profiles().Public(ids)
	for i := range profiles {
		// Who shows a profile without a name is not given one here.
		if at := slices.Index(ids, profiles[i].AccountID); profiles[i].Account.Name != "" {
			named[at].AccountID = ids[at]
		}
	}
	return named, err
}

func rank(role models.AffiliationRole) int { return slices.Index(models.AffiliationRoles, role) }

// Page reads it. Everybody may call it. Errors: NotFound for one without a published page.
func (s *Service) Page(ctx context.Context, slug string) (*Page, error) {
	q := s.db.Query(ctx)
	o, err := q.Organizations().ListedBySlug(slug)
	if err != nil {
		return nil, err
	}
	page := &Page{Organization: o}
	events, err := q.Organizations().Events(o, shownEvents)
	if err != nil {
		return nil, err
	}
	for i := range events {
		e := &events[i]
		switch {
		case !e.Public(), e.State == models.EventCancelled: // a cancelled one tells nothing of what they do
		case e.EndsAt.After(q.Now) || e.IsPostponed():
			page.Coming = append(page.Coming, PageEvent{Event: e})
		default:
			page.Past = append(page.Past, PageEvent{Event: e})
		}
	}
	slices.Reverse(page.Coming)
	if page.Deliverables, err = q.ProjectFiles().PublishedOf(o.ID, shownDeliverables); err != nil {
		return nil, err
	}
	if page.Running, err = q.Publications().PublicOf(o.ID, models.ProjectRunning, 0, shownProjects); err != nil {
		return nil, err
	}
	if page.Finished, err = q.Publications().PublicOf(o.ID, models.ProjectEnded, 0, shownProjects); err != nil {
		return nil, err
	}
	if page.People, err = people(q, o); err != nil {
		return nil, err
	}
	if err := page.addCame(q); err != nil {
		return nil, err
	}
	page.Needs, err = q.Needs().Public(&models.NeedFilter{Organization: slug}, 0, shownNeeds)
	return page, err
}
