package need

import (
	"context"
	"math"

	"meguri/models"
)

// CorrectionInput is what a coordinator says of somebody who was suggested.
type CorrectionInput struct {
	Person string `form:"person"`
	Fits   bool   `form:"fits"`
}

// Correct stores whether somebody fits a need: the next suggestions follow it. Who may edit needs there calls it.
// Errors: NotFound, also for who was not suggested.
func (s *Service) Correct(ctx context.Context, at models.NeedPlace, id string, in *CorrectionInput) error {
	page, err := s.PeoplePage(ctx, at, id, in.Person)
	if err != nil {
		return err
	}
	for _, c := range page.People {
		if c.ID != in.Person {
			continue
		}
		told := map[string]float64{}
		for i, amount := range c.facts {
			if amount != 0 {
				told[string(Reasons[i])] = amount
			}
		}
		return s.db.InTx(ctx, func(tx *models.Tx) error {
			tx.About(models.AuditSubject{ID: id})
			return tx.Askings(s.Mark).Correct(&models.MatchCorrection{
				NeedID: id, Person: c.ID, Fits: in.Fits, Facts: told,
			})
		})
	}
	return models.NewError(models.CodeNotFound, "error.not_found")
}

// learned are the weights of an organization's coordinators. A reason that those who fit have more of than those who do
// not counts up to twice as much, and in the other case down to half: the fewer corrections there are, the less.
func learned(list []models.MatchCorrection) (of facts) {
	const slow = 20 // as many corrections have half of their effect
	sums, n := map[bool]map[string]float64{true: {}, false: {}}, map[bool]float64{}
	for i := range list {
		n[list[i].Fits]++
		for kind, amount := range list[i].Facts {
			sums[list[i].Fits][kind] += amount
		}
	}
	for i, kind := range Reasons {
		weight := weights[kind]
		of[i] = weight
		if n[true] == 0 || n[false] == 0 {
			continue
		}
		lead := sums[true][string(kind)]/n[true] - sums[false][string(kind)]/n[false]
		if weight < 0 {
			lead = -lead
		}
		all := n[true] + n[false]
		of[i] = weight * math.Exp2(min(1, max(-1, lead))*all/(all+slow))
	}
	return of
}

// corrections are what was said of pairs of a need and a person, by both.
func corrections(list []models.MatchCorrection) map[[2]string]bool {
	of := map[[2]string]bool{}
	for i := range list {
		of[[2]string{list[i].NeedID, list[i].Person}] = list[i].Fits
	}
	return of
}
