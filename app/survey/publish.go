package survey

import (
	"context"

	"meguri/models"
)

// PublishResults puts the numbers of a released survey on the event's page, or takes them off it. Staff who may edit
// surveys call it. Errors: NotFound; Conflict where it has no results.
func (s *Reading) PublishResults(ctx context.Context, event *models.Event, id string, published bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		if published && survey.Release == nil {
			return models.NewError(models.CodeConflict, "survey.nothing_to_publish")
		}
		return tx.Surveys().PublishResults(survey, published)
	})
}

// PublicResults are the numbers that stand on the event's page, without texts: those that people who attended find in
// their summary. Anyone may call it.
func (s *Reading) PublicResults(ctx context.Context, event *models.Event) ([]Result, error) {
	return s.keyResults(ctx, event, func(survey *models.Survey) bool { return survey.ResultsPublishedAt != nil })
}
