package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// OfferState is the state of an offer.
type OfferState string

// The states of offers: a coordinator asked the person, a coordinator has not answered yet, both write to each other,
// both said yes, a coordinator said no, who was asked said no, the person did not answer in time or the need is over,
// the person took it back.
const (
	OfferAsked     OfferState = "asked"
	OfferOffered   OfferState = "offered"
	OfferTalking   OfferState = "talking"
	OfferAccepted  OfferState = "accepted"
	OfferDeclined  OfferState = "declined"
	OfferRefused   OfferState = "refused"
	OfferLapsed    OfferState = "lapsed"
	OfferWithdrawn OfferState = "withdrawn"
)

// openOffers are the states of which something can come, or came.
var openOffers = []OfferState{OfferAsked, OfferOffered, OfferTalking, OfferAccepted}

// offerSteps is the whole table of where an offer may go from each state.
var offerSteps = map[OfferState][]OfferState{
	OfferAsked: {
		OfferOffered, OfferTalking, OfferAccepted, OfferDeclined, OfferRefused, OfferLapsed, OfferWithdrawn,
	},
	OfferOffered: {OfferTalking, OfferAccepted, OfferDeclined, OfferLapsed, OfferWithdrawn},
	OfferTalking: {
		OfferOffered, OfferTalking, OfferAccepted, OfferDeclined, OfferRefused, OfferLapsed, OfferWithdrawn,
	},
	OfferAccepted: {OfferTalking, OfferDeclined, OfferLapsed, OfferWithdrawn},
	OfferLapsed:   {OfferTalking},
}

// How long offers are kept: until they are confirmed, from then on, and once they are over.
const (
	unconfirmedOffers = 3 * 24 * time.Hour
	keptOffers        = 365 * 24 * time.Hour
	endedOffers       = 180 * 24 * time.Hour
	keptBlocks        = 365 * 24 * time.Hour
)

// Offer is somebody who puts themselves forward for a need. Only coordinators see it, and the address only once it is
// accepted.
type Offer struct {
	ID                    string
	NeedID                string
	State                 OfferState
	StateAt               time.Time
	Name, Email, EmailKey string
	Locale                string
	Words                 string
	// MayBeAsked says that the person agreed to be asked about other needs.
	MayBeAsked bool
	// DueAt is until when the person is to answer, nil while a coordinator is to.
	DueAt *time.Time
	// AskedAt is when a coordinator asked, nil where the person put themselves forward; AccountID is whose profile led to
	// that, nil where an earlier offer did; AgreedAt is when the person said yes.
	AskedAt   *time.Time
	AskedBy   *string
	AccountID *string
	AgreedAt  *time.Time
	// Interest is what binds the coordinator who asked and the person, OwnInterest what the person says of it.
	Interest, OwnInterest Interest
	// Report is what the person reported of how they were written to.
	Report      string
	ReportedAt  *time.Time
	Version     int
	CreatedAt   time.Time
	ConfirmedAt *time.Time
	KeepUntil   time.Time

	Need Need `gorm:"foreignKey:NeedID;->"`
}

// IsOver reports whether nothing can come of it any more.
func (o *Offer) IsOver() bool {
	switch o.State {
	case OfferDeclined, OfferRefused, OfferLapsed, OfferWithdrawn:
		return true
	default:
		return false
	}
}

// WaitsForYes reports whether a coordinator asked, and the person has neither said yes nor no.
func (o *Offer) WaitsForYes() bool { return o.AskedAt != nil && o.AgreedAt == nil && !o.IsOver() }

// WaitsForUs reports whether a coordinator is to answer.
func (o *Offer) WaitsForUs() bool {
	return o.State == OfferOffered || o.State == OfferTalking && o.DueAt == nil
}

// May reports whether the offer may go to a state.
func (o *Offer) May(to OfferState) bool { return slices.Contains(offerSteps[o.State], to) }

// Move takes the offer to another state; due is until when the person is to answer, nil for not. Errors: Conflict where
// the table has no such step.
func (o *Offer) Move(to OfferState, due *time.Time, now time.Time) error {
	if !o.May(to) {
		return NewError(CodeConflict, "offer.no_step")
	}
	o.State, o.StateAt, o.DueAt, o.KeepUntil = to, now, due, now.Add(keptOffers)
	if o.IsOver() {
		o.KeepUntil = now.Add(endedOffers)
	}
	return nil
}

// OfferLine is what a coordinator or the person wrote.
type OfferLine struct {
	ID        string
	OfferID   string
	FromStaff bool
	Text      string
	CreatedAt time.Time
}

// OfferQuery reads offers.
type OfferQuery struct{ q *Query }

// OfferStore reads and writes offers.
type OfferStore struct {
	OfferQuery
	tx *Tx
}

// Offers reads offers.
func (q *Query) Offers() OfferQuery { return OfferQuery{q} }

// Offers reads and writes offers.
func (tx *Tx) Offers() OfferStore { return OfferStore{tx.Query.Offers(), tx} }

func (store OfferQuery) kept() *gorm.DB {
	return store.q.g.Joins("Need").Where("offers.keep_until > ?", store.q.Now)
}

func (store OfferQuery) confirmed() *gorm.DB {
	return store.kept().Where("offers.confirmed_at IS NOT NULL")
}

// inPlace are confirmed offers for needs of a place.
func (store OfferQuery) inPlace(p NeedPlace) *gorm.DB {
	g := store.confirmed().Where(`"Need".organization_id = ?`, p.OrganizationID)
	if p.EventID != "" {
		g = g.Where(`"Need".event_id = ?`, p.EventID)
	}
	return g
}

// ByID finds an offer, confirmed or not, with its need.
func (store OfferQuery) ByID(id string) (*Offer, error) {
	return store.take(store.kept().Where("offers.id = ?", id))
}

// At finds a confirmed offer for a need of a place.
func (store OfferQuery) At(p NeedPlace, needID, id string) (*Offer, error) {
	return store.take(store.inPlace(p).Where("offers.need_id = ? AND offers.id = ?", needID, id))
}

// Of finds an address's offer for a need.
func (store OfferQuery) Of(needID, emailKey string) (*Offer, error) {
	return store.take(store.kept().Where("offers.need_id = ? AND offers.email_key = ?", needID, emailKey))
}

func (store OfferQuery) take(g *gorm.DB) (*Offer, error) {
	var o Offer
	err := g.Take(&o).Error
	return &o, notFound(err)
}

// OfNeed lists the confirmed offers for a need, the oldest first.
func (store OfferQuery) OfNeed(needID string) (list []Offer, err error) {
	err = store.confirmed().Where("offers.need_id = ?", needID).Order("offers.confirmed_at, offers.id").Limit(200).
		Find(&list).Error
	return list, err
}

// InPlace lists the confirmed offers for the needs of a place, the newest first, from offset on.
func (store OfferQuery) InPlace(p NeedPlace, offset, limit int) (list []Offer, err error) {
	err = store.inPlace(p).Order("offers.confirmed_at DESC, offers.id").Offset(offset).Limit(limit).Find(&list).Error
	return list, err
}

// Waiting counts, by need of a place, the offers that are not over, and those that a coordinator is to answer.
func (store OfferQuery) Waiting(p NeedPlace) (all, waiting map[string]int, err error) {
	var rows []struct {
		NeedID   string
		N, Waits int
	}
	err = p.in(store.q.g.Table("offers").Joins("JOIN needs ON needs.id = offers.need_id")).
		Where("offers.confirmed_at IS NOT NULL AND offers.keep_until > ?", store.q.Now).
		Where("offers.state IN ?", []OfferState{OfferOffered, OfferTalking, OfferAccepted}).
		Select(`offers.need_id AS need_id, COUNT(*) AS n, SUM(CASE WHEN offers.state = 'offered' OR
			offers.state = 'talking' AND offers.due_at IS NULL THEN 1 ELSE 0 END) AS waits`).
		Group("offers.need_id").Scan(&rows).Error
	all, waiting = map[string]int{}, map[string]int{}
	for _, row := range rows {
		all[row.NeedID], waiting[row.NeedID] = row.N, row.Waits
	}
	return all, waiting, err
}

// Unconfirmed counts what an address has not confirmed yet.
func (store OfferQuery) Unconfirmed(emailKey string) (int, error) {
	var n int64
	err := store.q.g.Model(&Offer{}).Where("email_key = ? AND confirmed_at IS NULL AND keep_until > ?", emailKey,
		store.q.Now).Count(&n).Error
	return int(n), err
}

// Lines lists what was written about an offer, the oldest first.
func (store OfferQuery) Lines(offerID string) (list []OfferLine, err error) {
	err = store.q.g.Where("offer_id = ?", offerID).Order("created_at, id").Limit(500).Find(&list).Error
	return list, err
}

// MadeBy lists the offers of a registration's address for needs of the event's organization.
func (store OfferQuery) MadeBy(e *Event, r *Registration) (list []Offer, err error) {
	if r.EmailKey == "" {
		return nil, nil
	}
	err = store.kept().Where(`offers.email_key = ? AND "Need".organization_id = ?`, r.EmailKey, e.OrganizationID).
		Order("offers.id").Find(&list).Error
	return list, err
}

// IsBlocked reports whether an organization takes no offers of an address.
func (store OfferQuery) IsBlocked(organizationID, mark string) (bool, error) {
	var n int64
	err := store.q.g.Table("offer_blocks").Where("organization_id = ? AND mark = ? AND keep_until > ?",
		organizationID, mark, store.q.Now).Count(&n).Error
	return n > 0, err
}

// Lock makes other offers of an address wait until the transaction ends: of two that are sent at once the second one
// finds the first.
func (store OfferStore) Lock(emailKey string) error {
	return store.tx.Posts().LockAuthor("offer\n" + emailKey)
}

// Add stores an offer that is not confirmed yet. An earlier one of the address for the need that was not confirmed is
// replaced under its id, so that the link that was mailed stays good; one that was confirmed stays as it is.
func (store OfferStore) Add(o *Offer) error {
	earlier, err := store.Of(o.NeedID, o.EmailKey)
	switch {
	case CodeOf(err) == CodeNotFound:
		o.ID = NewAnonymousID()
	case err != nil:
		return err
	case earlier.ConfirmedAt != nil:
		*o = *earlier
		return nil
	default:
		o.ID = earlier.ID
	}
	err = store.tx.g.Where("need_id = ? AND email_key = ?", o.NeedID, o.EmailKey).Delete(&Offer{}).Error
	if err != nil {
		return err
	}
	o.State, o.StateAt, o.CreatedAt, o.Version = OfferOffered, store.tx.Now, store.tx.Now, 1
	o.KeepUntil = store.tx.Now.Add(unconfirmedOffers)
	return store.tx.g.Omit("Need").Clauses(clause.OnConflict{DoNothing: true}).Create(o).Error
}

// Confirm stores that the person opened the mailed link, and reports whether this was the first time.
func (store OfferStore) Confirm(o *Offer) (bool, error) {
	confirmed := store.tx.g.Model(&Offer{}).Where("id = ? AND confirmed_at IS NULL", o.ID).Updates(map[string]any{
		"confirmed_at": store.tx.Now, "state_at": store.tx.Now, "keep_until": store.tx.Now.Add(keptOffers),
	})
	if confirmed.Error != nil || confirmed.RowsAffected == 0 || !o.MayBeAsked {
		return confirmed.RowsAffected > 0, confirmed.Error
	}
	return true, store.tx.Matches().rankPerson(string(AskableOffer)+o.ID, o.Version)
}

// Update stores an offer that was read at version. It is CodeConflict if somebody else changed it since.
func (store OfferStore) Update(o *Offer, version int) error {
	o.Version = version + 1
	updated := store.tx.g.Model(&Offer{}).Where("id = ? AND version = ?", o.ID, version).
		Select("state", "state_at", "name", "may_be_asked", "due_at", "agreed_at", "own_interest", "report", "reported_at",
			"version", "keep_until").Updates(o)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "offer.changed_meanwhile"))
}

// AddLine stores what a coordinator or the person wrote.
func (store OfferStore) AddLine(line *OfferLine) error {
	line.ID, line.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Create(line).Error
}

// Delete erases an offer with what was written about it.
func (store OfferStore) Delete(o *Offer) error {
	return store.tx.g.Where("id = ?", o.ID).Delete(&Offer{}).Error
}

// Block lets an organization take no offers of an address for a year; only a mark of it is kept.
func (store OfferStore) Block(organizationID, mark string) error {
	const write = `INSERT INTO offer_blocks (organization_id, mark, keep_until) VALUES (?, ?, ?)
		ON CONFLICT (organization_id, mark) DO UPDATE SET keep_until = excluded.keep_until`
	return store.tx.g.Exec(write, organizationID, mark, store.tx.Now.Add(keptBlocks)).Error
}

// OpenAt lists the offers of an address at an organization of which something can come, with those that are not
// confirmed yet.
func (store OfferQuery) OpenAt(organizationID, emailKey string) (list []Offer, err error) {
	err = store.kept().Where(`"Need".organization_id = ? AND offers.email_key = ? AND offers.state IN ?`, organizationID,
		emailKey, openOffers).Order("offers.id").Find(&list).Error
	return list, err
}

// Forget erases what is not to be kept any longer.
func (store OfferStore) Forget() error {
	if err := store.tx.g.Where("keep_until < ?", store.tx.Now).Delete(&Offer{}).Error; err != nil {
		return err
	}
	if err := store.tx.g.Exec("DELETE FROM offer_blocks WHERE keep_until < ?", store.tx.Now).Error; err != nil {
		return err
	}
	old := store.tx.Now.Add(-keptCorrections)
	err := store.tx.g.Exec("DELETE FROM match_corrections WHERE corrected_at < ?", old).Error
	if err != nil {
		return err
	}
	return store.tx.g.Exec("DELETE FROM askings WHERE asked_at < ?", store.tx.Now.Add(-keptAskings)).Error
}

// forgetPeople erases the offers, for needs of an organization, of the addresses of registrations.
func (store OfferStore) forgetPeople(e *Event, ids []string) error {
	return store.tx.g.Where(`email_key <> '' AND email_key IN (SELECT email_key FROM registrations WHERE id IN ?)
		AND need_id IN (SELECT id FROM needs WHERE organization_id = ?)`, ids, e.OrganizationID).Delete(&Offer{}).Error
}
