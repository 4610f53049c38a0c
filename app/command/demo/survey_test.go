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
	q := db.Query(t.Context())
	event, err := q.Events().BySlug("summit-2025")
	if err != nil {
		t.Fatal(err)
	}
	surveys, err := q.Surveys().OfEvent(event)
	if err != nil {
		t.Fatal(err)
	}
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
