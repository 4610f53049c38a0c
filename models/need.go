package models

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
)

// NeedState is the state of a need.
type NeedState string

// The states of needs. Everybody sees those that are open, and those about which somebody is talked with.
const (
	NeedDraft     NeedState = "draft"
	NeedOpen      NeedState = "open"
	NeedTalking   NeedState = "talking"
	NeedTaken     NeedState = "taken"
	NeedDone      NeedState = "done"
	NeedWithdrawn NeedState = "withdrawn"
)

// NeedStates lists the states in the order in which a need goes through them.
var NeedStates = []NeedState{NeedDraft, NeedOpen, NeedTalking, NeedTaken, NeedDone, NeedWithdrawn}

// needSteps is the whole table of where a need may go from each state.
var needSteps = map[NeedState][]NeedState{
	NeedDraft:     {NeedOpen, NeedWithdrawn},
	NeedOpen:      {NeedTalking, NeedDraft, NeedWithdrawn},
	NeedTalking:   {NeedTaken, NeedOpen, NeedWithdrawn},
	NeedTaken:     {NeedDone, NeedOpen, NeedWithdrawn},
	NeedDone:      {},
	NeedWithdrawn: {NeedDraft},
}

// NeedSource is where a need came from.
type NeedSource string

// Where needs come from: staff wrote it down, somebody phoned, a voice of the room, the form for everybody, what
// somebody wished after an event, a card of a consensus map, a code of a survey's comments.
const (
	NeedByStaff  NeedSource = "staff"
	NeedByPhone  NeedSource = "phone"
	NeedByVoice  NeedSource = "voice"
	NeedByForm   NeedSource = "form"
	NeedByWish   NeedSource = "wish"
	NeedByCard   NeedSource = "card"
	NeedBySurvey NeedSource = "survey"
)

// Effort is how much somebody who helps gives.
type Effort string

// The efforts: an hour, a day, months of a team.
const (
	EffortHour   Effort = "hour"
	EffortDay    Effort = "day"
	EffortMonths Effort = "months"
)

// Efforts lists them, the least first.
var Efforts = []Effort{EffortHour, EffortDay, EffortMonths}

// NeedWay is where one helps.
type NeedWay string

// The ways: online, on site, either.
const (
	NeedOnline NeedWay = "online"
	NeedOnSite NeedWay = "site"
	NeedEither NeedWay = "either"
)

// NeedWays lists them in the order in which they are offered.
var NeedWays = []NeedWay{NeedOnline, NeedOnSite, NeedEither}

// NeedTheme is what a need is about.
type NeedTheme string

// NeedThemes lists the themes in the order in which they are offered.
var NeedThemes = []NeedTheme{
	"management", "time", "skills", "circulation", "digital", "publicity", "care", "children", "community", "disaster",
	"nature", "other",
}

// Need is what an organization, or somebody for whom it speaks, needs help with. Contact and TalkingWith are for
// coordinators only.
type Need struct {
	ID             string
	OrganizationID string
	EventID        *string
	Source         NeedSource
	// PostID is the voice that it was. It is kept without its author.
	PostID   *string
	State    NeedState
	StateAt  time.Time
	OpenedAt *time.Time
	Title    string
	// The three questions: what is troublesome, for whom it would be better in which way, what is at hand.
	Trouble, Better, Means string
	// Task is what can be done in an hour; Deliverable is what is there in the end.
	Task, Deliverable string
	Theme             NeedTheme
	Effort            Effort
	Way               NeedWay
	Place             string
	// Deadline is the last day, as 2027-03-31, "" for none.
	Deadline             string
	AtHome, WithMinors   bool
	Agreement            string
	AgreedAt             *time.Time
	ContactName          string
	ContactEmail         string
	ContactKey           string
	ContactPhone         string
	KeepUntil            *time.Time
	TalkingWith          string
	Words                *string
	Version              int
	CreatedAt, UpdatedAt time.Time

	Organization Organization `gorm:"foreignKey:OrganizationID;->"`
	Event        *Event       `gorm:"foreignKey:EventID;->"`
}

// IsPublic reports whether everybody may see it.
func (n *Need) IsPublic() bool { return n.State == NeedOpen || n.State == NeedTalking }

// NeedsAgreement reports whether something must be agreed in writing before it is taken.
func (n *Need) NeedsAgreement() bool { return n.AtHome || n.WithMinors }

// LastDay is the deadline on our calendar, nil for none.
func (n *Need) LastDay() *time.Time {
	day, err := time.ParseInLocation(time.DateOnly, n.Deadline, DefaultZone)
	if err != nil {
		return nil
	}
	return &day
}

// IsPast reports whether the deadline is over: it lasts until the day ends on our calendar.
func (n *Need) IsPast(now time.Time) bool {
	return n.Deadline != "" && n.Deadline < now.In(DefaultZone).Format(time.DateOnly)
}

// Steps are the states to which it may go now.
func (n *Need) Steps() []NeedState { return needSteps[n.State] }

// needWaits is after how long an open need that nobody takes is shown to coordinators.
const needWaits = 21 * 24 * time.Hour

// WaitsLong reports whether it is open for long, and nobody is talked with.
func (n *Need) WaitsLong(now time.Time) bool {
	return n.State == NeedOpen && n.OpenedAt != nil && now.Sub(*n.OpenedAt) >= needWaits
}

// keptNeeds is how long it is kept whom to ask about a need that is over.
const keptNeeds = 180 * 24 * time.Hour

// Move takes the need to another state. Errors: Conflict where the table has no such step; Invalid without an
// agreement that it needs.
func (n *Need) Move(to NeedState, now time.Time) error {
	if !slices.Contains(n.Steps(), to) {
		return NewError(CodeConflict, "need.no_step")
	}
	if to == NeedTaken && n.NeedsAgreement() && n.AgreedAt == nil {
		return NewError(CodeInvalid, "need.agreement_missing")
	}
	n.State, n.StateAt, n.KeepUntil = to, now, nil
	switch to {
	case NeedOpen:
		n.OpenedAt = &now
	case NeedDone, NeedWithdrawn:
		until := now.Add(keptNeeds)
		n.KeepUntil = &until
	}
	if to == NeedOpen || to == NeedDraft {
		n.TalkingWith = ""
	}
	return nil
}

// NeedQuery reads needs.
type NeedQuery struct{ q *Query }

// NeedStore reads and writes needs.
type NeedStore struct {
	NeedQuery
	tx *Tx
}

// Needs reads needs.
func (q *Query) Needs() NeedQuery { return NeedQuery{q} }

// Needs reads and writes needs.
func (tx *Tx) Needs() NeedStore { return NeedStore{tx.Query.Needs(), tx} }

// NeedPlace is where needs are looked after: an organization with all its events, or one event.
type NeedPlace struct{ OrganizationID, EventID string }

func (p NeedPlace) in(g *gorm.DB) *gorm.DB {
	g = g.Where("needs.organization_id = ?", p.OrganizationID)
	if p.EventID != "" {
		g = g.Where("needs.event_id = ?", p.EventID)
	}
	return g
}

// At finds a need of a place.
func (store NeedQuery) At(p NeedPlace, id string) (*Need, error) {
	return store.find(p.in(store.joined()).Where("needs.id = ?", id))
}

// ByID finds a need.
func (store NeedQuery) ByID(id string) (*Need, error) {
	return store.find(store.joined().Where("needs.id = ?", id))
}

// Shown finds a need that everybody may see.
func (store NeedQuery) Shown(id string) (*Need, error) {
	return store.find(store.public().Where("needs.id = ?", id))
}

func (store NeedQuery) joined() *gorm.DB { return store.q.g.Joins("Organization").Joins("Event") }

func (store NeedQuery) public() *gorm.DB {
	return store.joined().Where("needs.state IN ?", []NeedState{NeedOpen, NeedTalking})
}

func (store NeedQuery) find(g *gorm.DB) (*Need, error) {
	var n Need
	err := g.Take(&n).Error
	return &n, notFound(err)
}

// NeedFilter chooses needs; what is empty chooses all.
type NeedFilter struct {
	Search       string
	Theme        NeedTheme
	Effort       Effort
	Way          NeedWay
	State        NeedState
	Organization string
	// Until is a day: only what has to be done by then.
	Until string
	// Public leaves only those that everybody sees.
	Public bool
	// Order is how a board is sorted.
	Order NeedOrder
}

// NeedOrder is how a board of needs is sorted.
type NeedOrder string

// The orders: what changed last first; what waits for long first; the nearest deadline first; by title.
const (
	NeedsByChange   NeedOrder = ""
	NeedsByWaiting  NeedOrder = "waiting"
	NeedsByDeadline NeedOrder = "deadline"
	NeedsByTitle    NeedOrder = "title"
)

// NeedOrders lists them in the order in which they are offered.
var NeedOrders = []NeedOrder{NeedsByChange, NeedsByWaiting, NeedsByDeadline, NeedsByTitle}

func (o NeedOrder) in(g *gorm.DB) *gorm.DB {
	switch o {
	case NeedsByWaiting:
		g = g.Order("CASE WHEN needs.state = 'open' THEN 0 WHEN needs.state = 'talking' THEN 1 ELSE 2 END").
			Order("needs.opened_at")
	case NeedsByDeadline:
		g = g.Order("CASE WHEN needs.deadline = '' THEN 1 ELSE 0 END").Order("needs.deadline")
	case NeedsByTitle:
		g = g.Order("needs.title")
	case NeedsByChange:
	}
	return g.Order("needs.state_at DESC, needs.id")
}

func (f *NeedFilter) in(g *gorm.DB) *gorm.DB {
	for _, word := range strings.Fields(f.Search) {
		g = g.Where(`LOWER(needs.title || ' ' || needs.trouble || ' ' || needs.better || ' ' || needs.task || ' ' ||
			needs.place) LIKE LOWER(?) ESCAPE '\'`, likePattern(word))
	}
	for _, c := range []struct{ column, value string }{
		{"theme", string(f.Theme)}, {"effort", string(f.Effort)}, {"state", string(f.State)},
	} {
		if c.value != "" {
			g = g.Where("needs."+c.column+" = ?", c.value)
		}
	}
	if f.Public {
		g = g.Where("needs.state IN ?", []NeedState{NeedOpen, NeedTalking})
	}
	if f.Way != "" {
		g = g.Where("needs.way IN ?", []NeedWay{f.Way, NeedEither})
	}
	if f.Organization != "" {
		g = g.Where(`"Organization".slug = ?`, f.Organization)
	}
	if f.Until != "" {
		g = g.Where("needs.deadline <> '' AND needs.deadline <= ?", f.Until)
	}
	return g
}

// Public lists what everybody may see, what was opened last first, from offset on.
func (store NeedQuery) Public(f *NeedFilter, offset, limit int) (list []Need, err error) {
	err = f.in(store.public()).Order("needs.opened_at DESC, needs.id").Offset(offset).Limit(limit).Find(&list).Error
	return list, err
}

// CountPublic counts it.
func (store NeedQuery) CountPublic(f *NeedFilter) (int, error) {
	var n int64
	err := f.in(store.public().Model(&Need{})).Count(&n).Error
	return int(n), err
}

// Board lists the needs of a place, from offset on.
func (store NeedQuery) Board(p NeedPlace, f *NeedFilter, offset, limit int) (list []Need, err error) {
	err = f.Order.in(f.in(p.in(store.joined()))).Offset(offset).Limit(limit).Find(&list).Error
	return list, err
}

// CountBoard counts what the board lists in all.
func (store NeedQuery) CountBoard(p NeedPlace, f *NeedFilter) (int, error) {
	var n int64
	err := f.in(p.in(store.joined().Model(&Need{}))).Count(&n).Error
	return int(n), err
}

// Waiting lists the needs of a place that are open for long and about which nobody is talked with, the longest first.
func (store NeedQuery) Waiting(p NeedPlace, limit int) (list []Need, err error) {
	err = p.in(store.q.g).Where("needs.state = ? AND needs.opened_at <= ?", NeedOpen, store.q.Now.Add(-needWaits)).
		Order("needs.opened_at, needs.id").Limit(limit).Find(&list).Error
	return list, err
}

// Count counts the needs of a place by their state.
func (store NeedQuery) Count(p NeedPlace) (map[NeedState]int, error) {
	var rows []struct {
		State NeedState
		N     int
	}
	err := p.in(store.q.g.Model(&Need{})).Select("state, COUNT(*) AS n").Group("state").Scan(&rows).Error
	counts := map[NeedState]int{}
	for _, row := range rows {
		counts[row.State] = row.N
	}
	return counts, err
}

// Open lists what somebody can help with now, at most limit.
func (store NeedQuery) Open(limit int) (list []Need, err error) {
	err = store.joined().Where("needs.state = ?", NeedOpen).Order("needs.opened_at DESC, needs.id").
		Limit(limit).Find(&list).Error
	return list, err
}

// ToMatch lists the needs for which people are looked for, from the id after on, with nothing but what that takes.
func (store NeedQuery) ToMatch(after string, limit int) (list []Need, err error) {
	err = store.q.g.Select("id", "organization_id", "version", "state", "title", "trouble", "task", "deliverable",
		"effort",
		"way", "place", "words").Where("state IN ? AND id > ?", []NeedState{NeedOpen, NeedTalking}, after).
		Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// NobodyTakes lists the needs of a place, or of all places, that are open for long, and for which nobody is asked or
// offers.
func (store NeedQuery) NobodyTakes(p *NeedPlace) (list []Need, err error) {
	g := store.q.g
	if p != nil {
		g = p.in(g)
	}
	err = g.Where("needs.state = ? AND needs.opened_at <= ?", NeedOpen, store.q.Now.Add(-needWaits)).
		Where("NOT EXISTS (SELECT 1 FROM offers WHERE offers.need_id = needs.id AND offers.confirmed_at IS NOT NULL"+
			" AND offers.keep_until > ? AND offers.state IN ?)", store.q.Now, openOffers).
		Order("needs.opened_at, needs.id").Find(&list).Error
	return list, err
}

// NeedGap is what is missing in a theme: open needs, those of them for which nobody put themselves forward, and people
// who agreed to be asked.
type NeedGap struct {
	Theme                   NeedTheme
	Open, Alone, MayBeAsked int
}

// Gaps counts by theme, in their order, what is open now, and who put themselves forward since a time.
func (store NeedQuery) Gaps(since time.Time) ([]NeedGap, error) {
	byTheme := map[NeedTheme]NeedGap{}
	read := func(g *gorm.DB, add func(gap *NeedGap, row NeedGap)) error {
		var rows []NeedGap
		err := g.Scan(&rows).Error
		for _, row := range rows {
			gap := byTheme[row.Theme]
			gap.Theme = row.Theme
			add(&gap, row)
			byTheme[row.Theme] = gap
		}
		return err
	}
	open := store.q.g.Model(&Need{}).Where("state IN ?", []NeedState{NeedOpen, NeedTalking}).Group("theme").
		Select(`theme, COUNT(*) AS open, SUM(CASE WHEN EXISTS (SELECT 1 FROM offers WHERE offers.need_id = needs.id
			AND offers.confirmed_at IS NOT NULL AND offers.keep_until > ? AND offers.state IN ?) THEN 0 ELSE 1 END) AS alone`,
			store.q.Now, []OfferState{OfferOffered, OfferTalking, OfferAccepted})
	err := read(open, func(gap *NeedGap, row NeedGap) { gap.Open, gap.Alone = row.Open, row.Alone })
	if err != nil {
		return nil, err
	}
	asked := store.q.g.Model(&Offer{}).Joins("JOIN needs ON needs.id = offers.need_id").Group("needs.theme").
		Where("offers.may_be_asked AND offers.confirmed_at > ? AND offers.keep_until > ?", since, store.q.Now).
		Select("needs.theme, COUNT(DISTINCT offers.email_key) AS may_be_asked")
	err = read(asked, func(gap *NeedGap, row NeedGap) { gap.MayBeAsked = row.MayBeAsked })
	var list []NeedGap
	for _, theme := range NeedThemes {
		if gap, isThere := byTheme[theme]; isThere {
			list = append(list, gap)
		}
	}
	return list, err
}

// HasCoordinator reports whether somebody looks after the needs of an event: only then it asks for them.
func (store NeedQuery) HasCoordinator(e *Event) (bool, error) {
	var n int64
	err := store.q.g.Model(&Member{}).Where("role = ? AND "+counts, RoleCoordinator, store.q.Now).
		Where("(event_id = ? OR organization_id = ?)", e.ID, e.OrganizationID).Count(&n).Error
	return n > 0, err
}

// AskedBy lists the needs at an event's organization of which a registration's address is the contact.
func (store NeedQuery) AskedBy(e *Event, r *Registration) (list []Need, err error) {
	if r.EmailKey == "" {
		return nil, nil
	}
	err = store.q.g.Where("contact_key = ? AND organization_id = ?", r.EmailKey, e.OrganizationID).Order("id").
		Find(&list).Error
	return list, err
}

// Create stores a new need as a draft.
func (store NeedStore) Create(n *Need) error {
	n.ID, n.Version, n.State, n.StateAt = NewID(), 1, NeedDraft, store.tx.Now
	n.CreatedAt, n.UpdatedAt = store.tx.Now, store.tx.Now
	return store.tx.g.Omit("Organization", "Event").Create(n).Error
}

// Update stores a need that was read at version; its words are read anew. It is CodeConflict if somebody else changed
// it since.
func (store NeedStore) Update(n *Need, version int) error {
	n.Version, n.UpdatedAt, n.Words = version+1, store.tx.Now, nil
	updated := store.tx.g.Model(&Need{}).Where("id = ? AND version = ?", n.ID, version).
		Select("*").Omit("id", "organization_id", "event_id", "source", "post_id", "created_at", "Organization", "Event").
		Updates(n)
	if updated.Error != nil {
		return updated.Error
	}
	err := mustAffect(updated, NewError(CodeConflict, "need.changed_meanwhile"))
	if err != nil || !n.IsPublic() {
		return err
	}
	return store.tx.Matches().RankNeed(n, "")
}

// SetWords stores the content words of a need that was read at its version; of another one it stores nothing.
func (store NeedStore) SetWords(n *Need, words string) error {
	return store.tx.g.Model(&Need{}).Where("id = ? AND version = ?", n.ID, n.Version).
		UpdateColumn("words", words).Error
}

// forgetContacts erases whom to ask about the needs of an organization that people with these registrations brought.
func (store NeedStore) forgetContacts(e *Event, ids []string) error {
	return store.clearContacts(`organization_id = ? AND contact_key <> '' AND contact_key IN
		(SELECT email_key FROM registrations WHERE id IN ?)`, e.OrganizationID, ids)
}

// Forget erases whom to ask about needs that are over for long.
func (store NeedStore) Forget() error { return store.clearContacts("keep_until < ?", store.tx.Now) }

func (store NeedStore) clearContacts(where string, args ...any) error {
	return store.tx.g.Model(&Need{}).Where(where, args...).Updates(map[string]any{
		"contact_name": "", "contact_email": "", "contact_key": "", "contact_phone": "", "talking_with": "",
		"agreement": "", "keep_until": nil, "version": gorm.Expr("version + 1"),
	}).Error
}
