package freetext

import (
	"slices"

	"meguri/app/service/question"
	"meguri/models"
)

// modeSlug is the slug under which Options.Distinctions has the way of attending.
const modeSlug = "mode"

// Part is the places of a word in the texts of one group.
type Part struct {
	// Group is its answer, the zero value for texts of which it is not known: who wrote them did not answer, their text
	// was masked or is erased.
	Group question.Value
	// Texts is how many the group wrote, In how many of these have the word.
	Texts, In int
	Lines     []Line
	// More counts the places that are not shown.
	More int
}

// divide tells the places of a word apart by a question. A named survey's answers are in files beside its texts for
// everybody who sees results; no other survey has distinctions. Errors: NotFound for what is none.
func (s *Service) divide(q *models.Query, p *Page, src *source, f *found, by string) error {
	at := slices.IndexFunc(p.Distinctions, func(d question.Question) bool { return d.Slug == by })
	if at < 0 {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	p.By = &p.Distinctions[at]
	if p.Word == "" {
		return nil
	}
	groups, err := groupsOf(q, src, by)
	if err != nil {
		return err
	}
	in, forms := placesOf(src, f, p.Word)
	for _, value := range append(p.By.Values(), question.Value{}) {
		part := Part{Group: value}
		var lines []Line
		for i := range src.texts {
			if !slices.Contains(groups[i], value.Value) {
				continue
			}
			part.Texts++
			if !slices.Contains(in, i) {
				continue
			}
			if places := concordance(src.texts[i].Value, forms); len(places) > 0 {
				part.In, lines = part.In+1, append(lines, places...)
			}
		}
		if part.Texts > 0 {
			part.Lines, part.More = inOrder(lines)
			p.Parts = append(p.Parts, part)
		}
	}
	return nil
}

// groupsOf are the answers to a question of who wrote each text, "" for a text of which they are not known. Texts are
// found again by what they say: one that was masked since is not, so that what was masked stays so.
func groupsOf(q *models.Query, src *source, by string) ([][]string, error) {
	written := map[string][][]string{}
	for signed, err := range q.SignedResponses().Each(src.survey, models.SignedPart{}) {
		if err != nil {
			return nil, err
		}
		answers, err := signed.Answers()
		if err != nil {
			return nil, err
		}
		values := answers[by]
		if by == modeSlug {
			values = []string{string(signed.Mode)}
		}
		for _, text := range answers[src.question.Slug] {
			written[text] = append(written[text], values)
		}
	}
	groups := make([][]string, len(src.texts))
	for i := range src.texts {
		groups[i] = []string{""}
		if list := written[src.texts[i].Value]; len(list) > 0 {
			written[src.texts[i].Value] = list[1:] // who wrote the same is not told apart, and need not be
			if len(list[0]) > 0 {
				groups[i] = list[0]
			}
		}
	}
	return groups, nil
}
