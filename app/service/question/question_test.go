package question

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/i18n"
	"meguri/models"
)

// sample is one question of a kind.
func sample(kind models.QuestionKind) Question {
	q := Question{Slug: "q", Kind: kind, TitleJa: "問い", TitleEn: "Question"}
	if q.Show().Lines == OptionLines {
		q.Options = []models.Option{
			{Slug: "time", TextJa: "時間", TextEn: "Time"},
			{Slug: "skills", TextJa: "スキル"},
			{Slug: "o3", TextJa: "循環"},
		}
	}
	return q
}

// echoTexts is a Texts that returns keys.
func echoTexts(key string, _ ...any) (ja, en string) { return "ja " + key, "en " + key }

type answer struct {
	given []string
	keep  []string
	fault string
}

// testAnswers runs a table of answers to one question.
func testAnswers(t *testing.T, q Question, table map[string]answer) {
	t.Helper()
	for name, c := range table {
		t.Run(name, func(t *testing.T) {
			values, fault := q.Check(c.given)
			if fault != c.fault {
				t.Errorf("fault %q, want %q", fault, c.fault)
			}
			if !slices.Equal(values, c.keep) {
				t.Errorf("kept %q, want %q", values, c.keep)
			}
		})
	}
}

// cellsOf returns the names, types and cells of the question's columns, and checks that they are empty without an
// answer.
func cellsOf(t *testing.T, q Question, values []string) (names, types []string, cells []any) {
	t.Helper()
	columns := q.Columns(echoTexts)
	for i := range columns {
		c := &columns[i]
		names, types, cells = append(names, c.Name), append(types, c.Type), append(cells, c.Cell(values))
		if c.Question != q.Slug {
			t.Errorf("column %s belongs to %q", c.Name, c.Question)
		}
		if got := c.Cell(nil); got != nil {
			t.Errorf("column %s holds %v where nothing was answered", c.Name, got)
		}
	}
	return names, types, cells
}

// countIn returns a function that counts how often a value is in the list.
func countIn(values ...string) func(string) int {
	return func(value string) (n int) {
		for _, v := range values {
			if v == value {
				n++
			}
		}
		return n
	}
}

func TestEveryKind(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	valid := map[models.QuestionKind][]string{
		models.QuestionSingle:    {"skills"},
		models.QuestionMultiple:  {"time", "o3"},
		models.QuestionScale5:    {"4"},
		models.QuestionScale10:   {"0"},
		models.QuestionShortText: {"はい"},
		models.QuestionLongText:  {"一\n二"},
		models.QuestionNPS:       {"10"},
		models.QuestionRanking:   {"o3", "time"},
		models.QuestionNumber:    {"-2.5"},
		models.QuestionDate:      {"2026-11-28"},
	}
	for _, kind := range Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			q, given := sample(kind), valid[kind]
			if show := q.Show(); show.Control == NoControl || show.Control == Table { // see parts_test.go
				return
			}
			if given == nil {
				t.Fatal("no answer to try")
			}
			t.Run("has a name in both languages", func(t *testing.T) {
				for _, lang := range i18n.Languages {
					if key := "question.kind_" + string(kind); bundle.For(lang).T(key) == key {
						t.Errorf("%s is missing in %s", key, lang)
					}
				}
			})
			t.Run("keeps a valid answer", func(t *testing.T) {
				values, fault := q.Check(given)
				if fault != "" || !slices.Equal(values, given) {
					t.Errorf("kept %q, fault %q", values, fault)
				}
			})
			t.Run("takes an answer back from JSON", func(t *testing.T) {
				written, err := json.Marshal(q.Value(given))
				if err != nil {
					t.Fatal(err)
				}
				var value any
				if err := json.Unmarshal(written, &value); err != nil {
					t.Fatal(err)
				}
				values, fault := q.Check(Given(value))
				if fault != "" || !slices.Equal(values, given) {
					t.Errorf("%s: kept %q, fault %q", written, values, fault)
				}
			})
			t.Run("may be left open unless it is required", func(t *testing.T) {
				for _, nothing := range [][]string{nil, {""}, {" \u200b"}} {
					if values, fault := q.Check(nothing); len(values) > 0 || fault != "" {
						t.Errorf("%q: kept %q, fault %q", nothing, values, fault)
					}
				}
				q := q
				q.Required = true
				if _, fault := q.Check(nil); fault == "" {
					t.Error("a required question was left open")
				}
			})
			t.Run("refuses a flood", func(t *testing.T) {
				if _, fault := q.Check(slices.Repeat(given, MaxOptions+1)); fault != "field.choice" {
					t.Errorf("fault %q", fault)
				}
			})
			t.Run("is counted or listed", func(t *testing.T) {
				if counted := len(q.Tally(countIn()).Bars) > 0; counted == q.Show().Written {
					t.Errorf("counted: %v, listed: %v", counted, q.Show().Written)
				}
			})
			t.Run("has columns of different names", func(t *testing.T) {
				names, _, _ := cellsOf(t, q, given)
				slices.Sort(names)
				if len(names) == 0 || len(slices.Compact(names)) != len(q.Columns(echoTexts)) {
					t.Errorf("columns %q", names)
				}
			})
		})
	}
}

func TestUnknownKind(t *testing.T) {
	q := Question{Slug: "q", Kind: "hologram"}
	if !q.Show().Written {
		t.Error("it is not shown as a text")
	}
	if values, fault := q.Check([]string{"x"}); fault != "" || !slices.Equal(values, []string{"x"}) {
		t.Errorf("kept %q, fault %q", values, fault)
	}
}

func TestCheck(t *testing.T) {
	single, word := sample(models.QuestionSingle), sample(models.QuestionShortText)
	single.Slug, single.Required, word.Slug = "theme", true, "word"
	list := []Question{single, word}
	t.Run("keeps answers by slug, and nothing of other fields", func(t *testing.T) {
		got, err := Check(list, map[string][]string{"q_theme": {"time"}, "q_word": {""}, "q_other": {"x"}, "theme": {"o3"}})
		if err != nil {
			t.Fatal(err)
		}
		if want := (Answers{"theme": {"time"}}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("names every field at fault", func(t *testing.T) {
		_, err := Check(list, map[string][]string{"q_word": {strings.Repeat("あ", 201)}})
		want := map[string]string{"q_theme": "question.choose", "q_word": "question.answer_long_short"}
		if got := faultsOf(err); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestGiven(t *testing.T) {
	for name, c := range map[string]struct {
		value any
		want  []string
	}{
		"nothing":           {nil, nil},
		"a text":            {"a", []string{"a"}},
		"a whole number":    {float64(10), []string{"10"}},
		"a fraction":        {4.5, []string{"4.5"}},
		"a list":            {[]any{"a", "b"}, []string{"a", "b"}},
		"what is no answer": {map[string]any{"a": 1}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Given(c.value); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPercent(t *testing.T) {
	for name, c := range map[string]struct{ part, whole, want int }{
		"nothing of nothing": {0, 0, 0}, "a third": {1, 3, 33}, "two thirds": {2, 3, 67}, "all": {5, 5, 100},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Percent(c.part, c.whole); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}
