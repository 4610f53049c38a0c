package privacy

import (
	"slices"

	"meguri/app/service/i18n"
	"meguri/app/service/question"
	"meguri/models"
)

// OwnAnswer is what a person answered to a question of a named or confidential survey.
type OwnAnswer struct {
	question.Question

	Answers []question.Value
}

// OwnAnswers are what a person answered, and the facts that they let travel with it; nothing of an anonymous survey.
func (page *DataPage) OwnAnswers(asked models.AskedSurvey) []OwnAnswer {
	if asked.Signed == nil {
		return nil
	}
	answers, err := asked.Signed.Answers()
	if err != nil { // the program wrote them
		return nil
	}
	return page.ownAnswers(asked.Survey, func(q *question.Question) []string { return answers[q.Slug] })
}

// NotSent is what a person has filled in and not sent.
func (page *DataPage) NotSent(asked models.AskedSurvey) []OwnAnswer {
	if asked.Draft == nil {
		return nil
	}
	return page.ownAnswers(asked.Survey, func(q *question.Question) []string { return asked.Draft.Given[q.Field()] })
}

// HasSealed reports whether facts may be with what the person answered to an anonymous survey: nobody can tell.
func (page *DataPage) HasSealed() bool {
	return slices.ContainsFunc(page.Surveys, func(asked models.AskedSurvey) bool {
		return asked.Answered && asked.HasFacts && asked.Anonymity == models.SurveyAnonymous
	})
}

func (page *DataPage) ownAnswers(
	survey *models.Survey, values func(q *question.Question) []string,
) (list []OwnAnswer) {
	words := func(key string, args ...any) (ja, en string) {
		return page.texts.For(i18n.Japanese).T(key, args...), page.texts.For(i18n.English).T(key, args...)
	}
	asked := question.Flat(question.Plain(question.AllOf(survey.Questions)))
	for _, q := range append(asked, question.OfFacts(survey.Facts, words)...) {
		if given := values(&q); len(given) > 0 {
			list = append(list, OwnAnswer{q, q.InWords(given)})
		}
	}
	return list
}

func (page *DataPage) fileOfSurvey(asked *models.AskedSurvey) fileSurvey {
	f := fileSurvey{
		TitleJa: asked.TitleJa, TitleEn: asked.TitleEn, Answered: asked.Answered, Anonymity: string(asked.Anonymity),
		Answers: fileAnswers(page.OwnAnswers(*asked)), Draft: fileAnswers(page.NotSent(*asked)),
	}
	if asked.Signed != nil {
		f.AnsweredAt, f.ChangedAt = &asked.Signed.AnsweredAt, &asked.Signed.ChangedAt
	}
	return f
}

func fileAnswers(answers []OwnAnswer) (list []fileAnswer) {
	for _, answer := range answers {
		f := fileAnswer{QuestionJa: answer.TitleJa, QuestionEn: answer.TitleEn}
		for _, value := range answer.Answers {
			if value.TextJa == "" { // the number of a scale
				value.TextJa = value.Value
			}
			f.Answer = append(f.Answer, value.TextJa)
		}
		list = append(list, f)
	}
	return list
}
