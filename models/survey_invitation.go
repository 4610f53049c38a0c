package models

import "time"

// SurveyInvitation says that an attendee may answer a survey, and whether they have. It has no link to the response.
type SurveyInvitation struct {
	ID             string
	SurveyID       string
	RegistrationID string
	Answered       bool
	CreatedAt      time.Time
}

// Uninvited lists the registrations of those who attended and have no invitation to the survey yet, at most limit.
func (store SurveyInvitationQuery) Uninvited(s *Survey, limit int) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Where(`event_id = ? AND `+isLive+` AND `+attended+` AND NOT EXISTS (SELECT 1 FROM invitations
		WHERE invitations.survey_id = ? AND invitations.registration_id = registrations.id)`, s.EventID, s.ID).
		Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// Add invites an attendee to the survey and reports false if they have an invitation already.
func (store SurveyInvitationStore) Add(s *Survey, r *Registration) (bool, error) {
	result := store.tx.g.Clauses(doNothing).
		Create(&SurveyInvitation{ID: NewID(), SurveyID: s.ID, RegistrationID: r.ID, CreatedAt: store.tx.Now})
	return result.RowsAffected == 1, result.Error
}

// Take marks an attendee's invitation as answered. It reports false if it was answered already, if there is none, or if
// the survey takes no answers. One conditional statement decides, also for two requests at the same time.
func (store SurveyInvitationStore) Take(s *Survey, r *Registration) (bool, error) {
	result := store.tx.g.Exec(
		`UPDATE invitations SET answered = TRUE WHERE survey_id = ? AND registration_id = ? AND answered = FALSE
		AND EXISTS (SELECT 1 FROM surveys WHERE surveys.id = ? AND surveys.state = ?
			AND (surveys.closes_at IS NULL OR surveys.closes_at > ?))`,
		s.ID,
		r.ID,
		s.ID,
		SurveyOpen,
		store.tx.Now,
	)
	return result.RowsAffected == 1, result.Error
}

// HasAnswered reports whether an attendee has answered the survey.
func (store SurveyInvitationQuery) HasAnswered(s *Survey, r *Registration) (bool, error) {
	var n int64
	err := store.q.g.Model(&SurveyInvitation{}).
		Where("survey_id = ? AND registration_id = ? AND answered = ?", s.ID, r.ID, true).
		Count(&n).
		Error
	return n > 0, err
}

// Count counts the survey's invitations.
func (store SurveyInvitationQuery) Count(s *Survey) (int, error) {
	var n int64
	err := store.q.g.Model(&SurveyInvitation{}).Where("survey_id = ?", s.ID).Count(&n).Error
	return int(n), err
}

// TableName is the table of survey invitations.
func (SurveyInvitation) TableName() string { return "invitations" }
