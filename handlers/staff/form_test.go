package staff

import (
	"net/url"
	"reflect"
	"testing"

	"meguri/app/service/question"
	"meguri/models"
)

func TestFormValues(t *testing.T) {
	t.Run("has every field by its name in the form", func(t *testing.T) {
		in := &question.Input{Slug: "q", Kind: models.QuestionSingle, Required: true, TitleJa: "問い", Options: "a\nb"}
		want := url.Values{
			"slug": {"q"}, "kind": {"single"}, "required": {"true"}, "title_ja": {"問い"}, "title_en": {""},
			"help_ja": {""}, "help_en": {""}, "options": {"a\nb"},
		}
		if got := formValues(in); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("ticks no box for what is false", func(t *testing.T) {
		if formValues(&question.Input{}).Has("required") {
			t.Error("it does")
		}
	})
}
