package models

// SurveyInvitation says that an attendee was asked to answer a survey.
type SurveyInvitation struct {
	SurveyID       string
	RegistrationID string
}

// OpenInvitation says that an attendee who was asked has not answered yet. Answering deletes it, which leaves no order
// and no time behind, as a change of a row would.
type OpenInvitation struct {
	SurveyID       string
	RegistrationID string
}

// isOpen is true of a registration that may still answer the survey, wasInvited of one that was ever asked.
const (
	isOpen = `EXISTS (SELECT 1 FROM open_invitations
		WHERE open_invitations.survey_id = ? AND open_invitations.registration_id = ?)`
	wasInvited = `EXISTS (SELECT 1 FROM invitations WHERE invitations.survey_id = ? AND invitations.registration_id = ?)`
)

// SurveyInvitationQuery reads survey invitations.
type SurveyInvitationQuery struct{ q *Query }

// SurveyInvitationStore reads and writes survey invitations.
type SurveyInvitationStore struct {
	SurveyInvitationQuery
	tx *Tx
}

// SurveyInvitations reads survey invitations.
func (q *Query) SurveyInvitations() SurveyInvitationQuery { return SurveyInvitationQuery{q} }

// SurveyInvitations reads and writes survey invitations.
func (tx *Tx) SurveyInvitations() SurveyInvitationStore {
	return SurveyInvitationStore{tx.Query.SurveyInvitations(), tx}
}

// CountUninvited counts those whom InviteAll would invite now.
func (store SurveyInvitationQuery) CountUninvited(asked Asked) (int, error) {
	var n int64
	err := store.q.g.Model(&Registration{}).Where(asked.are(store.q)).Where("NOT EXISTS (SELECT 1 FROM invitations"+
		" WHERE invitations.survey_id = ? AND invitations.registration_id = registrations.id)", asked.Survey.ID).
		Count(&n).Error
	return int(n), err
}

// Owing tells which of some people were asked to answer a survey and have not.
func (store SurveyInvitationQuery) Owing(registrationIDs []string) (map[string]bool, error) {
	var ids []string
	err := store.q.g.Model(&OpenInvitation{}).Where(store.q.inList("registration_id", registrationIDs)).
		Distinct().Pluck("registration_id", &ids).Error
	owing := make(map[string]bool, len(ids))
	for _, id := range ids {
		owing[id] = true
	}
	return owing, err
}

// InviteAll invites all whom a survey asks and who are not invited yet, in a random order: who is invited because of an
// answer is not invited alone, and the order of rows tells nothing. It locks the survey.
func (store SurveyInvitationStore) InviteAll(asked Asked) error {
	s := asked.Survey
	if err := store.tx.Surveys().LockRow(s); err != nil {
		return err
	}
	values := map[string]any{"survey": s.ID, "asked": asked.are(store.tx.Query)}
	for _, statement := range []string{
		`INSERT INTO open_invitations (survey_id, registration_id)
			SELECT @survey, registrations.id FROM registrations WHERE @asked
			AND NOT EXISTS (SELECT 1 FROM invitations
				WHERE invitations.survey_id = @survey AND invitations.registration_id = registrations.id)
			ORDER BY random()`,
		`INSERT INTO invitations (survey_id, registration_id)
			SELECT survey_id, registration_id FROM open_invitations WHERE survey_id = @survey
			AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.survey_id = @survey
				AND invitations.registration_id = open_invitations.registration_id)
			ORDER BY random()`,
	} {
		if err := store.tx.g.Exec(statement, values).Error; err != nil {
			return err
		}
	}
	return nil
}

// Unreminded lists the registrations of those who were invited by a mail whose cause is the first one and their id,
// have not answered, and have none whose cause is the second one and their id, at most limit.
func (store SurveyInvitationQuery) Unreminded(s *Survey, invited, cause string, limit int) ([]Registration, error) {
	return store.unmailed(
		s,
		cause,
		limit,
		"EXISTS (SELECT 1 FROM mails WHERE mails.cause = ? || registrations.id)",
		invited,
	)
}

// Unmailed lists the registrations of those who are invited, have not answered, and have no mail whose cause is the
// given one and their id, at most limit.
func (store SurveyInvitationQuery) Unmailed(s *Survey, cause string, limit int) ([]Registration, error) {
	return store.unmailed(s, cause, limit, "TRUE")
}

func (store SurveyInvitationQuery) unmailed(
	s *Survey, cause string, limit int, condition string, args ...any,
) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Joins(`JOIN open_invitations ON open_invitations.registration_id = registrations.id
			AND open_invitations.survey_id = ?`, s.ID).
		Where(isLive+` AND NOT EXISTS (SELECT 1 FROM mails WHERE mails.cause = ? || registrations.id)`, cause).
		Where(condition, args...).
		Order("registrations.id").Limit(limit).Find(&list).Error
	return list, err
}

// Take uses an attendee's invitation. It reports false if it was used already, if there is none, or if the survey takes
// no answers. One conditional statement decides, also for two requests at the same time.
func (store SurveyInvitationStore) Take(s *Survey, r *Registration) (bool, error) {
	result := store.tx.g.Exec(
		`DELETE FROM open_invitations WHERE survey_id = ? AND registration_id = ?
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

// Has reports whether an attendee was invited to the survey.
func (store SurveyInvitationQuery) Has(s *Survey, r *Registration) (bool, error) {
	return store.is(wasInvited, s, r)
}

// HasAnswered reports whether an attendee has answered the survey.
func (store SurveyInvitationQuery) HasAnswered(s *Survey, r *Registration) (bool, error) {
	invited, err := store.is(wasInvited, s, r)
	if err != nil || !invited {
		return false, err
	}
	open, err := store.is(isOpen, s, r)
	return !open, err
}

func (store SurveyInvitationQuery) is(condition string, s *Survey, r *Registration) (is bool, err error) {
	err = store.q.g.Raw("SELECT "+condition, s.ID, r.ID).Scan(&is).Error
	return is, err
}

// Count counts the survey's invitations.
func (store SurveyInvitationQuery) Count(s *Survey) (int, error) {
	var n int64
	err := store.q.g.Model(&SurveyInvitation{}).Where("survey_id = ?", s.ID).Count(&n).Error
	return int(n), err
}

// TableName is the table of survey invitations.
func (SurveyInvitation) TableName() string { return "invitations" }
