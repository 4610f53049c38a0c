package faults_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// openSurvey makes an open survey with one question, and people who attended. secrets are those of their pages.
func openSurvey(t *testing.T, db *models.DB, event *models.Event, attended int) (id string, secrets []string) {
	t.Helper()
	survey := &models.Survey{EventID: event.ID, State: models.SurveyOpen, TitleJa: "ふり返り"}
	for range attended {
		secrets = append(secrets, modelstest.Registration(t, db, event, "online").ID)
	}
	err := db.InTx(t.Context(), func(tx *models.Tx) error {
		if err := tx.Surveys().Create(survey); err != nil {
			return err
		}
		if err := tx.Questions().Add(survey, &models.Question{
			Slug:     "comments",
			Kind:     models.QuestionLongText,
			Required: true,
			TitleJa:  "ご意見",
		}); err != nil {
			return err
		}
		for _, secret := range secrets {
			if err := tx.Presences().Beat(&models.Registration{ID: secret, EventID: event.ID}, "tab", time.Minute); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return survey.ID, secrets
}

// answer sends the survey's form as a browser does, and reports whether the answer was acknowledged.
func (s *server) answer(secret, survey, comment string) bool {
	form := url.Values{"q_comments": {comment}}
	status, _, err := s.do(
		http.MethodPost, "/r/"+secret+"/survey/"+survey, "application/x-www-form-urlencoded", form.Encode(),
	)
	return err == nil && status == http.StatusSeeOther
}

// comments counts how often each comment was stored.
func comments(t *testing.T, address, survey string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	withDatabase(t, address, func(db *models.DB) {
		q := db.Query(t.Context())
		event, err := q.Events().BySlug("summit")
		if err != nil {
			t.Fatal(err)
		}
		s, err := q.Surveys().ByID(event, survey)
		if err != nil {
			t.Fatal(err)
		}
		for response, err := range q.Responses().Each(s) {
			if err != nil {
				t.Fatal(err)
			}
			if len(response.Answers) != 1 {
				t.Errorf("a response has %d answers, want 1", len(response.Answers))
				continue
			}
			counts[response.Answers["comments"][0]]++
		}
	})
	return counts
}

func TestKilledWhilePeopleAnswerASurvey(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		const people = 1000
		var survey string
		var secrets []string
		prepare(t, address, func(db *models.DB, event *models.Event) { survey, secrets = openSurvey(t, db, event, people) })
		s := serve(t, address)
		acknowledged, lock := map[string]bool{}, sync.Mutex{}
		requests := &load{t: t, clients: 16, send: func(i int) bool {
			comment := "意見" + strconv.Itoa(i)
			ok := s.answer(secrets[i], survey, comment)
			lock.Lock()
			defer lock.Unlock()
			if ok {
				acknowledged[comment] = true
			}
			return ok
		}}
		var killing sync.WaitGroup
		killing.Go(func() {
			for _, at := range []int64{150, 400, 800} {
				requests.waitFor(at)
				var before []string
				requests.disturb(func() {
					s.kill()
					lock.Lock()
					before = slices.Collect(maps.Keys(acknowledged))
					lock.Unlock()
					s.start()
				})
				stored := comments(t, address, survey)
				for _, comment := range before {
					if stored[comment] != 1 {
						t.Errorf("%s was acknowledged and is stored %d times", comment, stored[comment])
					}
				}
			}
		})
		requests.run(people)
		killing.Wait()
		stored := comments(t, address, survey)
		for comment, n := range stored {
			if n != 1 {
				t.Errorf("%s is stored %d times", comment, n)
			}
		}
		if len(stored) != people {
			t.Errorf("%d responses of %d people", len(stored), people)
		}
	})
}
