package survey

import (
	"context"

	"meguri/models"
)

// submission is a response that waits to be stored with others of the same moment. take uses up the right to answer, in
// the transaction; where it does not, the eligibility says why, and nothing is stored.
type submission struct {
	survey      *models.Survey
	response    *models.Response
	take        func(w *models.SingleWrite) (Eligibility, error)
	eligibility Eligibility
}

// submit stores a response, together with those that others send at the same moment: they would wait for each other, as
// the survey is locked while its rows are shuffled.
func (s *Answering) submit(ctx context.Context, it *submission) (Eligibility, error) {
	if err := s.submissions.Write(ctx, it.survey.ID, it); err != nil {
		return "", err
	}
	return it.eligibility, nil
}

// store stores submissions to one survey.
func store(w *models.SingleWrite, list []*submission) error {
	if err := w.Surveys().LockRow(list[0].survey); err != nil {
		return err
	}
	var added []*models.Response
	for _, it := range list {
		eligibility, err := it.take(w)
		if err != nil {
			return err
		}
		if it.eligibility = eligibility; eligibility == MayAnswer {
			added = append(added, it.response)
		}
	}
	return w.Responses().Add(added...)
}
