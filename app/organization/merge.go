package organization

import (
	"context"

	"meguri/models"
)

// MergeInto says that an organization is a double of another one: its page leads there, and what it has is shown there.
// All of it stays its own, so that this can be taken back. Who may manage the members of both calls it. Errors: NotFound
// where they may not; Conflict where it has doubles itself, or the other is one.
func (s *Service) MergeInto(ctx context.Context, me *models.Account, o *models.Organization, slug string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		managed, err := tx.Organizations().OfManager(me.ID)
		if err != nil {
			return err
		}
		var into *models.Organization
		for i := range managed {
			if managed[i].Slug == slug && managed[i].ID != o.ID {
				into = &managed[i]
			}
		}
		if into == nil {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		return mergeInto(tx, o, into)
	})
}

// Merge is MergeInto for who runs the installation.
func (s *Service) Merge(ctx context.Context, double, into string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		o, err := tx.Organizations().BySlug(double)
		if err != nil {
			return err
		}
		other, err := tx.Organizations().BySlug(into)
		if err != nil {
			return err
		}
		return mergeInto(tx, o, other)
	})
}

func mergeInto(tx *models.Tx, o, into *models.Organization) error {
	doubles, err := tx.Organizations().Doubles(o)
	if err != nil {
		return err
	}
	if len(doubles) > 0 || o.MergedIntoID != nil || into.MergedIntoID != nil || o.ID == into.ID {
		return models.NewError(models.CodeConflict, "organization.merge_chain")
	}
	changed := *o
	changed.MergedIntoID = &into.ID
	return tx.Organizations().Update(&changed)
}

// TakeApart ends that an organization is a double. Who may manage its members calls it.
func (s *Service) TakeApart(ctx context.Context, o *models.Organization) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		changed := *o
		changed.MergedIntoID = nil
		return tx.Organizations().Update(&changed)
	})
}

// SetLeft says that an organization leaves, or that it is back. Its page says so; nobody belongs to it meanwhile, and
// its history stays. Who may manage its members calls it.
func (s *Service) SetLeft(ctx context.Context, o *models.Organization, left bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		changed := *o
		changed.LeftAt = nil
		if left {
			changed.LeftAt = &tx.Now
		}
		return tx.Organizations().Update(&changed)
	})
}

// Merging is with which organizations one can be put together.
type Merging struct {
	Into    *models.Organization
	Doubles []models.Organization
	Others  []models.Organization
}

// Merging reads it. Who may manage the organization's members calls it.
func (s *Service) Merging(ctx context.Context, me *models.Account, o *models.Organization) (*Merging, error) {
	q := s.db.Query(ctx)
	m := &Merging{}
	var err error
	if o.MergedIntoID != nil {
		if m.Into, err = q.Organizations().ByID(*o.MergedIntoID); err != nil {
			return nil, err
		}
	}
	if m.Doubles, err = q.Organizations().Doubles(o); err != nil {
		return nil, err
	}
	managed, err := q.Organizations().OfManager(me.ID)
	for _, other := range managed {
		if other.ID != o.ID && other.MergedIntoID == nil {
			m.Others = append(m.Others, other)
		}
	}
	return m, err
}
