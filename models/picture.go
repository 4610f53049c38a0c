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

// ByID finds a picture.
func (store PictureQuery) ByID(id string) (*Picture, error) {
	var p Picture
	err := store.q.g.Where("id = ?", id).Take(&p).Error
	return &p, notFound(err)
}

// Add stores a new picture.
func (store PictureStore) Add(p *Picture) error {
	p.ID, p.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Create(p).Error
}

// Replacement is what a form does to a picture: nothing, or a new one in its place, or none.
type Replacement struct {
	New    *Picture
	Remove bool
	// EventID or OrganizationID says whose the new one is.
	EventID, OrganizationID *string
}

// Replace replaces the picture with the id, nil for none, and returns the id of the one that is there now.
func (store PictureStore) Replace(current *string, by Replacement) (*string, error) {
	if by.New == nil && !by.Remove {
		return current, nil
	}
	if err := store.Delete(current); err != nil || by.New == nil {
		return nil, err
	}
	added := *by.New
	added.EventID, added.OrganizationID = by.EventID, by.OrganizationID
	return &added.ID, store.Add(&added)
}

// Delete removes a picture. An empty id is none.
func (store PictureStore) Delete(id *string) error {
	if id == nil {
		return nil
	}
	return store.tx.g.Where("id = ?", *id).Delete(&Picture{}).Error
}

// copyTo copies a picture to another event and returns the id of the copy, nil for none.
func (store PictureStore) copyTo(e *Event, id *string) (*string, error) {
	if id == nil {
		return nil, nil
	}
	var p Picture
	if err := store.tx.g.Where("id = ?", *id).Take(&p).Error; err != nil {
		return nil, notFound(err)
	}
	p.EventID = &e.ID
	return &p.ID, store.Add(&p)
}
