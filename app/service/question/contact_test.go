package question

import (
	"slices"
	"strings"
	"testing"

	"meguri/app/service/i18n"
	"meguri/models"
)

func TestAgree(t *testing.T) {
	q := sample(models.QuestionAgree)
	testAnswers(t, q, map[string]answer{
		"ticked":     {given: []string{"yes"}, keep: []string{"yes"}},
		"not ticked": {},
		"no answer":  {given: []string{""}},
		"another":    {given: []string{"no"}, fault: "field.choice"},
		"twice":      {given: []string{"yes", "no"}, fault: "field.choice"},
	})
	q.Required = true
	testAnswers(t, q, map[string]answer{
		"must be ticked": {fault: "question.agree_needed"},
		"is":             {given: []string{"yes"}, keep: []string{"yes"}},
	})
}

func TestTimeOfDay(t *testing.T) {
	q := sample(models.QuestionTime)
	testAnswers(t, q, map[string]answer{
		"as browsers send it": {given: []string{"09:05"}, keep: []string{"09:05"}},
		"in wide figures":     {given: []string{"９：０５"}, keep: []string{"09:05"}},
		"in words":            {given: []string{"9時"}, keep: []string{"09:00"}},
		"half past":           {given: []string{"午後1時半"}, keep: []string{"13:30"}},
		"after noon":          {given: []string{"午後12時15分"}, keep: []string{"12:15"}},
		"in the morning":      {given: []string{"午前8時"}, keep: []string{"08:00"}},
		"midnight":            {given: []string{"0:00"}, keep: []string{"00:00"}},
		"nothing":             {given: []string{" "}},
		"an hour too late":    {given: []string{"25:00"}, fault: "question.time_form"},
		"a minute too many":   {given: []string{"9:60"}, fault: "question.time_form"},
		"a word":              {given: []string{"昼ごろ"}, fault: "question.time_form"},
		"two":                 {given: []string{"9:00", "10:00"}, fault: "field.choice"},
		"far too long":        {given: []string{strings.Repeat("9", 50)}, fault: "question.answer_long_short"},
	})
	q.Required = true
	testAnswers(t, q, map[string]answer{"required": {fault: "field.required"}})
}

func TestPhone(t *testing.T) {
	testAnswers(t, sample(models.QuestionPhone), map[string]answer{
		"with hyphens":    {given: []string{"044-200-2111"}, keep: []string{"044-200-2111"}},
		"in wide figures": {given: []string{"０９０－１２３４－５６７８"}, keep: []string{"090-1234-5678"}},
		"from abroad":     {given: []string{"+44 20 7946 0958"}, keep: []string{"+44 20 7946 0958"}},
		"nothing":         {given: []string{""}},
		"too short":       {given: []string{"12"}, fault: "registration.phone_wrong"},
		"words":           {given: []string{"でんわはありません"}, fault: "registration.phone_wrong"},
		"two":             {given: []string{"044-200-2111", "044-200-2112"}, fault: "field.choice"},
	})
}

func TestOrganization(t *testing.T) {
	testAnswers(t, sample(models.QuestionOrganization), map[string]answer{
		"a name":       {given: []string{"  川崎市  市民協働課 "}, keep: []string{"川崎市 市民協働課"}},
		"of one line":  {given: []string{"NPO法人\nめぐり"}, keep: []string{"NPO法人 めぐり"}},
		"nothing":      {given: []string{""}},
		"far too long": {given: []string{strings.Repeat("あ", 201)}, fault: "question.answer_long_short"},
	})
}

// Every kind that a form asks is offered by a name in both languages, has one column in files, and words for its
// faults.
func TestKindsOfForms(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"question.agree_needed", "question.time_form", "registration.phone_wrong", "question.agreed"}
	for _, kind := range FormKinds() {
		keys = append(keys, "question.kind_"+string(kind))
	}
	for _, lang := range i18n.Languages {
		for _, key := range keys {
			if bundle.For(lang).T(key) == key {
				t.Errorf("%s has no text for %s", lang, key)
			}
		}
	}
	for kind, want := range map[models.QuestionKind]string{
		models.QuestionAgree: "code", models.QuestionTime: "text", models.QuestionPhone: "text",
		models.QuestionOrganization: "text",
	} {
		names, types, cells := cellsOf(t, sample(kind), []string{"yes"})
		if !slices.Equal(names, []string{"q"}) || !slices.Equal(types, []string{want}) || cells[0] != "yes" {
			t.Errorf("%s has columns %q %q %v", kind, names, types, cells)
		}
	}
}
