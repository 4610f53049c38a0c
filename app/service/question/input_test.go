package question

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"meguri/models"
)

// faultsOf returns the faults of fields in an error.
func faultsOf(err error) map[string]string {
	var formErr *models.Error
	if !errors.As(err, &formErr) {
		return nil
	}
	return formErr.Fields
}

func TestNew(t *testing.T) {
	in := &Input{
		Slug: "theme", Kind: models.QuestionSingle, Required: true,
		TitleJa: "関心", TitleEn: "Themes", HelpJa: "説明", HelpEn: "Help",
		Options: "時間 | Time\n循環",
	}
	want := Question{
		Slug: "theme", Kind: models.QuestionSingle, Required: true,
		TitleJa: "関心", TitleEn: "Themes", HelpJa: "説明", HelpEn: "Help",
		Options: []models.Option{{Slug: "time", TextJa: "時間", TextEn: "Time"}, {Slug: "o2", TextJa: "循環"}},
	}
	q, err := New(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("takes over what was typed", func(t *testing.T) {
		if !reflect.DeepEqual(*q, want) {
			t.Errorf("got %+v, want %+v", *q, want)
		}
	})
	t.Run("shows it the same again", func(t *testing.T) {
		if got := q.Input(); !reflect.DeepEqual(got, in) {
			t.Errorf("got %+v, want %+v", got, in)
		}
	})
	t.Run("cleans texts by the rule of all lines", func(t *testing.T) {
		q, err := New(&Input{
			Kind:    models.QuestionSingle,
			TitleJa: "関\u200b心\u202e",
			HelpJa:  "か\u3099 \n い",
			Options: "は\u3099\u200f\nb",
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if q.TitleJa != "関心" {
			t.Errorf("title %q", q.TitleJa)
		}
		if q.HelpJa != "が い" {
			t.Errorf("help %q", q.HelpJa)
		}
		if q.Options[0].TextJa != "ば" {
			t.Errorf("option %q", q.Options[0].TextJa)
		}
	})
}

func TestNewFaults(t *testing.T) {
	others := []Question{{Slug: "taken"}}
	long, many := strings.Repeat("あ", 501), strings.Repeat("a\n", 31)
	for name, c := range map[string]struct {
		change       func(in *Input)
		field, fault string
	}{
		"no title":                {func(in *Input) { in.TitleJa = "" }, "title_ja", "field.required"},
		"a title nobody sees":     {func(in *Input) { in.TitleJa = "\u200b" }, "title_ja", "field.required"},
		"a long title":            {func(in *Input) { in.TitleJa = long }, "title_ja", "field.too_long"},
		"a long English title":    {func(in *Input) { in.TitleEn = long }, "title_en", "field.too_long"},
		"a long explanation":      {func(in *Input) { in.HelpJa = long }, "help_ja", "field.too_long"},
		"a long English one":      {func(in *Input) { in.HelpEn = long }, "help_en", "field.too_long"},
		"no kind":                 {func(in *Input) { in.Kind = "" }, "kind", "field.choice"},
		"an unknown kind":         {func(in *Input) { in.Kind = "dance" }, "kind", "field.choice"},
		"one option":              {func(in *Input) { in.Options = "one" }, "options", "question.options_few"},
		"31 options":              {func(in *Input) { in.Options = many }, "options", "question.options_many"},
		"an option in English":    {func(in *Input) { in.Options = "| Yes\nいいえ" }, "options", "field.required"},
		"a long option":           {func(in *Input) { in.Options = "a\n" + long }, "options", "field.too_long"},
		"a slug of another":       {func(in *Input) { in.Slug = "taken" }, "slug", "question.slug_taken"},
		"a reserved slug":         {func(in *Input) { in.Slug = "mode" }, "slug", "question.slug_form"},
		"a slug of other letters": {func(in *Input) { in.Slug = "Theme" }, "slug", "question.slug_form"},
		"a slug with __":          {func(in *Input) { in.Slug = "a__b" }, "slug", "question.slug_form"},
		"a slug of 31 letters":    {func(in *Input) { in.Slug = strings.Repeat("a", 31) }, "slug", "question.slug_form"},
		"a digit first":           {func(in *Input) { in.Slug = "1a" }, "slug", "question.slug_form"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &Input{Kind: models.QuestionSingle, TitleJa: "x", Options: "a\nb"}
			c.change(in)
			_, err := New(in, others, "mode")
			if got, want := faultsOf(err), (map[string]string{c.field: c.fault}); !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestSlugs(t *testing.T) {
	number := func(t *testing.T, others ...Question) string {
		t.Helper()
		q, err := New(&Input{Kind: models.QuestionShortText, TitleJa: "x"}, others)
		if err != nil {
			t.Fatal(err)
		}
		return q.Slug
	}
	t.Run("are numbered where none is typed", func(t *testing.T) {
		if got := number(t, Question{Slug: "theme"}); got != "q2" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("leave out a number that is taken", func(t *testing.T) {
		if got := number(t, Question{Slug: "q2"}); got != "q3" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("of options come from English, else from the place", func(t *testing.T) {
		list, fault := parseChoices("知人 | A friend\n友人 | A friend!\nその他\n\n四 | 4th")
		if fault != "" {
			t.Fatal(fault)
		}
		var got []string
		for _, option := range list {
			got = append(got, option.Slug)
		}
		if want := []string{"a_friend", "o2", "o3", "o4"}; !reflect.DeepEqual(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestEdit(t *testing.T) {
	q := sample(models.QuestionSingle)
	t.Run("changes everything but the slug", func(t *testing.T) {
		got, err := q.Edit(&Input{Slug: "other", Kind: models.QuestionScale5, Required: true, TitleJa: "新しい問い"})
		if err != nil {
			t.Fatal(err)
		}
		want := Question{Slug: "q", Kind: models.QuestionScale5, Required: true, TitleJa: "新しい問い"}
		if !reflect.DeepEqual(*got, want) {
			t.Errorf("got %+v, want %+v", *got, want)
		}
	})
	t.Run("finds fault", func(t *testing.T) {
		if _, err := q.Edit(&Input{Kind: models.QuestionScale5}); faultsOf(err)["title_ja"] == "" {
			t.Errorf("got %v", err)
		}
	})
}

func TestCorrect(t *testing.T) {
	q := sample(models.QuestionSingle)
	t.Run("keeps kind, need and the options' slugs", func(t *testing.T) {
		got, err := q.Correct(&Input{
			Kind:     models.QuestionLongText,
			Required: true,
			TitleJa:  "新",
			Options:  "時 | Hours\n腕\n巡り | Circle",
		})
		if err != nil {
			t.Fatal(err)
		}
		want := Question{Slug: "q", Kind: models.QuestionSingle, TitleJa: "新", Options: []models.Option{
			{Slug: "time", TextJa: "時", TextEn: "Hours"},
			{Slug: "skills", TextJa: "腕"},
			{Slug: "o3", TextJa: "巡り", TextEn: "Circle"},
		}}
		if !reflect.DeepEqual(*got, want) {
			t.Errorf("got %+v, want %+v", *got, want)
		}
	})
	t.Run("leaves the original alone", func(t *testing.T) {
		if !reflect.DeepEqual(q, sample(models.QuestionSingle)) {
			t.Errorf("got %+v", q)
		}
	})
	t.Run("adds no option and takes none away", func(t *testing.T) {
		for _, typed := range []string{"a\nb", "a\nb\nc\nd"} {
			if _, err := q.Correct(&Input{TitleJa: "x", Options: typed}); faultsOf(err)["options"] != "question.options_frozen" {
				t.Errorf("%q: %v", typed, err)
			}
		}
	})
	t.Run("may word the ends of a scale anew", func(t *testing.T) {
		got, err := sample(models.QuestionScale5).Correct(&Input{TitleJa: "x", Options: "低\n高"})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Options) != 2 || got.Options[1].Slug != "5" {
			t.Errorf("got %+v", got.Options)
		}
	})
}
