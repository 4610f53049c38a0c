package promise

import (
	"context"
	"log/slog"

	"meguri/models"
)

// OwnPage is a person's promise.
type OwnPage struct {
	// Promise is nil where they made none. Text is what it says.
	Promise *models.Promise
	Text    string
	// MayWrite says that they may write or change it now.
	MayWrite bool
	Answers  []models.PromiseAnswer
	Outcomes []models.PromiseOutcome
	Kept     int
}

// OwnPage reads a person's promise, who calls it.
func (s *Service) OwnPage(ctx context.Context, event *models.Event, r *models.Registration) (*OwnPage, error) {
	q := s.db.Query(ctx)
	page := &OwnPage{MayWrite: mayWrite(event, r, q.Now), Outcomes: models.PromiseOutcomes, Kept: models.PromiseKept}
	p, err := q.Promises().OfRegistration(r)
	if models.CodeOf(err) == models.CodeNotFound {
		return page, nil
	}
	if err != nil {
		return nil, err
	}
	page.Promise, page.Text = p, s.open(p)
	page.Answers, err = q.Promises().Answers(p)
	return page, err
}

// Shows reports whether there is something to show.
func (p *OwnPage) Shows() bool { return p.MayWrite || p.Promise != nil }

// open is what a promise says. What was sealed under another key is lost.
func (s *Service) open(p *models.Promise) string {
	if p == nil || !p.Sealed || p.RegistrationID == nil || p.Text == "" {
		if p == nil {
			return ""
		}
		return p.Text
	}
	said, err := s.links.Unseal(*p.RegistrationID, p.Text)
	if err != nil {
		slog.Warn("a sealed promise cannot be opened: was the key replaced?", "promise", p.ID)
	}
	return said
}

// AnswerPage asks how a person stands with their promise.
type AnswerPage struct {
	*OwnPage
	Days int
	// Given is what they said before, "" for nothing yet.
	Given models.PromiseOutcome
}

// AnswerPage reads it. The person calls it. Errors: NotFound where nothing came back then.
func (s *Service) AnswerPage(
	ctx context.Context, event *models.Event, r *models.Registration, days int,
) (*AnswerPage, error) {
	own, err := s.OwnPage(ctx, event, r)
	if err != nil {
		return nil, err
	}
	if own.Promise == nil || !cameBack(own.Promise, days) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	page := &AnswerPage{OwnPage: own, Days: days}
	for _, a := range own.Answers {
		if a.AfterDays == days {
			page.Given = a.Answer
		}
	}
	return page, nil
}

// maxOnStage is how many promises a stage shows, maxListed how many a page.
const (
	maxOnStage = 6
	maxListed  = 300
)

// StagePage are the promises as a stage shows them.
type StagePage struct {
	Promises []models.Promise
	Count    int
}

// StagePage reads the latest public promises. Who holds the link of the stage calls it.
func (s *Service) StagePage(ctx context.Context, event *models.Event) (*StagePage, error) {
	q := s.db.Query(ctx)
	list, err := q.Promises().Public(event, false, maxOnStage)
	if err != nil {
		return nil, err
	}
	counts, err := q.Promises().Count(event)
	return &StagePage{list, counts.All}, err
}

// StaffPage are the promises of an event in numbers, and those that are public.
type StaffPage struct {
	Counts models.PromiseCounts
	// Returns are what became of them.
	Returns []Return
	Public  []models.Promise
}

// Return is what people said after some days.
type Return struct {
	Days, Answers int
	Outcomes      []OutcomeCount
}

// OutcomeCount is how many gave an answer.
type OutcomeCount struct {
	Outcome models.PromiseOutcome
	Count   int
}

// StaffPage reads it. Staff who run the room call it.
func (s *Service) StaffPage(ctx context.Context, event *models.Event) (*StaffPage, error) {
	q, page := s.db.Query(ctx), &StaffPage{}
	var err error
	if page.Counts, err = q.Promises().Count(event); err != nil {
		return nil, err
	}
	tallies, err := q.Promises().Tallies(event)
	if err != nil {
		return nil, err
	}
	for _, days := range models.PromiseReturns {
		r := Return{Days: days}
		for _, outcome := range models.PromiseOutcomes {
			n := 0
			for _, t := range tallies {
				if t.AfterDays == days && t.Answer == outcome {
					n = t.Count
				}
			}
			r.Outcomes, r.Answers = append(r.Outcomes, OutcomeCount{outcome, n}), r.Answers+n
		}
		page.Returns = append(page.Returns, r)
	}
	page.Public, err = q.Promises().Public(event, true, maxListed)
	return page, err
}

// RecordPage reads the public promises that may be in the record of an event.
func (s *Service) RecordPage(ctx context.Context, event *models.Event) ([]models.Promise, int, error) {
	list, err := s.db.Query(ctx).Promises().InRecord(event, maxListed)
	return list, len(list), err
}
