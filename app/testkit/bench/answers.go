package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"meguri/app/service/link"
	"meguri/models"
)

// answeringClients is how many people press the button of a survey at the same moment.
const answeringClients = 64

// answers measures how many people a second can answer an open survey by its link, and how long the slowest wait, on
// both engines.
func (b *bench) answers() error {
	for _, engine := range []struct{ database, name string }{{"bench_answers", ""}, {"", ", SQLite"}} {
		if err := b.answersOn(engine.database, engine.name); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) answersOn(database, suffix string) error {
	p, err := b.startProgram(database)
	if err != nil {
		return err
	}
	defer p.stop()
	survey, err := b.text(p.database, `SELECT surveys.id FROM surveys JOIN events ON events.id = surveys.event_id
		WHERE events.slug = '`+surveyEvent+`' AND surveys.release IS NOT NULL`)
	if err != nil {
		return err
	}
	err = b.execute(p.database, `UPDATE surveys SET state = 'open', release = NULL, closes_at = NULL, link_open = TRUE,
		link_number = 1 WHERE id = '`+survey+`'`)
	if err != nil {
		return err
	}
	address := p.base + "/survey/" + link.New([]byte(benchSecret)).Survey(survey, 1)
	c := client(answeringClients)
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	var all sync.Mutex
	var took []float64
	before, err := b.number(p.database, "SELECT COUNT(*) FROM responses WHERE survey_id = '"+survey+"'")
	if err != nil {
		return err
	}
	rate, err := b.load(answeringClients, func(int) error {
		begin := time.Now()
		err := b.answer(c, address)
		all.Lock()
		took = append(took, float64(time.Since(begin).Microseconds())/1000)
		all.Unlock()
		return err
	})
	if err != nil {
		return err
	}
	slices.Sort(took)
	b.add(row{"answers to a survey" + suffix, fmt.Sprintf("%.0f/s", rate), "–", "–", "≥ 500/s", rate >= 500})
	b.addMaximum("the slowest of a hundred waits"+suffix, percentile(took, 0.99), 200, "ms")
	stored, err := b.number(p.database, "SELECT COUNT(*) FROM responses WHERE survey_id = '"+survey+"'")
	if err == nil && stored-before != len(took) {
		b.addFault("%d answers were sent, %d are stored", len(took), stored-before)
	}
	return err
}

// answer sends the form of somebody new.
func (b *bench) answer(c *http.Client, address string) error {
	form := url.Values{
		"browser": {models.NewSecret()}, "q_satisfaction": {"4"}, "q_recommend": {"9"}, "q_experience": {"now"},
		"q_themes": {"time"},
	}
	request, err := http.NewRequestWithContext(b.ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := c.Do(request)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("a survey is answered with %d", answer.StatusCode)
	}
	return nil
}
