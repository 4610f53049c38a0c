package models

import "time"

// OutboxActivity tells followers that one of our events is new, changed or withdrawn. What it says is not kept: texts
// that were taken back are nowhere.
type OutboxActivity struct {
	// Number grows, and is never given twice.
	Number  int64 `gorm:"primaryKey;autoIncrement:false"`
	EntryID string
	Kind    OutboxKind
	// Sum tells apart what was told, EndsAt is when the event is over, nil where it waits for dates.
	Sum    string
	EndsAt *time.Time
	ToldAt time.Time
}

// OutboxKind is what became of an event.
type OutboxKind string

// The kinds.
const (
	OutboxCreate OutboxKind = "create"
	OutboxUpdate OutboxKind = "update"
	OutboxDelete OutboxKind = "delete"
)

// LockOwn has others wait who change what we tell.
func (store FeedStore) LockOwn() error {
	return store.tx.g.Model(&Feed{}).Where("own = ?", true).Update("own", true).Error
}

// OutboxActivities lists those up to a number, the newest first.
func (store FeedQuery) OutboxActivities(upTo int64, most int) ([]OutboxActivity, error) {
	var list []OutboxActivity
	err := store.q.g.Where("number <= ?", upTo).Order("number DESC").Limit(most).Find(&list).Error
	return list, err
}

// OutboxActivity finds one by its number, nil for none.
func (store FeedQuery) OutboxActivity(number int64) (*OutboxActivity, error) {
	return firstOf[OutboxActivity](store.q.g.Where("number = ?", number))
}

// OutboxOf lists those of an event, the oldest first.
func (store FeedQuery) OutboxOf(entryID string) ([]OutboxActivity, error) {
	var list []OutboxActivity
	err := store.q.g.Where("entry_id = ?", entryID).Order("number").Find(&list).Error
	return list, err
}

// OutboxNumbers are how many activities there are, the newest number, and the highest of the oldest ones that fill a
// page.
func (store FeedQuery) OutboxNumbers(perPage int) (total int, newest, last int64, err error) {
	var n int64
	if err := store.q.g.Model(&OutboxActivity{}).Count(&n).Error; err != nil || n == 0 {
		return 0, 0, 0, err
	}
	err = store.q.g.Model(&OutboxActivity{}).Select("MAX(number)").Scan(&newest).Error
	if err != nil {
		return 0, 0, 0, err
	}
	oldest := store.q.g.Model(&OutboxActivity{}).Select("number").Order("number").Limit(perPage)
	err = store.q.g.Table("(?) AS oldest", oldest).Select("MAX(number)").Scan(&last).Error
	return int(n), newest, last, err
}

// LatestInOutbox is the last activity of each event.
func (store FeedQuery) LatestInOutbox() ([]OutboxActivity, error) {
	var list []OutboxActivity
	latest := store.q.g.Model(&OutboxActivity{}).Select("MAX(number)").Group("entry_id")
	err := store.q.g.Where("number IN (?)", latest).Order("number").Find(&list).Error
	return list, err
}

// AddToOutbox stores an activity.
func (store FeedStore) AddToOutbox(a *OutboxActivity) error { return store.tx.g.Create(a).Error }

// ForgetInOutbox forgets all activities of events that followers need not hear of any more.
func (store FeedStore) ForgetInOutbox(entryIDs []string) error {
	if len(entryIDs) == 0 {
		return nil
	}
	return store.tx.g.Where(store.tx.inList("entry_id", entryIDs)).Delete(&OutboxActivity{}).Error
}
