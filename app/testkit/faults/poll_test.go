package faults_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"meguri/app/poll"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

// answerPoll enters the room and answers as a browser does, and reports whether the answer was acknowledged.
func (s *server) answerPoll(secret, id string) bool {
	form := url.Values{"q_answer": {"pm"}}.Encode()
	var room *http.Cookie
	for _, step := range []struct{ method, path string }{
		{http.MethodGet, "/r/" + secret + "/join"}, {http.MethodPost, "/events/summit/live/polls/" + id},
	} {
		request, err := http.NewRequestWithContext(s.t.Context(), step.method, s.base+step.path, strings.NewReader(form))
		if err != nil {
			return false
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if room != nil {
			request.AddCookie(room)
		}
		response, err := s.client.Do(request)
		if err != nil {
			return false
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusSeeOther {
			return false
		}
		if cookies := response.Cookies(); room == nil && len(cookies) > 0 {
			room = cookies[0]
		}
	}
	return true
}

// The program dies in the middle of a poll, and people press again: nothing is lost or counted twice.
func TestKilledInAPoll(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		const people = 120
		var id string
		var secrets []string
		prepare(t, address, func(db *models.DB, e *models.Event) {
			for range people {
				secrets = append(secrets, modelstest.Registration(t, db, e, "online").ID)
			}
			saved, err := poll.New(db, link.New([]byte("a key"))).Save(t.Context(), e, "", &poll.Input{
				TitleJa: "いつ？", Kind: models.PollSingle, Options: "朝 | am\n夜 | pm", Start: true,
			})
			if err != nil {
				t.Fatal(err)
			}
			id = saved.ID
		})
		s := serve(t, address)
		requests := &load{t: t, clients: 16, send: func(i int) bool { return s.answerPoll(secrets[i], id) }}
		var killing sync.WaitGroup
		killing.Go(func() {
			requests.waitFor(40)
			requests.disturb(func() { s.kill(); s.start() })
		})
		requests.run(people)
		killing.Wait()
		withDatabase(t, address, func(db *models.DB) {
			tallies, err := db.Query(t.Context()).Polls().Tallies(&models.Poll{ID: id})
			if err != nil || len(tallies) != 1 || tallies[0].Count != people {
				t.Errorf("%d people answered, counted %v: %v", people, tallies, err)
			}
		})
	})
}
