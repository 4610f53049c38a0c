package survey

import (
	"context"
	"encoding/json"

	"meguri/app/service/question"
	"meguri/models"
)

// MayChange is the Eligibility of who has answered a named or confidential survey that still takes answers.
const MayChange Eligibility = "may_change"

// MayWrite reports whether the person may send the form.
func (e Eligibility) MayWrite() bool { return e == MayAnswer || e == MayChange }

// sign stores a response of a named or confidential survey, the first one of a person or what takes its place. It
// returns MayAnswer where it did.
func sign(
	tx *models.Tx, event *models.Event, survey *models.Survey, r *models.Registration, response *models.Response,
	form string,
) (Eligibility, error) {
	if err := tx.Surveys().LockRow(survey); err != nil {
		return "", err
	}
	if err := inviteIfNeeded(tx.Query, tx.SurveyInvitations(), event, survey, r); err != nil {
		return "", err
	}
	fresh, err := tx.Surveys().ByID(event, survey.ID)
	if err != nil {
		return "", err
	}
	eligibility, err := eligibilityOf(tx.Query, event, fresh, r)
	if err != nil || !eligibility.MayWrite() {
		return eligibility, err
	}
	if _, err := tx.SurveyInvitations().Take(fresh, r); err != nil { // none is left where an answer is changed
		return "", err
	}
	if err := tellMode(tx.Query, r, response); err != nil {
		return "", err
	}
	return MayAnswer, tx.SignedResponses().Put(fresh, r, response, form)
}

// Resumed is what a form of a named or confidential survey begins with.
type Resumed struct {
	// Given has the fields as the form sends them: the draft, or else what was answered. It is nil for an anonymous
	// survey, of which nothing is stored before it is sent, and nothing that leads back to the person after it.
	Given map[string][]string
	// Draft is what was not sent, Sent what was, both nil where there is none.
	Draft *models.ResponseDraft
	Sent  *models.SignedResponse
}

// resume reads what a person has filled in, or answered.
func resume(q *models.Query, survey *models.Survey, r *models.Registration) (resumed Resumed, err error) {
	if !survey.IsSigned() {
		return resumed, nil
	}
	if resumed.Sent, err = q.SignedResponses().Find(survey, r.ID); err != nil {
		if models.CodeOf(err) != models.CodeNotFound {
			return resumed, err
		}
		resumed.Sent = nil
	}
	resumed.Draft, err = q.ResponseDrafts().Find(survey, r.ID)
	switch {
	case err == nil:
		resumed.Given = resumed.Draft.Given
		return resumed, nil
	case models.CodeOf(err) != models.CodeNotFound:
		return resumed, err
	}
	resumed.Draft = nil
	if resumed.Sent == nil {
		return resumed, nil
	}
	answers, err := resumed.Sent.Answers()
	resumed.Given = map[string][]string{}
	for _, q := range question.Flat(question.AllOf(survey.Questions)) {
		if values := answers[q.Slug]; len(values) > 0 {
			resumed.Given[q.Field()] = values
		}
	}
	if hasFact(answers) {
		resumed.Given[FactsField] = []string{agreed}
	}
	return resumed, err
}

// longestDraft is how long a draft may be, in bytes of JSON: several times what the longest survey holds.
const longestDraft = 1 << 20

// KeepDraft keeps what a person has filled into a named or confidential survey until it is sent, cleared, closed or
// erased. given is what the form holds. The person calls it. Errors: NotFound; Conflict where the survey is anonymous,
// because drafts of it stay in the browser, or where the person may not answer.
func (s *Answering) KeepDraft(
	ctx context.Context, event *models.Event, r *models.Registration, id string, given map[string][]string,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := draftable(tx, event, r, id)
		if err != nil {
			return err
		}
		sheet := NewSheet(survey, given)
		draft := &models.ResponseDraft{
			SurveyID: survey.ID, RegistrationID: r.ID, Form: sheet.Seed, Page: sheet.Page, Given: sheet.Given(),
		}
		if written, err := json.Marshal(draft.Given); err != nil || len(written) > longestDraft {
			return models.NewError(models.CodeInvalid, "survey_names.draft_long")
		}
		return tx.ResponseDrafts().Keep(draft)
	})
}

// ClearDraft removes what a person has filled in. What was sent stays. The person calls it. Errors are those of
// KeepDraft.
func (s *Answering) ClearDraft(ctx context.Context, event *models.Event, r *models.Registration, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := draftable(tx, event, r, id)
		if err != nil {
			return err
		}
		return tx.ResponseDrafts().Delete(survey, r)
	})
}

// draftable locks a survey of which the person may have a draft.
func draftable(tx *models.Tx, event *models.Event, r *models.Registration, id string) (*models.Survey, error) {
	survey, err := tx.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	if !survey.IsSigned() {
		return nil, models.NewError(models.CodeConflict, "survey_names.draft_anonymous")
	}
	if err := tx.Surveys().LockRow(survey); err != nil {
		return nil, err
	}
	survey, eligibility, err := findSurvey(tx.Query, event, r, id)
	if err == nil && !eligibility.MayWrite() {
		err = models.NewError(models.CodeConflict, "survey."+string(eligibility)+"_title")
	}
	return survey, err
}
