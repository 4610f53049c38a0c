package models

// OpenSurveys lists the event's surveys that a person may answer now: they attended and have not answered yet.
func (tx *Tx) OpenSurveys(e *Event, r *Registration) ([]Survey, error) {
	var list []Survey
	mode, err := tx.AttendedBy(r)
	if err != nil || mode == "" {
		return nil, err
	}
	err = tx.g.Where(`event_id = ? AND state = ? AND (closes_at IS NULL OR closes_at > ?) AND NOT EXISTS (SELECT 1 FROM invitations
		WHERE invitations.survey_id = surveys.id AND invitations.registration_id = ? AND invitations.answered = ?)`,
		e.ID, SurveyOpen, tx.Now, r.ID, true).Order("created_at, id").Find(&list).Error
	return list, err
}
