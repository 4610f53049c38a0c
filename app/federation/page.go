package federation

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"meguri/app/service/area"
	"meguri/app/service/check"
	"meguri/app/service/opendata"
	"meguri/app/service/signedfeed"
	"meguri/app/service/table"
	"meguri/models"
)

// perPage is how much a page of the list has, mostInFile how much a file.
const (
	perPage    = 30
	mostInFile = 20_000
	maxLine    = 100
)

// Filter is what the list is narrowed by; it may be wrong, as it is typed into an address.
type Filter struct {
	Kind       string `query:"kind"`
	Search     string `query:"q"`
	Month      string `query:"month"`
	Mode       string `query:"mode"`
	Prefecture string `query:"prefecture"`
	Theme      string `query:"theme"`
	Origin     string `query:"origin"`
	Page       int    `query:"page"`
}

// IsSet reports whether the filter leaves anything out.
func (f *Filter) IsSet() bool {
	return f.Search != "" || f.Month != "" || f.Mode != "" || f.Prefecture != "" || f.Theme != "" || f.Origin != ""
}

// OfNeeds reports whether it is about needs.
func (f *Filter) OfNeeds() bool { return f.Kind == string(signedfeed.KindNeed) }

// OfKits reports whether it is about kits.
func (f *Filter) OfKits() bool { return f.Kind == string(signedfeed.KindKit) }

// OfEvents reports whether it is about events.
func (f *Filter) OfEvents() bool { return !f.OfNeeds() && !f.OfKits() }

var months = regexp.MustCompile(`^\d{4}-\d{2}$`)

// chosen is the filter without what is none.
func (f *Filter) chosen() *models.FeedFilter {
	c := check.New()
	out := &models.FeedFilter{Kind: string(signedfeed.KindEvent), Search: c.Line("q", f.Search, maxLine, check.Optional)}
	if c.Err() != nil {
		out.Search = ""
	}
	if !f.OfEvents() {
		out.Kind = f.Kind
	}
	if months.MatchString(f.Month) {
		out.Month = f.Month
	}
	if slices.Contains(models.Modes, models.Mode(f.Mode)) {
		out.Mode = f.Mode
	}
	if slices.Contains(models.NeedThemes, models.NeedTheme(f.Theme)) {
		out.Theme = f.Theme
	}
	out.Prefecture = c.Line("prefecture", f.Prefecture, maxLine, check.Optional)
	out.FeedID = c.Line("origin", f.Origin, maxLine, check.Optional)
	return out
}

// Item is an event, a need or a kit with the installation that told of it.
type Item struct {
	signedfeed.Entry
	Feed models.Feed
}

// Local is a time by the clock of the event's place.
func (i *Item) Local(at time.Time) time.Time { return at.In(zoneOf(&i.Entry)) }

// UUID is its id, as it is in addresses here.
func (i *Item) UUID() string { return uuidOf(&i.Entry) }

func uuidOf(e *signedfeed.Entry) string { return strings.TrimPrefix(e.ID, urn) }

// Area is the number of its prefecture, "" for none.
func (i *Item) Area() string { return area.Code(i.Prefecture) }

// Venue is where people come to, in one line.
func (i *Item) Venue() string {
	if i.Mode == signedfeed.ModeOnline {
		return ""
	}
	return strings.TrimSuffix(i.Place(), "、オンライン")
}

// IsCancelled reports whether it does not take place.
func (i *Item) IsCancelled() bool { return i.State == signedfeed.StateCancelled }

// IsPostponed reports whether it waits for new dates.
func (i *Item) IsPostponed() bool { return i.State == signedfeed.StatePostponed }

// Effort is how much somebody who helps gives, "" where we have no word for it.
func (i *Item) Effort() models.Effort {
	if i.Need == nil || !slices.Contains(models.Efforts, models.Effort(i.Need.Effort)) {
		return ""
	}
	return models.Effort(i.Need.Effort)
}

// Told is what came of it at an installation.
type Told struct {
	Feed models.Feed
	signedfeed.Figures
}

// Page is what is on, here and at the installations that are followed.
type Page struct {
	Items  []Item
	Total  int
	Number int
	Filter *Filter
	// Counts are the values that there are, with how many have each.
	Counts *models.FeedCounts
	// Told are the installations that tell what came of it.
	Told []Told
	// Feeds are the installations by their id.
	Feeds map[string]models.Feed
}

// HasNext reports whether there is a page after this one.
func (p *Page) HasNext() bool { return p.Number*perPage < p.Total }

// Page reads it. Everybody may call it. Of a filter, what is none chooses all.
func (s *Service) Page(ctx context.Context, f *Filter) (*Page, error) {
	if _, err := s.refresh(ctx); err != nil && models.CodeOf(err) != models.CodeUnavailable {
		return nil, err // without a key nothing new of ours is told, but that of others is
	}
	q, chosen := s.db.Query(ctx).Feeds(), f.chosen()
	page := &Page{Filter: f, Number: min(max(f.Page, 1), 1000), Feeds: map[string]models.Feed{}}
	var err error
	if page.Total, err = q.CountEntries(chosen); err != nil {
		return nil, err
	}
	if page.Counts, err = q.Counts(chosen.Kind); err != nil {
		return nil, err
	}
	slices.SortStableFunc(page.Counts.Prefectures, func(a, b models.FeedCount) int {
		return strings.Compare(area.Code(a.Value), area.Code(b.Value))
	})
	if err := s.nameFeeds(q, page); err != nil {
		return nil, err
	}
	rows, err := q.Entries(chosen, (page.Number-1)*perPage, perPage)
	if err != nil {
		return nil, err
	}
	page.Items, err = itemsOf(rows)
	return page, err
}

func (s *Service) nameFeeds(q models.FeedQuery, page *Page) error {
	followed, err := q.Followed()
	if err != nil {
		return err
	}
	own, err := q.Own()
	if err != nil {
		return err
	}
	if own != nil {
		followed = append(followed, *own)
	}
	for _, feed := range followed {
		page.Feeds[feed.ID] = feed
		if feed.Figures == "" || page.Filter.IsSet() || page.Number > 1 {
			continue
		}
		told := Told{Feed: feed}
		if err := json.Unmarshal([]byte(feed.Figures), &told.Figures); err != nil {
			return err
		}
		for i := range told.Circulation {
			told.Circulation[i].Unit = figureUnits[told.Circulation[i].Name]
		}
		page.Told = append(page.Told, told)
	}
	return nil
}

func itemsOf(rows []models.FeedEntry) ([]Item, error) {
	items := make([]Item, len(rows))
	for i := range rows {
		items[i].Feed = rows[i].Feed
		if err := json.Unmarshal([]byte(rows[i].Content), &items[i].Entry); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// Table is the list of events as municipalities publish it, with where each came from. Everybody may call it.
func (s *Service) Table(ctx context.Context, f *Filter) (table.Table, error) {
	items, err := s.events(ctx, f, mostInFile)
	if err != nil {
		return table.Table{}, err
	}
	told := make([]opendata.Told, len(items))
	for i := range items {
		item := &items[i]
		told[i] = opendata.Told{
			GIFEvent: item.Event, ID: item.UUID(), Prefecture: item.Prefecture,
			Remark: "掲載元：" + item.Feed.NameJa + "（" + item.Feed.Address + "）",
		}
	}
	return opendata.TableOf(told), nil
}

// DeskPage is what owners see of following.
type DeskPage struct {
	Address string
	Name    signedfeed.Name
	// Key is the public key of this installation, "" where it is lost.
	Key   string
	Feeds []models.Feed
}

// DeskPage reads it. Owners call it.
func (s *Service) DeskPage(ctx context.Context) (*DeskPage, error) {
	page := &DeskPage{Address: s.BaseURL, Name: s.Name}
	keys, err := Keys(ctx, s.db, s.Links)
	switch {
	case err == nil:
		page.Key = keys[len(keys)-1].PublicKey
	case models.CodeOf(err) != models.CodeUnavailable:
		return nil, err
	}
	page.Feeds, err = s.db.Query(ctx).Feeds().Followed()
	return page, err
}
