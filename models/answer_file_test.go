package models_test

import (
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// A file goes with the answer that it is: when the answers are due, and when it is no answer any more.
func TestAFileGoesWithItsAnswer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := crowd(t, db, 3)
		var people []models.Registration
		for r, err := range db.Query(t.Context()).Registrations().Each(event, models.RegistrationFilter{}) {
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(r.Email, "@attendee.example") {
				people = append(people, *r)
			}
		}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			for i := range people {
				r, err := tx.Registrations().Lock(event, people[i].ID)
				if err != nil {
					return err
				}
				r.Answers = map[string]string{"letter": "x.pdf"}
				if err := tx.Registrations().Update(r); err != nil {
					return err
				}
				err = tx.AnswerFiles().Set(&models.AnswerFile{
					RegistrationID: r.ID, EventID: r.EventID, Question: "letter", Name: "x.pdf", Content: []byte("%PDF-"),
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		left := func(r *models.Registration) int {
			files, err := db.Query(t.Context()).AnswerFiles().OfRegistration(r)
			if err != nil {
				t.Fatal(err)
			}
			return len(files)
		}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			delete(people[0].Answers, "letter")
			return tx.Registrations().AnswersChanged(&people[0])
		})
		if left(&people[0]) != 0 || left(&people[1]) != 1 {
			t.Errorf("left are %d and %d", left(&people[0]), left(&people[1]))
		}
		eraseBatch(t, db, event, models.KeptAnswers)
		if n := left(&people[1]); n != 0 {
			t.Errorf("after erasing %d are left", n)
		}
	})
}
