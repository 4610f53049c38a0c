package need

import (
	"context"

	"meguri/models"
)

// Bound sets how many people are read at a time, and among how many is looked while a page waits.
func (s *Service) Bound(batch, few int) { s.batch, s.few = batch, few }

// Anew are those of all the IDs who are near to a need, found without what is kept.
func (s *Service) Anew(ctx context.Context, n *models.Need, ids []string) ([]*Candidate, error) {
	needs := []models.Need{*n}
	p, err := s.pool(ctx, n.OrganizationID, ids, needs)
	if err != nil {
		return nil, err
	}
	return s.candidates(p, &needs[0]), nil
}
