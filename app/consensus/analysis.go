package consensus

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	crowd "meguri/app/service/consensus"
	"meguri/models"
)

// analysis is what was found in a round. It is stored so when the round is over.
type analysis struct {
	// Statements are the ids of the statements, by their number in Result.
	Statements []string
	// Answers is how many answers there were.
	Answers int
	Result  *crowd.Result

	at, full time.Time
}

const (
	// followsAfter is how long a result is shown until the next one of an open round.
	followsAfter = 5 * time.Second
	// followsWith is how many more answers there must be: who watches must not see what one person said.
	followsWith = 10
	// anew is how long groups only move before they are looked for anew.
	anew = 30 * time.Second
)

// analysis is what is known of a round now: of one that is over what was stored, of an open one the last that was
// found.
func (s *Service) analysis(q *models.Query, event *models.Event, round *models.ConsensusRound) (*analysis, error) {
	if round.Result != "" {
		var stored analysis
		err := json.Unmarshal([]byte(round.Result), &stored)
		return &stored, err
	}
	s.lock.Lock()
	last := s.found[round.ID]
	s.lock.Unlock()
	isOver := round.IsOver(q.Now)
	if last != nil && !isOver && q.Now.Sub(last.at) < followsAfter {
		return last, nil
	}
	found, err := s.analyse(q, event, round, last, isOver)
	if err != nil || isOver || found == last {
		return found, err
	}
	s.lock.Lock()
	s.found[round.ID] = found
	s.lock.Unlock()
	return found, nil
}

// analyse puts together what people said and finds their groups; all of it anew where last is nil or old, or anyway.
func (s *Service) analyse(
	q *models.Query, event *models.Event, round *models.ConsensusRound, last *analysis, anyway bool,
) (*analysis, error) {
	stances, err := q.Consensus().Stances(round)
	if err != nil {
		return nil, err
	}
	if last != nil && !anyway && len(stances) < last.Answers+followsWith {
		last.at = q.Now
		return last, nil
	}
	statements, err := q.Consensus().Statements(round)
	if err != nil {
		return nil, err
	}
	people, err := q.Registrations().LiveIDs(event)
	if err != nil {
		return nil, err
	}
	found := &analysis{Answers: len(stances), at: q.Now, full: q.Now}
	for i := range statements {
		found.Statements = append(found.Statements, statements[i].ID)
	}
	together := s.together(round, found.Statements, stances, people)
	if last != nil && !anyway && q.Now.Sub(last.full) < anew {
		found.Result, found.full = crowd.Next(together, last.Result), last.full
	} else {
		found.Result = crowd.Find(together)
	}
	return found, nil
}

// together puts the stances of each person together: the pseudonyms of all people are made to find whose they are.
func (s *Service) together(
	round *models.ConsensusRound, statements []string, stances []models.Stance, people []string,
) *crowd.Crowd {
	said := make(map[string]models.StanceKind, len(stances))
	for _, stance := range stances {
		said[stance.Voter] = stance.Kind
	}
	slices.Sort(people)
	c := &crowd.Crowd{Statements: len(statements)}
	for _, id := range people {
		pseudonym := s.links.Stances(id, round.ID)
		var answers []crowd.Answer
		for j, statement := range statements {
			if kind, ok := said[pseudonym(statement)]; ok {
				answers = append(answers, crowd.Answer{Statement: j, Stance: stanceOf(kind)})
			}
		}
		if len(answers) > 0 {
			c.People = append(c.People, answers)
		}
	}
	return c
}

func stanceOf(kind models.StanceKind) crowd.Stance {
	switch kind {
	case models.StanceAgree:
		return crowd.Agree
	case models.StanceDisagree:
		return crowd.Disagree
	}
	return crowd.Unsure
}

// finish stores the result of a round that is over, and lets nothing tell the order of the answers. Again it changes
// nothing.
func (s *Service) finish(ctx context.Context, event *models.Event, id string) error {
	q := s.db.Query(ctx)
	round, err := q.Consensus().InEvent(event, id)
	if err != nil || !round.IsOver(q.Now) || round.Result != "" {
		return err
	}
	found, err := s.analyse(q, event, round, nil, true)
	if err != nil {
		return err
	}
	result, err := json.Marshal(found)
	if err != nil {
		return err
	}
	s.lock.Lock()
	delete(s.found, id)
	delete(s.counted, id)
	s.lock.Unlock()
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		now, err := tx.Consensus().InEvent(event, id)
		if err != nil || !now.IsOver(tx.Now) || now.Result != "" {
			return err
		}
		if err := tx.Consensus().SortStances(round); err != nil {
			return err
		}
		return tx.Consensus().Change(round, map[string]any{"result": string(result)})
	})
}
