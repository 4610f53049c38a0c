package models

// OpenSurveys lists the event's surveys that a person may answer now: they attended and have not answered yet.
func (store SurveyQuery) OpenFor(e *Event, r *Registration) ([]Survey, error) {
	var list []Survey
	mode, err := store.q.Registrations().AttendedBy(r)
	if err != nil || mode == "" {
		return nil, err
	}
	err = store.q.g.Where(`event_id = ? AND state = ? AND (closes_at IS NULL OR closes_at > ?) AND NOT EXISTS (SELECT 1 FROM invitations
		WHERE invitations.survey_id = surveys.id AND invitations.registration_id = ? AND invitations.answered = ?)`,
		e.ID, SurveyOpen, store.q.Now, r.ID, true).Order("created_at, id").Find(&list).Error
	return list, err
}
