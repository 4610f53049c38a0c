package survey

import (
	"context"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/question"
	"meguri/models"
	"meguri/models/text"
)

// BankField has the slugs of the questions to take over.
const BankField = "question"

// BankPage are questions that surveys of the host's other events asked, for a survey that was never opened. A question
// that is taken over keeps its slug and those of its options, so that its results stand beside the earlier ones.
type BankPage struct {
	Survey    *models.Survey
	Questions []BankQuestion
	// Search is what the list was searched for, All how many questions there are without it.
	Search string
	All    int
}

// BankQuestion is a question as it was asked last.
type BankQuestion struct {
	question.Question

	Last Earlier
	// Times is how many surveys asked it.
	Times int
	// Taken says that the survey has a question of this slug already.
	Taken bool
}

// Bank lists the questions of earlier surveys, those asked most often first: see Earlier for who may see them. Staff
// who may edit surveys call it. Errors: NotFound; Conflict for a survey that was opened.
func (s *Writing) Bank(ctx context.Context, event *models.Event, id, search string) (*BankPage, error) {
	survey, err := s.db.Query(ctx).Surveys().ByID(event, id)
	switch {
	case err != nil:
		return nil, err
	case isFrozen(survey):
		return nil, models.NewError(models.CodeConflict, "survey.frozen")
	}
	earlier, err := s.Earlier(ctx, event)
	if err != nil {
		return nil, err
	}
	all := bankOf(earlier, survey)
	page := &BankPage{Survey: survey, Search: search, All: len(all)}
	wanted := text.SearchQuery(search)
	for i := range all {
		if q := &all[i]; strings.Contains(text.SearchText(q.TitleJa, q.TitleEn, q.Slug), wanted) {
			page.Questions = append(page.Questions, *q)
		}
	}
	return page, nil
}

// bankOf are the questions of surveys, the newest of which comes first, each once. Words that depend on other questions
// of a survey are left there.
func bankOf(earlier []Earlier, survey *models.Survey) (list []BankQuestion) {
	places := map[string]int{}
	for _, from := range earlier {
		for _, q := range question.AllOf(from.Questions) {
			if q.Kind == models.QuestionSection || question.PipeFaults([]question.Question{q})[q.Slug] != "" {
				continue
			}
			key := q.Slug + " " + string(q.Kind)
			at, known := places[key]
			if !known {
				at = len(list)
				places[key] = at
				q.Settings.ShowIf = nil
				list = append(list, BankQuestion{Question: q, Last: from, Taken: hasSlug(question.AllOf(survey.Questions), q.Slug)})
			}
			list[at].Times++
		}
	}
	slices.SortStableFunc(list, func(a, b BankQuestion) int { return b.Times - a.Times })
	return list
}

func hasSlug(list []question.Question, slug string) bool {
	return slices.ContainsFunc(list, func(q question.Question) bool { return q.Slug == slug })
}

// TakeFromBank adds questions of earlier surveys at the end. Staff who may edit surveys call it. Errors: NotFound;
// Conflict for a survey that was opened; Invalid where none is chosen, or too many come together.
func (s *Writing) TakeFromBank(ctx context.Context, event *models.Event, id string, slugs []string) error {
	page, err := s.Bank(ctx, event, id, "")
	if err != nil {
		return err
	}
	isLeft := func(q BankQuestion) bool { return !slices.Contains(slugs, q.Slug) }
	page.Questions = slices.DeleteFunc(page.Questions, isLeft)
	if len(page.Questions) == 0 {
		return models.InvalidFields(map[string]string{BankField: "bank.choose"})
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		if err := tx.Surveys().Lock(survey); err != nil {
			return err
		}
		return addFromBank(tx, survey, page.Questions)
	})
}

func addFromBank(tx *models.Tx, survey *models.Survey, list []BankQuestion) error {
	if isFrozen(survey) {
		return models.NewError(models.CodeConflict, "survey.frozen")
	}
	has := question.AllOf(survey.Questions)
	for _, q := range list {
		if hasSlug(has, q.Slug) {
			continue
		}
		asked, err := question.Restore(q.Question, has, facts...)
		if err != nil {
			return err
		}
		row := &models.Question{}
		fillRow(row, asked)
		if err := tx.Questions().Add(survey, row); err != nil {
			return err
		}
		has = append(has, *asked)
	}
	return checkCount(has)
}

// checkCount holds what questions may not be too many of.
func checkCount(list []question.Question) error {
	c, describing := check.New(), 0
	for i := range list {
		if list[i].Describes {
			describing++
		}
	}
	if len(list) > MaxQuestions {
		c.Fault(BankField, "bank.many", "max", MaxQuestions)
	}
	if describing > maxDescribing {
		c.Fault(BankField, "question.describes_many")
	}
	return c.Err()
}
