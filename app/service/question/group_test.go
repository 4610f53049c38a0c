package question

import (
	"slices"
	"testing"

	"meguri/models"
)

func TestGroups(t *testing.T) {
	options := []models.Option{{Slug: "a", TextEn: "A"}, {Slug: "b", TextEn: "B"}, {Slug: "c", TextEn: "C"}}
	for name, c := range map[string]struct {
		kind   models.QuestionKind
		counts []int
		want   []string
	}{
		"steps of a scale for themselves": {
			models.QuestionScale5, []int{10, 10, 10, 10, 10}, []string{"1", "2", "3", "4", "5"},
		},
		"the few at its lower end together":  {models.QuestionScale5, []int{2, 4, 12, 43, 52}, []string{"1–3", "4", "5"}},
		"what is left at the upper end, too": {models.QuestionScale5, []int{20, 20, 0, 3, 1}, []string{"1", "2–5"}},
		"few people in one group":            {models.QuestionScale5, []int{1, 1, 1, 1, 1}, []string{"1–5"}},
		"those of the Net Promoter Score": {
			models.QuestionScale10, []int{0, 0, 0, 9, 0, 9, 9, 9, 9, 9, 9}, []string{"0–6", "7–8", "9–10"},
		},
		"options for themselves":            {models.QuestionSingle, []int{5, 6, 7}, []string{"A", "B", "C"}},
		"without what nobody chose":         {models.QuestionSingle, []int{5, 0, 7}, []string{"A", "C"}},
		"rare options with the next rarest": {models.QuestionSingle, []int{5, 3, 7}, []string{"C", ""}},
		"all options to tick":               {models.QuestionMultiple, []int{0, 3, 7}, []string{"A", "B", "C"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, group := range (Question{Kind: c.kind, Options: options}).Groups(c.counts) {
				got = append(got, group.LabelEn)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
