package question

import (
	"reflect"
	"strings"
	"testing"

	"meguri/models"
)

func TestMultiple(t *testing.T) {
	q := sample(models.QuestionMultiple)
	testAnswers(t, q, map[string]answer{
		"one option":              {given: []string{"skills"}, keep: []string{"skills"}},
		"in the question's order": {given: []string{"o3", "time", "o3"}, keep: []string{"time", "o3"}},
		"all":                     {given: []string{"time", "skills", "o3"}, keep: []string{"time", "skills", "o3"}},
		"one is no option":        {given: []string{"time", "moon"}, fault: "field.choice"},
	})
	t.Run("has a column of flags for each option", func(t *testing.T) {
		names, types, cells := cellsOf(t, q, []string{"time", "o3"})
		if want := []string{"q__time", "q__skills", "q__o3"}; !reflect.DeepEqual(names, want) {
			t.Errorf("columns %q, want %q", names, want)
		}
		if want := []string{"flag", "flag", "flag"}; !reflect.DeepEqual(types, want) {
			t.Errorf("types %q, want %q", types, want)
		}
		if want := []any{1, 0, 1}; !reflect.DeepEqual(cells, want) {
			t.Errorf("cells %v, want %v", cells, want)
		}
	})
	t.Run("has names that statistics programs can read", func(t *testing.T) {
		long := q
		long.Slug = "what_did_you_learn_at_the_summ"
		long.Options = []models.Option{{Slug: "how_to_find_the_people"}, {Slug: "how_to_find_the_place"}, {Slug: "o3"}}
		names, _, _ := cellsOf(t, long, nil)
		for _, name := range names {
			if len(name) > 32 || !strings.HasPrefix(name, "what_did_you_learn_at_th") {
				t.Errorf("%s has %d characters", name, len(name))
			}
		}
		if names[0] == names[1] || names[1] == names[2] {
			t.Errorf("names %q", names)
		}
	})
	t.Run("explains a flag by the option's text", func(t *testing.T) {
		c := q.Columns(echoTexts)[0]
		if c.NoteJa != "時間" || c.NoteEn != "Time" {
			t.Errorf("notes %q, %q", c.NoteJa, c.NoteEn)
		}
		if c.TitleJa != "問い" || c.TitleEn != "Question" {
			t.Errorf("titles %q, %q", c.TitleJa, c.TitleEn)
		}
		want := []Code{
			{"1", "ja question.flag_1", "en question.flag_1"},
			{"0", "ja question.flag_0", "en question.flag_0"},
		}
		if !reflect.DeepEqual(c.Values, want) {
			t.Errorf("codes %v", c.Values)
		}
	})
	t.Run("counts each option", func(t *testing.T) {
		want := Tally{Bars: []Bar{
			{
				LabelJa: "時間",
				LabelEn: "Time",
				Count:   2,
			},
			{LabelJa: "スキル", LabelEn: "", Count: 1},
			{LabelJa: "循環", LabelEn: "", Count: 0},
		}}
		if got := q.Tally(countIn("time", "skills", "time")); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
	if got := q.Value([]string{"time", "o3"}); !reflect.DeepEqual(got, []string{"time", "o3"}) {
		t.Errorf("value %v", got)
	}
}
