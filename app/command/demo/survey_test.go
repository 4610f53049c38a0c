package demo_test

import (
	"crypto/rand"
	"fmt"
	"testing"

	"meguri/app/command/demo"
	"meguri/models"
	"meguri/models/modelstest"
)

// The demo shows what is promised: nobody stands in a combination of fewer than five people.
func TestNobodyStandsAloneInTheDemo(t *testing.T) {
	db := modelstest.OnSQLite(t)
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	if err := demo.Fill(t.Context(), db, key); err != nil {
		t.Fatal(err)
	}
	q, surveys := surveysOfDemo(t, db)
	survey := &surveys[0]
	if survey.Release == nil {
		t.Fatal("the survey is not released")
	}
	groups, rows := map[string]int{}, 0
	for r, err := range q.Responses().Each(survey) {
		if err != nil {
			t.Fatal(err)
		}
		groups[fmt.Sprint(r.Mode, r.Locale, r.Answers["experience"])]++
		rows++
		if len(r.Answers["word"])+len(r.Answers["next"]) > 0 {
			t.Errorf("a text stands beside other answers: %v", r.Answers)
		}
	}
	for group, n := range groups {
		if n < 5 {
			t.Errorf("%d are %s", n, group)
		}
	}
	if rows < 50 || survey.Release.Columns["mode"].Shown != models.ShownWhole {
		t.Errorf("%d rows, released as %+v", rows, survey.Release)
	}
}

// Each kind of survey can be seen in the demo, with answers.
func TestTheDemoHasEachKindOfSurvey(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if err := demo.Fill(t.Context(), db, make([]byte, 32)); err != nil {
			t.Fatal(err)
		}
		q, surveys := surveysOfDemo(t, db)
		kinds := map[models.SurveyAnonymity]int{}
		for i := range surveys {
			s := &surveys[i]
			if s.Release == nil {
				t.Errorf("%q is not released", s.TitleEn)
				continue
			}
			kinds[s.Anonymity] += s.Release.Responses
			signed := 0
			for _, err := range q.SignedResponses().Each(s, models.SignedPart{}) {
				if err != nil {
					t.Fatal(err)
				}
				signed++
			}
			if want := s.Release.Responses; s.IsSigned() != (signed > 0) || signed > 0 && signed != want {
				t.Errorf("%q has %d answers with names, and released %d", s.TitleEn, signed, want)
			}
		}
		for _, kind := range models.SurveyAnonymities {
			if kinds[kind] < 30 {
				t.Errorf("%d answers of %s surveys", kinds[kind], kind)
			}
		}
	})
}

func surveysOfDemo(t *testing.T, db *models.DB) (*models.Query, []models.Survey) {
	t.Helper()
	q := db.Query(t.Context())
	event, err := q.Events().BySlug("summit-2025")
	if err != nil {
		t.Fatal(err)
	}
	surveys, err := q.Surveys().OfEvent(event)
	if err != nil {
		t.Fatal(err)
	}
	return q, surveys
}
