package organization

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// today is the day on our calendar, as affiliations have it.
func today(now time.Time) string { return now.In(models.DefaultZone).Format(time.DateOnly) }

// RegisterState is where a person of the register stands.
type RegisterState string

// The states. Who joined has an account and said so.
const (
	StateRequest  RegisterState = "request"
	StateInvited  RegisterState = "invited"
	StateListed   RegisterState = "listed"
	StateJoined   RegisterState = "joined"
	StateDeclined RegisterState = "declined"
	StateLeft     RegisterState = "left"
	StateErased   RegisterState = "erased"
	// These two only filter: those who may be there twice, and all.
	StateSame RegisterState = "same"
	StateAll  RegisterState = "all"
)

// RegisterStates lists the states by which a list is filtered.
var RegisterStates = []RegisterState{
	StateRequest, StateListed, StateInvited, StateJoined, StateDeclined, StateLeft, StateSame, StateAll,
}

// Person is one person of a register, with all their roles over time, the latest first.
type Person struct {
	MemberID string
	Roles    []models.Affiliation
	State    RegisterState
	// Same says that another person of the register has the same name and may be the same.
	Same bool
}

// Latest is what tells who it is and what they are now.
func (p *Person) Latest() *models.Affiliation { return &p.Roles[0] }

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

// MayBeInvited reports whether an invitation can be mailed.
func (p *Person) MayBeInvited() bool {
	return p.Latest().EmailKey != "" && (p.State == StateListed || p.State == StateInvited)
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
	markSame(people)
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
		return StateRequest
	case latest.DeclinedAt != nil:
		return StateDeclined
	case latest.Until != "" && latest.Until < day:
		return StateLeft
	case latest.AcceptedAt != nil:
		return StateJoined
	case latest.IsInvited(now):
		return StateInvited
	}
	return StateListed
}

// markSame marks people with the same name and no other reading.
func markSame(people []*Person) {
	byName := map[string][]*Person{}
	for _, p := range people {
		if p.State != StateErased {
			key := nameKey(p.Latest().Name)
			byName[key] = append(byName[key], p)
		}
	}
	for _, same := range byName {
		for i, p := range same {
			for j, other := range same {
				if i != j && readsAlike(p.Latest().Name, other.Latest().Name) {
					p.Same = true
				}
			}
		}
	}
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
	// Total is how many the filter chooses, Current how many belong to it now, Requests how many ask to.
	Total, Current, Requests int
	Imports                  []Import
	Day                      string
}

// HasNext reports whether there is another page of rows rows.
func (r *Register) HasNext(rows int) bool { return r.Filter.Number*rows < r.Total }

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
	list, err := q.Affiliations().OfOrganization(o.ID)
	if err != nil {
		return nil, err
	}
	page := &Register{Filter: f, Day: today(q.Now), Imports: importsOf(list, q.Now)}
	searches := text.SearchQueries(f.Search)
	for _, p := range peopleOf(list, q.Now) {
		switch p.State {
		case StateRequest:
			page.Requests++
		case StateJoined, StateListed, StateInvited:
			page.Current++
		}
		if f.chooses(p, searches, page.Day) {
			page.People = append(page.People, p)
		}
	}
	sortPeople(page.People, f.Sort)
	page.Total = len(page.People)
	if rows > 0 {
		f.Number = min(max(1, f.Number), 1+page.Total/rows)
		from := min((f.Number-1)*rows, page.Total)
		page.People = page.People[from:min(from+rows, page.Total)]
	}
	return page, nil
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
		if p.State == StateErased || (p.State == StateLeft && f.Search == "") {
			return false
		}
	case StateSame:
		if !p.Same {
			return false
		}
	case StateAll:
	default:
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
			return string(rune('0' + slices.Index(models.AffiliationRoles, p.Latest().Role)))
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

// MemberPage is a person of the register, with those who may be the same.
type MemberPage struct {
	*Person
	Input MemberInput
	Same  []*Person
	Day   string
}

// MemberPage reads it. Who keeps the register calls it. Errors: NotFound.
func (s *Service) MemberPage(ctx context.Context, o *models.Organization, id string) (*MemberPage, error) {
	q := s.db.Query(ctx)
	list, err := q.Affiliations().OfOrganization(o.ID)
	if err != nil {
		return nil, err
	}
	page := &MemberPage{Day: today(q.Now)}
	people := peopleOf(list, q.Now)
	for _, p := range people {
		if p.MemberID == id {
			page.Person = p
		}
	}
	if page.Person == nil {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	a := page.Latest()
	page.Input = MemberInput{
		Family: a.Family, Given: a.Given, FamilyKana: a.FamilyKana, GivenKana: a.GivenKana, Email: a.Email,
	}
	for _, p := range people {
		if page.Person.Same && p != page.Person && p.State != StateErased &&
			nameKey(p.Latest().Name) == nameKey(a.Name) && readsAlike(p.Latest().Name, a.Name) {
			page.Same = append(page.Same, p)
		}
	}
	return page, nil
}

// MemberInput is what is typed about a person of the register.
type MemberInput struct {
	Family     string `form:"family_name"`
	Given      string `form:"given_name"`
	FamilyKana string `form:"family_name_kana"`
	GivenKana  string `form:"given_name_kana"`
	Email      string `form:"email"`
	RoleInput
}

// RoleInput is a role and its days.
type RoleInput struct {
	Role  models.AffiliationRole `form:"role"`
	From  string                 `form:"from"`
	Until string                 `form:"until"`
}

func (in *MemberInput) check(c *check.Checker, a *models.Affiliation) {
	var faults map[string]string
	a.Name, faults = text.NormalizeName(text.Name{
		Family: in.Family, Given: in.Given, FamilyKana: in.FamilyKana, GivenKana: in.GivenKana,
	})
	for field, fault := range faults {
		c.Fault(field, fault)
	}
	a.Email, a.EmailKey = c.Email("email", in.Email, check.Optional)
}

func (in *RoleInput) check(c *check.Checker, a *models.Affiliation) {
	a.Role = check.Choice(c, "role", in.Role, models.AffiliationRoles)
	a.From, a.Until = day(c, "from", in.From), day(c, "until", in.Until)
	if c.OK("from", "until") && a.Until != "" && a.Until < a.From {
		c.Fault("until", "register.until_early")
	}
}

// day reads a day as people write it: 2026-04-01, 2026/4/1, 2026年4月1日; "" for none.
func day(c *check.Checker, field, typed string) string {
	cleaned := strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-").Replace(text.FoldWidth(typed))
	if cleaned == "" {
		return ""
	}
	cleaned, _, _ = strings.Cut(cleaned, "t") // a day of a workbook has a clock
	at, err := time.Parse("2006-1-2", strings.TrimSuffix(cleaned, "00:00:00"))
	if err != nil || at.Year() < 1900 || at.Year() > 2200 {
		c.Fault(field, "register.day")
		return ""
	}
	return at.Format(time.DateOnly)
}

// AddMember writes a person into the register. Who keeps it calls it. Errors: Invalid, also where the address is
// somebody's of the register.
func (s *Service) AddMember(ctx context.Context, o *models.Organization, in *MemberInput) (id string, err error) {
	a := models.Affiliation{OrganizationID: o.ID}
	c := check.New()
	in.check(c, &a)
	in.RoleInput.check(c, &a)
	if err := c.Err(); err != nil {
		return "", err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := isFree(tx, o, "", a.EmailKey); err != nil {
			return err
		}
		list := []models.Affiliation{a}
		if err := tx.Affiliations().Add(list); err != nil {
			return err
		}
		id = list[0].MemberID
		return nil
	})
	return id, err
}

// isFree fails where the address is another person's of the register.
func isFree(tx *models.Tx, o *models.Organization, memberID, emailKey string) error {
	if emailKey == "" {
		return nil
	}
	list, err := tx.Affiliations().OfOrganization(o.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.EmailKey == emailKey && a.MemberID != memberID {
			return models.InvalidFields(map[string]string{"email": "register.address_taken"})
		}
	}
	return nil
}

// member reads all that the register has of a person. Errors: NotFound.
func member(tx *models.Tx, o *models.Organization, id string) (list []models.Affiliation, err error) {
	all, err := tx.Affiliations().OfOrganization(o.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.MemberID == id {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return list, nil
}

// SaveMember stores the name and the address of a person of the register. Who keeps it calls it. A changed address ends
// an invitation to the former one; an account that joined stays. Errors: NotFound; Invalid; Conflict.
func (s *Service) SaveMember(ctx context.Context, o *models.Organization, id string, in *MemberInput) error {
	var typed models.Affiliation
	c := check.New()
	in.check(c, &typed)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := member(tx, o, id)
		if err != nil {
			return err
		}
		if err := isFree(tx, o, id, typed.EmailKey); err != nil {
			return err
		}
		for i := range list {
			a := list[i]
			if a.IsErased() {
				return models.NewError(models.CodeConflict, "register.is_erased")
			}
			if a.EmailKey != typed.EmailKey {
				a.InvitedAt, a.DeclinedAt = nil, nil
				if a.AcceptedAt == nil && a.AskedBy != models.AskedByPerson {
					a.AccountID = nil
				}
			}
			a.Name, a.Email, a.EmailKey = typed.Name, typed.Email, typed.EmailKey
			if err := tx.Affiliations().Update(&a, a.Version); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddRole gives a person of the register a role from a day on. Those that they have stay: one ends by SaveRole. Who
// keeps the register calls it. Errors: NotFound; Invalid.
func (s *Service) AddRole(ctx context.Context, o *models.Organization, id string, in *RoleInput) error {
	var typed models.Affiliation
	c := check.New()
	in.check(c, &typed)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := member(tx, o, id)
		if err != nil {
			return err
		}
		a := list[0]
		if a.IsErased() || a.IsRequest() {
			return models.NewError(models.CodeConflict, "register.not_answered")
		}
		a.Role, a.From, a.Until, a.ImportID = typed.Role, typed.From, typed.Until, ""
		return tx.Affiliations().Add([]models.Affiliation{a})
	})
}

// SaveRole changes a role of a person of the register and its days, or removes it where it was written by mistake. The
// last one stays. Who keeps the register calls it. Errors: NotFound; Invalid; Conflict.
func (s *Service) SaveRole(
	ctx context.Context, o *models.Organization, id, role string, version int, in *RoleInput, remove bool,
) error {
	var typed models.Affiliation
	c := check.New()
	if !remove {
		in.check(c, &typed)
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := member(tx, o, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(a models.Affiliation) bool { return a.ID == role })
		switch {
		case i < 0:
			return models.NewError(models.CodeNotFound, "error.not_found")
		case remove && len(list) == 1:
			return models.NewError(models.CodeConflict, "register.last_role")
		case remove:
			return tx.Affiliations().Remove(&list[i], version)
		}
		list[i].Role, list[i].From, list[i].Until = typed.Role, typed.From, typed.Until
		return tx.Affiliations().Update(&list[i], version)
	})
}

// Leave ends, with a day, all roles of a person of the register. Who joined with an account is told, and advised to add
// an address of their own where the one that is known here may die. Who keeps the register calls it. Errors: NotFound;
// Invalid.
func (s *Service) Leave(ctx context.Context, o *models.Organization, id, on string) error {
	c := check.New()
	last := day(c, "until", on)
	if last == "" {
		c.Fault("until", "field.required")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := member(tx, o, id)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].Until == "" && list[i].From > last {
				return models.InvalidFields(map[string]string{"until": "register.until_early"})
			}
		}
		if err := tx.Affiliations().End(id, last); err != nil {
			return err
		}
		if list[0].AccountID == nil || list[0].AcceptedAt == nil {
			return nil
		}
		return queueToAccount(tx, o, &list[0], MailLeft)
	})
}

// Same says that another person of the register is the same: what is known of both stays, under the first. Who keeps the
// register calls it. Errors: NotFound; Conflict where two accounts joined, as these may be two people.
func (s *Service) Same(ctx context.Context, o *models.Organization, id, other string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := member(tx, o, id)
		if err != nil {
			return err
		}
		others, err := member(tx, o, other)
		if err != nil {
			return err
		}
		one, two := accountOf(list), accountOf(others)
		if id == other || (one != "" && two != "" && one != two) {
			return models.NewError(models.CodeConflict, "register.two_accounts")
		}
		return tx.Affiliations().Same(o.ID, id, other)
	})
}

func accountOf(list []models.Affiliation) string {
	for _, a := range list {
		if a.AccountID != nil {
			return *a.AccountID
		}
	}
	return ""
}

// EraseMember empties the name and the address of a person of the register; the days stay. Their account is theirs. Who
// keeps the register calls it. Errors: NotFound.
func (s *Service) EraseMember(ctx context.Context, o *models.Organization, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if _, err := member(tx, o, id); err != nil {
			return err
		}
		return tx.Affiliations().EraseMember(o.ID, id)
	})
}
