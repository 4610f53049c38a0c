package consensus

import (
	"context"
	"time"

	"meguri/models"
)

// placedFrom is how many cards one answers before one's own place is shown.
const placedFrom = 10

// Cards is where an attendee answers.
type Cards struct {
	Round *models.ConsensusRound
	// Refusal is the text key of why the person may not answer, "" where they may.
	Refusal string
	// Card is the one to answer, nil where all are.
	Card *models.Statement
	// Given is what they said to it before, Last the id of the one they answered last.
	Given models.StanceKind
	Last  string
	// Answered of Total cards; after UntilPlaced more the own place is shown.
	Answered, Total, UntilPlaced int
	Stances                      []models.StanceKind
}

// SecondsLeft is how long the round is open.
func (p *Cards) SecondsLeft(now time.Time) int {
	if !p.Round.IsOpen(now) {
		return 0
	}
	return int(p.Round.ClosesAt.Sub(now).Seconds())
}

// Now finds the round that attendees are led to: the open one, else the last that was open; nil without any.
func (s *Service) Now(ctx context.Context, event *models.Event) (*models.ConsensusRound, error) {
	q := s.db.Query(ctx)
	round, err := q.Consensus().Open(event)
	if models.CodeOf(err) != models.CodeNotFound {
		return round, err
	}
	list, err := q.Consensus().OfEvent(event)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].OpenedAt != nil {
			return &list[i], nil
		}
	}
	return nil, nil
}

// Open finds the round that takes answers now, nil without one.
func (s *Service) Open(ctx context.Context, event *models.Event) (*models.ConsensusRound, error) {
	round, err := s.db.Query(ctx).Consensus().Open(event)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	return round, err
}

// Cards reads the card of a person, who calls it. wanted is the id of a card to see again, last of the one answered
// last; both may be "". Errors: NotFound.
func (s *Service) Cards(
	ctx context.Context, event *models.Event, r *models.Registration, id, wanted, last string,
) (*Cards, error) {
	q := s.db.Query(ctx)
	round, statements, err := s.began(q, event, id)
	if err != nil {
		return nil, err
	}
	given, err := s.stances(q, round, r, statements)
	if err != nil {
		return nil, err
	}
	page := &Cards{Round: round, Stances: models.StanceKinds}
	if err := mayAnswer(event, round, r, q.Now); err != nil {
		page.Refusal = "consensus.closed"
		if models.CodeOf(err) == models.CodeForbidden {
			page.Refusal = "voice.not_confirmed"
		}
	}
	for i := range statements {
		st := &statements[i]
		if st.Says() == "" {
			continue
		}
		page.Total++
		if given[st.ID] != "" {
			page.Answered++
		}
		if st.ID == wanted {
			page.Card = st
		}
		if st.ID == last && given[st.ID] != "" {
			page.Last = last
		}
	}
	page.UntilPlaced = max(0, min(placedFrom, page.Total)-page.Answered)
	if page.Card == nil {
		page.Card, err = s.next(q, round, r, statements, given)
	}
	if page.Card != nil {
		page.Given = given[page.Card.ID]
	}
	return page, err
}

// began finds a round that was open, with its statements.
func (s *Service) began(
	q *models.Query, event *models.Event, id string,
) (*models.ConsensusRound, []models.Statement, error) {
	round, err := q.Consensus().InEvent(event, id)
	if err == nil && round.OpenedAt == nil {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return nil, nil, err
	}
	statements, err := q.Consensus().Statements(round)
	return round, statements, err
}

// mostOnStage is how many statements have room on a stage.
const mostOnStage = 4

// How many are shown.
const (
	mostTypical = 2
	mostAgreed  = 6
	mostDivided = 4
)

// The states of a round in words.
const (
	StateDraft = "draft"
	StateOpen  = "open"
	StateOver  = "over"
)
