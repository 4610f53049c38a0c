package models

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnswersAreReadAsJSON(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"a":["1"]}`, `{"a":["1","2"],"b":["二:[,]{}"]}`, `{"a":["\"\\\n"],"b":["x"]}`, `{ "a": ["1"] }`, `{"a":[]}`,
		``, `{`, `{"a"}`, `{"a":["1"`, `{"a":["1"]`, `{"a":["1"]}x`, `{"a":["1",]}`, `{"a":"1"}`, `[]`, `{"a":["1"],}`,
	} {
		var want map[string][]string
		wantErr := json.Unmarshal([]byte(text), &want)
		got, err := parseAnswers(text)
		if (err == nil) != (wantErr == nil) {
			t.Errorf("%s: %v, want %v", text, err, wantErr)
		}
		if diff := cmp.Diff(want, got); diff != "" && err == nil {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestAnswersAreWrittenAsJSON(t *testing.T) {
	for _, answers := range []map[string][]string{
		nil, {}, {"b": {"1"}, "a": {"2", "1"}}, {"a": {`"\`, "\n\t\x00", "<&>", "二\u2028", "\xff"}, "c": {""}},
	} {
		text := formatAnswers(answers)
		var got map[string][]string
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(text, err)
		}
		want := map[string][]string{}
		for slug, values := range answers {
			for _, value := range values {
				want[slug] = append(want[slug], strings.ToValidUTF8(value, "\uFFFD"))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
		again, err := parseAnswers(text)
		if diff := cmp.Diff(want, again); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
}
