package ask_test

import (
	"fmt"
	"html/template"
	"io"
	"testing"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/models"
)

// large is a form of 100 questions, of which every third is shown for an answer to the one before.
func large() (*ask.Form, map[string][]string) {
	v, given := &models.FormVersion{Number: 1}, map[string][]string{}
	kinds := []models.QuestionKind{models.QuestionSingle, models.QuestionMultiple, models.QuestionShortText}
	for i := range 100 {
		q := models.FormQuestion{
			Slug: fmt.Sprintf("q%d", i), Kind: kinds[i%3], TitleJa: fmt.Sprintf("質問 %d", i), Required: true,
			Options: []models.Option{{Slug: "yes", TextJa: "はい"}, {Slug: "no", TextJa: "いいえ"}, {Slug: "other", TextJa: "ほか"}},
		}
		if i%3 == 2 {
			q.Settings.ShowIf = &models.ShowIf{Question: fmt.Sprintf("q%d", i-1), Values: []string{"yes"}}
		}
		if i%10 == 9 {
			q.TicketTypes = []string{"venue"}
		}
		v.Questions = append(v.Questions, q)
		given["q_"+q.Slug] = []string{"yes"}
	}
	return ask.Of(v), given
}

func TestALargeFormIsChecked(t *testing.T) {
	f, given := large()
	c := check.New()
	if got := f.Check(c, "venue", given, f.FieldName("")); len(got) != 100 || !c.OK() {
		t.Errorf("%d answers, %v", len(got), c.Err())
	}
	c = check.New()
	f.Check(c, "venue", nil, f.FieldName("row"))
	if c.OK("q_q0.row") || !c.OK("q_q2.row") {
		t.Errorf("want a fault of what is required, and none of what is hidden: %v", c.Err())
	}
}

func TestAFieldOfACompanionHasTheirKey(t *testing.T) {
	other := []models.Option{{Slug: "a", TextJa: "あ"}, {Slug: "b", TextJa: "い", Other: true}}
	f := ask.Of(&models.FormVersion{Questions: []models.FormQuestion{
		{Slug: "one", Kind: models.QuestionSingle, Options: other},
		{Slug: "two", Kind: models.QuestionLongText, Settings: models.QuestionSettings{
			ShowIf: &models.ShowIf{Question: "one", Values: []string{"a"}},
		}},
	}})
	values := map[string][]string{"q_one.k": {"b"}, "q_one.k__b__text": {"ほかの答え"}, "q_one": {"a"}}
	c := check.New()
	got := f.Check(c, "", f.ValuesOf("k", values), f.FieldName("k"))
	if got["one"] != "b" || got["one__b__text"] != "ほかの答え" || !c.OK() {
		t.Errorf("got %v, %v", got, c.Err())
	}
	fields := f.Fields("k", nil)
	if fields[0].Field() != "q_one.k" || fields[1].If.Field() != "q_one.k" {
		t.Errorf("fields are called %s and %s", fields[0].Field(), fields[1].If.Field())
	}
}

// BenchmarkForm reads what a page needs of a form of 100 questions with conditions, and checks it. Drawing is measured
// by the page: see app/testkit/bench.
func BenchmarkForm(b *testing.B) {
	f, given := large()
	page := template.Must(template.New("").Parse(`{{range $q := .}}<p>{{.TitleJa}} {{with .If}}{{.TitleJa}}{{end}}
		{{range .Options}}<input name="{{$q.Slug}}" value="{{.Slug}}">{{.TextJa}}{{end}}</p>{{end}}`))
	for b.Loop() {
		if err := page.Execute(io.Discard, f.Fields("", nil)); err != nil {
			b.Fatal(err)
		}
		f.Check(check.New(), "venue", given, f.FieldName(""))
	}
}
