package models

import (
	"net/url"
	"strings"
	"time"

	"meguri/models/text"
)

// PeopleView is a list of an event's people that staff gave a name: its filter, its order and its columns.
type PeopleView struct {
	ID      string
	EventID string
	// AccountID is of who made it, nil once the account is gone.
	AccountID *string
	Name      string
	// NameKey is the name as names are compared.
	NameKey string
	// Query is that of the list's address, Columns are names with commas between, "" for those of the reader.
	Query     string
	Columns   string
	CreatedAt time.Time
	UpdatedAt time.Time
}

// PeopleViewQuery reads lists of people that have a name.
type PeopleViewQuery struct{ q *Query }

// PeopleViewStore reads and writes lists of people that have a name.
type PeopleViewStore struct {
	PeopleViewQuery
	tx *Tx
}

// PeopleViews reads lists of people that have a name.
func (q *Query) PeopleViews() PeopleViewQuery { return PeopleViewQuery{q} }

// PeopleViews reads and writes lists of people that have a name.
func (tx *Tx) PeopleViews() PeopleViewStore { return PeopleViewStore{tx.Query.PeopleViews(), tx} }

// OfEvent lists the event's views by name.
func (store PeopleViewQuery) OfEvent(e *Event) (list []PeopleView, err error) {
	err = store.q.g.Where("event_id = ?", e.ID).Order("name_key, id").Find(&list).Error
	return list, err
}

// InEvent finds one of the event's views.
func (store PeopleViewQuery) InEvent(e *Event, id string) (*PeopleView, error) {
	var v PeopleView
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&v).Error
	return &v, notFound(err)
}

// Add stores a new view. It reports false where the event has one with the name.
func (store PeopleViewStore) Add(v *PeopleView) (bool, error) {
	v.NameKey, v.CreatedAt, v.UpdatedAt = text.SearchQuery(v.Name), store.tx.Now, store.tx.Now
	result := store.tx.g.Clauses(doNothing).Create(v)
	return result.RowsAffected == 1, result.Error
}

// Save stores a changed view. It reports false where the event has another one with the name.
func (store PeopleViewStore) Save(v *PeopleView) (bool, error) {
	v.NameKey, v.UpdatedAt = text.SearchQuery(v.Name), store.tx.Now
	var others int64
	err := store.tx.g.Model(&PeopleView{}).
		Where("event_id = ? AND name_key = ? AND id <> ?", v.EventID, v.NameKey, v.ID).Count(&others).Error
	if err != nil || others > 0 {
		return false, err
	}
	return true, store.tx.g.Model(v).Where("id = ?", v.ID).
		Select("name", "name_key", "query", "columns", "updated_at").Updates(v).Error
}

// Delete removes one of the event's views.
func (store PeopleViewStore) Delete(v *PeopleView) error {
	return store.tx.g.Where("id = ?", v.ID).Delete(&PeopleView{}).Error
}

// forgetViews takes searches out of an event's views that may name one of the people, and answers that nobody else
// gave.
func (store PrivacyStore) forgetViews(e *Event, ids []string) error {
	views, err := store.tx.PeopleViews().OfEvent(e)
	if err != nil {
		return err
	}
	for i := range views {
		query, err := url.ParseQuery(views[i].Query)
		if err != nil || (!query.Has("q") && !query.Has("answer")) {
			continue
		}
		var answers []GivenAnswer
		for _, given := range query["answer"] {
			question, answer, _ := strings.Cut(given, ":")
			answers = append(answers, GivenAnswer{question, answer})
		}
		tells, err := store.tellsOf(e, ids, query.Get("q"), answers)
		if err != nil {
			return err
		}
		if !tells {
			continue
		}
		query.Del("q")
		query.Del("answer")
		err = store.tx.g.Model(&PeopleView{}).Where("id = ?", views[i].ID).Update("query", query.Encode()).Error
		if err != nil {
			return err
		}
	}
	return nil
}
