package models_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestShuffledResponsesKeepEverythingButTheirOrder(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, event := t.Context(), modelstest.Summit(t, db, "summit")
		survey := &models.Survey{EventID: event.ID, TitleJa: "x"}
		question := &models.Question{Slug: "q", Kind: models.QuestionMultiple, TitleJa: "x"}
		err := db.InTx(ctx, func(tx *models.Tx) error {
			if err := tx.Surveys().Create(survey); err != nil {
				return err
			}
			return tx.Questions().Add(survey, question)
		})
		if err != nil {
			t.Fatal(err)
		}
		stored := map[string]*models.Response{}
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
			stored[response.ID] = response
		}
		if rows, err := models.StoredOrder(ctx, db); err != nil || slices.IsSorted(rows) {
			t.Fatalf("before, the rows should be in the order in which they came: %v, %v", rows, err)
		}
		if err := db.InTx(ctx, func(tx *models.Tx) error { return tx.Responses().Shuffle(survey) }); err != nil {
			t.Fatal(err)
		}
		rows, err := models.StoredOrder(ctx, db)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 30 {
			t.Errorf("%d rows, want 30", len(rows))
		}
		if !slices.IsSorted(rows) {
			t.Errorf("the rows are in the order %v", rows)
		}
		for r, err := range db.Query(ctx).Responses().Each(survey) {
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(stored[r.ID], r); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	})
}
