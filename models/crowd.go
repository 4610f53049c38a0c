package models

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
)

// Crowd is people who may be asked: what counts for every organization is read once, and what counts for one beside it.
type Crowd struct {
	// of are all by subject, profiles the subjects that keep a profile, at what there is at organizations.
	of       map[string]*Askable
	profiles []string
	at       map[string]*crowdAt
	// owners are the accounts of confirmed addresses, keys all addresses.
	owners map[string]string
	keys   []string
}

// crowdAt is what an organization knows of people, by subject. told are the subjects of those who told it something.
type crowdAt struct {
	people map[string]*knownAt
	told   []string
}

// knownAt is what an organization knows of a person.
type knownAt struct {
	offers []*Offer
	wishes []*Wish
	// isReported says that they reported how the organization wrote to them: it leaves them alone.
	isReported, belongs, hasTie, isBlocked bool
}

// In lists who may be asked by coordinators of an organization: people who stay, whatever the need, and those who put
// themselves forward for another need of the organization, or wished to help or learn after its events. Who is several
// of them is there once, by the profile first.
func (c *Crowd) In(organizationID string) []*Askable {
	at := c.at[organizationID]
	if at == nil {
		at = &crowdAt{}
	}
	list := make([]*Askable, 0, len(c.profiles)+len(at.told))
	for _, subject := range c.profiles {
		switch known := at.people[subject]; {
		case known == nil:
			list = append(list, c.of[subject])
		case !known.isReported:
			list = append(list, known.join(c.of[subject]))
		}
	}
	for _, subject := range at.told {
		known, a := at.people[subject], c.of[subject]
		if a.Profile == nil && !known.isReported {
			list = append(list, known.join(a))
		}
	}
	return list
}

// IDs are all by which the people are known, whatever organization asks.
func (c *Crowd) IDs() (list []string) {
	for _, subject := range c.profiles {
		list = append(list, c.of[subject].ID)
	}
	for at := range c.at {
		for _, a := range c.In(at) {
			list = append(append(list, a.ID), a.others...)
		}
	}
	return list
}

// join is a person as an organization knows them.
func (known *knownAt) join(of *Askable) *Askable {
	a := *of
	a.Belongs, a.HasTie, a.IsBlocked = known.belongs, known.hasTie, known.isBlocked
	for _, o := range known.offers {
		id := string(AskableOffer) + o.ID
		if a.ID != "" {
			a.others = append(a.others, id)
			continue
		}
		a.ID, a.Name, a.offer = id, o.Name, o
		a.Told = append(a.Told, AskableText{From: id, Text: o.Words})
	}
	for _, w := range known.wishes { // who keeps a profile or offered before wished as well
		id := string(AskableWish) + w.ID
		if a.ID != "" {
			a.others = append(a.others, id)
		} else {
			a.ID, a.Name, a.wish = id, w.Name, w
		}
		a.Told = append(a.Told, AskableText{From: id, Text: w.Help}, AskableText{From: id, Text: w.Learn, IsWish: true})
	}
	return &a
}

// knows is what an organization knows of a person, to write into.
func (c *Crowd) knows(organizationID, subject string) *knownAt {
	at := c.at[organizationID]
	if at == nil {
		at = &crowdAt{people: map[string]*knownAt{}}
		c.at[organizationID] = at
	}
	known := at.people[subject]
	if known == nil {
		known = &knownAt{}
		at.people[subject] = known
	}
	return known
}

// tell notes that somebody told an organization something.
func (c *Crowd) tell(organizationID, subject string) *knownAt {
	known := c.knows(organizationID, subject)
	if len(known.offers)+len(known.wishes) == 0 {
		c.at[organizationID].told = append(c.at[organizationID].told, subject)
	}
	return known
}

// subject is an account where an address is one's, and else the address.
func (c *Crowd) subject(emailKey string) string { return cmp.Or(c.owners[emailKey], emailKey) }

// Each calls do with all who may be asked by an organization, or by any for "", about limit people at a time. Somebody
// without a profile may come twice, with the same ID.
func (store AskingQuery) Each(organizationID string, limit int, do func(*Crowd) error) error {
	err := eachPage(limit, store.q.Profiles().Asked, func(accounts []string) error {
		c, err := store.gather(accounts, nil, organizationID)
		if err != nil {
			return err
		}
		return do(c)
	})
	if err != nil {
		return err
	}
	told := func(after string, limit int) (keys []string, err error) {
		err = store.told(organizationID).Where("email_key > ?", after).Order("email_key").Limit(limit).
			Pluck("email_key", &keys).Error
		return keys, err
	}
	return eachPage(limit, told, func(keys []string) error {
		c, err := store.gather(nil, keys, organizationID)
		if err != nil {
			return err
		}
		c.profiles = nil // these came before
		return do(c)
	})
}

// eachPage calls do with page after page of a list that is sorted.
func eachPage(limit int, read func(after string, limit int) ([]string, error), do func([]string) error) error {
	for after := ""; ; {
		page, err := read(after, limit)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := do(page); err != nil || len(page) < limit {
			return err
		}
		after = page[len(page)-1]
	}
}

// told are the addresses that told an organization, or any for "", something with which they may be asked.
func (store AskingQuery) told(organizationID string) *gorm.DB {
	all := organizationID == ""
	return store.q.g.Table(`(SELECT offers.email_key FROM offers JOIN needs ON needs.id = offers.need_id
		WHERE offers.may_be_asked AND offers.asked_at IS NULL AND offers.confirmed_at IS NOT NULL AND offers.keep_until > ?
		AND (? OR needs.organization_id = ?)
		UNION SELECT email_key FROM wishes WHERE confirmed AND may_be_asked AND (help <> '' OR learn <> '')
		AND keep_until >= ? AND (? OR organization_id = ?)) AS told`,
		store.q.Now, all, organizationID, store.q.dayAfter(0), all, organizationID)
}

// Count counts who may be asked by an organization.
func (store AskingQuery) Count(organizationID string) (int, error) {
	const asked = `profiles JOIN accounts ON accounts.id = profiles.account_id
		AND accounts.disabled_at IS NULL AND profiles.may_be_asked_at IS NOT NULL`
	var profiles, others int64
	if err := store.q.g.Table(asked).Count(&profiles).Error; err != nil {
		return 0, err
	}
	err := store.told(organizationID).Where("NOT EXISTS (SELECT 1 FROM " + asked + `
		WHERE accounts.email_key = told.email_key
		OR accounts.id IN (SELECT account_id FROM account_addresses
			WHERE confirmed_at IS NOT NULL AND email_key = told.email_key))`).Count(&others).Error
	return int(profiles + others), err
}

// Some lists those of the IDs who may be asked by an organization now, and those who were asked about a need or offered
// for it, "" for none: nothing that was read of them before counts.
func (store AskingQuery) Some(organizationID string, ids []string, needIDs ...string) ([]*Askable, error) {
	c, err := store.Crowd(organizationID, ids, needIDs...)
	if err != nil {
		return nil, err
	}
	return c.In(organizationID), nil
}

// Crowd are the people of IDs, and those with an offer for a need, for an organization or for all of them, "".
func (store AskingQuery) Crowd(organizationID string, ids []string, needIDs ...string) (*Crowd, error) {
	var accounts []string
	of := map[AskablePrefix][]string{}
	for _, id := range ids {
		for _, prefix := range []AskablePrefix{AskableProfile, AskableOffer, AskableWish} {
			if rest, ok := strings.CutPrefix(id, string(prefix)); ok {
				of[prefix] = append(of[prefix], rest)
			}
		}
	}
	accounts = of[AskableProfile]
	var keys []string
	read := func(g *gorm.DB) error {
		var more []string
		err := g.Pluck("email_key", &more).Error
		keys = append(keys, more...)
		return err
	}
	if list := of[AskableOffer]; len(list) > 0 {
		if err := read(store.q.g.Table("offers").Where(store.q.inList("id", list))); err != nil {
			return nil, err
		}
	}
	if list := of[AskableWish]; len(list) > 0 {
		if err := read(store.q.g.Table("wishes").Where(store.q.inList("id", list))); err != nil {
			return nil, err
		}
	}
	if len(needIDs) > 0 {
		offered := store.q.g.Table("offers").Where("confirmed_at IS NOT NULL").Where(store.q.inList("need_id", needIDs))
		if err := read(offered); err != nil {
			return nil, err
		}
	}
	return store.gather(accounts, keys, organizationID)
}

// Person finds somebody who may be asked by an organization. Errors: NotFound.
func (store AskingQuery) Person(organizationID, id string) (*Askable, error) {
	people, err := store.Some(organizationID, []string{id})
	if err != nil {
		return nil, err
	}
	for _, a := range people {
		if a.Is(id) {
			return a, nil
		}
	}
	return nil, NewError(CodeNotFound, "error.not_found")
}

// gather reads the people of accounts and of addresses, with what an organization, or each for "", knows of them.
func (store AskingQuery) gather(accounts, keys []string, organizationID string) (*Crowd, error) {
	c := &Crowd{of: map[string]*Askable{}, at: map[string]*crowdAt{}}
	accounts, err := store.own(c, accounts, keys)
	if err != nil {
		return nil, err
	}
	profiles, err := store.q.Profiles().AskedOf(accounts)
	if err != nil {
		return nil, err
	}
	for _, key := range c.keys {
		c.of[c.subject(key)] = &Askable{}
	}
	for i := range profiles {
		p := &profiles[i]
		c.profiles = append(c.profiles, p.AccountID)
		c.of[p.AccountID] = &Askable{ID: string(AskableProfile) + p.AccountID, Name: p.Account.Name, Profile: p}
	}
	for subject, a := range c.of {
		a.subject, a.IsNew, a.marks = subject, true, []string{store.mark(subject)}
		a.States, a.asked = map[string]OfferState{}, map[string]bool{}
	}
	for _, add := range []func(*Crowd, string) error{
		store.addTold, store.addOffers, store.addAskings, store.addReported, store.addBlocks, store.addInterests,
	} {
		if err := add(c, organizationID); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// own finds the accounts of addresses, and all confirmed addresses of accounts.
func (store AskingQuery) own(c *Crowd, accounts, keys []string) ([]string, error) {
	c.owners = map[string]string{}
	all := map[string]bool{}
	for _, key := range keys {
		all[key] = true
	}
	if len(keys) > 0 {
		var more []string
		err := store.q.g.Raw(`SELECT id FROM accounts WHERE disabled_at IS NULL AND ?
			UNION SELECT account_id FROM account_addresses WHERE confirmed_at IS NOT NULL AND ?`,
			store.q.inList("email_key", keys), store.q.inList("email_key", keys)).Scan(&more).Error
		if err != nil {
			return nil, err
		}
		accounts = append(slices.Clone(accounts), more...)
		slices.Sort(accounts)
		accounts = slices.Compact(accounts)
	}
	var rows []struct{ AccountID, EmailKey string }
	err := store.q.g.Raw(`SELECT id AS account_id, email_key FROM accounts WHERE disabled_at IS NULL AND ?
		UNION ALL SELECT account_id, email_key FROM account_addresses WHERE confirmed_at IS NOT NULL AND ?`,
		store.q.inList("id", accounts), store.q.inList("account_id", accounts)).Scan(&rows).Error
	for _, row := range rows {
		c.owners[row.EmailKey] = row.AccountID
		all[row.EmailKey] = true
	}
	c.keys = slices.Sorted(maps.Keys(all))
	return accounts, err
}

// of leaves the rows of an organization, or all for "".
func of(organizationID, column string) func(*gorm.DB) *gorm.DB {
	return func(g *gorm.DB) *gorm.DB {
		if organizationID == "" {
			return g
		}
		return g.Where(column+" = ?", organizationID)
	}
}

// addTold adds the last offers with which people agreed to be asked, and their wishes.
func (store AskingQuery) addTold(c *Crowd, organizationID string) error {
	var offers []Offer
	err := store.q.Offers().confirmed().Scopes(of(organizationID, `"Need".organization_id`)).
		Where("offers.may_be_asked AND offers.asked_at IS NULL").Where(store.q.inList("offers.email_key", c.keys)).
		Order("offers.confirmed_at DESC, offers.id").Find(&offers).Error
	if err != nil {
		return err
	}
	for i := range offers {
		o := &offers[i]
		known := c.tell(o.Need.OrganizationID, c.subject(o.EmailKey))
		known.offers = append(known.offers, o)
	}
	wishes, err := store.q.Wishes().asked(organizationID, c.keys)
	for i := range wishes {
		w := &wishes[i]
		known := c.tell(w.OrganizationID, c.subject(w.EmailKey))
		known.wishes = append(known.wishes, w)
	}
	return err
}

// addOffers adds what became of the offers of people, whoever begun them, and at whichever organization.
func (store AskingQuery) addOffers(c *Crowd, _ string) error {
	var rows []struct {
		EmailKey, NeedID string
		State            OfferState
		StateAt          time.Time
	}
	err := store.q.g.Table("offers").Where("confirmed_at IS NOT NULL AND keep_until > ?", store.q.Now).
		Where(store.q.inList("email_key", c.keys)).Select("email_key, need_id, state, state_at").Order("id").Scan(&rows).Error
	for _, row := range rows {
		a := c.of[c.subject(row.EmailKey)]
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
	return err
}

// addAskings adds when people were asked, also before an address was confirmed in their account.
func (store AskingQuery) addAskings(c *Crowd, _ string) error {
	by := make(map[string]*Askable, len(c.keys))
	for _, key := range c.keys {
		if account, owned := c.owners[key]; owned {
			a := c.of[account]
			a.marks = append(a.marks, store.mark(key))
		}
	}
	for _, a := range c.of {
		for _, mark := range a.marks {
			by[mark] = a
		}
	}
	var askings []struct {
		NeedID, Mark string
		AskedAt      time.Time
	}
	err := store.q.g.Table("askings").Where("asked_at > ?", store.q.Now.Add(-keptAskings)).
		Where(store.q.inList("mark", slices.Collect(maps.Keys(by)))).Order("asked_at").Scan(&askings).Error
	for _, row := range askings {
		a := by[row.Mark]
		a.asked[row.NeedID] = true
		if row.AskedAt.After(store.q.Now.Add(-AskedWithin)) {
			a.AskedAt = append(a.AskedAt, row.AskedAt)
		}
	}
	return err
}

// offersAt are the offers of people for needs of an organization, or of each for "".
func (store AskingQuery) offersAt(c *Crowd, organizationID string) *gorm.DB {
	return store.q.g.Table("offers").Joins("JOIN needs ON needs.id = offers.need_id").
		Scopes(of(organizationID, "needs.organization_id")).Where(store.q.inList("offers.email_key", c.keys)).
		Select("needs.organization_id, offers.email_key")
}

// atAddress is an address and an organization that knows something of it.
type atAddress struct{ OrganizationID, EmailKey string }

// addReported notes the people who reported how an organization wrote to them.
func (store AskingQuery) addReported(c *Crowd, organizationID string) error {
	var rows []atAddress
	err := store.offersAt(c, organizationID).Where("offers.reported_at IS NOT NULL").Scan(&rows).Error
	for _, row := range rows {
		c.knows(row.OrganizationID, c.subject(row.EmailKey)).isReported = true
	}
	return err
}

func (store AskingQuery) addBlocks(c *Crowd, organizationID string) error {
	var rows []struct{ OrganizationID, Mark string }
	err := store.q.g.Table("offer_blocks").Scopes(of(organizationID, "organization_id")).
		Where("keep_until > ?", store.q.Now).Select("organization_id, mark").Scan(&rows).Error
	blocked := map[string]map[string]bool{}
	for _, row := range rows {
		if blocked[row.OrganizationID] == nil {
			blocked[row.OrganizationID] = map[string]bool{}
		}
		blocked[row.OrganizationID][row.Mark] = true
	}
	for at, marks := range blocked {
		for _, key := range c.keys {
			if marks[store.blocked(at, key)] {
				c.knows(at, c.subject(key)).isBlocked = true
			}
		}
	}
	return err
}

// addInterests adds who belongs to an organization today, by account or by an address of the register, and of whom was
// named what binds them and a coordinator.
func (store AskingQuery) addInterests(c *Crowd, organizationID string) error {
	today := store.q.Now.In(DefaultZone).Format(time.DateOnly)
	accounts := make([]string, 0, len(c.of))
	for subject := range c.of {
		accounts = append(accounts, subject)
	}
	var members []Affiliation
	for _, by := range []struct {
		column string
		list   []string
	}{{"account_id", accounts}, {"email_key", c.keys}} { // one index each
		var list []Affiliation
		err := store.q.g.Scopes(of(organizationID, "organization_id")).Where(isCurrent, today, today).
			Where(store.q.inList(by.column, by.list)).Select("organization_id", "account_id", "email_key").Find(&list).Error
		if err != nil {
			return err
		}
		members = append(members, list...)
	}
	for i := range members {
		subjects := []string{c.subject(members[i].EmailKey)}
		if id := members[i].AccountID; id != nil {
			subjects = append(subjects, *id)
		}
		for _, subject := range subjects {
			if c.of[subject] != nil {
				c.knows(members[i].OrganizationID, subject).belongs = true
			}
		}
	}
	var bound []atAddress
	err := store.offersAt(c, organizationID).Where("offers.keep_until > ?", store.q.Now).
		Where("offers.interest <> '' OR offers.own_interest <> ''").Scan(&bound).Error
	for _, row := range bound {
		c.knows(row.OrganizationID, c.subject(row.EmailKey)).hasTie = true
	}
	return err
}
