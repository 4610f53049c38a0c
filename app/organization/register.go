package organization

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/models"
	"meguri/models/text"
)

// today is the day on our calendar, as affiliations have it.
func today(now time.Time) string { return now.In(models.DefaultZone).Format(time.DateOnly) }

// RegisterState is where a person of the register stands.
type RegisterState string

// The states.
const (
	StateListed RegisterState = "listed"
	StateLeft   RegisterState = "left"
	StateErased RegisterState = "erased"
	// StateAsks is of who asks to join.
	StateAsks RegisterState = "asks"
	// These two only filter: those who may be there twice, and all.
	StateSame RegisterState = "same"
	StateAll  RegisterState = "all"
)

// RegisterStates lists the states by which a list is filtered; without one it has those who belong now.
var RegisterStates = []RegisterState{StateAsks, StateLeft, StateSame, StateAll}

// Person is one person of a register, with all their roles over time, the latest first.
type Person struct {
	MemberID string
	Roles    []models.Affiliation
	State    RegisterState
	// Same says that another entry of the register may be of the same person.
	Same bool
}

// Latest is what tells who it is and what they are now.
func (p *Person) Latest() *models.Affiliation { return &p.Roles[0] }

// Emails lists their addresses, that of the latest role first.
func (p *Person) Emails() (list []string) {
	var keys []string
	for _, a := range p.Roles {
		if a.EmailKey != "" && !slices.Contains(keys, a.EmailKey) {
			keys, list = append(keys, a.EmailKey), append(list, a.Email)
		}
	}
	return list
}

// FurtherEmails are those beside the one of the latest role.
func (p *Person) FurtherEmails() []string {
	return slices.DeleteFunc(p.Emails(), func(email string) bool { return email == p.Latest().Email })
}

// HasJoined reports whether the person said that they belong there.
func (p *Person) HasJoined() bool {
	return slices.ContainsFunc(p.Roles, func(a models.Affiliation) bool { return a.AcceptedAt != nil })
}

// Now lists the roles that the person has now; of one who left, the last.
func (p *Person) Now(day string) (list []models.AffiliationRole) {
	for _, a := range p.Roles {
		if a.Current(day) && !slices.Contains(list, a.Role) {
			list = append(list, a.Role)
		}
	}
	if len(list) == 0 {
		list = append(list, p.Roles[0].Role)
	}
	return list
}

// Since is the first day, "" where it is unknown; Until the last one, "" while they are there.
func (p *Person) Since() string {
	since := p.Roles[0].From
	for _, a := range p.Roles {
		since = min(since, a.From)
	}
	return since
}

// Until is the last day, "" while they are there.
func (p *Person) Until() (until string) {
	for _, a := range p.Roles {
		if a.Until == "" {
			return ""
		}
		until = max(until, a.Until)
	}
	return until
}

// peopleOf puts what a register has together by person, in the order in which it was read.
func peopleOf(list []models.Affiliation, now time.Time) []*Person {
	var people []*Person
	byMember := map[string]*Person{}
	for _, a := range list {
		p := byMember[a.MemberID]
		if p == nil {
			p = &Person{MemberID: a.MemberID}
			byMember[a.MemberID] = p
			people = append(people, p)
		}
		p.Roles = append(p.Roles, a)
	}
	for _, p := range people {
		slices.SortStableFunc(p.Roles, func(a, b models.Affiliation) int {
			return cmp.Or(strings.Compare(untilOf(&b), untilOf(&a)), strings.Compare(b.From, a.From))
		})
		p.State = stateOf(p, now)
	}
	return people
}

// untilOf sorts what goes on behind what is over.
func untilOf(a *models.Affiliation) string { return cmp.Or(a.Until, "9999-12-31") }

func stateOf(p *Person, now time.Time) RegisterState {
	day, latest := today(now), p.Latest()
	switch {
	case latest.IsErased():
		return StateErased
	case latest.IsRequest():
		return StateAsks
	case latest.Until != "" && latest.Until < day:
		return StateLeft
	}
	return StateListed
}

func nameKey(n text.Name) string { return text.SearchQuery(n.Family + n.Given) }

// readsAlike reports whether two readings may be of one name: where one is missing, they may.
func readsAlike(a, b text.Name) bool {
	one, other := text.SearchQuery(a.Reading()), text.SearchQuery(b.Reading())
	return one == "" || other == "" || one == other
}

// RegisterFilter chooses people of a register.
type RegisterFilter struct {
	Search string                 `query:"q"`
	State  RegisterState          `query:"state"`
	Role   models.AffiliationRole `query:"role"`
	Sort   string                 `query:"sort"`
	Number int                    `query:"page"`
}

// IsSet reports whether it leaves any out.
func (f *RegisterFilter) IsSet() bool { return f.Search != "" || f.State != "" || f.Role != "" }

// Register is a page of the member register of an organization.
type Register struct {
	Filter *RegisterFilter
	People []*Person
	// Total is how many the filter chooses, Current how many belong to it now, Asks how many ask to join.
	Total, Current, Asks int
	// ToInvite counts those who would be invited with all others; Invited those who were and have not answered, Joined
	// those who have an account here.
	ToInvite, Invited, Joined int
	Imports                   []Import
	Day                       string
}

// Import is a file that can be taken back: Count is what came with it and nobody touched since.
type Import struct {
	ID    string
	At    time.Time
	Count int
}

// undoable is for how long a file can be taken back.
const undoable = 30 * 24 * time.Hour

// Register reads a page of it, with rows rows, 0 for all. Who keeps the register calls it.
func (s *Service) Register(
	ctx context.Context, o *models.Organization, f *RegisterFilter, rows int,
) (*Register, error) {
	q := s.db.Query(ctx)
	list, people, _, err := entries(q, o)
	if err != nil {
		return nil, err
	}
	refused, err := q.Affiliations().RefusedNews(o.ID)
	if err != nil {
		return nil, err
	}
	page := &Register{Filter: f, Day: today(q.Now), Imports: importsOf(list, q.Now)}
	searches := text.SearchQueries(f.Search)
	for _, p := range people {
		switch p.State {
		case StateListed:
			page.Current++
			page.count(p, refused)
		case StateAsks:
			page.Asks++
		}
		if f.chooses(p, searches, page.Day) {
			page.People = append(page.People, p)
		}
	}
	sortPeople(page.People, f.Sort)
	page.Total = len(page.People)
	if rows > 0 {
		f.Number = min(max(1, f.Number), 1+max(0, page.Total-1)/rows)
		from := (f.Number - 1) * rows
		page.People = page.People[from:min(from+rows, page.Total)]
	}
	return page, nil
}

// count counts how far the invitations are.
func (page *Register) count(p *Person, refused map[string]bool) {
	has := func(is func(a models.Affiliation) bool) bool { return slices.ContainsFunc(p.Roles, is) }
	switch {
	case has(func(a models.Affiliation) bool { return a.AcceptedAt != nil }):
		page.Joined++
	case has(func(a models.Affiliation) bool { return a.InvitedAt != nil && a.DeclinedAt == nil }):
		page.Invited++
	case isToInvite(p, refused):
		page.ToInvite++
	}
}

func importsOf(list []models.Affiliation, now time.Time) (imports []Import) {
	for _, a := range list {
		if a.ImportID == "" || a.Version != 1 || a.AccountID != nil || now.Sub(a.CreatedAt) > undoable {
			continue
		}
		i := slices.IndexFunc(imports, func(known Import) bool { return known.ID == a.ImportID })
		if i < 0 {
			imports, i = append(imports, Import{a.ImportID, a.CreatedAt, 0}), len(imports)
		}
		imports[i].Count++
	}
	slices.SortFunc(imports, func(a, b Import) int { return b.At.Compare(a.At) })
	return imports
}

// chooses says whether the page lists a person. Without a state these are all but those who left or were erased.
func (f *RegisterFilter) chooses(p *Person, searches []string, day string) bool {
	switch f.State {
	case "":
		if p.State == StateErased || (p.State != StateListed && f.Search == "") {
			return false
		}
	case StateSame:
		if !p.Same {
			return false
		}
	case StateLeft, StateAsks:
		if p.State != f.State {
			return false
		}
	}
	if f.Role != "" && !slices.Contains(p.Now(day), f.Role) {
		return false
	}
	a := p.Latest()
	line := text.SearchText(a.Full("ja"), a.Full("en"), a.Reading(), a.Email)
	return len(searches) == 0 ||
		slices.ContainsFunc(searches, func(search string) bool { return strings.Contains(line, search) })
}

func sortPeople(people []*Person, by string) {
	by, desc := strings.CutPrefix(by, "-")
	key := map[string]func(p *Person) string{
		"name":  func(p *Person) string { return p.Latest().SortKey() },
		"email": func(p *Person) string { return p.Latest().EmailKey },
		"since": (*Person).Since,
		"until": func(p *Person) string { return untilOf(p.Latest()) },
		"role": func(p *Person) string {
			return strconv.Itoa(slices.Index(models.AffiliationRoles, p.Latest().Role))
		},
	}[by]
	if key == nil {
		key = func(p *Person) string { return p.Latest().SortKey() }
	}
	order := map[*Person]string{}
	for _, p := range people {
		order[p] = key(p)
	}
	slices.SortStableFunc(people, func(a, b *Person) int {
		if desc {
			a, b = b, a
		}
		return strings.Compare(order[a], order[b])
	})
}
