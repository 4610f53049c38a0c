package survey

import (
	"context"
	"slices"
	"strings"

	"meguri/app/service/question"
	"meguri/app/service/rows"
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
		list = append(list, Question{row.ID, question.Of(row)})
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

// HasRate says that those who answered are among those invited.
func (e Entry) HasRate() bool { return !e.HasLink() && e.Invited > 0 }

// Rate is how many in a hundred of those invited answered.
func (e Entry) Rate() int { return question.Percent(e.Responses.N, e.Invited) }

// List lists the event's surveys. Who may see results calls it.
func (s *Writing) List(ctx context.Context, event *models.Event) ([]Entry, error) {
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
	// Audiences are whom it may ask, with how many they are now. Sessions are those that people can attend.
	Audiences []Audience
	Sessions  []models.Session
	// LinkSecret is that of the link by which anyone may answer, "" for none.
	LinkSecret string
}

// Audience is some people who may be asked. N is -1 where that depends on the session, or where nobody knows.
type Audience struct {
	Name models.SurveyAudience
	N    int
}

// MayChoose reports whether whom it asks may still be chosen.
func (p *SettingsPage) MayChoose() bool { return p.Survey == nil || p.Survey.OpenedAt == nil }

// NewPage makes the settings of a new survey. Staff who may edit surveys call it.
func (s *Writing) NewPage(ctx context.Context, event *models.Event) (*SettingsPage, error) {
	input := &SettingsInput{
		OpensAfterEvent: true, Audience: models.AskAttended, Anonymity: models.SurveyAnonymous,
	}
	return s.settingsPage(ctx, event, &SettingsPage{Input: input})
}

// SettingsPage reads the settings of a survey. Staff who may edit surveys call it. Errors: NotFound.
func (s *Writing) SettingsPage(ctx context.Context, event *models.Event, id string) (*SettingsPage, error) {
	survey, err := s.db.Query(ctx).Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	return s.settingsPage(ctx, event, &SettingsPage{Survey: survey, Input: settingsOf(event, survey)})
}

func (s *Writing) settingsPage(ctx context.Context, event *models.Event, page *SettingsPage) (*SettingsPage, error) {
	q := s.db.Query(ctx)
	page.Ended = event.Ended(q.Now)
	if page.Survey != nil {
		page.LinkSecret = s.LinkSecret(page.Survey)
	}
	for _, name := range models.SurveyAudiences {
		audience := Audience{name, -1}
		if name != models.AskSession && name != models.AskLink {
			var err error
			draft := models.Asked{Survey: &models.Survey{EventID: event.ID, Audience: name}}
			if audience.N, err = q.SurveyInvitations().CountUninvited(draft); err != nil {
				return nil, err
			}
		}
		page.Audiences = append(page.Audiences, audience)
	}
	sessions, err := q.Sessions().OfEvent(event)
	for i := range sessions {
		if kind := sessions[i].Kind; kind != models.SessionBreak && kind != models.SessionBooth {
			page.Sessions = append(page.Sessions, sessions[i])
		}
	}
	return page, err
}

// EditorPage is a survey with its questions as rows, and what may be done with it.
type EditorPage struct {
	Survey *models.Survey
	Rows   []QuestionRow
	// Blank is what a new row has; the client makes its key.
	Blank QuestionRow
	// English shows the English fields: some question has one.
	English bool
	// Frozen says that only wording may change.
	Frozen bool
	// Ended says that the event is over.
	Ended bool
	// Templates are sets of questions that may be added.
	Templates []Template
	// Kinds are those of a question that may be added.
	Kinds []models.QuestionKind
}

// EditorPage reads the editor of a survey. typed is what is not stored yet, or nil; blank is how many empty rows there
// are below. Staff who may edit surveys call it. Errors: NotFound.
func (s *Writing) EditorPage(
	ctx context.Context, event *models.Event, id string, typed *QuestionsInput, blank int,
) (*EditorPage, error) {
	survey, err := s.db.Query(ctx).Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	page := &EditorPage{
		Survey: survey,
		Rows:   questionRows(survey, typed),
		Blank:  blankQuestion(""),
		Frozen: isFrozen(survey),
		Ended:  event.Ended(s.db.Now()),
		Kinds:  question.Kinds(),

		Templates: Templates,
	}
	for range blank {
		if !page.Frozen {
			page.Rows = append(page.Rows, blankQuestion(models.NewID()))
		}
	}
	for i := range page.Rows {
		row := &page.Rows[i]
		row.Number, row.Frozen = i+1, page.Frozen
		stored, _ := storedQuestion(survey, row.ID)
		row.MayDescribe = survey.Release == nil && !(page.Frozen && stored != nil && stored.Describes)
		if stored != nil {
			row.setCondition(survey, stored)
		}
		page.English = page.English || row.TitleEn != ""
	}
	return page, nil
}

// setCondition says when the question of a row is shown.
func (row *QuestionRow) setCondition(survey *models.Survey, stored *models.Question) {
	row.MayDepend = !row.Frozen
	condition := stored.Settings.ShowIf
	if condition == nil {
		return
	}
	for _, q := range question.AllOf(survey.Questions) {
		if q.Slug != condition.Question {
			continue
		}
		row.If = &q
		row.Values = slices.DeleteFunc(q.Values(), func(v question.Value) bool {
			return !slices.Contains(condition.Values, v.Value)
		})
	}
}

func blankQuestion(id string) QuestionRow {
	row := QuestionRowInput{ID: id, Input: question.Input{Kind: models.QuestionSingle}}
	return QuestionRow{QuestionRowInput: row, MayDescribe: true}
}

func questionRows(survey *models.Survey, typed *QuestionsInput) (list []QuestionRow) {
	shown := map[string]bool{}
	if typed != nil {
		for _, row := range typed.Rows {
			stored, _ := storedQuestion(survey, row.ID)
			if !row.isBlank() && (stored != nil || !row.isOver()) {
				list = append(list, typedQuestion(row, stored))
			}
			shown[row.ID] = true
		}
	}
	for i := range survey.Questions {
		if row := &survey.Questions[i]; !shown[row.ID] {
			q := question.Of(row)
			list = append(list, QuestionRow{QuestionRowInput: questionRowOf(row.ID, &q), Stored: true})
		}
	}
	return list
}

// typedQuestion shows a row as it was typed. Where somebody else changed the question, one that was not touched here
// shows their change, and another what they saved: sent again, it replaces that.
func typedQuestion(typed QuestionRowInput, stored *models.Question) QuestionRow {
	row := QuestionRow{QuestionRowInput: typed, Stored: stored != nil}
	if stored == nil {
		row.Gone, row.Was = typed.Was != "", ""
		return row
	}
	q := question.Of(stored)
	saved := questionRowOf(stored.ID, &q)
	row.Slug = saved.Slug
	switch {
	case typed.Was == saved.Was:
	case typed.Was == typed.sum() && !typed.Delete:
		row.QuestionRowInput = saved
	default:
		row.Theirs, row.Was = questionDifferences(&typed, &saved), saved.Was
		row.OptionSlugs = row.knownSlugs(&saved)
	}
	return row
}

func questionDifferences(typed, saved *QuestionRowInput) []rows.Difference {
	of := func(label, typed, saved string) rows.Compared {
		return rows.Compared{Label: label, Typed: typed, Saved: saved}
	}
	key := func(label, typed, saved string) rows.Compared {
		return rows.Compared{Label: label, Typed: typed, Saved: saved, IsKey: true}
	}
	return rows.Differences(
		of("survey.question_ja", typed.TitleJa, saved.TitleJa),
		of("survey.question_en", typed.TitleEn, saved.TitleEn),
		key("survey.kind", kindKey(typed), kindKey(saved)),
		key("survey.required", rows.YesNo(typed.Required), rows.YesNo(saved.Required)),
		of("question.options", typed.optionTexts(), saved.optionTexts()),
		of("question.limits", limitsText(typed), limitsText(saved)),
		of("question.limit", typed.Limit, saved.Limit),
		key("question.folded", rows.YesNo(typed.Folded), rows.YesNo(saved.Folded)),
		key("question.shuffled", rows.YesNo(typed.Shuffled), rows.YesNo(saved.Shuffled)),
		of("survey.help_ja", typed.HelpJa, saved.HelpJa),
		of("survey.help_en", typed.HelpEn, saved.HelpEn),
		key("survey.describes_badge", rows.YesNo(typed.Describes), rows.YesNo(saved.Describes)),
	)
}

func limitsText(row *QuestionRowInput) string {
	return strings.TrimSpace(strings.Join([]string{row.Least, row.Most, row.UnitJa, row.UnitEn}, " "))
}

func kindKey(row *QuestionRowInput) string { return "question.kind_" + string(row.Kind) }

// AnswerPage is a survey to be answered, and whether the person may answer it.
type AnswerPage struct {
	Survey      *models.Survey
	Questions   []Question
	Eligibility Eligibility
	Resumed
}

// Flat are the questions with their parts: see question.Flat.
func (p *AnswerPage) Flat() []question.Question { return Flat(p.Survey.Questions) }

// AnswerPage reads a survey of the event for a person, who calls it. Errors: NotFound.
func (s *Answering) AnswerPage(
	ctx context.Context, event *models.Event, r *models.Registration, id string,
) (*AnswerPage, error) {
	survey, eligibility, err := findSurvey(s.db.Query(ctx), event, r, id)
	if err != nil {
		return nil, err
	}
	page := &AnswerPage{Survey: survey, Questions: rowsOf(survey), Eligibility: eligibility}
	page.Resumed, err = resume(s.db.Query(ctx), survey, r)
	return page, err
}

// PreviewPage reads a survey as people who may answer see it. Staff who may edit surveys call it. Errors: NotFound.
func (s *Writing) PreviewPage(ctx context.Context, event *models.Event, id string) (*AnswerPage, error) {
	survey, err := s.db.Query(ctx).Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	return &AnswerPage{Survey: survey, Questions: rowsOf(survey), Eligibility: MayAnswer}, nil
}
