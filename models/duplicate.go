package models

import (
	"time"

	"gorm.io/gorm"
)

// DuplicateBy is in what two registrations are alike.
type DuplicateBy string

// What registrations may be alike in. DuplicateName is the reading, or the name of who has none.
const (
	DuplicateName  DuplicateBy = "name"
	DuplicateEmail DuplicateBy = "email"
	DuplicatePhone DuplicateBy = "phone"
)

// DuplicatesBy lists all of them.
var DuplicatesBy = []DuplicateBy{DuplicateName, DuplicateEmail, DuplicatePhone}

// column has an index that lists an event's registrations in its order.
func (by DuplicateBy) column() string {
	switch by {
	case DuplicateEmail:
		return "email_key"
	case DuplicatePhone:
		return "phone_key"
	case DuplicateName:
	}
	return "sort_key"
}

// DuplicateQuery finds registrations that may be of one person, and what was decided about them.
type DuplicateQuery struct{ q *Query }

// DuplicateStore also writes what was decided.
type DuplicateStore struct {
	DuplicateQuery
	tx *Tx
}

// Duplicates finds registrations that may be of one person.
func (q *Query) Duplicates() DuplicateQuery { return DuplicateQuery{q} }

// Duplicates also writes what was decided about them.
func (tx *Tx) Duplicates() DuplicateStore { return DuplicateStore{tx.Query.Duplicates(), tx} }

// Keys lists what several live registrations of an event have in common, in order, after a key. An index answers alone.
func (store DuplicateQuery) Keys(e *Event, by DuplicateBy, after string, limit int) (keys []string, err error) {
	err = keysOf(store.q.g, e, by, after, limit).Find(&keys).Error
	return keys, err
}

func keysOf(g *gorm.DB, e *Event, by DuplicateBy, after string, limit int) *gorm.DB {
	column := by.column()
	return by.indexed(g.Model(&Registration{}).Select(column)).
		Where("event_id = ? AND "+column+" > ? AND "+isLive, e.ID, after).
		Group(column).Having("COUNT(*) > 1").Order(column).Limit(limit)
}

// indexed asks what the index of phone numbers has, so that databases use it.
func (by DuplicateBy) indexed(g *gorm.DB) *gorm.DB {
	if by == DuplicatePhone {
		return g.Where("registrations.phone_key <> ''")
	}
	return g
}

// OfKeys lists the live registrations that have one of the keys, by key and in the order in which they were made.
func (store DuplicateQuery) OfKeys(e *Event, by DuplicateBy, keys []string) (list []Registration, err error) {
	err = by.indexed(store.q.g.Preload("TicketType")).Where("event_id = ? AND "+isLive, e.ID).
		Where(store.q.inList("registrations."+by.column(), keys)).Order(by.column() + ", id").Find(&list).Error
	return list, err
}

// Key is what the registration has in common with others.
func (by DuplicateBy) Key(r *Registration) string {
	switch by {
	case DuplicateEmail:
		return r.EmailKey
	case DuplicatePhone:
		return r.PhoneKey
	case DuplicateName:
	}
	return r.SortKey
}

// Pair is two registrations, in the order of their ids.
type Pair struct{ First, Second string }

// PairOf makes it.
func PairOf(one, other string) Pair {
	if one > other {
		one, other = other, one
	}
	return Pair{one, other}
}

// Different finds the pairs among the registrations with the ids of which staff said that they are two persons.
func (store DuplicateQuery) Different(ids []string) (map[Pair]bool, error) {
	var list []struct{ FirstID, SecondID string }
	err := store.q.g.Table("different_persons").Where(store.q.inList("first_id", ids)).Find(&list).Error
	pairs := make(map[Pair]bool, len(list))
	for _, row := range list {
		pairs[Pair{row.FirstID, row.SecondID}] = true
	}
	return pairs, err
}

// SetDifferent records that a pair is of two persons, or forgets it.
func (store DuplicateStore) SetDifferent(p Pair, different bool) error {
	if !different {
		return store.tx.g.Exec("DELETE FROM different_persons WHERE first_id = ? AND second_id = ?", p.First, p.Second).Error
	}
	return store.tx.g.Exec(`INSERT INTO different_persons (first_id, second_id, created_at) VALUES (?, ?, ?)
		ON CONFLICT DO NOTHING`, p.First, p.Second, store.tx.Now).Error
}

// Merge says that a registration was merged into another one of the same person, and how to undo that. The two have
// exchanged the fields in Taken, so that nothing personal is kept twice.
type Merge struct {
	MergedID string `gorm:"primaryKey"`
	KeptID   string
	Taken    []string `gorm:"serializer:json"`
	// State and QueuedAt are those that the merged one had.
	State    RegistrationState
	QueuedAt *time.Time
	// MergedVersion and KeptVersion are those that merging left.
	MergedVersion int
	KeptVersion   int
	CreatedAt     time.Time
}

// AddMerge stores a merge.
func (store DuplicateStore) AddMerge(m *Merge) error {
	m.CreatedAt = store.tx.Now
	return store.tx.g.Create(m).Error
}

// MoveMarks gives the one that stays the notes and tags of the one that was merged, and its application for sessions
// that are drawn by lot where it has none itself, and records which.
func (store DuplicateStore) MoveMarks(m *Merge) error {
	return store.execAll(m,
		`INSERT INTO merge_marks (merged_id, kind, mark_id) SELECT @merged, 'note', id FROM notes
			WHERE registration_id = @merged`,
		`INSERT INTO merge_marks (merged_id, kind, mark_id) SELECT @merged, CASE WHEN EXISTS (SELECT 1
			FROM registration_tags AS k WHERE k.tag_id = t.tag_id AND k.registration_id = @kept)
			THEN 'shared_tag' ELSE 'tag' END,
			t.tag_id FROM registration_tags AS t WHERE t.registration_id = @merged`,
		`UPDATE notes SET registration_id = @kept WHERE registration_id = @merged`,
		`DELETE FROM registration_tags WHERE registration_id = @merged`,
		`INSERT INTO registration_tags (tag_id, registration_id) SELECT mark_id, @kept FROM merge_marks
			WHERE merged_id = @merged AND kind = 'tag'`,
		`INSERT INTO merge_marks (merged_id, kind, mark_id) SELECT @merged, 'lottery', lottery_id FROM lottery_entries
			WHERE registration_id = @merged AND EXISTS (SELECT 1 FROM lotteries WHERE lotteries.id = lottery_id AND of_sessions)
			AND NOT EXISTS (SELECT 1 FROM lottery_entries AS k WHERE k.registration_id = @kept)`,
		`UPDATE lottery_entries SET with_id = @kept WHERE with_id = @merged AND `+movedEntry,
		`UPDATE lottery_entries SET registration_id = @kept WHERE registration_id = @merged AND `+movedEntry,
	)
}

// movedEntry holds where the application for sessions of a merged registration went to the one that stays, which had
// none.
const movedEntry = "EXISTS (SELECT 1 FROM merge_marks WHERE merged_id = @merged AND kind = 'lottery')"

// GiveMarksBack undoes MoveMarks. A note that was deleted since, or a tag that nobody has any more, stays gone.
func (store DuplicateStore) GiveMarksBack(m *Merge) error {
	const marks = "(SELECT mark_id FROM merge_marks WHERE merged_id = @merged AND kind = "
	return store.execAll(m,
		`UPDATE notes SET registration_id = @merged WHERE registration_id = @kept AND id IN `+marks+`'note')`,
		`INSERT INTO registration_tags (tag_id, registration_id) SELECT tags.id, @merged FROM merge_marks
			JOIN tags ON tags.id = merge_marks.mark_id WHERE merged_id = @merged AND kind <> 'note' ON CONFLICT DO NOTHING`,
		`DELETE FROM registration_tags WHERE registration_id = @kept AND tag_id IN `+marks+`'tag')`,
		`UPDATE lottery_entries SET with_id = @merged WHERE with_id = @kept AND `+movedEntry,
		`UPDATE lottery_entries SET registration_id = @merged WHERE registration_id = @kept AND `+movedEntry,
		`DELETE FROM merge_marks WHERE merged_id = @merged`,
	)
}

func (store DuplicateStore) execAll(m *Merge, statements ...string) error {
	values := map[string]any{"merged": m.MergedID, "kept": m.KeptID}
	for _, statement := range statements {
		if err := store.tx.g.Exec(statement, values).Error; err != nil {
			return err
		}
	}
	return nil
}

// DeleteMerge forgets a merge that was undone.
func (store DuplicateStore) DeleteMerge(m *Merge) error {
	return store.tx.g.Where("merged_id = ?", m.MergedID).Delete(&Merge{}).Error
}

// MergeOf finds how a registration was merged, or CodeNotFound.
func (store DuplicateQuery) MergeOf(id string) (*Merge, error) {
	var m Merge
	err := store.q.g.Where("merged_id = ?", id).Take(&m).Error
	return &m, notFound(err)
}

// MergedInto lists the registrations that were merged into one.
func (store DuplicateQuery) MergedInto(id string) (list []Registration, err error) {
	err = store.q.g.Preload("TicketType").
		Where("id IN (SELECT merged_id FROM merges WHERE kept_id = ?)", id).Order("id").Find(&list).Error
	return list, err
}

// mostMerges is as far as it is followed that one registration was merged into another.
const mostMerges = 5

// Kept is the registration that stays in place of one that was merged, or that one itself.
func (store RegistrationQuery) Kept(r *Registration) (*Registration, error) {
	for range mostMerges {
		if r.MergedInto == nil {
			break
		}
		next, err := store.ByIDAnywhere(*r.MergedInto)
		if err != nil {
			return nil, err
		}
		r = next
	}
	return r, nil
}
