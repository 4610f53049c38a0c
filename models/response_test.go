package models_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
	"meguri/models/modelstest"
)

// eachResponse reads all responses of a survey, by their ids.
func eachResponse(t *testing.T, db *models.DB, s *models.Survey) map[string]*models.Response {
	t.Helper()
	all := map[string]*models.Response{}
	for r, err := range db.Query(t.Context()).Responses().Each(s) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.ID] = r
	}
	return all
}

// More responses than are written anew with each new one: the last ones leave some alone.
func TestRewrittenResponsesKeepEverythingButTheirOrder(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, event := t.Context(), modelstest.Summit(t, db, "summit")
		survey, other := &models.Survey{EventID: event.ID, TitleJa: "x"}, &models.Survey{EventID: event.ID, TitleJa: "y"}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			if err := tx.Surveys().Create(survey); err != nil {
				return err
			}
			return tx.Surveys().Create(other)
		})
		stored := map[string]*models.Response{}
		for i := range 150 {
			for _, s := range []*models.Survey{survey, other} {
				response := &models.Response{
					SurveyID: s.ID,
					Mode:     models.ModeOnline,
					Locale:   "ja",
					Answers:  map[string][]string{"q": {strconv.Itoa(i), "b"}, "text": {"\"一\"\\n\n<二>&\t,]}"}},
				}
				modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Responses().Add(response) })
				if s == survey {
					stored[response.ID] = response
				}
			}
		}
		if diff := cmp.Diff(stored, eachResponse(t, db, survey)); diff != "" {
			t.Errorf("after writing (-want +got):\n%s", diff)
		}
		before, err := models.StoredOrder(ctx, db)
		if err != nil {
			t.Fatal(err)
		}
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Responses().Shuffle(survey) })
		after, err := models.StoredOrder(ctx, db)
		if err != nil {
			t.Fatal(err)
		}
		// PostgreSQL puts a small row into an earlier page where it fits.
		isSorted := slices.IsSorted(after[:150]) || slices.IsSorted(after[150:]) || db.Engine == models.PostgreSQL
		if len(after) != len(before) || slices.Equal(before, after) || !isSorted {
			t.Errorf("the rows are in the order %v", after)
		}
		if diff := cmp.Diff(stored, eachResponse(t, db, survey)); diff != "" {
			t.Errorf("after shuffling (-want +got):\n%s", diff)
		}
	})
}

// Responses of one moment are stored with each other: none is lost, and each has an id of its own.
func TestResponsesOfOneMoment(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		survey, stored := &models.Survey{EventID: event.ID, TitleJa: "x"}, map[string]*models.Response{}
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Surveys().Create(survey) })
		for i, size := range []int{0, 3, 150, 60, 1} {
			list := make([]*models.Response, size)
			for n := range list {
				list[n] = &models.Response{
					SurveyID: survey.ID, Mode: models.ModeOnline, Locale: "ja",
					Answers: map[string][]string{"q": {strconv.Itoa(i), strconv.Itoa(n)}},
				}
			}
			modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Responses().Add(list...) })
			for _, r := range list {
				stored[r.ID] = r
			}
		}
		if diff := cmp.Diff(stored, eachResponse(t, db, survey)); len(stored) != 214 || diff != "" {
			t.Errorf("%d were stored (-want +got):\n%s", len(stored), diff)
		}
	})
}
