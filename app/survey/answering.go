package survey

import (
	"context"

	"meguri/app/service/question"
	"meguri/models"
)

// Answering is what people answer. Who may is here and in link.go, what is stored of them in fact.go, names.go and
// gather.go, the form in page.go and sheet.go.
type Answering struct {
	secrets

	db *models.DB
	// submissions are stored together where many come at once.
	submissions *models.Gathered[submission]
}

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
// ticked, by the question's Field. A person whom the survey asks and who has no invitation gets one. The person calls
// it. Errors: Invalid with the fields at fault. Where the person may not answer, or has just answered in another
// window, nothing is stored and the Eligibility says why. What is answered again takes the place of what was in a named
// or confidential survey.
func (s *Answering) Answer(
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
	if survey.IsSigned() {
		err = s.db.InTx(ctx, func(tx *models.Tx) error {
			if err := addFacts(tx.Query, event, survey, r, response, given); err != nil {
				return err
			}
			eligibility, err = sign(tx, event, survey, r, response, first(given[SeedField]))
			return err
		})
		return eligibility, err
	}
	if err := s.sealFacts(s.db.Query(ctx), event, r, survey, response, given); err != nil {
		return "", err
	}
	return s.submit(ctx, &submission{
		survey: survey, response: response,
		take: func(w *models.SingleWrite) (Eligibility, error) { return take(w, event, survey, r, response) },
	})
}

// take uses up a person's invitation, which decides, and says in the response how they attended. Who was not asked yet
// is invited first. The survey is locked.
func take(
	w *models.SingleWrite, event *models.Event, survey *models.Survey, r *models.Registration, response *models.Response,
) (Eligibility, error) {
	taken, err := w.SurveyInvitations().Take(survey, r)
	if err == nil && !taken {
		if err = inviteIfNeeded(w.Query(), w.SurveyInvitations(), event, survey, r); err == nil {
			taken, err = w.SurveyInvitations().Take(survey, r)
		}
	}
	switch {
	case err != nil:
		return "", err
	case !taken:
		fresh, err := w.Query().Surveys().ByID(event, survey.ID)
		if err != nil {
			return "", err
		}
		return eligibilityOf(w.Query(), event, fresh, r)
	}
	return MayAnswer, tellMode(w.Query(), r, response)
}

// tellMode adds to a response how the person attended.
func tellMode(q *models.Query, r *models.Registration, response *models.Response) (err error) {
	if response.Mode, err = q.Registrations().AttendedBy(r); err == nil && response.Mode == "" {
		response.Mode = models.ModeAbsent
	}
	return err
}

// inviteIfNeeded invites a person whom the survey asks and who was not asked yet, and with them all others of whom this
// is true.
func inviteIfNeeded(
	q *models.Query, invitations models.SurveyInvitationStore, event *models.Event, survey *models.Survey,
	r *models.Registration,
) error {
	invited, err := invitations.Has(survey, r)
	if err != nil || invited {
		return err
	}
	everybody, err := asked(q, event, survey)
	if err != nil {
		return err
	}
	return invitations.InviteAll(everybody)
}
