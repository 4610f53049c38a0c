package question

import (
	"reflect"
	"strings"
	"testing"

	"meguri/models"
)

func TestText(t *testing.T) {
	short, long := sample(models.QuestionShortText), sample(models.QuestionLongText)
	t.Run("short", func(t *testing.T) {
		testAnswers(t, short, map[string]answer{
			"as it was written":     {given: []string{"ありがとう（！）"}, keep: []string{"ありがとう（！）"}},
			"on one line":           {given: []string{" 一\r\n二 "}, keep: []string{"一 二"}},
			"200 characters":        {given: []string{strings.Repeat("あ", 200)}, keep: []string{strings.Repeat("あ", 200)}},
			"201 characters":        {given: []string{strings.Repeat("あ", 201)}, fault: "question.answer_long_short"},
			"bidi marks go":         {given: []string{"\u202e=1\u202c+1\u200f"}, keep: []string{"=1+1"}},
			"zero width goes":       {given: []string{"か\u200bわ\ufeffさ\u2060き"}, keep: []string{"かわさき"}},
			"marks join (NFC)":      {given: []string{"か\u3099e\u0301"}, keep: []string{"が\u00e9"}},
			"control characters go": {given: []string{"a\x00\x07b"}, keep: []string{"ab"}},
			"two texts":             {given: []string{"a", "b"}, fault: "field.choice"},
		})
	})
	t.Run("long", func(t *testing.T) {
		testAnswers(t, long, map[string]answer{
			"lines stay":       {given: []string{"\r\n一\r\n\r\n  - 二 \r\n"}, keep: []string{"一\n\n  - 二"}},
			"4000 characters":  {given: []string{strings.Repeat("あ", 4000)}, keep: []string{strings.Repeat("あ", 4000)}},
			"4001 characters":  {given: []string{strings.Repeat("あ", 4001)}, fault: "question.answer_long_long"},
			"bidi marks go":    {given: []string{"a\u2066\nb\u2069"}, keep: []string{"a\nb"}},
			"zero width goes":  {given: []string{"\u200b\nか\u200bわ"}, keep: []string{"かわ"}},
			"marks join (NFC)": {given: []string{"は\u309a\nひ\u3099"}, keep: []string{"ぱ\nび"}},
			"emoji stay whole": {given: []string{"👩\u200d⚕️"}, keep: []string{"👩\u200d⚕️"}},
		})
	})
	t.Run("says that it is missing as other fields do", func(t *testing.T) {
		required := short
		required.Required = true
		if _, fault := required.Check([]string{" "}); fault != "field.required" {
			t.Errorf("fault %q", fault)
		}
	})
	t.Run("has no options, whatever was typed", func(t *testing.T) {
		if list, fault := kindOf(models.QuestionLongText).options(parseLines("a\nb")); list != nil || fault != "" {
			t.Errorf("got %v, fault %q", list, fault)
		}
	})
	t.Run("has one column of text", func(t *testing.T) {
		names, types, cells := cellsOf(t, long, []string{"一\n二"})
		if !reflect.DeepEqual(names, []string{"q"}) || !reflect.DeepEqual(types, []string{"text"}) {
			t.Errorf("columns %q of types %q", names, types)
		}
		if !reflect.DeepEqual(cells, []any{"一\n二"}) {
			t.Errorf("cells %v", cells)
		}
	})
	t.Run("is not counted", func(t *testing.T) {
		if got := short.Tally(countIn("a", "a")); len(got.Bars) != 0 || got.HasMean {
			t.Errorf("got %+v", got)
		}
	})
}
