package models

// Door is an entrance where tickets are scanned.
type Door struct {
	ID       string
	EventID  string
	Slug     string
	NameJa   string
	NameEn   string
	Position int
}

// OfEvent lists the doors of the event in order.
func (store DoorQuery) OfEvent(e *Event) ([]Door, error) {
	var list []Door
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// Create stores a new door. ID is made when empty.
func (store DoorStore) Create(d *Door) error {
	if d.ID == "" {
		d.ID = NewID()
	}
	return store.tx.g.Create(d).Error
}
