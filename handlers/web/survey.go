package web

import "meguri/app/service/question"

// WrittenAnswer is a text that somebody wrote into a survey and could not send.
type WrittenAnswer struct{ TitleJa, TitleEn, Text string }

// Written are the texts in a form of a survey.
func Written(questions []question.Question, form *Form) (list []WrittenAnswer) {
	for _, q := range questions {
		if text := form.Value(q.Field()); q.Show().Written && text != "" {
			list = append(list, WrittenAnswer{q.TitleJa, q.TitleEn, text})
		}
	}
	return list
}
