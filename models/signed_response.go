package models

import (
	"encoding/json"
	"iter"
	"time"

	"gorm.io/gorm/clause"

	"meguri/models/text"
)

// SignedResponse has the answers of a person to a named or confidential survey. The database keeps anonymous surveys
// from having any: see migration 0122.
type SignedResponse struct {
	SurveyID       string
	RegistrationID string
	Anonymity      SurveyAnonymity
	// ID is random, leads to nobody, and stays while answers change: it is the pseudonym of the person in files.
	ID string
	// Number is higher than those of all answers of the survey that were sent before.
	Number int64
	// Form is the seed of the sheet that was sent last.
	Form       string
	Mode       Mode
	Locale     string
	Stored     string `gorm:"column:answers"`
	AnsweredAt time.Time
	ChangedAt  time.Time
}

// Answers are as those of Response.
func (r *SignedResponse) Answers() (map[string][]string, error) { return parseAnswers(r.Stored) }

// SignedResponseQuery reads the responses of named and confidential surveys.
type SignedResponseQuery struct{ q *Query }

// SignedResponseStore reads and writes the responses of named and confidential surveys.
type SignedResponseStore struct {
	SignedResponseQuery
	tx *Tx
}

// SignedResponses reads the responses of named and confidential surveys.
func (q *Query) SignedResponses() SignedResponseQuery { return SignedResponseQuery{q} }

// SignedResponses reads and writes the responses of named and confidential surveys.
func (tx *Tx) SignedResponses() SignedResponseStore {
	return SignedResponseStore{tx.Query.SignedResponses(), tx}
}

// Find finds what a person answered. It is CodeNotFound where they did not, or where the survey is anonymous.
func (store SignedResponseQuery) Find(s *Survey, registrationID string) (*SignedResponse, error) {
	var r SignedResponse
	err := store.q.g.Where("survey_id = ? AND registration_id = ?", s.ID, registrationID).Take(&r).Error
	return &r, notFound(err)
}

// Put stores what a person answers, or answers anew. The caller must have locked the survey, and have seen that it
// takes answers.
func (store SignedResponseStore) Put(s *Survey, r *Registration, response *Response, form string) error {
	var last int64
	err := store.tx.g.Model(&SignedResponse{}).Where("survey_id = ?", s.ID).
		Select("COALESCE(MAX(number), 0)").Scan(&last).Error
	if err != nil {
		return err
	}
	row := SignedResponse{
		SurveyID: s.ID, RegistrationID: r.ID, Anonymity: s.Anonymity, ID: NewAnonymousID(), Number: last + 1, Form: form,
		Mode: response.Mode, Locale: response.Locale, Stored: formatAnswers(response.Answers),
		AnsweredAt: store.tx.Now, ChangedAt: store.tx.Now,
	}
	err = store.tx.g.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "survey_id"}, {Name: "registration_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"number", "form", "mode", "locale", "answers", "changed_at"}),
	}).Create(&row).Error
	if err != nil {
		return err
	}
	return store.tx.ResponseDrafts().Delete(s, r)
}

// Signed is a signed response with who gave it.
type Signed struct {
	SignedResponse
	Name         text.Name `gorm:"embedded"`
	Organization string
	Code         string
}

// SignedPart chooses some of a survey's signed responses: those numbered after a number, changed after a time, and at
// most so many. The zero value is all.
type SignedPart struct {
	After int64
	Since time.Time
	Limit int
}

// Each iterates over a survey's signed responses in the order in which they were last changed. No other query may run
// meanwhile. It yields the same variable each time.
func (store SignedResponseQuery) Each(s *Survey, part SignedPart) iter.Seq2[*Signed, error] {
	return func(yield func(*Signed, error) bool) {
		g := store.q.g.Table("signed_responses").Select("signed_responses.id, signed_responses.registration_id, "+
			"number, mode, signed_responses.locale, signed_responses.answers, answered_at, changed_at, "+
			"family_name, given_name, family_kana, given_kana, organization, code").
			Joins("JOIN registrations ON registrations.id = signed_responses.registration_id").
			Where("survey_id = ? AND number > ?", s.ID, part.After).Order("number")
		if !part.Since.IsZero() {
			g = g.Where("changed_at > ?", part.Since.UTC())
		}
		if part.Limit > 0 {
			g = g.Limit(part.Limit)
		}
		rows, err := g.Rows()
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		r := &Signed{}
		for rows.Next() {
			err := rows.Scan(&r.ID, &r.RegistrationID, &r.Number, &r.Mode, &r.Locale, &r.Stored, &r.AnsweredAt, &r.ChangedAt,
				&r.Name.Family, &r.Name.Given, &r.Name.FamilyKana, &r.Name.GivenKana, &r.Organization, &r.Code)
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// EachStored is Each for those who read responses of either kind.
func (store SignedResponseQuery) EachStored(s *Survey, part SignedPart) iter.Seq2[*StoredResponse, error] {
	return func(yield func(*StoredResponse, error) bool) {
		for signed, err := range store.Each(s, part) {
			if err != nil {
				yield(nil, err)
				return
			}
			stored := &StoredResponse{
				ID: signed.ID, Mode: signed.Mode, Locale: signed.Locale, Signed: signed, answers: signed.Stored,
			}
			if !yield(stored, nil) {
				return
			}
		}
	}
}

// Count counts a survey's signed responses.
func (store SignedResponseQuery) Count(s *Survey) (int, error) {
	var n int64
	err := store.q.g.Model(&SignedResponse{}).Where("survey_id = ?", s.ID).Count(&n).Error
	return int(n), err
}

// Unsigned are copies of a survey's signed responses, without what leads to who gave them.
func (store SignedResponseQuery) Unsigned(s *Survey) ([]*Response, error) {
	var list []*Response
	for signed, err := range store.Each(s, SignedPart{}) {
		if err != nil {
			return nil, err
		}
		answers, err := signed.Answers()
		if err != nil {
			return nil, err
		}
		list = append(list, &Response{SurveyID: s.ID, Mode: signed.Mode, Locale: signed.Locale, Answers: answers})
	}
	return list, nil
}

// ResponseDraft is what a person has filled into a named or confidential survey and not sent.
type ResponseDraft struct {
	SurveyID       string
	RegistrationID string
	Anonymity      SurveyAnonymity
	// Form is the seed of the sheet, Page the page that was shown last, from 0.
	Form  string
	Page  int
	Given map[string][]string `gorm:"serializer:json"`
	// SavedAt is when it was kept last.
	SavedAt time.Time
}

// ResponseDraftQuery reads what people have not sent yet.
type ResponseDraftQuery struct{ q *Query }

// ResponseDraftStore reads and writes what people have not sent yet.
type ResponseDraftStore struct {
	ResponseDraftQuery
	tx *Tx
}

// ResponseDrafts reads what people have not sent yet.
func (q *Query) ResponseDrafts() ResponseDraftQuery { return ResponseDraftQuery{q} }

// ResponseDrafts reads and writes what people have not sent yet.
func (tx *Tx) ResponseDrafts() ResponseDraftStore {
	return ResponseDraftStore{tx.Query.ResponseDrafts(), tx}
}

// Find finds the draft of a person. It is CodeNotFound where there is none.
func (store ResponseDraftQuery) Find(s *Survey, registrationID string) (*ResponseDraft, error) {
	var d ResponseDraft
	err := store.q.g.Where("survey_id = ? AND registration_id = ?", s.ID, registrationID).Take(&d).Error
	return &d, notFound(err)
}

// Keep stores a draft, unless its sheet was sent meanwhile: what a slow network brings late is not a draft of what
// comes next. The caller must have locked the survey, and have seen that it takes answers.
func (store ResponseDraftStore) Keep(d *ResponseDraft) error {
	given, err := json.Marshal(d.Given)
	if err != nil {
		return err
	}
	d.SavedAt = store.tx.Now
	return store.tx.g.Exec(`INSERT INTO response_drafts
			(survey_id, registration_id, anonymity, form, page, given, saved_at)
		SELECT id, ?, anonymity, ?, ?, ?, ? FROM surveys WHERE id = ?
		AND NOT EXISTS (SELECT 1 FROM signed_responses WHERE signed_responses.survey_id = surveys.id
			AND signed_responses.registration_id = ? AND signed_responses.form = ?)
		ON CONFLICT (survey_id, registration_id) DO UPDATE SET form = excluded.form, page = excluded.page,
			given = excluded.given, saved_at = excluded.saved_at`,
		d.RegistrationID, d.Form, d.Page, string(given), d.SavedAt, d.SurveyID, d.RegistrationID, d.Form).Error
}

// Delete removes the draft of a person.
func (store ResponseDraftStore) Delete(s *Survey, r *Registration) error {
	return store.tx.g.Where("survey_id = ? AND registration_id = ?", s.ID, r.ID).Delete(&ResponseDraft{}).Error
}

// DeleteAll removes all drafts of a survey that takes no answers any more.
func (store ResponseDraftStore) DeleteAll(s *Survey) error {
	return store.tx.g.Where("survey_id = ?", s.ID).Delete(&ResponseDraft{}).Error
}
