package question

import (
	"reflect"
	"testing"

	"meguri/models"
)

func TestScale(t *testing.T) {
	five, ten := sample(models.QuestionScale5), sample(models.QuestionScale10)
	t.Run("1 to 5", func(t *testing.T) {
		testAnswers(t, five, map[string]answer{
			"the lowest":       {given: []string{"1"}, keep: []string{"1"}},
			"the highest":      {given: []string{"5"}, keep: []string{"5"}},
			"written long":     {given: []string{"+04"}, keep: []string{"4"}},
			"too low":          {given: []string{"0"}, fault: "field.choice"},
			"too high":         {given: []string{"6"}, fault: "field.choice"},
			"a fraction":       {given: []string{"4.5"}, fault: "field.choice"},
			"no number":        {given: []string{"many"}, fault: "field.choice"},
			"two numbers":      {given: []string{"1", "2"}, fault: "field.choice"},
			"a very large one": {given: []string{"99999999999999999999"}, fault: "field.choice"},
		})
	})
	t.Run("0 to 10", func(t *testing.T) {
		testAnswers(t, ten, map[string]answer{
			"the lowest":  {given: []string{"0"}, keep: []string{"0"}},
			"the highest": {given: []string{"10"}, keep: []string{"10"}},
			"too low":     {given: []string{"-1"}, fault: "field.choice"},
			"too high":    {given: []string{"11"}, fault: "field.choice"},
		})
	})
	t.Run("shows its numbers", func(t *testing.T) {
		if got, want := five.Show().Scale, []int{1, 2, 3, 4, 5}; !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if got := ten.Show().Scale; len(got) != 11 {
			t.Errorf("got %v", got)
		}
	})
	t.Run("has one column of numbers", func(t *testing.T) {
		names, types, cells := cellsOf(t, five, []string{"4"})
		if !reflect.DeepEqual(names, []string{"q"}) || !reflect.DeepEqual(types, []string{"integer"}) {
			t.Errorf("columns %q of types %q", names, types)
		}
		if !reflect.DeepEqual(cells, []any{4}) {
			t.Errorf("cells %v", cells)
		}
	})
	t.Run("tells its ends in the codebook", func(t *testing.T) {
		var noteArgs []any
		ten.Columns(func(_ string, args ...any) (string, string) { noteArgs = args; return "", "" })
		if want := []any{"lowest", 0, "highest", 10}; !reflect.DeepEqual(noteArgs, want) {
			t.Errorf("got %v, want %v", noteArgs, want)
		}
	})
	t.Run("counts each number and the mean", func(t *testing.T) {
		got := five.Tally(countIn("1", "4", "4"))
		if len(got.Bars) != 5 || got.Bars[3] != (Bar{LabelJa: "4", LabelEn: "4", Count: 2}) {
			t.Errorf("bars %v", got.Bars)
		}
		if !got.HasMean || got.Mean != 3 {
			t.Errorf("mean %v, %v", got.Mean, got.HasMean)
		}
	})
	t.Run("has no mean of nothing", func(t *testing.T) {
		if got := five.Tally(countIn()); got.HasMean {
			t.Errorf("mean %v", got.Mean)
		}
	})
}

func TestEndsOfAScale(t *testing.T) {
	read := func(typed string) ([]models.Option, string) {
		return kindOf(models.QuestionScale10).options(parseLines(typed))
	}
	t.Run("may be left out", func(t *testing.T) {
		if list, fault := read(" \n"); list != nil || fault != "" {
			t.Errorf("got %v, fault %q", list, fault)
		}
	})
	t.Run("stand under their numbers", func(t *testing.T) {
		list, fault := read("不満 | Dissatisfied\n満足｜Satisfied")
		want := []models.Option{
			{Slug: "0", TextJa: "不満", TextEn: "Dissatisfied"},
			{Slug: "10", TextJa: "満足", TextEn: "Satisfied"},
		}
		if fault != "" || !reflect.DeepEqual(list, want) {
			t.Errorf("got %v, fault %q", list, fault)
		}
	})
	t.Run("are two", func(t *testing.T) {
		for _, typed := range []string{"不満", "a\nb\nc"} {
			if _, fault := read(typed); fault != "question.ends_two" {
				t.Errorf("%q: fault %q", typed, fault)
			}
		}
	})
}
