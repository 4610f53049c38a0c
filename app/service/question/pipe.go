package question

import (
	"regexp"
	"slices"
	"strings"
)

// pipe is a place in a wording for an earlier answer: the slug of its question, and the words where there is none.
var pipe = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\|([^{}|]+)\}`)

// longestPiped is how many characters of an answer stand in a wording.
const longestPiped = 200

// PipeFaults says what is wrong with the wordings that take up an answer: the text key, by the slug of the question.
// The answer must be given on an earlier page, so that the wording is whole without JavaScript.
func PipeFaults(list []Question) map[string]string {
	faults, before := map[string]string{}, []Question(nil)
	for i, q := range list {
		if q.Show().NewPage {
			before = list[:i]
		}
		for _, slug := range q.piped() {
			at := slices.IndexFunc(list, func(of Question) bool { return of.Slug == slug })
			switch {
			case at < 0 || !list[at].mayBePiped():
				faults[q.Slug] = "question.pipe_gone"
			case at >= len(before):
				faults[q.Slug] = "question.pipe_later"
			}
		}
	}
	return faults
}

// piped are the slugs of the questions whose answers the wordings take up.
func (q Question) piped() (slugs []string) {
	for _, wording := range []string{q.TitleJa, q.TitleEn, q.HelpJa, q.HelpEn} {
		for _, match := range pipe.FindAllStringSubmatch(wording, -1) {
			slugs = append(slugs, match[1])
		}
	}
	return slugs
}

// mayBePiped reports whether an answer to the question reads as a few words.
func (q Question) mayBePiped() bool {
	control := q.Show().Control
	return control != NoControl && control != Table
}

// Said is the question with its wordings as somebody reads them who gave these answers to all questions before it.
func (q Question) Said(all []Question, answers Answers) Question {
	fill := func(wording string, word func(Value) string, between string) string {
		return pipe.ReplaceAllStringFunc(wording, func(place string) string {
			match := pipe.FindStringSubmatch(place)
			return answerWords(all, answers, match[1], word, between, match[2])
		})
	}
	ja, en := func(v Value) string { return v.TextJa }, func(v Value) string { return v.TextEn }
	q.TitleJa, q.HelpJa = fill(q.TitleJa, ja, "、"), fill(q.HelpJa, ja, "、")
	q.TitleEn, q.HelpEn = fill(q.TitleEn, en, ", "), fill(q.HelpEn, en, ", ")
	return q
}

// Plain are the questions as all read them who gave no answers: files and results have no wording of one person.
func Plain(list []Question) []Question {
	plain := make([]Question, len(list))
	for i, q := range list {
		plain[i] = q.Said(nil, nil)
	}
	return plain
}

// answerWords are the answers to a question in words, or the fallback. What was written beside "other" stands for it.
func answerWords(
	all []Question, answers Answers, slug string, word func(Value) string, between, fallback string,
) string {
	at := slices.IndexFunc(all, func(q Question) bool { return q.Slug == slug })
	if at < 0 || len(answers[slug]) == 0 {
		return fallback
	}
	known, texts := all[at].Values(), []string(nil)
	for _, value := range answers[slug] {
		texts = append(texts, all[at].wordsOf(value, known, answers, word))
	}
	joined := []rune(strings.Join(strings.Fields(strings.Join(texts, between)), " "))
	if len(joined) > longestPiped {
		return string(joined[:longestPiped]) + "…"
	}
	return string(joined)
}

func (q Question) wordsOf(value string, known []Value, answers Answers, word func(Value) string) string {
	if words, ok := q.Words(); ok && words.Beside == value && len(answers[words.Slug]) > 0 {
		return answers[words.Slug][0]
	}
	for _, v := range known {
		if v.Value == value {
			for _, text := range []string{word(v), v.TextJa} {
				if text != "" {
					return text
				}
			}
		}
	}
	return value
}
