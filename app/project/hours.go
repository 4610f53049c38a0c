package project

import (
	"context"
	"time"

	"meguri/app/service/link"
	"meguri/models"
)

const (
	// correctWithin is for how many days people enter and correct hours themselves; later they give a reason.
	correctWithin = 14
	// oldest is how many days back hours may be.
	oldest = 366
	// dayMinutes is what a day has at most.
	dayMinutes = 24 * 60
)

// find finds a person of a team by the mailed secret.
func (s *Service) find(q *models.Query, secret string) (*models.TeamMember, error) {
	id, ok := link.ID(secret)
	gone := models.NewError(models.CodeNotFound, "error.not_found")
	if !ok || !models.ValidID(id) {
		return nil, gone
	}
	m, err := q.Projects().Member(id)
	if err == nil && (m.ErasedAt != nil || !link.Equal(secret, s.Links.TeamMember(id, m.Link))) {
		return nil, gone
	}
	return m, err
}

// own changes something of a person of a team, by the mailed secret, in one transaction.
func (s *Service) own(ctx context.Context, secret string, do func(*models.Tx, *models.TeamMember) error) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := s.find(tx.Query, secret)
		if err != nil {
			return err
		}
		return do(tx, m)
	})
}

// Enter stores hours of a person, a row for each day; sent again they change nothing. Errors: NotFound; Invalid with
// the fields at fault; Conflict for who has left the team.
func (s *Service) Enter(ctx context.Context, secret string, in *HoursInput) error {
	return s.own(ctx, secret, func(tx *models.Tx, m *models.TeamMember) error {
		wasSent, err := tx.Hours().WasSent(m.ID, in.FormID)
		if err != nil || wasSent {
			return err
		}
		if m.LeftAt != nil {
			return models.NewError(models.CodeConflict, "project.has_left")
		}
		e, err := in.read(&m.Project, tx.Now)
		if err != nil {
			return err
		}
		if err := tx.Hours().Lock(m); err != nil {
			return err
		}
		if wasSent, err = tx.Hours().WasSent(m.ID, in.FormID); err != nil || wasSent {
			return err
		}
		if err := checkHours(tx, m, in, e, nil); err != nil {
			return err
		}
		if err := addPieces(tx, m, e, in.FormID, e.pieces, 0); err != nil {
			return err
		}
		return warn(tx, m, e)
	})
}

func addPieces(tx *models.Tx, m *models.TeamMember, e *entered, formID string, pieces []piece, first int) error {
	for i, part := range pieces {
		err := tx.Hours().Add(&models.HourEntry{
			ProjectID: m.ProjectID, MemberID: m.ID, FormID: formID, Part: first + i, Day: part.day,
			StartsAt: part.from, EndsAt: part.until, Minutes: part.minutes, InWork: e.inWork, Words: e.words,
			Reason: e.reason,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Correct stores hours that a person corrected; a coordinator looks at them again. Errors: those of Enter; Conflict
// where somebody changed them since.
func (s *Service) Correct(ctx context.Context, secret, id string, in *HoursInput) error {
	return s.own(ctx, secret, func(tx *models.Tx, m *models.TeamMember) error {
		h, err := tx.Hours().Of(m.ID, id)
		if err != nil {
			return err
		}
		e, err := in.read(&m.Project, tx.Now)
		if err != nil {
			return err
		}
		if err := tx.Hours().Lock(m); err != nil {
			return err
		}
		if err := checkHours(tx, m, in, e, h); err != nil {
			return err
		}
		part := e.pieces[0]
		h.Day, h.StartsAt, h.EndsAt, h.Minutes = part.day, part.from, part.until, part.minutes
		h.InWork, h.Words, h.Reason = e.inWork, e.words, e.reason
		h.State, h.Answer, h.DecidedAt = models.HoursWaiting, "", nil
		if err := tx.Hours().Update(h, in.Version); err != nil {
			return err
		}
		if err := addPieces(tx, m, e, in.FormID, e.pieces[1:], 1); err != nil {
			return err
		}
		if err := warn(tx, m, e); err != nil {
			return err
		}
		return tx.Contributions().Settle(m.ProjectID)
	})
}

// RemoveInput names the version of the hours that was seen.
type RemoveInput struct {
	Version int `form:"version"`
}

// Remove takes away hours of a person. Errors: NotFound; Conflict where somebody changed them since, or a coordinator
// has approved them and the time for corrections is over.
func (s *Service) Remove(ctx context.Context, secret, id string, in *RemoveInput) error {
	return s.own(ctx, secret, func(tx *models.Tx, m *models.TeamMember) error {
		h, err := tx.Hours().Of(m.ID, id)
		if err != nil {
			return err
		}
		before := tx.Now.In(m.Project.Zone()).AddDate(0, 0, -correctWithin).Format(time.DateOnly)
		if h.State == models.HoursApproved && h.Day < before {
			return models.NewError(models.CodeConflict, "hours.approved_long_ago")
		}
		if err := tx.Hours().Delete(h.ID, in.Version); err != nil {
			return err
		}
		return tx.Contributions().Settle(m.ProjectID)
	})
}
