package models

import "time"

// ConsentText is one version of a text that people agree to when they register.
type ConsentText struct {
	ID        string
	EventID   string
	Slug      string
	Version   int
	Required  bool
	TextJa    string
	TextEn    string
	Position  int
	CreatedAt time.Time
}

// Consent records that a person agreed to one version of a text.
type Consent struct {
	RegistrationID string `gorm:"primaryKey"`
	ConsentTextID  string `gorm:"primaryKey"`
	GivenAt        time.Time
}

// ConsentTextQuery reads consent texts.
type ConsentTextQuery struct{ q *Query }

// ConsentTextStore reads and writes consent texts.
type ConsentTextStore struct {
	ConsentTextQuery
	tx *Tx
}

// ConsentTexts reads consent texts.
func (q *Query) ConsentTexts() ConsentTextQuery { return ConsentTextQuery{q} }

// ConsentTexts reads and writes consent texts.
func (tx *Tx) ConsentTexts() ConsentTextStore { return ConsentTextStore{tx.Query.ConsentTexts(), tx} }

// OfEvent lists the newest version of each of the event's texts, in order, without those that were withdrawn.
func (store ConsentTextQuery) OfEvent(e *Event) ([]ConsentText, error) {
	var list []ConsentText
	err := store.q.g.Where(`event_id = ? AND version = (SELECT MAX(version) FROM consent_texts AS newer
		WHERE newer.event_id = consent_texts.event_id AND newer.slug = consent_texts.slug)
		AND (text_ja <> '' OR text_en <> '')`, e.ID).
		Order("position, slug").Find(&list).Error
	return list, err
}

// BySlug finds the newest version of one of the event's texts.
func (store ConsentTextQuery) BySlug(e *Event, slug string) (*ConsentText, error) {
	var c ConsentText
	err := store.q.g.Where("event_id = ? AND slug = ?", e.ID, slug).Order("version DESC").Limit(1).Take(&c).Error
	return &c, notFound(err)
}

// Add stores a new text, or a new version of one. An empty version withdraws the text.
func (store ConsentTextStore) Add(c *ConsentText) error {
	var last int
	err := store.tx.g.Model(&ConsentText{}).Where("event_id = ? AND slug = ?", c.EventID, c.Slug).
		Select("COALESCE(MAX(version), 0)").Scan(&last).Error
	if err != nil {
		return err
	}
	c.ID, c.Version, c.CreatedAt = NewID(), last+1, store.tx.Now
	return store.tx.g.Create(c).Error
}

// ConsentQuery reads consents.
type ConsentQuery struct{ q *Query }

// ConsentStore reads and writes consents.
type ConsentStore struct {
	ConsentQuery
	tx *Tx
}

// Consents reads consents.
func (q *Query) Consents() ConsentQuery { return ConsentQuery{q} }

// Consents reads and writes consents.
func (tx *Tx) Consents() ConsentStore { return ConsentStore{tx.Query.Consents(), tx} }

// OfRegistration lists the texts that the person agreed to, in the versions of that time.
func (store ConsentQuery) OfRegistration(r *Registration) ([]ConsentText, error) {
	var list []ConsentText
	err := store.q.g.Joins("JOIN consents ON consents.consent_text_id = consent_texts.id").
		Where("consents.registration_id = ?", r.ID).Order("position, slug").Find(&list).Error
	return list, err
}

// Give records that the person agreed to each text.
func (store ConsentStore) Give(r *Registration, texts []ConsentText) error {
	if len(texts) == 0 {
		return nil
	}
	consents := make([]Consent, len(texts))
	for i, text := range texts {
		consents[i] = Consent{RegistrationID: r.ID, ConsentTextID: text.ID, GivenAt: store.tx.Now}
	}
	return store.tx.g.Clauses(doNothing).Create(&consents).Error
}
