// Package consensus is the consensus map of an event: rounds of cards on which attendees say whether they agree, the
// groups that answer alike, and what all of them agree on.
//
// What is stored of a person are stances under pseudonyms that differ by statement (link.Maker.Stances). Only here, in
// memory, they are put together again; what is shown and stored of it are numbers of groups.
package consensus

import (
	"context"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"meguri/app/service/check"
	crowd "meguri/app/service/consensus"
	"meguri/app/service/link"
	"meguri/models"
)

// Service is the consensus maps of one database.
type Service struct {
	db    *models.DB
	links link.Maker

	lock    sync.Mutex
	found   map[string]*analysis // by round, while it is open
	counted map[string]*counts
}

// New makes the service. links makes pseudonyms.
func New(db *models.DB, links link.Maker) *Service {
	return &Service{db: db, links: links, found: map[string]*analysis{}, counted: map[string]*counts{}}
}

// AnswerInput is what somebody says to a card.
type AnswerInput struct {
	Statement string            `form:"statement"`
	Stance    models.StanceKind `form:"stance"`
}

// Answer stores what a person says to a statement, in place of what they said before. The person calls it. Errors:
// Invalid for what is no stance, Forbidden without a place, NotFound for another round's statement, Conflict where the
// round takes no answers.
func (s *Service) Answer(
	ctx context.Context, event *models.Event, r *models.Registration, id string, in *AnswerInput,
) error {
	c := check.New()
	check.Choice(c, "stance", in.Stance, models.StanceKinds)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		round, err := w.Query().Consensus().InEvent(event, id)
		if err != nil {
			return err
		}
		if err := mayAnswer(event, round, r, w.Now); err != nil {
			return err
		}
		statements, err := w.Query().Consensus().Statements(round)
		if err != nil {
			return err
		}
		isOpen := func(st models.Statement) bool { return st.ID == in.Statement && st.Says() != "" }
		if !slices.ContainsFunc(statements, isOpen) {
			return models.NewError(models.CodeNotFound, "consensus.no_statement")
		}
		voter := s.links.Stances(r.ID, round.ID)(in.Statement)
		w.Tell(models.ChangedMap(event.ID))
		return w.Consensus().Answer(round, models.Stance{StatementID: in.Statement, Voter: voter, Kind: in.Stance})
	})
}

// mayAnswer returns why a person may not answer, nil where they may.
func mayAnswer(event *models.Event, round *models.ConsensusRound, r *models.Registration, now time.Time) error {
	switch {
	case r.EventID != event.ID || r.State != models.RegistrationConfirmed:
		return models.NewError(models.CodeForbidden, "voice.not_confirmed")
	case !round.IsOpen(now) || event.State != models.EventPublished:
		return models.NewError(models.CodeConflict, "consensus.closed")
	}
	return nil
}

// stances are what a person said in a round, by statement.
func (s *Service) stances(
	q *models.Query, round *models.ConsensusRound, r *models.Registration, statements []models.Statement,
) (map[string]models.StanceKind, error) {
	pseudonym, voters := s.links.Stances(r.ID, round.ID), make([]string, len(statements))
	for i := range statements {
		voters[i] = pseudonym(statements[i].ID)
	}
	return q.Consensus().Given(voters)
}

// counts are how a round's statements stand, read at a time.
type counts struct {
	at      time.Time
	tallies map[string]crowd.Tally
}

// countsFor is how old counts may be from which cards are chosen.
const countsFor = 2 * time.Second

func (s *Service) tallies(q *models.Query, round *models.ConsensusRound) (map[string]crowd.Tally, error) {
	s.lock.Lock()
	known := s.counted[round.ID]
	s.lock.Unlock()
	if known != nil && q.Now.Sub(known.at) < countsFor && !q.Now.Before(known.at) {
		return known.tallies, nil
	}
	rows, err := q.Consensus().Tallies(round)
	if err != nil {
		return nil, err
	}
	tallies := map[string]crowd.Tally{}
	for _, row := range rows {
		t := tallies[row.StatementID]
		switch row.Kind {
		case models.StanceAgree:
			t.Agree += row.Count
		case models.StanceDisagree:
			t.Disagree += row.Count
		case models.StanceUnsure:
			t.Unsure += row.Count
		}
		tallies[row.StatementID] = t
	}
	s.lock.Lock()
	s.counted[round.ID] = &counts{q.Now, tallies}
	s.lock.Unlock()
	return tallies, nil
}

// next chooses the next card of a person; nil where they answered all. The same answers get the same card.
func (s *Service) next(
	q *models.Query, round *models.ConsensusRound, r *models.Registration, statements []models.Statement,
	given map[string]models.StanceKind,
) (*models.Statement, error) {
	counted, err := s.tallies(q, round)
	if err != nil {
		return nil, err
	}
	var open []int
	tallies, people := make([]crowd.Tally, len(statements)), 0
	for i := range statements {
		tallies[i] = counted[statements[i].ID]
		people = max(people, tallies[i].All())
		if given[statements[i].ID] == "" && statements[i].Says() != "" {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		return nil, nil
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(s.links.Stances(r.ID, round.ID)("")))
	random := rand.New(rand.NewPCG(sum.Sum64(), uint64(len(given)))) //nolint:gosec // the same card after a reload
	return &statements[crowd.Choose(tallies, s.divides(round, statements), open, people, random)], nil
}

// divides is what is known of how far apart groups are in each of the statements, nil for nothing.
func (s *Service) divides(round *models.ConsensusRound, statements []models.Statement) []float64 {
	s.lock.Lock()
	known := s.found[round.ID]
	s.lock.Unlock()
	if known == nil || len(known.Statements) != len(statements) {
		return nil
	}
	return known.Result.Model.Divides()
}
