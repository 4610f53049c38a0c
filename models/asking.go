package models

import (
	"slices"
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
	// Profile is nil for who keeps none.
	Profile *Profile
	// Told is what they wrote beside it: when they offered before, or what they wished after an event.
	Told []AskableText
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

// AskableText is what somebody wrote beside a profile.
type AskableText struct {
	// From is the ID of the offer or the wish.
	From, Text string
	// IsWish says that it is what they would like to learn.
	IsWish bool
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
	if err := store.tx.Matches().Forget(string(AskableProfile)+*o.AccountID, false); err != nil {
		return err
	}
	return store.tx.g.Model(&Profile{}).Where("account_id = ?", *o.AccountID).
		Updates(map[string]any{"may_be_asked_at": nil, "version": gorm.Expr("version + 1")}).Error
}
