package models

import (
	"time"

	"meguri/models/text"
)

// ResultView is a view of a survey's results that a person gave a name. Nobody else sees it.
type ResultView struct {
	ID        string
	SurveyID  string
	AccountID string
	Name      string
	// NameKey is the name as names are compared.
	NameKey string
	// Query is that of the view's address.
	Query     string
	CreatedAt time.Time
}

// ResultViewQuery reads named views of results.
type ResultViewQuery struct{ q *Query }

// ResultViewStore reads and writes named views of results.
type ResultViewStore struct {
	ResultViewQuery
	tx *Tx
}

// ResultViews reads named views of results.
func (q *Query) ResultViews() ResultViewQuery { return ResultViewQuery{q} }

// ResultViews reads and writes named views of results.
func (tx *Tx) ResultViews() ResultViewStore { return ResultViewStore{tx.Query.ResultViews(), tx} }

// Of lists the views that an account has of a survey, by name.
func (store ResultViewQuery) Of(s *Survey, accountID string) (list []ResultView, err error) {
	err = store.q.g.Where("survey_id = ? AND account_id = ?", s.ID, accountID).Order("name_key, id").Find(&list).Error
	return list, err
}

// Add stores a new view. It reports false where the account has one of the survey with the name.
func (store ResultViewStore) Add(v *ResultView) (bool, error) {
	v.ID, v.NameKey, v.CreatedAt = NewID(), text.SearchQuery(v.Name), store.tx.Now
	result := store.tx.g.Clauses(doNothing).Create(v)
	return result.RowsAffected == 1, result.Error
}

// Delete removes one of the account's views of a survey. Errors: NotFound.
func (store ResultViewStore) Delete(s *Survey, accountID, id string) error {
	return mustAffect(
		store.tx.g.Where("survey_id = ? AND account_id = ? AND id = ?", s.ID, accountID, id).Delete(&ResultView{}),
		NewError(CodeNotFound, "error.not_found"),
	)
}
