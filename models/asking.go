package models

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Interest is what binds a coordinator and a person whom they ask, so that both can see it.
type Interest string

// The interests: none, they are the same, both belong to the organization that needs help, family or friends, business.
const (
	InterestNone         Interest = ""
	InterestSelf         Interest = "self"
	InterestOrganization Interest = "organization"
	InterestNear         Interest = "near"
	InterestBusiness     Interest = "business"
)

// Interests lists them in the order in which they are offered.
var Interests = []Interest{InterestNone, InterestSelf, InterestOrganization, InterestNear, InterestBusiness}

const (
	// MostAsked is how often somebody is asked within AskedWithin, by whomever, so that nobody is asked too often.
	MostAsked = 2
	// AskedWithin is the time for which it holds.
	AskedWithin = 30 * 24 * time.Hour
	// keptAskings is how long it is kept that somebody was asked about a need, and countedHelp how long help counts as a
	// load.
	keptAskings = 180 * 24 * time.Hour
	countedHelp = 90 * 24 * time.Hour
	// mostAskable is among how many people is looked.
	mostAskable = 2000
)

// AskablePrefix says what led to somebody who may be asked; what follows is its id.
type AskablePrefix string

// A kept profile, an earlier offer, or a wish after an event.
const (
	AskableProfile AskablePrefix = "profile:"
	AskableOffer   AskablePrefix = "offer:"
	AskableWish    AskablePrefix = "wish:"
)

// Askable is somebody who agreed to be asked, with nothing but what coordinators may see: of a profile the fields that
// are open to them, of an earlier offer what was told to the same organization. It has no address.
type Askable struct {
	// ID is one of the prefixes and an id.
	ID   string
	Name string
	// Profile is nil for who keeps none. Words are what they wrote when they offered before or wished to help; Learn is
	// what they wished to learn after an event.
	Profile      *Profile
	Words, Learn string
	// Open counts what is open, Helps what was accepted lately; IsNew says that nothing ever was.
	Open, Helps int
	IsNew       bool
	// Belongs says that they belong to the organization today.
	Belongs bool
	// HasTie says that a coordinator of the organization, or they themselves, named something that binds the two.
	HasTie bool
	// IsBlocked says that the organization takes nothing of the address.
	IsBlocked bool
	// States is what became of an offer of theirs, by need; Asked says that they were asked about a need, even where the
	// offer is erased.
	States map[string]OfferState
	asked  map[string]bool
	// AskedAt are the times at which they were asked lately, the oldest first.
	AskedAt []time.Time
	subject string
	// others are IDs under which they were known before, marks all that stand for them among those who were asked.
	others, marks []string
	offer         *Offer
	wish          *Wish
}

// Account is whose profile it is, "" for who offered before.
func (a *Askable) Account() string {
	if a.Profile == nil {
		return ""
	}
	return a.Profile.AccountID
}

// IsOf reports whether it is the person of an account.
func (a *Askable) IsOf(account *Account) bool {
	return a.subject == account.ID || a.subject == account.EmailKey
}

// Is reports whether an ID is theirs, or was before another offer or a profile led to them.
func (a *Askable) Is(id string) bool { return a.ID == id || slices.Contains(a.others, id) }

// AskedLately counts how often they were asked within AskedWithin.
func (a *Askable) AskedLately() int { return len(a.AskedAt) }

// Version names what they opened: another one once they change it.
func (a *Askable) Version() string {
	version := a.ID
	if a.Profile != nil {
		version += "." + strconv.Itoa(a.Profile.Version)
	}
	if a.wish != nil {
		version += "." + a.wish.ID + "." + strconv.Itoa(a.wish.Version)
	}
	return version
}

// WasAsked reports whether they were asked about a need already.
func (a *Askable) WasAsked(needID string) bool { return a.asked[needID] }

// AskableFrom is when they may be asked again, nil for now.
func (a *Askable) AskableFrom() *time.Time {
	if len(a.AskedAt) < MostAsked {
		return nil
	}
	from := a.AskedAt[len(a.AskedAt)-MostAsked].Add(AskedWithin)
	return &from
}

// AskingQuery reads who may be asked.
type AskingQuery struct {
	q *Query
	// mark makes the mark of a person, which does not lead back to them.
	mark func(subject string) string
	// blocked makes the mark under which an organization blocks an address.
	blocked MarkOf
}

// AskingStore reads and writes it.
type AskingStore struct {
	AskingQuery
	tx *Tx
}

// MarkOf makes what stands for an address, for an organization or for askings.
type MarkOf func(organizationID, emailKey string) string

// askingMark stands where an organization does in the mark of a person who was asked.
const askingMark = "asking"

// Askings reads who may be asked.
func (q *Query) Askings(marks MarkOf) AskingQuery {
	return AskingQuery{q, func(subject string) string { return marks(askingMark, subject) }, marks}
}

// Askings reads and writes it.
func (tx *Tx) Askings(marks MarkOf) AskingStore { return AskingStore{tx.Query.Askings(marks), tx} }

// People lists who may be asked by coordinators of an organization: people who stay, whatever the need, and those who
// put themselves forward for another need of the organization, or wished to help or learn after its events. Who is
// several of them is there once, by the profile first.
func (store AskingQuery) People(organizationID string) ([]Askable, error) {
	profiles, err := store.q.Profiles().Asked("", mostAskable)
	if err != nil {
		return nil, err
	}
	offers, err := store.offers(organizationID)
	if err != nil {
		return nil, err
	}
	wishes, err := store.q.Wishes().asked(organizationID, mostAskable)
	if err != nil {
		return nil, err
	}
	owners, err := store.owners(offers, wishes)
	if err != nil {
		return nil, err
	}
	reported, err := store.reported(organizationID, owners)
	if err != nil {
		return nil, err
	}
	var people []Askable
	known := map[string]int{} // by subject
	add := func(a Askable) {
		if reported[a.subject] {
			return
		}
		at, isKnown := known[a.subject]
		switch {
		case isKnown:
			people[at].others = append(people[at].others, a.ID)
			if a.wish != nil { // who keeps a profile or offered before wished as well
				people[at].wish = a.wish
				people[at].Words += "\n" + a.Words
				people[at].Learn += "\n" + a.Learn
			}
		case len(people) < mostAskable:
			known[a.subject] = len(people)
			people = append(people, a)
		}
	}
	for i := range profiles {
		p := &profiles[i]
		add(Askable{ID: string(AskableProfile) + p.AccountID, Name: p.Account.Name, Profile: p, subject: p.AccountID})
	}
	for i := range offers {
		o := &offers[i]
		subject := subjectOf(owners, o.EmailKey)
		add(Askable{ID: string(AskableOffer) + o.ID, Name: o.Name, Words: o.Words, offer: o, subject: subject})
	}
	for i := range wishes {
		w := &wishes[i]
		subject := subjectOf(owners, w.EmailKey)
		add(Askable{ID: string(AskableWish) + w.ID, Name: w.Name, Words: w.Help, Learn: w.Learn, wish: w, subject: subject})
	}
	return people, store.addFacts(organizationID, people, owners)
}

// subjectOf is an account where the address is one's, and else the address.
func subjectOf(owners map[string]string, emailKey string) string {
	return cmp.Or(owners[emailKey], emailKey)
}

// reported are the people who reported how the organization wrote to them: it leaves them alone.
func (store AskingQuery) reported(organizationID string, owners map[string]string) (map[string]bool, error) {
	var keys []string
	err := store.q.g.Table("offers").Joins("JOIN needs ON needs.id = offers.need_id").
		Where("needs.organization_id = ? AND offers.reported_at IS NOT NULL", organizationID).
		Pluck("offers.email_key", &keys).Error
	of := map[string]bool{}
	for _, key := range keys {
		of[subjectOf(owners, key)] = true
	}
	return of, err
}

// offers are the last ones with which people agreed to be asked by the organization.
func (store AskingQuery) offers(organizationID string) (list []Offer, err error) {
	err = store.q.Offers().inPlace(NeedPlace{OrganizationID: organizationID}).
		Where("offers.may_be_asked AND offers.asked_at IS NULL").
		Order("offers.confirmed_at DESC, offers.id").Limit(mostAskable).Find(&list).Error
	return list, err
}

// owners are the accounts of confirmed addresses: of those who may be asked, and of those who offered or wished.
func (store AskingQuery) owners(offers []Offer, wishes []Wish) (map[string]string, error) {
	keys := make([]string, 0, len(offers)+len(wishes))
	for i := range offers {
		keys = append(keys, offers[i].EmailKey)
	}
	for i := range wishes {
		keys = append(keys, wishes[i].EmailKey)
	}
	var rows []struct{ AccountID, EmailKey string }
	err := store.q.g.Raw(`SELECT id AS account_id, email_key FROM accounts
		WHERE disabled_at IS NULL AND (email_key IN @keys
			OR id IN (SELECT account_id FROM profiles WHERE may_be_asked_at IS NOT NULL))
		UNION ALL SELECT account_id, email_key FROM account_addresses WHERE confirmed_at IS NOT NULL AND (email_key IN @keys
			OR account_id IN (SELECT account_id FROM profiles WHERE may_be_asked_at IS NOT NULL))`,
		map[string]any{"keys": keys}).Scan(&rows).Error
	owners := make(map[string]string, len(rows))
	for _, row := range rows {
		owners[row.EmailKey] = row.AccountID
	}
	return owners, err
}

// addFacts adds what people do and were asked already.
func (store AskingQuery) addFacts(organizationID string, people []Askable, owners map[string]string) error {
	by := make(map[string]*Askable, len(people))
	marks := make(map[string]*Askable, len(people))
	for i := range people {
		a := &people[i]
		a.States, a.asked, a.IsNew = map[string]OfferState{}, map[string]bool{}, true
		by[a.subject] = a
		a.marks = []string{store.mark(a.subject)}
		marks[a.marks[0]] = a
	}
	for key, account := range owners { // who was asked before the address was confirmed in the account
		if a := by[account]; a != nil {
			mark := store.mark(key)
			a.marks, marks[mark] = append(a.marks, mark), a
		}
	}
	if err := store.addOffers(by, owners); err != nil {
		return err
	}
	var askings []struct {
		NeedID, Mark string
		AskedAt      time.Time
	}
	err := store.q.g.Table("askings").Where("asked_at > ?", store.q.Now.Add(-keptAskings)).Order("asked_at").
		Scan(&askings).Error
	if err != nil {
		return err
	}
	for _, row := range askings {
		a := marks[row.Mark]
		if a == nil {
			continue
		}
		a.asked[row.NeedID] = true
		if row.AskedAt.After(store.q.Now.Add(-AskedWithin)) {
			a.AskedAt = append(a.AskedAt, row.AskedAt)
		}
	}
	if err := store.addBlocks(organizationID, by, owners); err != nil {
		return err
	}
	return store.addInterests(organizationID, by, owners)
}

// addInterests adds who belongs to the organization, by account or by an address of the register, and what was named
// that binds them and a coordinator.
func (store AskingQuery) addInterests(organizationID string, by map[string]*Askable, owners map[string]string) error {
	today := store.q.Now.In(DefaultZone).Format(time.DateOnly)
	var members []Affiliation
	err := store.q.g.Where("organization_id = ?", organizationID).Where(isCurrent, today, today).
		Select("account_id", "email_key").Find(&members).Error
	if err != nil {
		return err
	}
	for i := range members {
		subjects := []string{subjectOf(owners, members[i].EmailKey)}
		if id := members[i].AccountID; id != nil {
			subjects = append(subjects, *id)
		}
		for _, subject := range subjects {
			if a := by[subject]; a != nil {
				a.Belongs = true
			}
		}
	}
	var bound []string
	err = store.q.g.Table("offers").Joins("JOIN needs ON needs.id = offers.need_id").
		Where("needs.organization_id = ? AND offers.keep_until > ?", organizationID, store.q.Now).
		Where("offers.interest <> '' OR offers.own_interest <> ''").Pluck("offers.email_key", &bound).Error
	for _, key := range bound {
		if a := by[subjectOf(owners, key)]; a != nil {
			a.HasTie = true
		}
	}
	return err
}

// addOffers adds what became of the offers of people, whoever begun them.
func (store AskingQuery) addOffers(by map[string]*Askable, owners map[string]string) error {
	var rows []struct {
		EmailKey, NeedID string
		State            OfferState
		StateAt          time.Time
	}
	err := store.q.g.Table("offers").Where("confirmed_at IS NOT NULL AND keep_until > ?", store.q.Now).
		Select("email_key, need_id, state, state_at").Order("id").Scan(&rows).Error
	if err != nil {
		return err
	}
	for _, row := range rows {
		a := by[subjectOf(owners, row.EmailKey)]
		if a == nil {
			continue
		}
		a.States[row.NeedID] = row.State
		switch row.State {
		case OfferAsked, OfferOffered, OfferTalking:
			a.Open++
		case OfferAccepted:
			a.IsNew = false
			if row.StateAt.After(store.q.Now.Add(-countedHelp)) {
				a.Helps++
			}
		}
	}
	return nil
}

func (store AskingQuery) addBlocks(organizationID string, by map[string]*Askable, owners map[string]string) error {
	var list []string
	err := store.q.g.Table("offer_blocks").Where("organization_id = ? AND keep_until > ?", organizationID, store.q.Now).
		Pluck("mark", &list).Error
	if err != nil || len(list) == 0 {
		return err
	}
	isBlocked := func(key string) bool { return slices.Contains(list, store.blocked(organizationID, key)) }
	for key, account := range owners {
		if a := by[account]; a != nil && isBlocked(key) {
			a.IsBlocked = true
		}
	}
	for subject, a := range by {
		a.IsBlocked = a.IsBlocked || isBlocked(subject)
	}
	return nil
}

// Person finds one of People. Errors: NotFound.
func (store AskingQuery) Person(organizationID, id string) (*Askable, error) {
	people, err := store.People(organizationID)
	if err != nil {
		return nil, err
	}
	for i := range people {
		if people[i].Is(id) {
			return &people[i], nil
		}
	}
	return nil, NewError(CodeNotFound, "error.not_found")
}

// Add stores that a coordinator asks a person about a need: o has the need, words, and who asks. It finds the address
// and, where it is open, the name. Errors: Conflict where they were asked about it already or offered for it, or were
// asked too often, also where somebody else did so at the same moment.
func (store AskingStore) Add(o *Offer, a *Askable) error {
	mark := a.marks[0]
	if err := store.tx.Posts().LockAuthor(mark); err != nil { // of two who ask at once the second one counts the first
		return err
	}
	if err := store.mayAsk(o.NeedID, a); err != nil {
		return err
	}
	again := NewError(CodeConflict, "askable.asked_already")
	err := mustAffect(store.tx.g.Exec(`INSERT INTO askings (need_id, mark, asked_at) VALUES (?, ?, ?)
		ON CONFLICT DO NOTHING`, o.NeedID, mark, store.tx.Now), again)
	if err != nil {
		return err
	}
	if err := store.address(o, a); err != nil {
		return err
	}
	err = store.tx.g.Where("need_id = ? AND email_key = ? AND confirmed_at IS NULL", o.NeedID, o.EmailKey).
		Delete(&Offer{}).Error
	if err != nil {
		return err
	}
	now := store.tx.Now
	o.ID, o.State, o.StateAt, o.CreatedAt, o.Version = NewAnonymousID(), OfferAsked, now, now, 1
	o.AskedAt, o.ConfirmedAt, o.KeepUntil = &now, &now, now.Add(keptOffers)
	return mustAffect(store.tx.g.Omit("Need").Clauses(clause.OnConflict{DoNothing: true}).Create(o), again)
}

func (store AskingStore) mayAsk(needID string, a *Askable) error {
	if _, known := a.States[needID]; known || a.WasAsked(needID) {
		return NewError(CodeConflict, "askable.asked_already")
	}
	var lately int64
	err := store.tx.g.Table("askings").Where("mark IN ? AND asked_at > ?", a.marks, store.tx.Now.Add(-AskedWithin)).
		Count(&lately).Error
	if err == nil && lately >= MostAsked {
		return NewError(CodeConflict, "askable.too_often")
	}
	return err
}

// address finds where to write to: it is in no Askable.
func (store AskingStore) address(o *Offer, a *Askable) error {
	if a.offer != nil {
		o.Name, o.Email, o.EmailKey, o.Locale = a.offer.Name, a.offer.Email, a.offer.EmailKey, a.offer.Locale
		o.MayBeAsked = true
		return nil
	}
	if a.Profile == nil {
		o.Name, o.Email, o.EmailKey, o.Locale = a.wish.Name, a.wish.Email, a.wish.EmailKey, a.wish.Locale
		o.MayBeAsked = true
		return nil
	}
	account, err := store.tx.Accounts().ByID(a.Profile.AccountID)
	if err != nil {
		return err
	}
	o.Name, o.Email, o.EmailKey, o.Locale = a.Name, account.Email, account.EmailKey, account.Locale
	o.AccountID = &account.ID
	return nil
}

// alike has it that who was asked as the one was asked as the other, too.
func (store AskingStore) alike(one, other string) error {
	return store.tx.g.Exec(`INSERT INTO askings (need_id, mark, asked_at) SELECT need_id, ?, asked_at FROM askings
		WHERE mark = ? ON CONFLICT DO NOTHING`, store.mark(other), store.mark(one)).Error
}

// merge moves, where two accounts are of one person, what that was asked with the other one, and what coordinators said
// and proposed of them. Where they were asked about one need with both, the address of the other one, which is the
// person's as well, stands for it, so that each asking counts.
func (store AskingStore) merge(into, other *Account) error {
	values := map[string]any{
		"into": into.ID, "other": other.ID, "intoMark": store.mark(into.ID), "otherMark": store.mark(other.ID),
		"keyMark": store.mark(other.EmailKey), "intoPerson": string(AskableProfile) + into.ID,
	}
	for _, statement := range []string{
		`UPDATE askings SET mark = @intoMark WHERE mark = @otherMark
			AND need_id NOT IN (SELECT need_id FROM askings WHERE mark = @intoMark)`,
		`UPDATE askings SET mark = @keyMark WHERE mark = @otherMark
			AND need_id NOT IN (SELECT need_id FROM askings WHERE mark = @keyMark)`,
		`UPDATE match_corrections SET account_id = @into, person = @intoPerson WHERE account_id = @other
			AND need_id NOT IN (SELECT need_id FROM match_corrections WHERE person = @intoPerson)`,
		// Nobody has two places in a team.
		`UPDATE team_seats SET account_id = @into WHERE account_id = @other
			AND proposal_id NOT IN (SELECT proposal_id FROM team_seats WHERE account_id = @into)`,
		`UPDATE team_seat_words SET account_id = @into WHERE account_id = @other
			AND proposal_id NOT IN (SELECT proposal_id FROM team_seat_words WHERE account_id = @into)`,
	} {
		if err := store.tx.g.Exec(statement, values).Error; err != nil {
			return err
		}
	}
	return nil
}

// AskedOf lists what the person of an account was asked, the oldest first.
func (store OfferQuery) AskedOf(accountID string) (list []Offer, err error) {
	err = store.kept().Where("offers.account_id = ?", accountID).Order("offers.asked_at, offers.id").Find(&list).Error
	return list, err
}

// AskNoMore withdraws what an offer's person agreed to: to be asked about other needs of the organization and, where
// their profile led to it, by anybody.
func (store OfferStore) AskNoMore(o *Offer) error {
	err := store.tx.g.Model(&Wish{}).Where("email_key = ? AND organization_id = ?", o.EmailKey, o.Need.OrganizationID).
		Updates(map[string]any{"may_be_asked": false, "version": gorm.Expr("version + 1")}).Error
	if err != nil {
		return err
	}
	err = store.tx.g.Model(&Offer{}).Where("email_key = ? AND id <> ?", o.EmailKey, o.ID).
		Where("need_id IN (SELECT id FROM needs WHERE organization_id = ?)", o.Need.OrganizationID).
		Updates(map[string]any{"may_be_asked": false, "version": gorm.Expr("version + 1")}).Error
	if err != nil || o.AccountID == nil {
		return err
	}
	return store.tx.g.Model(&Profile{}).Where("account_id = ?", *o.AccountID).
		Updates(map[string]any{"may_be_asked_at": nil, "version": gorm.Expr("version + 1")}).Error
}
