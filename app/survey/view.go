package survey

import (
	"context"
	"net/url"

	"meguri/models"
)

// Query is that of the view's address.
func (v View) Query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"question": v.Question, "by": v.By, "is": v.Is, "weight": v.Weight} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if v.ByCount {
		query.Set("sort", "count")
	}
	return query
}

// CheckView returns the query of a view as addresses write it. Who may see results calls it. Errors: NotFound;
// Conflict as long as the survey is not released; Invalid where the view is refused, or none that can be read.
func (s *Reading) CheckView(ctx context.Context, event *models.Event, id, query string) (string, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", models.NewError(models.CodeInvalid, string(RefusedUnknown))
	}
	view := ReadView(values)
	results, err := s.Results(ctx, event, id, view)
	switch {
	case err != nil:
		return "", err
	case results.Stage != StageReleased:
		return "", models.NewError(models.CodeConflict, "survey.not_released")
	case results.Refused != "":
		return "", models.NewError(models.CodeInvalid, string(results.Refused))
	case view.Question != "" && len(results.Questions) == 0:
		return "", models.NewError(models.CodeInvalid, string(RefusedUnknown))
	}
	return view.Query().Encode(), nil
}

// ForPartner leaves what a partner may see: what people wrote only where texts is set. Nothing refers to other views.
func (r *Results) ForPartner(texts bool) {
	for i := range r.Questions {
		q := &r.Questions[i]
		if q.NotShown == notSplit {
			q.NotShown = "result.not_split_shared"
		}
		if !texts && q.Question.Show().Written && !q.Question.Show().Measured && q.NotShown == "" {
			n := q.Responses
			q.hide("result.texts_not_shared")
			q.Responses = n
		}
	}
}
