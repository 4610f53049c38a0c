package models

import (
	"time"

	"gorm.io/gorm/clause"
)

// MatchCorrection is what a coordinator said of somebody who was suggested for a need. It goes with the person.
type MatchCorrection struct {
	NeedID string `gorm:"primaryKey"`
	Person string `gorm:"primaryKey"` // the ID of an Askable
	AskableSource
	Fits bool
	// Facts are how much of each reason there was.
	Facts       map[string]float64 `gorm:"serializer:json"`
	CorrectedAt time.Time
}

const (
	// mostCorrections is how many lead the suggestions, the last ones.
	mostCorrections = 1000
	keptCorrections = 365 * 24 * time.Hour
)

// Corrections lists those of an organization's needs, the last first.
func (store AskingQuery) Corrections(organizationID string) (list []MatchCorrection, err error) {
	err = store.q.g.Where("need_id IN (SELECT id FROM needs WHERE organization_id = ?)", organizationID).
		Where("corrected_at > ?", store.q.Now.Add(-keptCorrections)).
		Order("corrected_at DESC, need_id, person").Limit(mostCorrections).Find(&list).Error
	return list, err
}

// Correct stores one, in the place of an earlier one of the same need and person.
func (store AskingStore) Correct(c *MatchCorrection) error {
	c.CorrectedAt = store.tx.Now
	c.AskableSource = sourceOf(c.Person)
	return store.tx.g.Clauses(clause.OnConflict{UpdateAll: true}).Create(c).Error
}
