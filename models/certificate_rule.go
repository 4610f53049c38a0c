package models

import (
	"errors"
	"time"

	"gorm.io/gorm"
)

// CertificateRule is what must be on file of a person's attendance for a certificate, beside that they attended at all.
type CertificateRule struct {
	EventID string `gorm:"primaryKey"`
	// Minutes and Share, in percent of the event's hours, are how long the person was there at least, 0 for no matter.
	Minutes, Share int
	// NeedsWords asks for every attendance word that was shown, NeedsSurvey that each closed or open survey was answered.
	NeedsWords, NeedsSurvey bool
	// PerSession gives a certificate of each session, and asks all this of the session; otherwise one is of the event.
	// WithoutHours prints no minutes.
	PerSession, WithoutHours bool
	UpdatedAt                time.Time
}

// CertificateRuleQuery reads what certificates ask for.
type CertificateRuleQuery struct{ q *Query }

// CertificateRuleStore reads and writes what certificates ask for.
type CertificateRuleStore struct {
	CertificateRuleQuery
	tx *Tx
}

// CertificateRules reads what certificates ask for.
func (q *Query) CertificateRules() CertificateRuleQuery { return CertificateRuleQuery{q} }

// CertificateRules reads and writes what certificates ask for.
func (tx *Tx) CertificateRules() CertificateRuleStore {
	return CertificateRuleStore{tx.Query.CertificateRules(), tx}
}

// OfEvent finds the rule of an event. One without a rule asks for nothing.
func (store CertificateRuleQuery) OfEvent(e *Event) (*CertificateRule, error) {
	rule := CertificateRule{EventID: e.ID}
	err := store.q.g.Where("event_id = ?", e.ID).Take(&rule).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = nil
	}
	return &rule, err
}

// Save stores the rule of an event.
func (store CertificateRuleStore) Save(rule *CertificateRule) error {
	rule.UpdatedAt = store.tx.Now
	return store.tx.g.Save(rule).Error
}
