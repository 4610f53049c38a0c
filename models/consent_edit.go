package models

// ConsentText finds the newest version of one of the event's wordings.
func (store ConsentTextQuery) BySlug(e *Event, slug string) (*ConsentText, error) {
	var c ConsentText
	err := store.q.g.Where("event_id = ? AND slug = ?", e.ID, slug).Order("version DESC").Limit(1).Take(&c).Error
	return &c, notFound(err)
}

// AddConsentText stores a new wording, or a new version of one. One without any text withdraws the wording.
func (store ConsentTextStore) Add(c *ConsentText) error {
	var last int
	if err := store.tx.g.Model(&ConsentText{}).Where("event_id = ? AND slug = ?", c.EventID, c.Slug).Select("COALESCE(MAX(version), 0)").Scan(&last).Error; err != nil {
		return err
	}
	c.ID, c.Version, c.CreatedAt = NewID(), last+1, store.tx.Now
	return store.tx.g.Create(c).Error
}
