package survey

import (
	"context"
	"slices"
	"strings"

	"meguri/app/service/link"
	"meguri/app/service/question"
	"meguri/models"
)

// LinkEnded is the Eligibility of who comes by a link that staff have ended.
const LinkEnded Eligibility = "link_ended"

// LinkPage is a survey that anyone with its link may answer, and whether this browser may.
type LinkPage struct {
	Event *models.Event
	AnswerPage
}

// LinkPage reads the survey that a link opens. browser is what the browser keeps, "" for nothing. Anyone calls it.
// Errors: NotFound for a link that was never made.
func (s *Answering) LinkPage(ctx context.Context, secret, browser string) (*LinkPage, error) {
	q := s.db.Query(ctx)
	survey, isLast, err := s.byLink(q, secret)
	if err != nil {
		return nil, err
	}
	page := &LinkPage{AnswerPage: AnswerPage{Survey: survey, Questions: rowsOf(survey)}}
	if page.Event, err = q.Events().ByID(survey.EventID); err != nil {
		return nil, err
	}
	page.Eligibility, err = s.linkEligibility(q, survey, isLast, browser)
	return page, err
}

// byLink finds the survey that a secret is of. One of a link before the last is known, so that who is writing is told.
func (s secrets) byLink(q *models.Query, secret string) (survey *models.Survey, isLast bool, err error) {
	id, _, _ := strings.Cut(secret, ".")
	survey, err = q.Surveys().AnyByID(id)
	if err != nil {
		return nil, false, err
	}
	for number := survey.LinkNumber; number > 0; number-- {
		if link.Equal(secret, s.links.Survey(survey.ID, number)) {
			return survey, number == survey.LinkNumber, nil
		}
	}
	return nil, false, models.NewError(models.CodeNotFound, "error.not_found")
}

func (s secrets) linkEligibility(
	q *models.Query, survey *models.Survey, isLast bool, browser string,
) (Eligibility, error) {
	if browser != "" {
		answered, err := q.Surveys().HasBrowserAnswered(survey, s.links.SurveyBrowser(survey.ID, browser))
		if err != nil || answered {
			return HasAnswered, err
		}
	}
	switch {
	case survey.State == models.SurveyClosed || survey.State == models.SurveyOpen && !survey.Accepts(q.Now):
		return IsClosed, nil
	case !isLast || !survey.LinkOpen:
		return LinkEnded, nil
	case survey.State == models.SurveyDraft:
		return NotYetOpen, nil
	}
	return MayAnswer, nil
}

// AnswerByLink stores what somebody answered who has the link. browser is what the browser keeps, or what its form has:
// sent again it stores nothing. Anyone calls it. Errors and Eligibility are as for Answer.
func (s *Answering) AnswerByLink(
	ctx context.Context, secret, browser string, given map[string][]string, locale string,
) (Eligibility, error) {
	page, err := s.LinkPage(ctx, secret, browser)
	if err != nil || page.Eligibility != MayAnswer {
		return page.eligibility(), err
	}
	answers, err := question.Check(question.AllOf(page.Survey.Questions), given)
	if err != nil {
		return MayAnswer, err
	}
	mark := s.links.SurveyBrowser(page.Survey.ID, browser)
	response := &models.Response{SurveyID: page.Survey.ID, Mode: models.ModeLink, Locale: locale, Answers: answers}
	if err := s.sealFacts(s.db.Query(ctx), page.Event, nil, page.Survey, response, nil); err != nil {
		return "", err
	}
	return s.submit(ctx, &submission{
		survey: page.Survey, response: response,
		take: func(w *models.SingleWrite) (Eligibility, error) {
			taken, err := w.Surveys().TakeBrowser(page.Survey, mark)
			if err != nil || taken {
				return MayAnswer, err
			}
			fresh, isLast, err := s.byLink(w.Query(), secret)
			if err != nil {
				return "", err
			}
			return s.linkEligibility(w.Query(), fresh, isLast, browser)
		},
	})
}

func (p *LinkPage) eligibility() Eligibility {
	if p == nil {
		return ""
	}
	return p.Eligibility
}

// LinkChange is what staff do with the link of a survey.
type LinkChange string

// The values of LinkChange.
const (
	LinkOpen  LinkChange = "open"
	LinkRenew LinkChange = "renew"
	LinkEnd   LinkChange = "end"
)

// ChangeLink opens the link of a survey, ends it, or makes another one; the one before opens nothing any more. Staff
// who may edit surveys call it. Errors: Invalid for another change; Conflict where the survey is released.
func (s *Asking) ChangeLink(ctx context.Context, event *models.Event, id string, change LinkChange) error {
	if !slices.Contains([]LinkChange{LinkOpen, LinkRenew, LinkEnd}, change) {
		return models.InvalidFields(map[string]string{"link": "field.choice"})
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		number := survey.LinkNumber
		if change == LinkRenew || number == 0 && change == LinkOpen {
			number++
		}
		return tx.Surveys().SetLink(survey, number, change != LinkEnd)
	})
}

// LinkSecret is the secret of the link that opens a survey to anyone, "" where there is none.
func (s secrets) LinkSecret(survey *models.Survey) string {
	if !survey.LinkOpen || survey.State == models.SurveyClosed {
		return ""
	}
	return s.links.Survey(survey.ID, survey.LinkNumber)
}

// StageLink is what a stage shows of a survey that anyone in the room may answer.
type StageLink struct {
	Survey *models.Survey
	// IsOpen says that it takes answers now.
	IsOpen bool
	secret string
}

// LinkSecret is that of the survey's link, "" where there is no survey.
func (l *StageLink) LinkSecret() string {
	if l == nil {
		return ""
	}
	return l.secret
}

// StagePage reads the survey with an id, or the last one that its link opens; nil for none. Anybody at a stage sees it.
func (s *Asking) StagePage(ctx context.Context, event *models.Event, id string) (*StageLink, error) {
	q := s.db.Query(ctx)
	list, err := q.Surveys().WithLink(event)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if id == "" || list[i].ID == id {
			return &StageLink{&list[i], list[i].Accepts(q.Now), s.LinkSecret(&list[i])}, nil
		}
	}
	return nil, nil //nolint:nilnil // none is no error
}

// LinkedSurveys lists the surveys that a stage can show. Staff who run the room call it.
func (s *Asking) LinkedSurveys(ctx context.Context, event *models.Event) ([]models.Survey, error) {
	return s.db.Query(ctx).Surveys().WithLink(event)
}
