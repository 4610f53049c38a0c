package models

import (
	"strings"
	"time"

	"gorm.io/gorm/clause"
)

// Feed is what an installation tells: our own, or one that is followed.
type Feed struct {
	ID string
	// OrganizationID is whose staff follow it, nil for our own.
	OrganizationID *string
	Own            bool
	// Address is that of the installation, without a slash at the end; URL is where its feed is.
	Address        string
	URL            string `gorm:"column:url"`
	NameJa, NameEn string
	PublicKey      string
	// FormerKeys are those that it had before, which it does not go back to.
	FormerKeys []string `gorm:"serializer:json"`
	// NewKey is a key that the one before did not sign: it waits for somebody's yes. "" for none.
	NewKey string
	// Number is that of the last feed that was taken, Sum what tells it apart.
	Number   int64
	Sum      string
	IssuedAt *time.Time
	// Content is the document, of our own feed only.
	Content string
	ETag    string `gorm:"column:etag"`
	Entries int
	// Figures are what came of it there, as JSON; "" for nothing.
	Figures string
	// Trouble is why it was not heard the last time, as the end of a text's key; "" for nothing.
	Trouble  string
	Failures int
	// HeardAt is when it answered last with something that could be taken, or with nothing new.
	HeardAt, TriedAt, NextAt *time.Time
	CreatedAt                time.Time
}

// Host is where it is: what nobody else can call themselves.
func (f *Feed) Host() string {
	_, host, _ := strings.Cut(f.Address, "://")
	return host
}

// ChangeKey makes another key the one that signs.
func (f *Feed) ChangeKey(key string) {
	if key != f.PublicKey {
		f.FormerKeys = append(f.FormerKeys, f.PublicKey)
		f.PublicKey = key
	}
}

// known makes no keys an empty list, as it is stored.
func (f *Feed) known() {
	if f.FormerKeys == nil {
		f.FormerKeys = []string{}
	}
}

// silentFor is after how long its entries are shown with when it was heard last.
const silentFor = 2 * 24 * time.Hour

// IsSilent reports whether a followed feed was not heard for long.
func (f *Feed) IsSilent(now time.Time) bool {
	return !f.Own && (f.HeardAt == nil || now.Sub(*f.HeardAt) >= silentFor)
}

// WasHeard notes that it answered, and when to ask again.
func (f *Feed) WasHeard(now, next time.Time) {
	f.Trouble, f.NewKey, f.Failures = "", "", 0
	f.HeardAt, f.TriedAt, f.NextAt = &now, &now, &next
}

// The waits after failures: a minute, doubling, at most an hour.
const (
	firstWait = time.Minute
	mostWait  = time.Hour
)

// Failed notes why it could not be taken. It is asked again later each time.
func (f *Feed) Failed(trouble string, now time.Time) {
	next := now.Add(min(firstWait<<min(f.Failures, 10), mostWait))
	f.Trouble, f.TriedAt, f.NextAt = trouble, &now, &next
	f.Failures++
}

// FeedQuery reads feeds.
type FeedQuery struct{ q *Query }

// FeedStore reads and writes feeds.
type FeedStore struct {
	FeedQuery
	tx *Tx
}

// Feeds reads feeds.
func (q *Query) Feeds() FeedQuery { return FeedQuery{q} }

// Feeds reads and writes feeds.
func (tx *Tx) Feeds() FeedStore { return FeedStore{tx.Query.Feeds(), tx} }

// Own finds the installation's own feed, nil before it was issued.
func (store FeedQuery) Own() (*Feed, error) {
	var list []Feed
	err := store.q.g.Where("own = ?", true).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// ByID finds a feed that is followed.
func (store FeedQuery) ByID(id string) (*Feed, error) {
	var f Feed
	err := store.q.g.Where("id = ? AND own = ?", id, false).Take(&f).Error
	return &f, notFound(err)
}

// OfHost finds a feed that an organization follows.
func (store FeedQuery) OfHost(organizationID, id string) (*Feed, error) {
	var f Feed
	err := store.q.g.Where("id = ? AND organization_id = ?", id, organizationID).Take(&f).Error
	return &f, notFound(err)
}

// Followed lists the feeds that are followed, by name.
func (store FeedQuery) Followed() ([]Feed, error) {
	var list []Feed
	err := store.q.g.Omit("content").Where("own = ?", false).Order("name_ja, address").Find(&list).Error
	return list, err
}

// ByAddress finds the feed of an installation, nil for none.
func (store FeedQuery) ByAddress(address string) (*Feed, error) {
	var list []Feed
	err := store.q.g.Where("address = ?", address).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Create stores a new feed. It reports false where there is one of its address.
func (store FeedStore) Create(f *Feed) (bool, error) {
	f.ID, f.CreatedAt = NewID(), store.tx.Now
	f.known()
	made := store.tx.g.Clauses(doNothing).Create(f)
	return made.RowsAffected == 1, made.Error
}

// Save stores a feed that had the number before and the key before, and reports false where another one was faster.
func (store FeedStore) Save(f *Feed, before int64, key string) (bool, error) {
	f.known()
	saved := store.tx.g.Model(&Feed{}).Where("id = ? AND number = ? AND public_key = ?", f.ID, before, key).
		Select("*").Omit("id", "organization_id", "own", "created_at").Updates(f)
	return saved.RowsAffected == 1, saved.Error
}

// Delete ends following a feed: what it told goes with it.
func (store FeedStore) Delete(f *Feed) error {
	return store.tx.g.Where("id = ? AND own = ?", f.ID, false).Delete(&Feed{}).Error
}

// FeedEntry is an event or a need that a feed tells of. Content is the entry as JSON.
type FeedEntry struct {
	FeedID     string `gorm:"primaryKey"`
	EntryID    string `gorm:"primaryKey"`
	Kind       string
	State      string
	URL        string `gorm:"column:url"`
	StartsAt   *time.Time
	EndsAt     *time.Time
	Month      string
	Mode       string
	Prefecture string
	Themes     string
	Search     string
	Sum        string
	Content    string

	Feed Feed `gorm:"foreignKey:FeedID;->"`
}

// Replace makes the entries those of a feed, writing only what differs.
func (store FeedStore) Replace(f *Feed, entries []FeedEntry) error {
	var had []FeedEntry
	if err := store.tx.g.Select("entry_id", "sum").Where("feed_id = ?", f.ID).Find(&had).Error; err != nil {
		return err
	}
	sums := make(map[string]string, len(had))
	for i := range had {
		sums[had[i].EntryID] = had[i].Sum
	}
	var changed []FeedEntry
	for i := range entries {
		e := &entries[i]
		e.FeedID = f.ID
		if sums[e.EntryID] != e.Sum {
			changed = append(changed, *e)
		}
		delete(sums, e.EntryID)
	}
	gone := make([]string, 0, len(sums))
	for id := range sums {
		gone = append(gone, id)
	}
	if len(gone) > 0 {
		err := store.tx.g.Where("feed_id = ?", f.ID).Where(store.tx.inList("entry_id", gone)).Delete(&FeedEntry{}).Error
		if err != nil {
			return err
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return store.tx.g.Omit("Feed").Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "feed_id"}, {Name: "entry_id"}}, UpdateAll: true,
	}).CreateInBatches(changed, insertBatch).Error
}

// HasEntryOfOthers reports whether another feed has an entry with the id of one of this feed.
func (store FeedQuery) HasEntryOfOthers(f *Feed) (bool, error) {
	var n int64
	err := store.q.g.Table("feed_entries a").Joins("JOIN feed_entries b ON b.entry_id = a.entry_id").
		Where("a.feed_id = ? AND b.feed_id <> a.feed_id", f.ID).Count(&n).Error
	return n > 0, err
}
