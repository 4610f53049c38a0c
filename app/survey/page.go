package survey

import (
	"context"

	"meguri/app/service/question"
	"meguri/models"
)

// Question is a question with the id of its row.
type Question struct {
	ID string
	question.Question
}

func rowsOf(survey *models.Survey) []Question {
	list := make([]Question, 0, len(survey.Questions))
	for i := range survey.Questions {
		row := &survey.Questions[i]
		list = append(list, Question{row.ID, questionOf(row)})
	}
	return list
}

// Entry is a survey in the staff's list, with how many were asked and how many answered.
type Entry struct {
	models.Survey
	Invited   int
	Responses Count
	// Released says that the numbers are exact and final.
	Released bool
}

// Rate is how many in a hundred of those invited answered.
func (e Entry) Rate() int { return question.Percent(e.Responses.N, e.Invited) }

// List lists the event's surveys. Who may see results calls it.
func (s *Service) List(ctx context.Context, event *models.Event) ([]Entry, error) {
	q := s.db.Query(ctx)
	surveys, err := q.Surveys().OfEvent(event)
	if err != nil {
		return nil, err
	}
	list := make([]Entry, 0, len(surveys))
	for _, survey := range surveys {
		entry, err := entryOf(q, survey)
		if err != nil {
			return nil, err
		}
		list = append(list, entry)
	}
	return list, nil
}

// entryOf counts nothing of a released survey: its numbers are stored.
func entryOf(q *models.Query, survey models.Survey) (entry Entry, err error) {
	entry = Entry{Survey: survey, Released: survey.Release != nil}
	if entry.Released && survey.Release.Counts != nil {
		entry.Invited = survey.Release.Counts.Invited
		entry.Responses = countOf(StageReleased, survey.Release.Responses)
		return entry, nil
	}
	if entry.Invited, err = q.SurveyInvitations().Count(&survey); err != nil {
		return entry, err
	}
	responses, err := q.Responses().Count(&survey)
	entry.Responses = countOf(stageOf(&survey, responses), responses)
	return entry, err
}

// SettingsPage is a survey's texts and times. Survey is nil for a new one.
type SettingsPage struct {
	Survey *models.Survey
	Input  *SettingsInput
	// Ended says that the event is over.
	Ended bool
}

// NewPage makes the settings of a new survey. Staff who may edit surveys call it.
func (s *Service) NewPage(event *models.Event) *SettingsPage {
	return &SettingsPage{Input: &SettingsInput{OpensAfterEvent: true}, Ended: event.Ended(s.db.Now())}
}

// SettingsPage reads the settings of a survey. Staff who may edit surveys call it. Errors: NotFound.
func (s *Service) SettingsPage(ctx context.Context, event *models.Event, id string) (*SettingsPage, error) {
	survey, err := s.db.Query(ctx).Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	return &SettingsPage{Survey: survey, Input: settingsOf(event, survey), Ended: event.Ended(s.db.Now())}, nil
}

// EditorPage is a survey with its questions and what may be done with it.
type EditorPage struct {
	Survey    *models.Survey
	Questions []Question
	// Frozen says that only wording may change.
	Frozen bool
	// Ended says that the event is over.
	Ended bool
	// Kinds are those of a question that may be added.
	Kinds []models.QuestionKind
}

// EditorPage reads the editor of a survey. Staff who may edit surveys call it. Errors: NotFound.
func (s *Service) EditorPage(ctx context.Context, event *models.Event, id string) (*EditorPage, error) {
	survey, err := s.db.Query(ctx).Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	return &EditorPage{
		Survey:    survey,
		Questions: rowsOf(survey),
		Frozen:    isFrozen(survey),
		Ended:     event.Ended(s.db.Now()),
		Kinds:     question.Kinds(),
	}, nil
}

// QuestionPage is the form of a question. ID is "" for a new one.
type QuestionPage struct {
	ID       string
	SurveyID string
	Input    *question.Input
	Frozen   bool
	// EmptyRows are for options that are to be added.
	EmptyRows int
	// MayDescribe says that the mark for questions about a person may change.
	MayDescribe bool
}

// newRows is how many rows for options a new question has.
const newRows = 5

// emptyRows is how many options can be added at once to a question that is stored.
const emptyRows = 3

// NewQuestionPage makes the form of a new question. Staff who may edit surveys call it. Errors: NotFound.
func (s *Service) NewQuestionPage(ctx context.Context, event *models.Event, surveyID string) (*QuestionPage, error) {
	survey, err := s.db.Query(ctx).Surveys().ByID(event, surveyID)
	if err != nil {
		return nil, err
	}
	return &QuestionPage{
		SurveyID: survey.ID,
		Input:    &question.Input{Kind: models.QuestionSingle},
		Frozen:   isFrozen(survey),

		EmptyRows:   newRows,
		MayDescribe: true,
	}, nil
}

// QuestionPage reads the form of a survey's question. Staff who may edit surveys call it. Errors: NotFound.
func (s *Service) QuestionPage(ctx context.Context, event *models.Event, surveyID, id string) (*QuestionPage, error) {
	query := s.db.Query(ctx)
	survey, err := query.Surveys().ByID(event, surveyID)
	if err != nil {
		return nil, err
	}
	row, err := query.Questions().ByID(survey, id)
	if err != nil {
		return nil, err
	}
	q := questionOf(row)
	page := &QuestionPage{ID: row.ID, SurveyID: survey.ID, Input: q.Input(), Frozen: isFrozen(survey)}
	page.MayDescribe = survey.Release == nil && !(page.Frozen && q.Describes)
	if !page.Frozen && q.Show().Lines == question.OptionLines {
		page.EmptyRows = emptyRows
	}
	return page, nil
}

// AnswerPage is a survey to be answered, and whether the person may answer it.
type AnswerPage struct {
	Survey      *models.Survey
	Questions   []Question
	Eligibility Eligibility
}

// Fields are the fields of the questions in a form, in order.
func (p *AnswerPage) Fields() []string {
	list := make([]string, 0, len(p.Questions))
	for _, q := range p.Questions {
		list = append(list, q.Field())
	}
	return list
}

// AnswerPage reads a survey of the event for a person, who calls it. Errors: NotFound.
func (s *Service) AnswerPage(
	ctx context.Context, event *models.Event, r *models.Registration, id string,
) (*AnswerPage, error) {
	survey, eligibility, err := findSurvey(s.db.Query(ctx), event, r, id)
	if err != nil {
		return nil, err
	}
	return &AnswerPage{Survey: survey, Questions: rowsOf(survey), Eligibility: eligibility}, nil
}

// PreviewPage reads a survey as people who may answer see it. Staff who may edit surveys call it. Errors: NotFound.
func (s *Service) PreviewPage(ctx context.Context, event *models.Event, id string) (*AnswerPage, error) {
	survey, err := s.db.Query(ctx).Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	return &AnswerPage{Survey: survey, Questions: rowsOf(survey), Eligibility: MayAnswer}, nil
}
