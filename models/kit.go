package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Kit is how an event was made, as its staff published it for others to copy. Content is a document of app/service/kit.
type Kit struct {
	ID          string
	EventID     string
	Content     string
	PublishedAt time.Time
	// Bytes is how large the document is, where a query asks for that.
	Bytes int `gorm:"->"`

	Event Event `gorm:"foreignKey:EventID;->"`
}

// KitOrigin is where an event has what it was copied from.
type KitOrigin struct {
	EventID          string `gorm:"primaryKey"`
	KitID            string
	TitleJa, TitleEn string
	// FromJa and FromEn name the installation, Address is where it is.
	FromJa, FromEn string
	Address        string
	// LeftOut are the parts that could not be copied, as the ends of text keys.
	LeftOut  []string `gorm:"serializer:json"`
	CopiedAt time.Time
}

type (
	// KitQuery reads kits.
	KitQuery struct{ q *Query }
	// KitStore reads and writes kits.
	KitStore struct {
		KitQuery
		tx *Tx
	}
)

// Kits reads kits.
func (q *Query) Kits() KitQuery { return KitQuery{q} }

// Kits reads and writes kits.
func (tx *Tx) Kits() KitStore { return KitStore{tx.Query.Kits(), tx} }

// firstOf finds one row, nil for none.
func firstOf[T any](g *gorm.DB) (*T, error) {
	var list []T
	err := g.Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// OfEvent finds the kit of an event, nil for none.
func (store KitQuery) OfEvent(eventID string) (*Kit, error) {
	return firstOf[Kit](store.q.g.Where("event_id = ?", eventID))
}

// ByID finds a kit of an event that everybody may see, nil for none.
func (store KitQuery) ByID(id string) (*Kit, error) {
	found, err := firstOf[Kit](store.withEvent().Where("id = ?", id))
	if err != nil || found == nil || !found.Event.Public() {
		return nil, err
	}
	return found, nil
}

func (store KitQuery) withEvent() *gorm.DB {
	return store.q.g.Preload("Event").Preload("Event.Organization")
}

// mostKits is how many kits an installation tells of.
const mostKits = 200

// Told lists the kits of which other installations are told, the newest first: those of events that everybody may see,
// so many that they have at most so many bytes together.
func (store KitQuery) Told(most int) ([]Kit, error) {
	ids, err := store.told(most)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var list []Kit
	err = store.withEvent().Where(store.q.inList("id", ids)).Order("published_at DESC, id").Find(&list).Error
	return list, err
}

// IsTold reports whether a kit is one of those.
func (store KitQuery) IsTold(id string, most int) (bool, error) {
	ids, err := store.told(most)
	return slices.Contains(ids, id), err
}

func (store KitQuery) told(most int) (ids []string, err error) {
	var list []Kit
	err = store.withEvent().Select("id", "event_id", "OCTET_LENGTH(content) AS bytes").Order("published_at DESC, id").
		Find(&list).Error
	for i := range list {
		k := &list[i]
		if !k.Event.Public() || k.Bytes > most {
			continue
		}
		if len(ids) == mostKits {
			break
		}
		ids, most = append(ids, k.ID), most-k.Bytes
	}
	return ids, err
}

// Publish stores the kit of an event, in place of the one before.
func (store KitStore) Publish(k *Kit) error {
	k.PublishedAt = store.tx.Now
	return store.tx.g.Omit("Event").Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "event_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"content", "published_at"}),
	}).Create(k).Error
}

// Withdraw takes the kit of an event back.
func (store KitStore) Withdraw(eventID string) error {
	return store.tx.g.Where("event_id = ?", eventID).Delete(&Kit{}).Error
}

// Origin finds where an event has what it was copied from, nil where it was not.
func (store KitQuery) Origin(eventID string) (*KitOrigin, error) {
	return firstOf[KitOrigin](store.q.g.Where("event_id = ?", eventID))
}

// AddOrigin stores where an event has what it was copied from.
func (store KitStore) AddOrigin(o *KitOrigin) error {
	o.CopiedAt = store.tx.Now
	if o.LeftOut == nil {
		o.LeftOut = []string{}
	}
	return store.tx.g.Create(o).Error
}

// LeaveOut notes a further part that could not be copied.
func (store KitStore) LeaveOut(eventID, part string) error {
	origin, err := store.Origin(eventID)
	if err != nil || origin == nil || slices.Contains(origin.LeftOut, part) {
		return err
	}
	origin.LeftOut = append(origin.LeftOut, part)
	return store.tx.g.Select("left_out").Where("event_id = ?", eventID).Updates(origin).Error
}

// Entry finds the entry of a followed feed with an id, nil for none, with the feed.
func (store FeedQuery) Entry(entryID string) (*FeedEntry, error) {
	g := store.q.g.Preload("Feed", func(g *gorm.DB) *gorm.DB { return g.Omit("content") })
	return firstOf[FeedEntry](g.Where("entry_id = ?", entryID))
}
