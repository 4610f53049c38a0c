package project

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// How long an entry of a diary may be, in letters, and how many a project has at most.
const (
	maxEntry    = 1000
	mostInDiary = 2000
)

// DiaryInput is what somebody writes of a day.
type DiaryInput struct {
	Day   string `form:"day"`
	Words string `form:"words"`
}

// Write stores what somebody of the team wrote of a day; sent again it changes nothing. Errors: NotFound, also for
// coordinators; Invalid with the fields at fault; Conflict for who has left the team.
func (s *Work) Write(ctx context.Context, by By, in *DiaryInput) error {
	c := check.New()
	typed := models.DiaryEntry{
		Day: day(c, "day", in.Day, check.Required), Words: c.Text("words", in.Words, maxEntry, check.Required),
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, by, func(tx *models.Tx, w *worker) error {
		if w.me == nil {
			return errGone
		}
		if typed.Day > w.Today(tx.Now) {
			return models.InvalidFields(map[string]string{"day": "work.day_to_come"})
		}
		e := typed
		e.ProjectID, e.MemberID = w.ID, w.me.ID
		wasWritten, err := tx.Diaries().WasWritten(&e)
		if err != nil || wasWritten {
			return err
		}
		list, err := tx.Diaries().OfProject(w.ID)
		if err != nil {
			return err
		}
		if len(list) >= mostInDiary {
			return models.NewError(models.CodeConflict, "work.too_many")
		}
		return tx.Diaries().Create(&e)
	})
}

// RemoveEntry takes an entry of the diary away: its author, also once they left the team, or a coordinator. Errors:
// NotFound; Forbidden for others.
func (s *Work) RemoveEntry(ctx context.Context, by By, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := s.worker(tx.Query, by)
		if err != nil {
			return err
		}
		e, err := tx.Diaries().Of(w.ID, id)
		if err != nil {
			return err
		}
		if w.me != nil && !w.is(&e.MemberID) {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		tx.About(models.AuditSubject{ID: w.ID})
		return tx.Diaries().Remove(e)
	})
}
