package models

import "time"

// Picture is an uploaded picture of an event or an organization. Its id is its address, which cannot be guessed.
type Picture struct {
	ID             string
	EventID        *string
	OrganizationID *string
	ContentType    string
	// Width and Height are those of Content; Small is the same in a smaller size.
	Width     int
	Height    int
	Content   []byte
	Small     []byte
	CreatedAt time.Time
}

// PictureQuery reads pictures.
type PictureQuery struct{ q *Query }

// PictureStore reads and writes pictures.
type PictureStore struct {
	PictureQuery
	tx *Tx
}

// Pictures reads pictures.
func (q *Query) Pictures() PictureQuery { return PictureQuery{q} }

// Pictures reads and writes pictures.
func (tx *Tx) Pictures() PictureStore { return PictureStore{tx.Query.Pictures(), tx} }

// ByID finds a picture.
func (store PictureQuery) ByID(id string) (*Picture, error) {
	var p Picture
	err := store.q.g.Where("id = ?", id).Take(&p).Error
	return &p, notFound(err)
}

// PortraitsOf reads the portraits of the event's speakers, by id.
func (store PictureQuery) PortraitsOf(e *Event) (map[string]*Picture, error) {
	var list []*Picture
	err := store.q.g.Where("id IN (SELECT portrait_id FROM speakers WHERE event_id = ?)", e.ID).Find(&list).Error
	byID := map[string]*Picture{}
	for _, p := range list {
		byID[p.ID] = p
	}
	return byID, err
}

// CoverOf is the uploaded cover of an event, nil for none.
func (store PictureQuery) CoverOf(e *Event) (*Picture, error) {
	if e.CoverID == nil {
		return nil, nil
	}
	return store.ByID(*e.CoverID)
}

// ShownBy lists the events that show a picture as their cover, or as the portrait of a speaker.
func (store PictureQuery) ShownBy(id string) ([]Event, error) {
	var list []Event
	err := store.q.g.Where(`cover_id = @id OR EXISTS (SELECT 1 FROM speakers
		WHERE speakers.event_id = events.id AND speakers.portrait_id = @id)`, map[string]any{"id": id}).
		Order("id").Find(&list).Error
	return list, err
}

// Add stores a new picture.
func (store PictureStore) Add(p *Picture) error {
	p.ID, p.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Create(p).Error
}

// DeleteUnused removes a picture that nothing shows any more: the copy of an event shares those of the original. A nil
// id is none.
func (store PictureStore) DeleteUnused(id *string) error {
	if id == nil {
		return nil
	}
	return store.tx.g.Where(`id = @id AND NOT EXISTS (SELECT 1 FROM events WHERE cover_id = @id)
		AND NOT EXISTS (SELECT 1 FROM organizations WHERE logo_id = @id)
		AND NOT EXISTS (SELECT 1 FROM speakers WHERE portrait_id = @id)`, map[string]any{"id": *id}).
		Delete(&Picture{}).Error
}
