package event

import (
	"context"

	"meguri/models"
)

// BySlug finds an event in any state. It is read once for all who ask at the same moment, as the devices of a reception
// do, and the crowd when registration opens.
func (s *Service) BySlug(ctx context.Context, slug string) (*models.Event, error) {
	return models.Coalesce(ctx, s.db, "event "+slug, func(q *models.Query) (*models.Event, error) {
		return q.Events().BySlug(slug)
	})
}

// Public finds an event that everybody may see; another is NotFound.
func (s *Service) Public(ctx context.Context, slug string) (*models.Event, error) {
	return s.Shown(ctx, slug, nil)
}

// Shown finds an event whose page the account may see; the account is nil for who is not signed in. A public event is
// shown to everybody, a draft to those who prepare it; another is NotFound.
func (s *Service) Shown(ctx context.Context, slug string, account *models.Account) (*models.Event, error) {
	e, err := s.BySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	return e, s.checkShown(ctx, e, account)
}

// checkShown is NotFound where the account, or nobody, may not see the event.
func (s *Service) checkShown(ctx context.Context, e *models.Event, account *models.Account) error {
	if e.Public() {
		return nil
	}
	if account != nil {
		roles, err := s.db.Query(ctx).Members().RolesAt(account.ID, e)
		if err != nil {
			return err
		}
		if models.Holds(roles, models.SeeEvent) {
			return nil
		}
	}
	return models.NewError(models.CodeNotFound, "error.not_found")
}

// OfSurvey finds the event of a survey.
func (s *Service) OfSurvey(ctx context.Context, surveyID string) (*models.Event, error) {
	return s.db.Query(ctx).Surveys().EventOf(surveyID)
}
