package question

import (
	"reflect"
	"testing"

	"meguri/models"
)

func TestSingle(t *testing.T) {
	q := sample(models.QuestionSingle)
	testAnswers(t, q, map[string]answer{
		"an option":              {given: []string{"skills"}, keep: []string{"skills"}},
		"the same option twice":  {given: []string{"skills", "skills"}, keep: []string{"skills"}},
		"space around":           {given: []string{" skills\u200b "}, keep: []string{"skills"}},
		"two options":            {given: []string{"time", "skills"}, fault: "field.choice"},
		"no option of this name": {given: []string{"moon"}, fault: "field.choice"},
		"the text of an option":  {given: []string{"時間"}, fault: "field.choice"},
	})
	t.Run("has one column of codes", func(t *testing.T) {
		names, types, cells := cellsOf(t, q, []string{"skills"})
		if !reflect.DeepEqual(names, []string{"q"}) || !reflect.DeepEqual(types, []string{"code"}) {
			t.Errorf("columns %q of types %q", names, types)
		}
		if !reflect.DeepEqual(cells, []any{"skills"}) {
			t.Errorf("cells %v", cells)
		}
		want := []Code{{"time", "時間", "Time"}, {"skills", "スキル", ""}, {"o3", "循環", ""}}
		if got := q.Columns(echoTexts)[0].Values; !reflect.DeepEqual(got, want) {
			t.Errorf("codes %v", got)
		}
	})
	t.Run("counts each option, also those that nobody chose", func(t *testing.T) {
		want := Tally{Bars: []Bar{
			{
				LabelJa: "時間",
				LabelEn: "Time",
				Count:   0,
			},
			{LabelJa: "スキル", LabelEn: "", Count: 2},
			{LabelJa: "循環", LabelEn: "", Count: 1},
		}}
		if got := q.Tally(countIn("skills", "o3", "skills")); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
	if got := q.Value([]string{"time"}); got != "time" {
		t.Errorf("value %v", got)
	}
}

func TestNoColumnIsAWordOfAStatisticsProgram(t *testing.T) {
	names := map[string]string{"if": "if__q", "with": "with__q", "str12": "str12__q", "q1": "q1", "iffy": "iffy"}
	for slug, want := range names {
		q := sample(models.QuestionSingle)
		q.Slug = slug
		column := q.Columns(echoTexts)[0]
		if column.Name != want || column.Question != slug {
			t.Errorf("the column of %q is %q of question %q, want %q", slug, column.Name, column.Question, want)
		}
	}
}
