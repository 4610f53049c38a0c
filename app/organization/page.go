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

// Listed is an organization of the directory.
type Listed struct {
	models.Organization
	Members int
}

// Place is a prefecture with how many organizations of the directory are there.
type Place struct {
	area.Tile
	Count int
}

// Directory is a page of the organizations that the site names to everybody.
type Directory struct {
	Filter *DirectoryFilter
	List   []Listed
	// Total is how many the filter chooses, before they are cut into pages.
	Total int
	// Places are all prefectures; those of the organizations that the rest of the filter chooses are counted.
	Places []Place
	// Nowhere counts those without a prefecture.
	Nowhere int
}

// HasNext reports whether there is another page of rows rows.
func (d *Directory) HasNext(rows int) bool { return d.Filter.Number*rows < d.Total }

// Directory reads a page of it, with rows rows. Everybody may call it. Doubles are left out.
func (s *Service) Directory(ctx context.Context, f *DirectoryFilter, rows int) (*Directory, error) {
	q := s.db.Query(ctx)
	all, err := q.Organizations().Listed()
	if err != nil {
		return nil, err
	}
	members, err := q.Affiliations().CountMembers()
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
		if o.MergedIntoID != nil || (f.Sector != "" && o.Sector != f.Sector) || !finds(searches, &o) {
			continue
		}
		counts[o.Area]++
		if f.Area == "" || o.Area == f.Area {
			page.List = append(page.List, Listed{o, members[o.ID]})
		}
	}
	page.Total, page.Nowhere = len(page.List), counts[""]
	for _, tile := range area.Tiles {
		page.Places = append(page.Places, Place{tile, counts[tile.Code]})
	}
	f.Number = min(max(1, f.Number), 1+page.Total/rows)
	from := min((f.Number-1)*rows, page.Total)
	page.List = page.List[from:min(from+rows, page.Total)]
	return page, nil
}

// finds searches by words, each of which must be there: width, kana and case make no difference.
func finds(searches []string, o *models.Organization) bool {
	line := text.SearchText(o.NameJa, o.NameEn, o.AboutJa, o.AboutEn, o.City)
	return len(searches) == 0 ||
		slices.ContainsFunc(searches, func(search string) bool { return strings.Contains(line, search) })
}

// shownEvents and shownNeeds are how many a page shows.
const (
	shownEvents = 20
	shownNeeds  = 20
)

// Page is what everybody sees of an organization.
type Page struct {
	*models.Organization
	// Into is the organization of which it is a double, nil for none.
	Into    *models.Organization
	Doubles []models.Organization
	Members int
	Events  []models.Event
	Needs   []models.Need
	// Mine is the viewer's latest affiliation, nil for none, and where they are not signed in.
	Mine *models.Affiliation
}

// TakesRequests reports whether somebody can ask to join.
func (p *Page) TakesRequests() bool { return p.Organization.TakesRequests && p.LeftAt == nil }

// Page reads it. Everybody may call it; viewer is nil for who has opened no account. Errors: NotFound for one that the
// site does not name.
func (s *Service) Page(ctx context.Context, slug string, viewer *models.Account) (*Page, error) {
	q := s.db.Query(ctx)
	o, err := q.Organizations().BySlug(slug)
	if err != nil {
		return nil, err
	}
	if shown, err := q.Organizations().IsPublic(o); err != nil || !shown {
		if err == nil {
			err = models.NewError(models.CodeNotFound, "error.not_found")
		}
		return nil, err
	}
	page := &Page{Organization: o}
	if o.MergedIntoID != nil {
		page.Into, err = q.Organizations().ByID(*o.MergedIntoID)
		return page, err
	}
	if page.Doubles, err = q.Organizations().Doubles(o); err != nil {
		return nil, err
	}
	members, err := q.Affiliations().CountMembers()
	if err != nil {
		return nil, err
	}
	page.Members = members[o.ID]
	if page.Events, err = q.Organizations().Events(o, shownEvents); err != nil {
		return nil, err
	}
	page.Events = slices.DeleteFunc(page.Events, func(e models.Event) bool { return !e.Public() })
	if page.Needs, err = q.Organizations().Needs(o, shownNeeds); err != nil {
		return nil, err
	}
	return page, s.addMine(q, page, viewer)
}

func (s *Service) addMine(q *models.Query, page *Page, viewer *models.Account) error {
	if viewer == nil {
		return nil
	}
	places, err := q.Affiliations().OfAccount(viewer.ID)
	for i := range places {
		if places[i].OrganizationID == page.ID && (places[i].IsRequest() || places[i].Current(today(q.Now))) {
			page.Mine = &places[i]
			break
		}
	}
	return err
}
