package models

// lasting are the activities of a person that no scan tells. It is the condition of the index activities_registration.
const lasting = "kind <> 'admitted' AND kind <> 'left' AND kind <> 'check_in_undone'"

// OfRegistration lists what happened to a person beside scans, the latest first.
func (store ActivityQuery) OfRegistration(r *Registration) ([]Activity, error) {
	var list []Activity
	err := store.q.g.Where("registration_id = ? AND "+lasting, r.ID).Order("created_at DESC, id DESC").Limit(200).
		Find(&list).Error
	return list, err
}

// OfRegistration lists what staff did to a person, the latest first.
func (store AuditQuery) OfRegistration(r *Registration) ([]AuditEntry, error) {
	var list []AuditEntry
	err := store.q.g.Where("subject_id = ? AND outcome = ?", r.ID, AuditDone).Order("id DESC").Limit(200).
		Find(&list).Error
	return list, err
}

// SurveyAnswered says whether a person answered a survey to which they were invited. It has no time: nothing tells
// which answers to an anonymous one are theirs. Shown says that staff may see them, of a named one.
type SurveyAnswered struct {
	SurveyID         string
	TitleJa, TitleEn string
	Answered         bool
	Shown            bool
}

// OfRegistration lists the surveys to which a person was invited.
func (store SurveyInvitationQuery) OfRegistration(r *Registration) ([]SurveyAnswered, error) {
	var list []SurveyAnswered
	err := store.q.g.Raw(`SELECT surveys.id AS survey_id, surveys.title_ja, surveys.title_en,
		NOT EXISTS (SELECT 1 FROM open_invitations o
			WHERE o.survey_id = surveys.id AND o.registration_id = invitations.registration_id) AS answered,
		surveys.anonymity = 'named' AND EXISTS (SELECT 1 FROM signed_responses s
			WHERE s.survey_id = surveys.id AND s.registration_id = invitations.registration_id) AS shown
		FROM invitations JOIN surveys ON surveys.id = invitations.survey_id
		WHERE surveys.event_id = ? AND invitations.registration_id = ? ORDER BY surveys.id`, r.EventID, r.ID).
		Scan(&list).Error
	return list, err
}
