package series

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/text"
)

// FollowInput is what a visitor types to follow a series. Without Register only the address is kept.
type FollowInput struct {
	Email      string      `form:"email"`
	Register   bool        `form:"register"`
	Family     string      `form:"family_name"`
	Given      string      `form:"given_name"`
	FamilyKana string      `form:"family_name_kana"`
	GivenKana  string      `form:"given_name_kana"`
	Mode       models.Mode `form:"mode"`
	// Locale is the language of the page.
	Locale string
}

// Follow mails the address a link with which it is confirmed. Whether the address follows the series already is told to
// nobody but it. Everybody may call it. Errors: NotFound; Invalid with the fields at fault.
func (s *Service) Follow(ctx context.Context, slug string, in *FollowInput) error {
	series, err := s.Shown(ctx, slug)
	if err != nil {
		return err
	}
	c := check.New()
	f := &models.SeriesFollower{SeriesID: series.ID, Locale: in.Locale}
	f.Email, f.EmailKey = c.Email("email", in.Email, check.Required)
	if in.Register {
		name, faults := text.NormalizeName(text.Name{
			Family: in.Family, Given: in.Given, FamilyKana: in.FamilyKana, GivenKana: in.GivenKana,
		})
		for field, key := range faults {
			c.Fault(field, key, "max", text.MaxName)
		}
		f.Name, f.Mode = name, check.Choice(c, "mode", in.Mode, models.Modes)
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		asked := *f
		if err := tx.Series().AddFollower(&asked); err != nil {
			return err
		}
		stored, err := tx.Series().FollowerOf(series, f.EmailKey)
		if err != nil {
			return err
		}
		return queueConfirm(tx, series, stored)
	})
}

// Following finds who follows a series by the mailed secret. Errors: NotFound, also once it is over.
func (s *Service) Following(ctx context.Context, secret string) (*models.SeriesFollower, error) {
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, s.Links.Follower(id)) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return s.db.Query(ctx).Series().Follower(id)
}

// Confirm takes the address for confirmed, and returns the secret that is good from then on: the earlier one of who
// followed the series before. Errors: NotFound.
func (s *Service) Confirm(ctx context.Context, secret string) (string, error) {
	err := s.change(ctx, secret, func(tx *models.Tx, f *models.SeriesFollower) error {
		kept := *f
		err := tx.Series().ConfirmFollower(&kept)
		secret = s.Links.Follower(kept.ID)
		return err
	})
	return secret, err
}

// OnlyTell erases the name: the person hears of the next event, but is not registered for it. Errors: NotFound.
func (s *Service) OnlyTell(ctx context.Context, secret string) error {
	return s.change(ctx, secret, func(tx *models.Tx, f *models.SeriesFollower) error {
		return tx.Series().OnlyTell(f)
	})
}

// End erases all that is kept of who follows a series; mail programs call it, too (RFC 8058). Again it changes nothing.
func (s *Service) End(ctx context.Context, secret string) error {
	err := s.change(ctx, secret, func(tx *models.Tx, f *models.SeriesFollower) error {
		return tx.Series().EndFollower(f)
	})
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}

func (s *Service) change(
	ctx context.Context, secret string, do func(*models.Tx, *models.SeriesFollower) error,
) error {
	f, err := s.Following(ctx, secret)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return do(tx, f) })
}

// Announced has those who follow the series of an event told of it, and registered, once the event takes registrations:
// at once, or when its first ticket type opens. It is called in the transaction that publishes the event, or that puts
// it into a series. Of an event that is public for no one, or was told of, it does nothing.
func (s *Service) Announced(tx *models.Tx, e *models.Event) error {
	current, err := tx.Events().ByID(e.ID)
	if err != nil || !current.TakesRegistrations(tx.Now) {
		return err
	}
	series, err := tx.Series().OfEvent(e.ID)
	if err != nil || series == nil {
		return err
	}
	types, err := tx.TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	at := opens(types, tx.Now)
	return tx.Jobs().Add(JobOpen, JobOpen+":"+series.ID+":"+e.ID+":"+at.UTC().Format(time.RFC3339), e.ID, at)
}

// opens is when the first ticket type that everybody sees opens: now, where one has, or there is none.
func opens(types []models.TicketType, now time.Time) time.Time {
	var first *time.Time
	for i := range types {
		t := &types[i]
		switch {
		case t.Hidden || t.NeedsCode(now):
		case t.OpensAt == nil || !t.OpensAt.After(now):
			return now
		case first == nil || t.OpensAt.Before(*first):
			first = t.OpensAt
		}
	}
	if first == nil {
		return now
	}
	return *first
}
