package models_test

import (
	"slices"
	"strconv"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestShuffledResponsesKeepEverythingButTheirOrder(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, event := t.Context(), modelstest.Summit(t, db, "summit")
		survey, question := &models.Survey{
			EventID: event.ID,
			TitleJa: "x",
		}, &models.Question{
			Slug:    "q",
			Kind:    models.QuestionMultiple,
			TitleJa: "x",
		}
		err := db.InTx(ctx, func(tx *models.Tx) error {
			if err := tx.Surveys().Create(survey); err != nil {
				return err
			}
			return tx.Questions().Add(survey, question)
		})
		if err != nil {
			t.Fatal(err)
		}
		answers := map[string]string{}
		for i := range 30 {
			response := &models.Response{
				SurveyID:    survey.ID,
				Mode:        models.ModeOnline,
				Locale:      "ja",
				SubmittedOn: "2025-09-20",
				Answers: []models.Answer{
					{QuestionID: question.ID, Value: strconv.Itoa(i)}, {QuestionID: question.ID, Position: 1, Value: "b"},
				},
			}
			if err := db.InTx(ctx, func(tx *models.Tx) error { return tx.Responses().Add(response) }); err != nil {
				t.Fatal(err)
			}
			answers[response.ID] = strconv.Itoa(i)
		}
		if rows, err := models.StoredOrder(ctx, db); err != nil || slices.IsSorted(rows) {
			t.Fatalf("before, the rows should lie as they came: %v, %v", rows, err)
		}
		if err := db.InTx(ctx, func(tx *models.Tx) error { return tx.Responses().Shuffle(survey) }); err != nil {
			t.Fatal(err)
		}
		if rows, err := models.StoredOrder(ctx, db); err != nil || len(rows) != 30 || !slices.IsSorted(rows) {
			t.Errorf("the rows lie as %v, %v", rows, err)
		}
		for r, err := range db.Query(ctx).Responses().Each(survey) {
			if err != nil || len(r.Answers) != 2 || r.Answers[0].Value != answers[r.ID] || r.Mode != models.ModeOnline ||
				r.SubmittedOn != "2025-09-20" {
				t.Errorf("%+v, %v", r, err)
			}
		}
	})
}
