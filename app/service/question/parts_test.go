package question

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"meguri/models"
)

// withRoles is a choice whose last two options are "other" and "none of these".
func withRoles(kind models.QuestionKind) Question {
	q := sample(kind)
	q.Options = append(q.Options,
		models.Option{Slug: "other", TextJa: "その他", TextEn: "Other", Other: true},
		models.Option{Slug: "nothing", TextJa: "なし", Exclusive: kind == models.QuestionMultiple},
	)
	return q
}

// table is a matrix of two rows.
func table() Question {
	q := sample(models.QuestionMatrix)
	q.Options = []models.Option{{Slug: "keynote", TextJa: "基調講演", TextEn: "Keynote"}, {Slug: "panel", TextJa: "討論"}}
	q.Settings.Ends = []models.Option{{Slug: "1", TextJa: "不満"}, {Slug: "5", TextJa: "満足"}}
	return q
}

type given = map[string][]string

// testForms checks forms of questions: the answers, or the faults.
func testForms(t *testing.T, questions []Question, forms map[string]struct {
	given  given
	keep   Answers
	faults map[string]string
}) {
	t.Helper()
	for name, c := range forms {
		t.Run(name, func(t *testing.T) {
			got, err := Check(questions, c.given)
			if faults := faultsOf(err); !maps.Equal(faults, c.faults) {
				t.Errorf("faults %v, want %v", faults, c.faults)
			}
			if len(c.faults) == 0 && !maps.EqualFunc(got, c.keep, slices.Equal) {
				t.Errorf("kept %v, want %v", got, c.keep)
			}
		})
	}
}

type form = struct {
	given  given
	keep   Answers
	faults map[string]string
}

func TestWordsBesideOther(t *testing.T) {
	t.Run("of several", func(t *testing.T) {
		testForms(t, []Question{withRoles(models.QuestionMultiple)}, map[string]form{
			"chosen, with words": {
				given{"q_q": {"other", "time"}, "q_q__other__text": {"猫"}},
				Answers{"q": {"time", "other"}, "q__other__text": {"猫"}}, nil,
			},
			"chosen, without words": {given{"q_q": {"other"}}, Answers{"q": {"other"}}, nil},
			"words alone mean it": {
				given{"q_q": {"time"}, "q_q__other__text": {"猫"}},
				Answers{"q": {"time", "other"}, "q__other__text": {"猫"}}, nil,
			},
			"none of these":         {given{"q_q": {"nothing"}}, Answers{"q": {"nothing"}}, nil},
			"none of these and one": {given{"q_q": {"nothing", "time"}}, nil, map[string]string{"q_q": "question.exclusive"}},
		})
	})
	t.Run("of one", func(t *testing.T) {
		testForms(t, []Question{withRoles(models.QuestionSingle)}, map[string]form{
			"words alone mean it": {
				given{"q_q": {""}, "q_q__other__text": {"猫"}}, Answers{"q": {"other"}, "q__other__text": {"猫"}}, nil,
			},
			"words and another one": {
				given{"q_q": {"time"}, "q_q__other__text": {"猫"}}, nil,
				map[string]string{"q_q__other__text": "question.other_unchosen"},
			},
		})
	})
}

func TestNoMoreOptionsThanTheLimit(t *testing.T) {
	q := sample(models.QuestionMultiple)
	q.Settings.Limit = 2
	testAnswers(t, q, map[string]answer{
		"two":   {[]string{"o3", "time"}, []string{"time", "o3"}, ""},
		"three": {[]string{"o3", "time", "skills"}, nil, "question.choose_at_most"},
	})
}

func TestNumbers(t *testing.T) {
	q := sample(models.QuestionNumber)
	testAnswers(t, q, map[string]answer{
		"full width with commas": {[]string{"１，２３４．５０"}, []string{"1234.5"}, ""},
		"minus zero":             {[]string{"-0"}, []string{"0"}, ""},
		"words":                  {[]string{"三"}, nil, "question.number_form"},
		"an exponent":            {[]string{"1e3"}, nil, "question.number_form"},
		"infinity":               {[]string{"inf"}, nil, "question.number_form"},
		"two numbers":            {[]string{"1", "2"}, nil, "field.choice"},
	})
	q.Settings.Least, q.Settings.Most = "0", "10"
	testAnswers(t, q, map[string]answer{
		"at the least":   {[]string{"0"}, []string{"0"}, ""},
		"below it":       {[]string{"-1"}, nil, "question.number_between"},
		"above the most": {[]string{"10.1"}, nil, "question.number_between"},
	})
	q.Settings.Most = ""
	testAnswers(t, q, map[string]answer{"below the only limit": {[]string{"-1"}, nil, "question.number_least"}})
}

func TestDays(t *testing.T) {
	testAnswers(t, sample(models.QuestionDate), map[string]answer{
		"of a calendar":  {[]string{"2026-11-28"}, []string{"2026-11-28"}, ""},
		"typed":          {[]string{"２０２６/１/２"}, []string{"2026-01-02"}, ""},
		"in Japanese":    {[]string{"2026年1月2日"}, []string{"2026-01-02"}, ""},
		"that is none":   {[]string{"2026-02-30"}, nil, "question.date_form"},
		"long ago":       {[]string{"0026-02-03"}, nil, "question.date_form"},
		"words":          {[]string{"昨日"}, nil, "question.date_form"},
		"the 29th of 02": {[]string{"2028-02-29"}, []string{"2028-02-29"}, ""},
	})
}

func TestATableIsAQuestionARow(t *testing.T) {
	q := table()
	q.Required = true
	testForms(t, []Question{q}, map[string]form{
		"all rows": {
			given{"q_q__keynote": {"5"}, "q_q__panel": {"2"}}, Answers{"q__keynote": {"5"}, "q__panel": {"2"}}, nil,
		},
		"one row":        {given{"q_q__keynote": {"5"}}, nil, map[string]string{"q_q__panel": "question.choose"}},
		"beyond a scale": {given{"q_q__keynote": {"5"}, "q_q__panel": {"6"}}, nil, map[string]string{"q_q__panel": "field.choice"}},
	})
	names := []string{}
	for _, c := range q.Columns(echoTexts) {
		names = append(names, c.Name)
		if c.TitleJa != "問い" || c.PartJa == "" || c.Type != "integer" || len(c.Values) != 2 {
			t.Errorf("column %+v", c)
		}
	}
	if want := []string{"q__keynote", "q__panel"}; !slices.Equal(names, want) {
		t.Errorf("columns %q, want %q", names, want)
	}
}

func TestWhatAsksNothingHasNoColumn(t *testing.T) {
	for _, kind := range []models.QuestionKind{models.QuestionStatement, models.QuestionSection} {
		q := sample(kind)
		if n := len(Flat([]Question{q})) + len(q.Columns(echoTexts)); n != 0 {
			t.Errorf("%s has %d", kind, n)
		}
		q.Required = true
		testForms(t, []Question{q}, map[string]form{"nothing": {given{"q_q": {"x"}}, Answers{}, nil}})
	}
}

func TestRecommendationHasItsWords(t *testing.T) {
	c := sample(models.QuestionNPS).Columns(echoTexts)[0]
	want := []Code{{"0", "ja question.nps_low", "en question.nps_low"}, {"10", "ja question.nps_high", "en question.nps_high"}}
	if !reflect.DeepEqual(c.Values, want) {
		t.Errorf("codes %+v", c.Values)
	}
	_, err := New(&Input{Kind: models.QuestionNPS, TitleJa: "すすめますか", Options: "一つ"}, nil)
	if err != nil {
		t.Errorf("words of its own: %v", err)
	}
}

func TestWhatIsNotShownIsNotStored(t *testing.T) {
	first, second, third := sample(models.QuestionScale5), sample(models.QuestionMultiple), sample(models.QuestionShortText)
	first.Slug, second.Slug, third.Slug = "a", "b", "c"
	second.Settings.ShowIf = &models.ShowIf{Question: "a", Values: []string{"1", "2"}}
	third.Settings.ShowIf = &models.ShowIf{Question: "b", Values: []string{"time"}}
	second.Required = true
	testForms(t, []Question{first, second, third}, map[string]form{
		"shown":          {given{"q_a": {"2"}, "q_b": {"time"}, "q_c": {"x"}}, Answers{"a": {"2"}, "b": {"time"}, "c": {"x"}}, nil},
		"required there": {given{"q_a": {"1"}}, nil, map[string]string{"q_b": "question.choose"}},
		"not shown, nor what hangs on it": {
			given{"q_a": {"4"}, "q_b": {"time"}, "q_c": {"x"}}, Answers{"a": {"4"}}, nil,
		},
	})
}

func TestConditionsAreAboutEarlierAnswers(t *testing.T) {
	on := func(slug, of string, values ...string) Question {
		q := sample(models.QuestionSingle)
		q.Slug = slug
		if of != "" {
			q.Settings.ShowIf = &models.ShowIf{Question: of, Values: values}
		}
		return q
	}
	word := sample(models.QuestionShortText)
	for name, c := range map[string]struct {
		list []Question
		want map[string]string
	}{
		"an earlier one":  {[]Question{on("a", ""), on("b", "a", "time")}, map[string]string{}},
		"itself":          {[]Question{on("a", "a", "time")}, map[string]string{"a": "question.condition_later"}},
		"in a circle":     {[]Question{on("a", "b", "time"), on("b", "a", "time")}, map[string]string{"a": "question.condition_later"}},
		"gone":            {[]Question{on("a", "x", "time")}, map[string]string{"a": "question.condition_gone"}},
		"words":           {[]Question{word, on("a", "q", "x")}, map[string]string{"a": "question.condition_gone"}},
		"an unknown one":  {[]Question{on("a", ""), on("b", "a", "cat")}, map[string]string{"b": "question.condition_value"}},
		"no value at all": {[]Question{on("a", ""), on("b", "a")}, map[string]string{"b": "question.condition_value"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ConditionFaults(c.list); !maps.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestHowNumbersAndDaysAreSpread(t *testing.T) {
	times := map[string]int{"1": 2, "2": 1, "10": 1}
	got := sample(models.QuestionNumber).Measure(times)
	if got.Mean != 3.5 || got.Distribution.Median != 1.5 || len(got.Bars) != 3 || got.Bars[0].Count != 2 {
		t.Errorf("got %+v", got)
	}
	many := map[string]int{}
	for i := range 100 {
		many[Given(float64(i) / 10)[0]] = 1
	}
	bars, people := sample(models.QuestionNumber).Measure(many).Bars, 0
	for _, bar := range bars {
		people += bar.Count
	}
	if len(bars) > mostBars || people != 100 || bars[0].LabelJa != "0–1" {
		t.Errorf("%d bars of %d people: %+v", len(bars), people, bars)
	}
	days := map[string]int{}
	for _, day := range []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13"} {
		days["2026-01-"+day] = 1
	}
	if bars := sample(models.QuestionDate).Measure(days).Bars; len(bars) != 1 || bars[0] != (Bar{"2026-01", "2026-01", 13}) {
		t.Errorf("days: %+v", bars)
	}
}

func TestSettingsThatAKindDoesNotHaveAreLeftOut(t *testing.T) {
	in := &Input{Kind: models.QuestionMultiple, TitleJa: "関心", Options: "a\nb\nc", InputSettings: InputSettings{
		Least: "1", Limit: "2", Folded: true, Shuffled: true,
	}}
	q, err := New(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := (models.QuestionSettings{Limit: 2, Shuffled: true}); !reflect.DeepEqual(q.Settings, want) {
		t.Errorf("got %+v", q.Settings)
	}
	in.Limit = "3" // of three
	if q, err = New(in, nil); err != nil || q.Settings.Limit != 0 {
		t.Errorf("limit %d, %v", q.Settings.Limit, err)
	}
	_, err = New(&Input{Kind: models.QuestionNumber, TitleJa: "年", InputSettings: InputSettings{Least: "5", Most: "1"}}, nil)
	if got := faultsOf(err)["most"]; got != "question.limits_order" {
		t.Errorf("fault %q", got)
	}
	_, err = New(&Input{Kind: models.QuestionSingle, TitleJa: "問い", OptionSlugs: []string{"", ""},
		OptionsJa: []string{"a", "b"}, OptionRoles: []string{"other", "other"}}, nil)
	if got := faultsOf(err)["options"]; got != "question.other_one" {
		t.Errorf("fault %q", got)
	}
}

func TestRolesAndSettingsStayOnceThereAreAnswers(t *testing.T) {
	q := withRoles(models.QuestionMultiple)
	q.Settings = models.QuestionSettings{Limit: 2, ShowIf: &models.ShowIf{Question: "a", Values: []string{"1"}}}
	in := q.Input()
	in.OptionRoles, in.Limit = nil, "" // the page of a survey that was opened has none of them
	in.OptionsJa[0] = "時"
	got, err := q.Correct(in)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Settings, q.Settings) || !got.Options[3].Other || !got.Options[4].Exclusive {
		t.Errorf("got %+v", got)
	}
}
