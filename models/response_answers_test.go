package models

import (
	"encoding/json"
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
