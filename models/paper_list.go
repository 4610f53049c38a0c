package models

import "time"

// PaperList is a reception list as it was printed: where on its pages the boxes are, and whose, as JSON. No name is in
// it. Whoever is erased leaves an id that leads to nobody.
type PaperList struct {
	ID        string // printed on each page
	EventID   string
	Layout    string
	CreatedAt time.Time
}

// PaperListQuery reads lists that were printed.
type PaperListQuery struct{ q *Query }

// PaperListStore reads and writes lists that were printed.
type PaperListStore struct {
	PaperListQuery
	tx *Tx
}

// PaperLists reads lists that were printed.
func (q *Query) PaperLists() PaperListQuery { return PaperListQuery{q} }

// PaperLists reads and writes lists that were printed.
func (tx *Tx) PaperLists() PaperListStore { return PaperListStore{tx.Query.PaperLists(), tx} }

// ByID finds a list of any event. Errors: NotFound.
func (store PaperListQuery) ByID(id string) (*PaperList, error) {
	var list []PaperList
	err := store.q.g.Where("id = ?", id).Limit(1).Find(&list).Error
	if err == nil && len(list) == 0 {
		err = NewError(CodeNotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// Insert keeps a list that is printed.
func (store PaperListStore) Insert(l *PaperList) error {
	l.CreatedAt = store.tx.Now
	return store.tx.g.Create(l).Error
}
