package freetext_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"meguri/app/freetext"
	"meguri/app/service/question"
	"meguri/app/service/words"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// distinctions are as a survey has them that is named.
func distinctions(*models.Survey) []question.Question {
	return []question.Question{
		{Slug: "mode", Kind: models.QuestionSingle, Options: []models.Option{
			{Slug: "venue", TextJa: "会場"}, {Slug: "online", TextJa: "オンライン"}, {Slug: "absent", TextJa: "欠席"},
		}},
		{Slug: "themes", Kind: models.QuestionMultiple, Options: []models.Option{
			{Slug: "time", TextJa: "時間"}, {Slug: "skills", TextJa: "スキル"},
		}},
	}
}

// said is what people answered: their mode, the themes and the text.
var said = [][3]string{
	{"venue", "time skills", "会場の案内が親切でした"}, {"venue", "time", "案内が分かりにくい"},
	{"online", "skills", "案内メールが助かりました"}, {"online", "", "音がよく聞こえました"},
	{"online", "skills", "案内メールが助かりました"},
}

// answeredBy makes the survey one of an anonymity that people answered.
func (f *fixture) answeredBy(anonymity models.SurveyAnonymity) {
	f.t.Helper()
	var people []*models.Registration
	for range said {
		people = append(people, modelstest.Registration(f.t, f.db, f.event, "online"))
	}
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		s := &models.Survey{EventID: f.event.ID, TitleJa: "記名", State: models.SurveyClosed, Anonymity: anonymity}
		if err := tx.Surveys().Create(s); err != nil {
			return err
		}
		q := &models.Question{Slug: slug, Kind: models.QuestionLongText, TitleJa: "ご意見"}
		if err := tx.Questions().Add(s, q); err != nil {
			return err
		}
		var texts []models.SurveyText
		for i, one := range said {
			r := &models.Response{SurveyID: s.ID, Mode: models.Mode(one[0]), Locale: "ja", Answers: map[string][]string{
				slug: {one[2]}, "themes": strings.Fields(one[1]),
			}}
			texts = append(texts, models.SurveyText{Slug: slug, Value: one[2]})
			if anonymity == models.SurveyAnonymous {
				continue
			}
			if err := tx.SignedResponses().Put(s, people[i], r, fmt.Sprint(i)); err != nil {
				return err
			}
		}
		f.survey = s
		return tx.Surveys().Release(s, &models.SurveyRelease{Responses: len(said)}, nil, texts)
	})
}

func (f *fixture) split(word, by string) (*freetext.Page, error) {
	f.t.Helper()
	count := func(_ context.Context, r *words.Request) ([]words.Word, error) { return words.Count(r) }
	f.service = freetext.New(f.db, freetext.Options{Count: count, Distinctions: distinctions})
	return f.service.Page(f.t.Context(), f.event, f.survey.ID, freetext.View{Word: word, By: by})
}

func parts(page *freetext.Page) (list []string) {
	for _, part := range page.Parts {
		list = append(list, fmt.Sprintf("%s %d/%d", part.Group.TextJa, part.In, part.Texts))
	}
	return list
}

func TestAWordOfANamedSurveyIsReadByGroups(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		f.answeredBy(models.SurveyNamed)
		page := must[*freetext.Page](t)(f.split("案内", "mode"))
		apptest.Equal(t, "by mode", strings.Join(parts(page), ", "), "会場 2/2, オンライン 2/3")
		if !slices.ContainsFunc(page.Parts[0].Lines, func(l freetext.Line) bool { return l.After == "が分かりにくい" }) {
			t.Errorf("the lines of the venue are %v", page.Parts[0].Lines)
		}
		page = must[*freetext.Page](t)(f.split("案内", "themes"))
		apptest.Equal(t, "by several answers", strings.Join(parts(page), ", "), "時間 2/2, スキル 3/3,  0/1")
		apptest.Equal(t, "without a word", len(must[*freetext.Page](t)(f.split("", "mode")).Parts), 0)
		apptest.Equal(t, "without a split", len(must[*freetext.Page](t)(f.split("案内", "")).Parts), 0)
		_, err := f.split("案内", "nothing")
		apptest.Equal(t, "by what is none", models.CodeOf(err), models.CodeNotFound)
	})
}

// What staff masked is not found again in the answers, whatever they are split by.
func TestAMaskedTextOfANamedSurveyIsInNoGroup(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		f.answeredBy(models.SurveyNamed)
		modelstest.Write(t, db, func(tx *models.Tx) error {
			for _, text := range f.texts() {
				if text.Value == said[0][2] {
					text.Value = "会場の案内が■でした"
					return tx.Surveys().ReviewText(&text)
				}
			}
			return nil
		})
		page := must[*freetext.Page](t)(f.split("案内", "mode"))
		apptest.Equal(t, "by mode", strings.Join(parts(page), ", "), "会場 1/1, オンライン 2/3,  1/1")
		for _, part := range page.Parts {
			for _, line := range part.Lines {
				if strings.Contains(line.After, "親切") {
					t.Error("what was masked is shown")
				}
			}
		}
	})
}

func TestNoOtherSurveyIsReadByGroups(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for _, anonymity := range []models.SurveyAnonymity{models.SurveyAnonymous, models.SurveyConfidential} {
			f.answeredBy(anonymity)
			for _, by := range []string{"mode", "themes", "locale", "fact_sector"} {
				page, err := f.split("案内", by)
				apptest.Equal(t, fmt.Sprint(anonymity, by), models.CodeOf(err), models.CodeNotFound)
				if page != nil && len(page.Parts) > 0 {
					t.Error("there are groups")
				}
			}
			page := must[*freetext.Page](t)(f.split("案内", ""))
			apptest.Equal(t, "choices", len(page.Distinctions), 0)
		}
	})
}
