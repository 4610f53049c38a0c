package form_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/app/form"
	"meguri/app/service/question"
	"meguri/models"
	"meguri/models/modelstest"
)

type fixture struct {
	t       *testing.T
	service *form.Service
	event   *models.Event
}

func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		test(t, &fixture{t, form.New(db), modelstest.Summit(t, db, "summit")})
	})
}

// choice is the form of a choice between yes and no.
func choice(slug string) *form.Input {
	return &form.Input{Input: question.Input{
		Slug: slug, Kind: models.QuestionSingle, TitleJa: "質問" + slug, OptionSlugs: []string{"", ""},
		OptionsJa: []string{"はい", "いいえ"}, OptionsEn: []string{"Yes", "No"},
	}}
}

func (f *fixture) add(in *form.Input) {
	f.t.Helper()
	if err := f.service.Save(f.t.Context(), f.event, "", in); err != nil {
		f.t.Fatal(err)
	}
}

// edit is the form of a question as the page shows it.
func (f *fixture) edit(slug string) *form.Input {
	f.t.Helper()
	page, err := f.service.QuestionPage(f.t.Context(), f.event, slug, "")
	if err != nil {
		f.t.Fatal(err)
	}
	return page.Input
}

func (f *fixture) slugs() (list []string) {
	f.t.Helper()
	page, err := f.service.Page(f.t.Context(), f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, row := range page.Rows {
		list = append(list, row.Slug)
	}
	return list
}

func TestConditionsGoNoCircle(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.add(choice("first"))
		second := choice("second")
		second.ShowIf = []string{"first=yes"}
		f.add(second)
		for name, test := range map[string]struct {
			slug   string
			showIf []string
			fault  string
		}{
			"of itself":          {"first", []string{"first=yes"}, "question.condition_later"},
			"in a circle":        {"first", []string{"second=yes"}, "question.condition_later"},
			"of nothing":         {"second", []string{"third=yes"}, "question.condition_gone"},
			"of no answer":       {"second", []string{"first=perhaps"}, "question.condition_value"},
			"of two questions":   {"second", []string{"first=yes", "second=no"}, "question.condition_one"},
			"that cannot be one": {"second", []string{"first"}, "field.choice"},
		} {
			t.Run(name, func(t *testing.T) {
				in := f.edit(test.slug)
				in.ShowIf = test.showIf
				err := f.service.Save(t.Context(), f.event, test.slug, in)
				if diff := cmp.Diff(map[string]string{"show_if": test.fault}, fieldsOf(err)); diff != "" {
					t.Error(diff)
				}
			})
		}
		if code := models.CodeOf(f.service.Move(t.Context(), f.event, "second", -1)); code != models.CodeConflict {
			t.Errorf("moved before what decides it: %v", code)
		}
		if code := models.CodeOf(f.service.Remove(t.Context(), f.event, "first")); code != models.CodeConflict {
			t.Errorf("removed what decides another: %v", code)
		}
		in := f.edit("first")
		in.OptionsJa[0], in.OptionsEn[0], in.OptionSlugs[0] = "", "", "" // the answer that the other is shown for
		in.OptionSlugs, in.OptionsJa = append(in.OptionSlugs, ""), append(in.OptionsJa, "たぶん")
		err := f.service.Save(t.Context(), f.event, "first", in)
		if diff := cmp.Diff(map[string]string{"options": "form.condition_needs"}, fieldsOf(err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTwoChangeAFormAtOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.add(choice("one"))
		f.add(choice("two"))
		mine, same, other := f.edit("one"), f.edit("one"), f.edit("two")
		mine.TitleJa, same.TitleJa, other.TitleJa = "私の文", "ほかの文", "別の質問"
		if err := f.service.Save(t.Context(), f.event, "one", mine); err != nil {
			t.Fatal(err)
		}
		if code := models.CodeOf(f.service.Save(t.Context(), f.event, "one", same)); code != models.CodeConflict {
			t.Errorf("the same question: %v", code)
		}
		if err := f.service.Save(t.Context(), f.event, "two", other); err != nil {
			t.Errorf("another question: %v", err)
		}
		if got := f.edit("one").TitleJa; got != "私の文" {
			t.Errorf("got %s", got)
		}
	})
}

func TestASlugIsNeverUsedAgain(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.add(choice(""))
		f.add(choice(""))
		if err := f.service.Remove(t.Context(), f.event, "q2"); err != nil {
			t.Fatal(err)
		}
		f.add(choice(""))
		if diff := cmp.Diff([]string{"q1", "q3"}, f.slugs()); diff != "" {
			t.Error(diff)
		}
		if err := f.service.Save(t.Context(), f.event, "", choice("q2")); fieldsOf(err)["slug"] == "" {
			t.Errorf("took a slug again: %v", err)
		}
		if err := f.service.Move(t.Context(), f.event, "q3", -1); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"q3", "q1"}, f.slugs()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTryingStoresNothing(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := choice("q")
		in.Required = true
		f.add(in)
		page, err := f.service.Page(t.Context(), f.event)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := page.Try("venue", url.Values{}); fieldsOf(err)["q_q"] == "" {
			t.Errorf("a required question was left out: %v", err)
		}
		got, err := page.Try("venue", url.Values{"q_q": {"yes"}})
		if diff := cmp.Diff(map[string]string{"q": "yes"}, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

// fieldsOf are the faults of an error, by field.
func fieldsOf(err error) map[string]string {
	var known *models.Error
	if !errors.As(err, &known) {
		return nil
	}
	return known.Fields
}
