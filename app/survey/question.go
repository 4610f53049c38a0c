package survey

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/question"
	"meguri/app/service/rows"
	"meguri/models"
)

// Flat are stored questions as answers, releases and downloads know them: see question.Flat and question.Plain.
func Flat(rows []models.Question) []question.Question {
	return question.Flat(question.Plain(question.AllOf(rows)))
}

// answeredOf are the questions of a survey and the facts that travel, which are answered by what is on file.
func answeredOf(survey *models.Survey) []question.Question {
	return append(Flat(survey.Questions), question.OfFacts(survey.Facts, nil)...)
}

// answered are answeredOf with the words of the facts.
func (s wording) answered(survey *models.Survey) []question.Question {
	return append(Flat(survey.Questions), question.OfFacts(survey.Facts, s.both)...)
}

// fillRow stores a question in its row.
func fillRow(row *models.Question, q *question.Question) {
	row.Slug, row.Kind, row.Required, row.Options = q.Slug, q.Kind, q.Required, q.Options
	row.TitleJa, row.TitleEn, row.HelpJa, row.HelpEn = q.TitleJa, q.TitleEn, q.HelpJa, q.HelpEn
	row.Describes, row.Settings = q.Describes, q.Settings
}

// maxDescribing is how many questions of a survey may describe the person who answers. With more of them nearly every
// combination is rare, so that little could be published.
const maxDescribing = 6

// SaveQuestions stores the questions of a survey as the rows of a form have them, in their order, all or none. Once the
// survey was opened only texts can change, and the order of options, so that answers keep their meaning. Staff who may
// edit surveys call it. Errors: Invalid with the fields at fault; Conflict where somebody else changed one of these
// rows first, or opened the survey: EditorPage shows what they saved.
func (s *Writing) SaveQuestions(ctx context.Context, event *models.Event, surveyID string, in *QuestionsInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, surveyID)
		if err != nil {
			return err
		}
		if err := tx.Surveys().Lock(survey); err != nil {
			return err
		}
		changes, err := in.changes(survey)
		if err != nil {
			return err
		}
		for i := range changes {
			if err := changes[i].store(tx, survey); err != nil {
				return err
			}
		}
		return in.reorder(tx, event, survey)
	})
}

// questionChange is what becomes of a row.
type questionChange struct {
	rows.Change
	models.Question
}

func (change *questionChange) store(tx *models.Tx, survey *models.Survey) error {
	switch change.Change {
	case rows.Delete:
		return tx.Questions().Delete(&change.Question)
	case rows.Create:
		return tx.Questions().Add(survey, &change.Question)
	case rows.Update:
		return tx.Questions().Update(&change.Question)
	}
	return nil
}

// changes checks all rows before any is stored. What is to be deleted comes first: a new question may take its slug.
func (in *QuestionsInput) changes(survey *models.Survey) ([]questionChange, error) {
	c := check.New()
	list, others := in.deletions(survey)
	for i := range in.Rows {
		row := &in.Rows[i]
		if row.Delete || row.isBlank() {
			continue
		}
		change, err := row.change(c, survey, others)
		if err != nil {
			return nil, err
		}
		if change.Change == rows.Create {
			others = append(others, question.Of(&change.Question))
		}
		list = append(list, change)
	}
	checkDescribing(c, survey, list)
	in.checkConditions(c, survey, list)
	if err := c.Err(); err != nil {
		return nil, err
	}
	return list, conflictOf(survey, list)
}

// conflictOf is the error where a change cannot be made since somebody else changed the survey.
func conflictOf(survey *models.Survey, list []questionChange) error {
	for _, change := range list {
		switch change.Change {
		case rows.Conflict:
			return models.NewError(models.CodeConflict, "rows.changed")
		case rows.Create, rows.Delete:
			if isFrozen(survey) {
				return models.NewError(models.CodeConflict, "survey.frozen")
			}
		}
	}
	return nil
}

// deletions are the rows to delete, and the questions that stay.
func (in *QuestionsInput) deletions(survey *models.Survey) (list []questionChange, others []question.Question) {
	others = question.AllOf(survey.Questions)
	for i := range in.Rows {
		row := &in.Rows[i]
		if !row.Delete {
			continue
		}
		stored, was := storedQuestion(survey, row.ID)
		if stored == nil {
			continue
		}
		list = append(list, questionChange{rows.ChangeOf(row.Was, row.sum(), was, true), *stored})
		others = slices.DeleteFunc(others, func(q question.Question) bool { return q.Slug == stored.Slug })
	}
	return list, others
}

// storedQuestion is the question of a row, with its sum; nil and "" for a new one.
func storedQuestion(survey *models.Survey, id string) (*models.Question, string) {
	i := slices.IndexFunc(survey.Questions, func(q models.Question) bool { return q.ID == id })
	if i < 0 {
		return nil, ""
	}
	q := question.Of(&survey.Questions[i])
	return &survey.Questions[i], questionRowOf(id, &q).Was
}

// change reads a row that is not to be deleted. c gets the faults beside its fields.
func (row *QuestionRowInput) change(
	c *check.Checker, survey *models.Survey, others []question.Question,
) (change questionChange, err error) {
	stored, was := storedQuestion(survey, row.ID)
	if stored != nil {
		change.Question = *stored
	}
	if row.Was == row.sum() { // what nobody touched is not checked either
		return change, nil
	}
	q, err := row.question(survey, stored, others)
	switch {
	case models.CodeOf(err) == models.CodeInvalid && stored != nil && row.Was != was:
		change.Change = rows.Conflict // it may be at fault for what somebody else did
		return change, nil
	case models.CodeOf(err) == models.CodeInvalid:
		rows.Faults(c, row.ID, err)
		return change, nil
	case err != nil:
		return change, err
	}
	change.Question.ID = row.ID
	fillRow(&change.Question, q)
	change.Change = rows.ChangeOf(row.Was, questionRowOf(row.ID, q).Was, was, false)
	return change, nil
}

// question is the question that the row makes of the stored one, or a new one.
func (row *QuestionRowInput) question(
	survey *models.Survey, stored *models.Question, others []question.Question,
) (*question.Question, error) {
	in := row.input()
	switch {
	case stored == nil:
		return question.New(in, others, reserved...)
	case !isFrozen(survey):
		return question.Of(stored).Edit(in)
	case in.Kind != stored.Kind || in.Required != stored.Required:
		return nil, models.NewError(models.CodeConflict, "survey.frozen")
	}
	corrected, err := question.Of(stored).Correct(in)
	if err == nil && survey.Release != nil {
		corrected.Describes = stored.Describes // what is published was chosen with it
	}
	return corrected, err
}

// checkDescribing notes a fault at each question that describes a person beyond the most that a survey may have.
func checkDescribing(c *check.Checker, survey *models.Survey, list []questionChange) {
	n := 0
	isChanged := func(id string) bool {
		return slices.ContainsFunc(list, func(change questionChange) bool { return change.Question.ID == id })
	}
	for i := range survey.Questions {
		if survey.Questions[i].Describes && !isChanged(survey.Questions[i].ID) {
			n++
		}
	}
	for i := range list {
		q := &list[i]
		if !q.Describes || q.Change == rows.Delete {
			continue
		}
		if n++; n > maxDescribing && q.Change != rows.Keep {
			c.Fault(rows.Field("describes", q.Question.ID), "question.describes_many")
		}
	}
}

// checkConditions notes a fault at each question whose condition or wording does not fit now: what it is about was
// deleted, or has other options, or comes later now.
func (in *QuestionsInput) checkConditions(c *check.Checker, survey *models.Survey, list []questionChange) {
	if !c.OK() {
		return
	}
	after := in.after(survey, list)
	ids := map[string]string{}
	for i := range after {
		ids[after[i].Slug] = after[i].ID
	}
	for slug, fault := range faultsBetween(question.AllOf(after)) {
		c.Fault(rows.Field("title_ja", ids[slug]), fault)
	}
}

// faultsBetween are the faults of questions that come from their order, by slug.
func faultsBetween(list []question.Question) map[string]string {
	faults := question.PipeFaults(list)
	maps.Copy(faults, question.ConditionFaults(list))
	return faults
}

// after are the questions as they are once the changes are stored, in their order.
func (in *QuestionsInput) after(survey *models.Survey, list []questionChange) []models.Question {
	after := slices.Clone(survey.Questions)
	for i := range list {
		change := &list[i]
		at := slices.IndexFunc(after, func(q models.Question) bool { return q.ID == change.Question.ID })
		switch {
		case at < 0 && change.Change == rows.Create:
			after = append(after, change.Question)
		case at >= 0 && change.Change == rows.Update:
			after[at] = change.Question
		case at >= 0 && change.Change == rows.Delete:
			after = slices.Delete(after, at, at+1)
		}
	}
	slices.SortStableFunc(after, in.byPlace)
	return after
}

// isFrozen reports whether the survey was ever opened, so that only texts of questions may change.
func isFrozen(survey *models.Survey) bool { return survey.OpenedAt != nil }

// reorder puts the questions into the order of the rows; what somebody else added meanwhile comes last.
func (in *QuestionsInput) reorder(tx *models.Tx, event *models.Event, before *models.Survey) error {
	survey, err := tx.Surveys().ByID(event, before.ID)
	if err != nil {
		return err
	}
	switch {
	case slices.IsSortedFunc(survey.Questions, in.byPlace):
		return nil
	case isFrozen(survey):
		return models.NewError(models.CodeConflict, "survey.frozen")
	}
	slices.SortStableFunc(survey.Questions, in.byPlace)
	return tx.Questions().Reorder(survey.Questions)
}

// byPlace orders questions as the rows are; what somebody else added comes last.
func (in *QuestionsInput) byPlace(a, b models.Question) int {
	return cmp.Compare(in.place(a.ID), in.place(b.ID))
}

func (in *QuestionsInput) place(id string) int {
	i := slices.IndexFunc(in.Rows, func(row QuestionRowInput) bool { return row.ID == id })
	if i < 0 {
		return len(in.Rows)
	}
	return i
}
