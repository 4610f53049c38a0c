package analysis

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

const (
	maxName = 60 // characters
	// maxViews is how many views of a survey a person names at most, maxLinks how many links a survey has.
	maxViews = 30
	maxLinks = 30
)

// ViewInput is a name for a view, and the query of its address.
type ViewInput struct {
	Name string `form:"name"`
	View string `form:"view"`
}

// Shelf is what stands beside a survey's results for who reads them: their own views, and, for who may share them, the
// links that open one.
type Shelf struct {
	Views []models.ResultView
	Links []Link
}

// Shelf reads it. links asks for the links, too. Who may see results calls it. Errors: NotFound.
func (s *Service) Shelf(
	ctx context.Context, by *models.Account, event *models.Event, surveyID string, links bool,
) (*Shelf, error) {
	q := s.db.Query(ctx)
	survey, err := q.Surveys().ByID(event, surveyID)
	if err != nil {
		return nil, err
	}
	shelf := &Shelf{}
	if shelf.Views, err = q.ResultViews().Of(survey, by.ID); err != nil || !links {
		return shelf, err
	}
	list, err := q.ResultLinks().OfSurvey(survey)
	for i := range list {
		shelf.Links = append(shelf.Links, Link{list[i], s.links.Results(list[i].ID)})
	}
	return shelf, err
}

// SaveView gives a view of a survey's results a name. Who may see results calls it. Errors: NotFound; Conflict as long
// as the survey is not released; Invalid with the field at fault.
func (s *Service) SaveView(
	ctx context.Context, by *models.Account, event *models.Event, surveyID string, in *ViewInput,
) (query string, err error) {
	c := check.New()
	v := &models.ResultView{
		SurveyID: surveyID, AccountID: by.ID, Name: c.Name("name", in.Name, maxName, check.Required),
	}
	if v.Query, err = s.surveys.CheckView(ctx, event, surveyID, in.View); err != nil {
		return "", err
	}
	if err := c.Err(); err != nil {
		return "", err
	}
	return v.Query, s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, surveyID)
		if err != nil {
			return err
		}
		views, err := tx.ResultViews().Of(survey, by.ID)
		if err != nil {
			return err
		}
		if len(views) >= maxViews {
			return models.InvalidFields(map[string]string{"name": "view.too_many"})
		}
		added, err := tx.ResultViews().Add(v)
		if err == nil && !added {
			err = models.InvalidFields(map[string]string{"name": "view.name_taken"})
		}
		return err
	})
}

// DeleteView removes one of the account's views. Who may see results calls it. Errors: NotFound.
func (s *Service) DeleteView(
	ctx context.Context, by *models.Account, event *models.Event, surveyID, id string,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, surveyID)
		if err != nil {
			return err
		}
		return tx.ResultViews().Delete(survey, by.ID, id)
	})
}
