package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"meguri/models"
)

// forms measures registrations per second with a form of 20 questions, beside those without, and the page of a form of
// 100 questions with conditions, drawn and checked.
func (b *bench) forms() error {
	p, err := b.startProgram("bench_forms")
	if err != nil {
		return err
	}
	defer p.stop()
	n, c := 0, client(registeringClients)
	registering := func() (float64, error) {
		rate, err := b.load(registeringClients, func(int) error {
			return b.registerWithAnswers(c, p, "form"+models.NewID()+"@bench.example", n)
		})
		if err == nil {
			err = b.waitForMails(p)
		}
		return rate, err
	}
	with := func(questions int) func() (float64, error) {
		return func() (float64, error) {
			n = questions
			if err := b.ask(p, questions); err != nil {
				return 0, err
			}
			return registering()
		}
	}
	without, asked, err := b.alternate(with(0), with(20))
	if err != nil {
		return err
	}
	b.addRate("registrations with 20 questions", asked, "without", without, 0.8)
	if err := b.ask(p, 100); err != nil {
		return err
	}
	took, err := b.formWithFaults(c, p)
	if err == nil {
		b.addMaximum("a form of 100 questions, checked and drawn", took, 20, "ms")
	}
	return err
}

// ask gives the event a form of so many questions: choices, several choices and texts, each third with a condition.
func (b *bench) ask(p *program, questions int) error {
	kinds := []models.QuestionKind{models.QuestionSingle, models.QuestionMultiple, models.QuestionShortText}
	list := make([]models.FormQuestion, 0, questions)
	for i := range questions {
		q := models.FormQuestion{
			Slug: fmt.Sprintf("b%d", i), Kind: kinds[i%3], Required: true, TitleJa: fmt.Sprintf("質問 %d", i),
			TitleEn: fmt.Sprintf("Question %d", i),
			Options: []models.Option{{Slug: "yes", TextJa: "はい", TextEn: "Yes"}, {Slug: "no", TextJa: "いいえ", TextEn: "No"}},
		}
		if i%3 == 2 {
			q.Options, q.Settings.ShowIf = nil, &models.ShowIf{Question: fmt.Sprintf("b%d", i-1), Values: []string{"yes"}}
		}
		list = append(list, q)
	}
	stored, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return b.execute(p.database, fmt.Sprintf(`INSERT INTO form_versions (event_id, number, questions, retired, created_at)
		SELECT id, COALESCE((SELECT MAX(number) FROM form_versions WHERE event_id = events.id), 0) + 1,
			'%s', '[]', CURRENT_TIMESTAMP FROM events WHERE slug = '%s'`, stored, event))
}

func (b *bench) registerWithAnswers(c *http.Client, p *program, email string, questions int) error {
	answers := make([]string, questions)
	for i := range answers {
		answers[i] = fmt.Sprintf(`"b%d":%s`, i, []string{`"yes"`, `["yes"]`, `"回答します"`}[i%3])
	}
	body := fmt.Sprintf(`{"ticket_type":"online","family_name":"髙橋","given_name":"花子","family_name_kana":"たかはし",`+
		`"given_name_kana":"はなこ","email":%q,"locale":"ja","consents":["privacy"],"answers":{%s}}`,
		email, strings.Join(answers, ","))
	_, err := b.send(c, http.MethodPost, p.base+"/api/v1/events/"+event+"/registrations", "", body, http.StatusCreated)
	return err
}

// formWithFaults sends a form that leaves out the last question: all others are checked, and the page drawn again.
func (b *bench) formWithFaults(c *http.Client, p *program) (float64, error) {
	fields := url.Values{"ticket_type": {"online"}, "family_name": {"髙橋"}, "given_name": {"花子"}, "consents": {"privacy"}}
	for i := range 99 {
		fields.Set(fmt.Sprintf("q_b%d", i), "yes")
	}
	best := time.Hour
	for range 20 {
		begin := time.Now()
		request, err := http.NewRequestWithContext(b.ctx, http.MethodPost, p.base+"/events/"+event+"/register",
			strings.NewReader(fields.Encode()))
		if err != nil {
			return 0, err
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := c.Do(request)
		if err != nil {
			return 0, err
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusUnprocessableEntity {
			return 0, fmt.Errorf("the form is answered with %d", answer.StatusCode)
		}
		best = min(best, time.Since(begin))
	}
	return float64(best.Microseconds()) / 1000, nil
}
