package question

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
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
	t.Run("shows it the same again, with a row for each option", func(t *testing.T) {
		again := *in
		again.Options = ""
		again.OptionSlugs, again.OptionPlaces = []string{"time", "o2"}, []string{"1", "2"}
		again.OptionsJa, again.OptionsEn = []string{"時間", "循環"}, []string{"Time", ""}
		if got := q.Input(); !reflect.DeepEqual(got, &again) {
			t.Errorf("got %+v, want %+v", got, &again)
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
		list, fault := checkChoices(parseLines("知人 | A friend\n友人 | A friend!\nその他\n\n四 | 4th"))
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

func TestNoSlugIsReadAsMissing(t *testing.T) {
	list, fault := checkChoices(parseLines("a | NULL\nb | NaN\nc | None\nd | N/A\ne | NA\nf | True\ng | False"))
	if fault != "" {
		t.Fatal(fault)
	}
	for i, option := range list {
		if want := fmt.Sprintf("o%d", i+1); option.Slug != want {
			t.Errorf("%s has the slug %q, want %q", option.TextEn, option.Slug, want)
		}
	}
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
	row := func(places string, texts ...string) *Input {
		in := &Input{TitleJa: "新"}
		in.setRows(q.Options)
		in.OptionPlaces = strings.Fields(places)
		for i, text := range texts {
			in.OptionsJa[i], in.OptionsEn[i], _ = strings.Cut(text, "|")
		}
		return in
	}
	t.Run("keeps kind, need and the options' slugs", func(t *testing.T) {
		in := row("1 2 3", "時|Hours", "腕|", "巡り|Circle")
		in.Kind, in.Required = models.QuestionLongText, true
		got, err := q.Correct(in)
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
	t.Run("moves an option with its slug", func(t *testing.T) {
		for places, want := range map[string]string{
			"2 1 3": "skills time o3", "３ 2 1": "o3 skills time", "9 9 1": "o3 time skills", "x 2 3": "skills o3 time",
			"1.5 1 2": "skills time o3",
		} {
			got, err := q.Correct(row(places))
			if err != nil {
				t.Fatal(err)
			}
			slugs := ""
			for i, option := range got.Options {
				slugs += " " + option.Slug
				isSame := func(o models.Option) bool { return o.Slug == option.Slug }
				if old := q.Options[slices.IndexFunc(q.Options, isSame)]; old != option {
					t.Errorf("%s: option %d is %+v", places, i, option)
				}
			}
			if slugs != " "+want {
				t.Errorf("%s: order %s, want %s", places, slugs, want)
			}
		}
	})
	t.Run("refuses to let answers mean something else", func(t *testing.T) {
		foreign, twice, added := row("1 2 3"), row("1 2 3"), row("1 2 3 4")
		foreign.OptionSlugs[0], twice.OptionSlugs[0] = "moon", "skills"
		added.OptionSlugs, added.OptionsJa = append(added.OptionSlugs, ""), append(added.OptionsJa, "四")
		for name, c := range map[string]struct {
			in    *Input
			fault string
		}{
			"exchanged words":                {row("1 2 3", "スキル|", "時間|Time"), "question.options_swapped"},
			"an English word of another":     {row("1 2 3", "時間|", "腕|Time"), "question.options_swapped"},
			"an option emptied":              {row("1 2 3", "時間|Time", "|"), "question.options_frozen"},
			"an option added":                {added, "question.options_frozen"},
			"an option that is not there":    {foreign, "question.options_stale"},
			"an option twice":                {twice, "question.options_stale"},
			"lines, which go by their place": {&Input{TitleJa: "x", Options: "a\nb\nc"}, "question.options_stale"},
		} {
			if _, err := q.Correct(c.in); faultsOf(err)["options"] != c.fault {
				t.Errorf("%s: %v, want %s", name, err, c.fault)
			}
		}
	})
	t.Run("may word the ends of a scale anew, but not exchange them", func(t *testing.T) {
		scale := sample(models.QuestionScale5)
		scale.Options = []models.Option{{Slug: "1", TextJa: "不満"}, {Slug: "5", TextJa: "満足"}}
		ends := func(low, high string) *Input {
			return &Input{
				TitleJa: "x", OptionSlugs: []string{"1", "5"}, OptionsJa: []string{low, high}, OptionsEn: []string{"", ""},
			}
		}
		got, err := scale.Correct(ends("とても不満", "とても満足"))
		if err != nil {
			t.Fatal(err)
		}
		want := []models.Option{{Slug: "1", TextJa: "とても不満"}, {Slug: "5", TextJa: "とても満足"}}
		if !reflect.DeepEqual(got.Options, want) {
			t.Errorf("got %+v", got.Options)
		}
		if _, err := scale.Correct(ends("満足", "不満")); faultsOf(err)["options"] != "question.options_swapped" {
			t.Errorf("exchanged: %v", err)
		}
		if _, err := scale.Correct(ends("", "満足")); faultsOf(err)["options"] != "question.ends_two" {
			t.Errorf("one end: %v", err)
		}
		if got, err := scale.Correct(ends("", "")); err != nil || len(got.Options) != 0 {
			t.Errorf("no ends: %v, %v", got, err)
		}
	})
}

func TestEditingRowsOfADraft(t *testing.T) {
	q := sample(models.QuestionSingle)
	in := &Input{Kind: q.Kind, TitleJa: "x"}
	in.setRows(q.Options)
	in.OptionsJa[0], in.OptionsEn[0] = "", ""
	in.OptionSlugs = append(in.OptionSlugs, "", "")
	in.OptionsJa = append(in.OptionsJa, "三番目", "")
	in.OptionsEn = append(in.OptionsEn, "O3", "")
	in.OptionPlaces = append(in.OptionPlaces, "2", "5")
	got, err := q.Edit(in)
	if err != nil {
		t.Fatal(err)
	}
	want := []models.Option{
		{Slug: "skills", TextJa: "スキル"}, {Slug: "o2", TextJa: "三番目", TextEn: "O3"}, {Slug: "o3", TextJa: "循環"},
	}
	if !reflect.DeepEqual(got.Options, want) {
		t.Errorf("got %+v, want %+v", got.Options, want)
	}
}
