package models

import "time"

// ResultLink lets everybody who has its address see one view of a survey's results, until it ends.
type ResultLink struct {
	ID       string
	SurveyID string
	// AccountID is of who made it, nil once the account is gone.
	AccountID *string
	// Name says for whom it is.
	Name string
	// Query is that of the view's address. It never changes.
	Query string
	// Texts says that what people wrote is on the page.
	Texts     bool
	CreatedAt time.Time
	EndsAt    time.Time
	RevokedAt *time.Time
}

// Ended reports whether the link opens nothing any more.
func (l *ResultLink) Ended(now time.Time) bool { return l.RevokedAt != nil || !l.EndsAt.After(now) }

// ResultLinkQuery reads links to views of results.
type ResultLinkQuery struct{ q *Query }

// ResultLinkStore reads and writes links to views of results.
type ResultLinkStore struct {
	ResultLinkQuery
	tx *Tx
}

// ResultLinks reads links to views of results.
func (q *Query) ResultLinks() ResultLinkQuery { return ResultLinkQuery{q} }

// ResultLinks reads and writes links to views of results.
func (tx *Tx) ResultLinks() ResultLinkStore { return ResultLinkStore{tx.Query.ResultLinks(), tx} }

// OfSurvey lists the links of a survey that open it, the latest first.
func (store ResultLinkQuery) OfSurvey(s *Survey) (list []ResultLink, err error) {
	err = store.q.g.Where("survey_id = ? AND revoked_at IS NULL AND ends_at > ?", s.ID, store.q.Now).
		Order("created_at DESC, id").Find(&list).Error
	return list, err
}

// Open finds a link that opens its survey now. Errors: NotFound.
func (store ResultLinkQuery) Open(id string) (*ResultLink, error) {
	var l ResultLink
	err := store.q.g.Where("id = ? AND revoked_at IS NULL AND ends_at > ?", id, store.q.Now).Take(&l).Error
	return &l, notFound(err)
}

// Add stores a new link.
func (store ResultLinkStore) Add(l *ResultLink) error {
	l.ID, l.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Create(l).Error
}

// Revoke ends one of the survey's links now. It changes nothing of one that is revoked already. Errors: NotFound.
func (store ResultLinkStore) Revoke(s *Survey, id string) error {
	result := store.tx.g.Model(&ResultLink{}).Where("survey_id = ? AND id = ? AND revoked_at IS NULL", s.ID, id).
		Update("revoked_at", store.tx.Now)
	return mustAffect(result, NewError(CodeNotFound, "error.not_found"))
}
