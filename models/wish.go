package models

import (
	"time"

	"gorm.io/gorm"
)

// How long wishes are kept, in days: until they are confirmed, and from then on.
const (
	unconfirmedWishes = 3
	keptWishes        = 365
)

// Wish is what somebody would like after an event: to help, to be helped, to learn. Coordinators see it once its
// address is confirmed. It has days and no times, so that nothing of it tells who answered a survey just before.
type Wish struct {
	ID                    string
	OrganizationID        string
	EventID               string
	Name, Email, EmailKey string
	Locale                string
	// Help, Need and Learn are what they would help with, want help with, and want to learn; "" for nothing.
	Help, Need, Learn string
	// MayBeAsked says that coordinators may ask them about needs.
	MayBeAsked bool
	// NeedID is the draft that was made of Need, NeedVersion its version when the person wrote last.
	NeedID      *string
	NeedVersion int
	Confirmed   bool
	Version     int
	// IntoID is the wish of the address to which it was added, nil for one by itself.
	IntoID *string
	// MadeOn is the day on which it was made, KeepUntil the last one on which it is kept, as 2027-03-31.
	MadeOn    string
	KeepUntil string

	Event *Event `gorm:"foreignKey:EventID;->"`
	// Draft is the need of NeedID.
	Draft *Need `gorm:"foreignKey:NeedID;->"`
}

// LastDay is the last day on which it is kept, on our calendar.
func (w *Wish) LastDay() time.Time {
	day, _ := time.ParseInLocation(time.DateOnly, w.KeepUntil, DefaultZone)
	return day
}

// Day is the day on which it was made, on our calendar.
func (w *Wish) Day() time.Time {
	day, _ := time.ParseInLocation(time.DateOnly, w.MadeOn, DefaultZone)
	return day
}

// MayChangeNeed reports whether what the person wants help with is theirs to change: no coordinator has begun with it.
func (w *Wish) MayChangeNeed() bool {
	return w.NeedID == nil || w.Draft != nil && w.Draft.State == NeedDraft && w.Draft.Version == w.NeedVersion
}

// WishQuery reads wishes.
type WishQuery struct{ q *Query }

// WishStore reads and writes wishes.
type WishStore struct {
	WishQuery
	tx *Tx
}

// Wishes reads wishes.
func (q *Query) Wishes() WishQuery { return WishQuery{q} }

// Wishes reads and writes wishes.
func (tx *Tx) Wishes() WishStore { return WishStore{tx.Query.Wishes(), tx} }

// dayAfter is a day so many days from now, on our calendar.
func (q *Query) dayAfter(days int) string {
	return q.Now.In(DefaultZone).AddDate(0, 0, days).Format(time.DateOnly)
}

func (store WishQuery) kept() *gorm.DB {
	return store.q.g.Joins("Event").Joins("Draft").Where("wishes.keep_until >= ?", store.q.dayAfter(0)).
		Where("wishes.into_id IS NULL")
}

// ByID finds a wish, confirmed or not; of one that was added to another one it is that one.
func (store WishQuery) ByID(id string) (*Wish, error) {
	const itself = "wishes.id = COALESCE((SELECT into_id FROM wishes AS w WHERE w.id = ?), ?)"
	return store.take(store.kept().Where(itself, id, id))
}

// Of finds an address's wish at an event that is confirmed, or the one that is not.
func (store WishQuery) Of(eventID, emailKey string, confirmed bool) (*Wish, error) {
	return store.take(store.kept().Where("wishes.event_id = ? AND wishes.email_key = ? AND wishes.confirmed = ?", eventID,
		emailKey, confirmed))
}

func (store WishQuery) take(g *gorm.DB) (*Wish, error) {
	var w Wish
	err := g.Take(&w).Error
	return &w, notFound(err)
}

// InPlace lists the confirmed wishes of a place, the latest day first.
func (store WishQuery) InPlace(p NeedPlace, limit int) (list []Wish, err error) {
	g := store.kept().Where("wishes.confirmed AND wishes.organization_id = ?", p.OrganizationID)
	if p.EventID != "" {
		g = g.Where("wishes.event_id = ?", p.EventID)
	}
	err = g.Order("wishes.made_on DESC, wishes.id").Limit(limit).Find(&list).Error
	return list, err
}

// asked are the confirmed wishes of addresses to help or to learn, at an organization or at all for "", of those who
// may be asked about needs.
func (store WishQuery) asked(organizationID string, keys []string) (list []Wish, err error) {
	err = store.kept().Scopes(of(organizationID, "wishes.organization_id")).
		Where("wishes.confirmed AND wishes.may_be_asked AND (wishes.help <> '' OR wishes.learn <> '')").
		Where(store.q.inList("wishes.email_key", keys)).Order("wishes.made_on DESC, wishes.id").Find(&list).Error
	return list, err
}

// Unconfirmed counts the wishes of an address that it has not confirmed yet.
func (store WishQuery) Unconfirmed(emailKey string) (int, error) {
	var n int64
	err := store.q.g.Model(&Wish{}).Where("email_key = ? AND NOT confirmed", emailKey).Count(&n).Error
	return int(n), err
}

// MadeBy lists the wishes of a registration's address at the event's organization.
func (store WishQuery) MadeBy(e *Event, r *Registration) (list []Wish, err error) {
	if r.EmailKey == "" {
		return nil, nil
	}
	err = store.kept().Where("wishes.email_key = ? AND wishes.organization_id = ?", r.EmailKey, e.OrganizationID).
		Order("wishes.id").Find(&list).Error
	return list, err
}

// OfAddresses lists those that a person's addresses made.
func (store WishQuery) OfAddresses(emailKeys []string) (list []Wish, err error) {
	err = store.kept().Where("wishes.email_key IN ?", emailKeys).Order("wishes.id").Find(&list).Error
	return list, err
}

// Add stores a wish that is not confirmed yet. An earlier one of the address at the event that was not confirmed is
// replaced under its id, so that the link that was mailed stays good; one that was confirmed stays as it is, beside it.
func (store WishStore) Add(w *Wish) error {
	w.ID = NewAnonymousID()
	earlier, err := store.Of(w.EventID, w.EmailKey, false)
	switch {
	case CodeOf(err) == CodeNotFound:
	case err != nil:
		return err
	default:
		w.ID = earlier.ID
	}
	err = store.tx.g.Where("event_id = ? AND email_key = ? AND into_id IS NULL AND NOT confirmed", w.EventID, w.EmailKey).
		Delete(&Wish{}).Error
	if err != nil {
		return err
	}
	w.Version, w.MadeOn, w.KeepUntil = 1, store.tx.dayAfter(0), store.tx.dayAfter(unconfirmedWishes)
	return store.tx.g.Omit("Event", "Draft").Create(w).Error
}

// Join lets the link of a wish lead to an earlier one, to which it was added; nothing else of it stays.
func (store WishStore) Join(w, into *Wish) error {
	return store.tx.g.Model(&Wish{}).Where("id = ?", w.ID).Updates(map[string]any{
		"name": "", "email": "", "email_key": "", "help": "", "need": "", "learn": "", "may_be_asked": false,
		"confirmed": true, "into_id": into.ID, "keep_until": into.KeepUntil, "version": gorm.Expr("version + 1"),
	}).Error
}

// Confirm stores that the person opened the mailed link.
func (store WishStore) Confirm(w *Wish) error {
	w.Confirmed, w.KeepUntil = true, store.tx.dayAfter(keptWishes)
	return store.Update(w, w.Version)
}

// Update stores a wish that was read at version. It is CodeConflict if it was changed since.
func (store WishStore) Update(w *Wish, version int) error {
	w.Version = version + 1
	updated := store.tx.g.Model(&Wish{}).Where("id = ? AND version = ?", w.ID, version).
		Select("name", "help", "need", "learn", "may_be_asked", "need_id", "need_version", "confirmed", "version",
			"keep_until").Updates(w)
	if updated.Error != nil {
		return updated.Error
	}
	err := mustAffect(updated, NewError(CodeConflict, "wish.changed_meanwhile"))
	if err != nil || !w.Confirmed || !w.MayBeAsked {
		return err
	}
	return store.tx.Matches().rankPerson(string(AskableWish)+w.ID, w.Version)
}

// Delete erases a wish.
func (store WishStore) Delete(w *Wish) error {
	return store.tx.g.Where("id = ?", w.ID).Delete(&Wish{}).Error
}

// ForgetContact erases whom to ask about a need.
func (store NeedStore) ForgetContact(n *Need) error { return store.clearContacts("id = ?", n.ID) }

// Forget erases wishes whose time is over.
func (store WishStore) Forget() error {
	return store.tx.g.Where("keep_until < ?", store.tx.dayAfter(0)).Delete(&Wish{}).Error
}

// forgetPeople erases the wishes, at an organization, of the addresses of registrations.
func (store WishStore) forgetPeople(e *Event, ids []string) error {
	return store.tx.g.Where(`email_key <> '' AND email_key IN (SELECT email_key FROM registrations WHERE id IN ?)
		AND organization_id = ?`, ids, e.OrganizationID).Delete(&Wish{}).Error
}
