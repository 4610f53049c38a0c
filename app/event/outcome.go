package event

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// OutcomeInput is what staff type about what the event decided, as Markdown.
type OutcomeInput struct {
	OutcomeJa string `form:"outcome_ja"`
	OutcomeEn string `form:"outcome_en"`
}

// OutcomeOf fills the form.
func OutcomeOf(e *models.Event) *OutcomeInput { return &OutcomeInput{e.OutcomeJa, e.OutcomeEn} }

// maxOutcome keeps a summary to a few pages.
const maxOutcome = 3000

// SetOutcome stores what the event decided. Staff who may edit the event call it. Errors: Invalid.
func (s *Service) SetOutcome(ctx context.Context, e *models.Event, in *OutcomeInput) error {
	c := check.New()
	ja := c.Text("outcome_ja", in.OutcomeJa, maxOutcome, check.Optional)
	en := c.Text("outcome_en", in.OutcomeEn, maxOutcome, check.Optional)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Events().SetOutcome(e, ja, en) })
}
