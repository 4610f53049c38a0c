package series

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/models"
)

// ActionInput is something that was agreed at a meeting, as its host types it.
type ActionInput struct {
	Version      int    `form:"version"`
	What         string `form:"what"`
	Organization string `form:"organization"`
	DueOn        string `form:"due_on"`
}

const maxWhat = 300

func (in *ActionInput) read() (*models.SeriesAction, error) {
	c := check.New()
	a := &models.SeriesAction{
		What: c.Line("what", in.What, maxWhat, check.Required), OrganizationID: in.Organization,
		DueOn: readDay(c, "due_on", in.DueOn),
	}
	if in.Organization == "" {
		c.Fault("organization", "field.required")
	}
	return a, c.Err()
}

// atEdition finds the series of an event whose host writes down what was agreed. Errors: Conflict where it is in none,
// or the host left it.
func atEdition(tx *models.Tx, e *models.Event) (*models.Series, error) {
	series, err := seriesHeld(tx.Query, e)
	if err == nil && series == nil {
		err = models.NewError(models.CodeConflict, "series.none")
	}
	return series, err
}

func mustHold(tx *models.Tx, series *models.Series, organizationID string) error {
	holds, err := tx.Series().HasAgreed(series.ID, organizationID)
	if err == nil && !holds {
		err = models.InvalidFields(map[string]string{"organization": "field.choice"})
	}
	return err
}

// AddAction stores something that was agreed at an edition. Staff who may edit the event call it. Errors: Invalid with
// the fields at fault; Conflict where the event is in no series.
func (s *Service) AddAction(ctx context.Context, e *models.Event, in *ActionInput) error {
	typed, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		series, err := atEdition(tx, e)
		if err != nil {
			return err
		}
		if err := mustHold(tx, series, typed.OrganizationID); err != nil {
			return err
		}
		a := *typed
		a.SeriesID, a.EventID = series.ID, e.ID
		if err := tx.SeriesActions().Create(&a); err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: a.ID})
		stored, err := tx.SeriesActions().ByID(a.ID)
		if err != nil {
			return err
		}
		return awaitAction(tx, stored)
	})
}

// SaveAction changes something that was agreed at an edition of its host. Where another organization is to do it, it is
// nobody's in particular again. Staff who may edit the event call it. Errors: NotFound; Invalid with the fields at
// fault; Conflict where somebody else changed it since.
func (s *Service) SaveAction(ctx context.Context, e *models.Event, id string, in *ActionInput) error {
	typed, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		series, err := atEdition(tx, e)
		if err != nil {
			return err
		}
		a, err := tx.SeriesActions().Of(series.ID, id)
		if err != nil {
			return err
		}
		if a.EventID != e.ID {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		if a.OrganizationID != typed.OrganizationID {
			if err := mustHold(tx, series, typed.OrganizationID); err != nil {
				return err
			}
			a.AccountID = nil
		}
		a.What, a.OrganizationID, a.DueOn = typed.What, typed.OrganizationID, typed.DueOn
		tx.About(models.AuditSubject{ID: a.ID})
		return s.storeAction(tx, a, in.Version)
	})
}

// storeAction stores a changed one, with the mails that follow.
func (s *Service) storeAction(tx *models.Tx, a *models.SeriesAction, version int) error {
	if err := tx.SeriesActions().Update(a, version); err != nil {
		return err
	}
	return awaitAction(tx, a)
}

// Actor is who acts for an organization: an account with its roles there.
type Actor struct {
	Organization *models.Organization
	Account      *models.Account
	Roles        []models.Role
}

// MayTick reports whether somebody says what became of something: who edits events of its organization or of the host
// that wrote it down, and whose it is.
func (by *Actor) MayTick(a *models.SeriesAction) bool {
	if a.AccountID != nil && *a.AccountID == by.Account.ID && a.OrganizationID == by.Organization.ID {
		return true
	}
	return models.Holds(by.Roles, models.EditEvent) &&
		(a.OrganizationID == by.Organization.ID || a.Event.OrganizationID == by.Organization.ID)
}

// MayAssign reports whether somebody says whose it is: who edits events of its organization.
func (by *Actor) MayAssign(a *models.SeriesAction) bool {
	return models.Holds(by.Roles, models.EditEvent) && a.OrganizationID == by.Organization.ID
}

// TickInput says what became of something.
type TickInput struct {
	Version int                `form:"version"`
	State   models.ActionState `form:"state"`
}

// Tick says that something is done, given up, or open again. Staff of a member call it. Errors: NotFound; Forbidden for
// who has nothing to do with it; Invalid for what is no state; Conflict where somebody else changed it since.
func (s *Service) Tick(ctx context.Context, by *Actor, seriesID, id string, in *TickInput) error {
	c := check.New()
	check.Choice(c, "state", in.State, models.ActionStates)
	if err := c.Err(); err != nil {
		return err
	}
	return s.changeAction(ctx, by, seriesID, id, func(tx *models.Tx, a *models.SeriesAction) error {
		if !by.MayTick(a) {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		a.State, a.StateAt, a.StateBy, a.StateFor = in.State, tx.Now, &by.Account.ID, &by.Organization.ID
		return s.storeAction(tx, a, in.Version)
	})
}

// AssignInput says whose something is: the id of an account, "" for nobody in particular.
type AssignInput struct {
	Version int    `form:"version"`
	Account string `form:"account"`
}

// Assign says who of an organization's staff does what it took on. Staff who may edit its events call it. Errors:
// NotFound; Forbidden for what another organization took on; Invalid for who is not of its staff; Conflict where
// somebody else changed it since.
func (s *Service) Assign(ctx context.Context, by *Actor, seriesID, id string, in *AssignInput) error {
	return s.changeAction(ctx, by, seriesID, id, func(tx *models.Tx, a *models.SeriesAction) error {
		if !by.MayAssign(a) {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		a.AccountID = nil
		if in.Account != "" {
			staff, err := staffOf(tx.Query, by.Organization)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(staff, func(one models.Account) bool { return one.ID == in.Account }) {
				return models.InvalidFields(map[string]string{"account": "field.choice"})
			}
			a.AccountID = &in.Account
		}
		return s.storeAction(tx, a, in.Version)
	})
}

func (s *Service) changeAction(
	ctx context.Context, by *Actor, seriesID, id string, do func(*models.Tx, *models.SeriesAction) error,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if _, err := agreed(tx.Query, by.Organization, seriesID); err != nil {
			return err
		}
		a, err := tx.SeriesActions().Of(seriesID, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: a.ID})
		return do(tx, a)
	})
}

// staffOf lists the accounts with a role at an organization that counts now, each once.
func staffOf(q *models.Query, o *models.Organization) ([]models.Account, error) {
	list, err := q.Members().OfOrganization(o.ID)
	var staff []models.Account
	for i := range list {
		m := &list[i]
		known := slices.ContainsFunc(staff, func(one models.Account) bool { return one.ID == m.AccountID })
		if !known && !m.Pending() && !m.Over(q.Now) && m.Account.DisabledAt == nil {
			staff = append(staff, m.Account)
		}
	}
	return staff, err
}

// TickAt says at a meeting what became of something that was agreed there or before. Staff who may edit the event call
// it, for its host. Errors as of Tick; NotFound also for what was agreed later.
func (s *Service) TickAt(
	ctx context.Context, e *models.Event, account *models.Account, id string, in *TickInput,
) error {
	c := check.New()
	check.Choice(c, "state", in.State, models.ActionStates)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		series, err := atEdition(tx, e)
		if err != nil {
			return err
		}
		a, err := tx.SeriesActions().Of(series.ID, id)
		if err != nil {
			return err
		}
		if a.EventID != e.ID && !a.Event.StartsAt.Before(e.StartsAt) {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		tx.About(models.AuditSubject{ID: a.ID})
		a.State, a.StateAt, a.StateBy, a.StateFor = in.State, tx.Now, &account.ID, &e.OrganizationID
		return s.storeAction(tx, a, in.Version)
	})
}
