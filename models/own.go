package models

// OpenSurveys lists the event's surveys that take answers now.
func (tx *Tx) OpenSurveys(e *Event) ([]Survey, error) {
	var list []Survey
	err := tx.g.Where("event_id = ? AND state = ? AND (closes_at IS NULL OR closes_at > ?)", e.ID, SurveyOpen, tx.Now).
		Order("created_at, id").Find(&list).Error
	return list, err
}
