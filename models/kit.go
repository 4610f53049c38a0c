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
	list, err := store.public(id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Public lists the kits of events that everybody may see.
func (store KitQuery) Public() ([]Kit, error) { return store.public("") }

func (store KitQuery) public(id string) ([]Kit, error) {
	var list []Kit
	g := store.q.g.Preload("Event").Preload("Event.Organization").Order("id").Limit(mostKits)
	if id != "" {
		g = g.Where("id = ?", id)
	}
	if err := g.Find(&list).Error; err != nil {
		return nil, err
	}
	shown := list[:0]
	for i := range list {
		if list[i].Event.Public() {
			shown = append(shown, list[i])
		}
	}
	return shown, nil
}

// mostKits is how many kits an installation tells of.
const mostKits = 200

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
