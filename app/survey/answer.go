package survey

import (
	"context"

	"meguri/app/service/question"
	"meguri/models"
)

// Eligibility says whether a person may answer a survey, and if not, why.
type Eligibility string

// The values of Eligibility.
const (
	MayAnswer   Eligibility = "may_answer"
	NotYetOpen  Eligibility = "not_open"
	IsClosed    Eligibility = "closed"
	HasAnswered Eligibility = "answered"
	NotAttended Eligibility = "not_there" // did not attend, as far as we know
	NotAsked    Eligibility = "not_asked" // the survey asks others
)

// findSurvey finds a survey of the event, and whether the person may answer it.
func findSurvey(
	q *models.Query, event *models.Event, r *models.Registration, id string,
) (*models.Survey, Eligibility, error) {
	survey, err := q.Surveys().ByID(event, id)
	if err != nil {
		return nil, "", err
	}
	eligibility, err := eligibilityOf(q, event, survey, r)
	return survey, eligibility, err
}

func eligibilityOf(
	q *models.Query, event *models.Event, survey *models.Survey, r *models.Registration,
) (Eligibility, error) {
	answered, err := q.SurveyInvitations().HasAnswered(survey, r)
	if err != nil {
		return "", err
	}
	switch {
	case answered && survey.IsSigned() && survey.Accepts(q.Now):
		return MayChange, nil
	case answered:
		return HasAnswered, nil
	case survey.State == models.SurveyDraft:
		return NotYetOpen, nil
	case !survey.Accepts(q.Now):
		return IsClosed, nil
	}
	asked, err := q.SurveyInvitations().Has(survey, r)
	if err == nil && !asked {
		asked, err = isAsked(q, event, survey, r)
	}
	switch {
	case err != nil || asked:
		return MayAnswer, err
	case survey.Audience == models.AskAttended:
		return NotAttended, nil
	}
	return NotAsked, nil
}

// Answer stores what a person answered, without their name where the survey is anonymous. given has the values typed or
// ticked, by the question's Field. A person whom the survey asks and who has no invitation gets one. The person calls it. Errors: Invalid with
// the fields at fault. Where the person may not answer, or has just answered in another window, nothing is stored and
// the Eligibility says why. What is answered again takes the place of what was in a named or confidential survey.
func (s *Service) Answer(
	ctx context.Context, event *models.Event, r *models.Registration, id string, given map[string][]string, locale string,
) (Eligibility, error) {
	survey, eligibility, err := findSurvey(s.db.Query(ctx), event, r, id)
	if err != nil || !eligibility.MayWrite() {
		return eligibility, err
	}
	answers, err := question.Check(question.AllOf(survey.Questions), given)
	if err != nil {
		return MayAnswer, err
	}
	response := &models.Response{SurveyID: survey.ID, Locale: locale, Answers: answers}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if survey.IsSigned() {
			eligibility, err = sign(tx, event, survey, r, response, first(given[SeedField]))
		} else {
			eligibility, err = respond(tx, event, survey, r, response)
		}
		return err
	})
	return eligibility, err
}

// respond stores a response of an anonymous survey. The invitation can be used once, and decides.
func respond(
	tx *models.Tx, event *models.Event, survey *models.Survey, r *models.Registration, response *models.Response,
) (Eligibility, error) {
	if err := inviteIfNeeded(tx, event, survey, r); err != nil {
		return "", err
	}
	taken, err := tx.SurveyInvitations().Take(survey, r)
	if err != nil {
		return "", err
	}
	if !taken {
		fresh, err := tx.Surveys().ByID(event, survey.ID)
		if err != nil {
			return "", err
		}
		return eligibilityOf(tx.Query, event, fresh, r)
	}
	if err := tellMode(tx, r, response); err != nil {
		return "", err
	}
	return MayAnswer, tx.Responses().Add(response)
}

// tellMode adds to a response how the person attended.
func tellMode(tx *models.Tx, r *models.Registration, response *models.Response) (err error) {
	if response.Mode, err = tx.Registrations().AttendedBy(r); err == nil && response.Mode == "" {
		response.Mode = models.ModeAbsent
	}
	return err
}

// inviteIfNeeded invites a person whom the survey asks and who was not asked yet, and with them all others of whom this
// is true. It locks the survey.
func inviteIfNeeded(tx *models.Tx, event *models.Event, survey *models.Survey, r *models.Registration) error {
	if err := tx.Surveys().LockRow(survey); err != nil {
		return err
	}
	invited, err := tx.SurveyInvitations().Has(survey, r)
	if err != nil || invited {
		return err
	}
	everybody, err := asked(tx.Query, event, survey)
	if err != nil {
		return err
	}
	return tx.SurveyInvitations().InviteAll(everybody)
}
