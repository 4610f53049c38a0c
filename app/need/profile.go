package need

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

const (
	// profilesPage is how many people a page of the list has, and profileNeeds how many needs are offered on the page
	// of one.
	profilesPage = 50
	profileNeeds = 50
)

// ProfileWay is how somebody helps.
type ProfileWay string

// The ways.
const (
	WayOnline ProfileWay = "online"
	WayOnSite ProfileWay = "on_site"
)

// ProfileWays lists them in the order in which they are offered.
var ProfileWays = []ProfileWay{WayOnline, WayOnSite}

// ProfileAsking is whether somebody agreed to be asked.
type ProfileAsking string

// The answers.
const (
	AskingAgreed ProfileAsking = "agreed"
	AskingNot    ProfileAsking = "not"
)

// ProfileAskings lists them in the order in which they are offered.
var ProfileAskings = []ProfileAsking{AskingAgreed, AskingNot}

// ProfileOrder is how the list of people is sorted.
type ProfileOrder string

// The orders: who agreed to be asked first, by name; most hours first; by area.
const (
	ProfilesByAsking ProfileOrder = ""
	ProfilesByHours  ProfileOrder = "hours"
	ProfilesByArea   ProfileOrder = "area"
)

// ProfileOrders lists them in the order in which they are offered.
var ProfileOrders = []ProfileOrder{ProfilesByAsking, ProfilesByHours, ProfilesByArea}

// ProfileHours are the hours of a week by which the list is narrowed.
var ProfileHours = []int{1, 2, 4, 8}

// ProfileFilter is what the list of people is narrowed by; it may be wrong, as it is typed into an address. Of what is
// hidden nothing is found, as it looks at nothing but what coordinators see.
type ProfileFilter struct {
	Search   string        `query:"q"`
	Skill    string        `query:"skill"`
	Area     string        `query:"area"`
	Way      ProfileWay    `query:"way"`
	Hours    string        `query:"hours"`
	Language string        `query:"language"`
	Asking   ProfileAsking `query:"asking"`
	Sort     ProfileOrder  `query:"sort"`
	Page     int           `query:"page"`
}

// IsSet reports whether the filter leaves anybody out.
func (f *ProfileFilter) IsSet() bool { return f.Search != "" || f.HasMore() }

// HasMore reports whether it does so by something else than words.
func (f *ProfileFilter) HasMore() bool {
	return f.Skill != "" || f.Area != "" || f.Way != "" || f.Hours != "" || f.Language != "" || f.Asking != ""
}

// clean takes out what is none.
func (f *ProfileFilter) clean() {
	f.Search, f.Skill, f.Area = line(f.Search), line(f.Skill), line(f.Area)
	f.Way, f.Asking, f.Sort = known(f.Way, ProfileWays), known(f.Asking, ProfileAskings), known(f.Sort, ProfileOrders)
	f.Language = known(f.Language, models.SpokenLanguages)
	if hours, err := strconv.Atoi(f.Hours); err != nil || !slices.Contains(ProfileHours, hours) {
		f.Hours = ""
	}
}

func line(typed string) string { return text.Shorten(text.CleanLine(typed), maxLine) }

// finds reports whether the filter leaves a profile in the list.
func (f *ProfileFilter) finds(p *models.Profile) bool {
	hours, _ := strconv.Atoi(f.Hours) // "" is none
	switch {
	case f.Way == WayOnline && !p.Online, f.Way == WayOnSite && !p.OnSite, p.HoursAWeek < hours:
	case f.Language != "" && !slices.Contains(p.Languages, f.Language):
	case f.Asking == AskingAgreed && !p.MayBeAsked(), f.Asking == AskingNot && p.MayBeAsked():
	case !hasWords(f.Skill, p.Skills...), !hasWords(f.Area, p.Area):
	default:
		return hasWords(f.Search, slices.Concat([]string{p.Account.Name, p.Area}, p.Ordinary, p.Skills, p.Wishes)...)
	}
	return false
}

// hasWords reports whether each word of a search is in one of the texts, however it is typed.
func hasWords(search string, texts ...string) bool {
	line := text.SearchText(texts...)
	for _, word := range strings.Fields(search) {
		forms := text.SearchQueries(word)
		isThere := func(form string) bool { return strings.Contains(line, form) }
		if len(forms) > 0 && !slices.ContainsFunc(forms, isThere) {
			return false
		}
	}
	return true
}

// compare sorts two profiles; what is hidden or not said comes last.
func (f *ProfileFilter) compare(a, b *models.Profile) int {
	by := 0
	switch f.Sort {
	case ProfilesByHours:
		by = b.HoursAWeek - a.HoursAWeek
	case ProfilesByArea:
		by = lastIfNone(a.Area, b.Area)
	default:
		if a.MayBeAsked() != b.MayBeAsked() {
			by = 1
			if a.MayBeAsked() {
				by = -1
			}
		}
	}
	return cmp.Or(by, lastIfNone(a.Account.Name, b.Account.Name), strings.Compare(a.AccountID, b.AccountID))
}

func lastIfNone(a, b string) int {
	if (a == "") != (b == "") {
		return strings.Compare(b, a)
	}
	return strings.Compare(text.SearchQuery(a), text.SearchQuery(b))
}

// ProfilesPage is a page of the people who open something of their profile to coordinators.
type ProfilesPage struct {
	Profiles []*models.Profile
	// Of is how many there are, Total how many of them the filter finds, Number which page of these this is.
	Of, Total, Number int
	Filter            *ProfileFilter
}

// PerPage is how many people a page has at most.
func (p *ProfilesPage) PerPage() int { return profilesPage }

// ProfilesPage reads it: nothing but what people opened to coordinators, which alone is searched, counted and sorted.
// Who may edit needs there calls it.
func (s *Service) ProfilesPage(ctx context.Context, at models.NeedPlace, f *ProfileFilter) (*ProfilesPage, error) {
	all, err := s.db.Query(ctx).Profiles().ForCoordinators(at.OrganizationID)
	if err != nil {
		return nil, err
	}
	f.clean()
	page := &ProfilesPage{Of: len(all), Filter: f}
	for i := range all {
		if f.finds(&all[i]) {
			page.Profiles = append(page.Profiles, &all[i])
		}
	}
	slices.SortFunc(page.Profiles, f.compare)
	page.Total = len(page.Profiles)
	page.Number = min(max(1, f.Page), 1+max(0, page.Total-1)/profilesPage)
	from := (page.Number - 1) * profilesPage
	page.Profiles = page.Profiles[from:min(from+profilesPage, page.Total)]
	return page, nil
}

// ProfileNeed is a need about which somebody may be asked, or was.
type ProfileNeed struct {
	models.Need
	// State is what became of an earlier asking or offer for it, "" for none; IsGone says that they erased it.
	State  models.OfferState
	IsGone bool
}

// ProfilePage is one person, with what they opened to coordinators.
type ProfilePage struct {
	*models.Profile
	// Askable is nil for who did not agree to be asked; Needs are those about which others are asked.
	Askable *models.Askable
	Needs   []ProfileNeed
}

// ProfilePage reads it. Who may edit needs there calls it. Errors: NotFound, also for who shows coordinators nothing.
func (s *Service) ProfilePage(ctx context.Context, at models.NeedPlace, accountID string) (*ProfilePage, error) {
	q := s.db.Query(ctx)
	p, err := q.Profiles().ForCoordinator(at.OrganizationID, accountID)
	if err != nil || !p.MayBeAsked() {
		return &ProfilePage{Profile: p}, err
	}
	page := &ProfilePage{Profile: p}
	page.Askable, err = q.Askings(s.Mark).Person(at.OrganizationID, string(models.AskableProfile)+p.AccountID)
	if models.CodeOf(err) == models.CodeNotFound { // among too many to be looked through
		return page, nil
	}
	if err != nil {
		return nil, err
	}
	needs, err := q.Needs().Board(at, &models.NeedFilter{Public: true, Order: models.NeedsByWaiting}, 0, profileNeeds)
	for _, n := range needs {
		one := ProfileNeed{Need: n, State: page.Askable.States[n.ID]}
		one.IsGone = one.State == "" && page.Askable.WasAsked(n.ID)
		page.Needs = append(page.Needs, one)
	}
	return page, err
}
