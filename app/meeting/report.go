package meeting

import (
	"context"
	"io"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// UploadInput is how a report is read: the zone of its times, and the session that the meeting was, "" for the event.
type UploadInput struct {
	TimeZone string `form:"time_zone"`
	Session  string `form:"session"`
}

// maxBytes is how large a report may be.
const maxBytes = 10 << 20

// Upload reads a report, and finds who its guests are. It changes nobody's attendance. A file that was taken already is
// answered with what it was then, and known. by is the account. Staff who may edit people call it. Errors: Invalid for
// a file that is no report, and the fields at fault.
func (s *Service) Upload(
	ctx context.Context, e *models.Event, by, fileName string, file io.Reader, in *UploadInput,
) (report *models.MeetingReport, known bool, err error) {
	q := s.db.Query(ctx)
	zone, err := in.check(q, e)
	if err != nil {
		return nil, false, err
	}
	content, err := io.ReadAll(io.LimitReader(file, maxBytes+1))
	if err != nil {
		return nil, false, err
	}
	hash := models.HashSecret(string(content))
	if report, err = q.MeetingReports().ByHash(e, hash); err != nil || report != nil {
		return report, report != nil, err
	}
	p, err := readPaper(content, fileName)
	if err != nil {
		return nil, false, err
	}
	guests, err := p.guests(newClock(e, zone, p.lines))
	if err != nil {
		return nil, false, err
	}
	report = &models.MeetingReport{
		ID: models.NewID(), EventID: e.ID, SessionID: in.Session, Source: p.source, AccountID: by, FileHash: hash,
		FileName: text.Shorten(text.CleanLine(fileName), maxName), TimeZone: zone.String(),
	}
	if err := recognise(q, e, report, guests); err != nil {
		return nil, false, err
	}
	return report, false, s.db.InTx(ctx, func(tx *models.Tx) error {
		fresh := *report
		if err := tx.MeetingReports().Add(&fresh, guests); err != nil {
			return err
		}
		return tx.Jobs().Add(JobClear, JobClear+":"+report.ID, report.ID, tx.Now.Add(kept))
	})
}

func (in *UploadInput) check(q *models.Query, e *models.Event) (zone *time.Location, err error) {
	c := check.New()
	if zone, err = time.LoadLocation(in.TimeZone); err != nil || in.TimeZone == "" || in.TimeZone == "Local" {
		c.Fault("time_zone", "field.choice")
	}
	if in.Session != "" {
		_, err := q.Sessions().ByID(e, in.Session)
		switch {
		case models.CodeOf(err) == models.CodeNotFound:
			c.Fault("session", "field.choice")
		case err != nil:
			return nil, err
		}
	}
	return zone, c.Err()
}

// recognise finds who the guests of a report are.
func recognise(q *models.Query, e *models.Event, report *models.MeetingReport, guests []models.MeetingGuest) error {
	m, err := newMatcher(q, e)
	if err != nil {
		return err
	}
	for i := range guests {
		g := &guests[i]
		g.ReportID = report.ID
		r, by := m.find(g)
		if r != nil {
			g.RegistrationID, g.FoundBy = &r.ID, by
		}
	}
	return nil
}

// Take adds the times of a report to the attendance of those whom somebody was found for. Staff who may edit people
// call it. Errors: Conflict where it is taken already or nobody was found.
func (s *Service) Take(ctx context.Context, e *models.Event, id string) error {
	return s.change(ctx, e, id, func(tx *models.Tx, r *models.MeetingReport) error {
		guests, err := tx.MeetingReports().Guests(r)
		if err != nil {
			return err
		}
		hasPerson := func(g models.MeetingGuest) bool { return g.RegistrationID != nil && !g.Passed }
		switch {
		case r.State == models.ReportTaken:
			return models.NewError(models.CodeConflict, "meeting.is_taken")
		case !slices.ContainsFunc(guests, hasPerson):
			return models.NewError(models.CodeConflict, "meeting.nobody_found")
		}
		return tx.MeetingReports().Take(r)
	})
}

// Undo takes all times of a report back. Staff who may edit people call it. Errors: Conflict where it is not taken.
func (s *Service) Undo(ctx context.Context, e *models.Event, id string) error {
	return s.change(ctx, e, id, func(tx *models.Tx, r *models.MeetingReport) error {
		if r.State != models.ReportTaken {
			return models.NewError(models.CodeConflict, "meeting.not_taken")
		}
		return tx.MeetingReports().Undo(r)
	})
}

// Discard removes a report that is not taken, or was undone. Staff who may edit people call it. Errors: Conflict for
// one that is taken.
func (s *Service) Discard(ctx context.Context, e *models.Event, id string) error {
	return s.change(ctx, e, id, func(tx *models.Tx, r *models.MeetingReport) error {
		if r.State == models.ReportTaken {
			return models.NewError(models.CodeConflict, "meeting.is_taken")
		}
		return tx.MeetingReports().Discard(r)
	})
}

// ChoiceInput says who a guest is: a registration, or nobody of the event's; neither leaves it open.
type ChoiceInput struct {
	Guest  int    `form:"guest"`
	Person string `form:"person"`
	Pass   bool   `form:"pass"`
}

// Choose stores who a guest is. Of a report that is taken, their times are with that person at once. Staff who may edit
// people call it. Errors: NotFound for a guest or a person that is not of the event, Conflict once names are removed.
func (s *Service) Choose(ctx context.Context, e *models.Event, id string, in *ChoiceInput) error {
	return s.change(ctx, e, id, func(tx *models.Tx, r *models.MeetingReport) error {
		if r.Cleared() {
			return models.NewError(models.CodeConflict, "meeting.cleared")
		}
		g, err := tx.MeetingReports().Guest(r, in.Guest)
		if err != nil {
			return err
		}
		g.RegistrationID, g.FoundBy, g.Passed = nil, models.FoundNot, in.Pass
		if in.Person != "" && !in.Pass {
			person, err := tx.Registrations().ByID(e, in.Person)
			if err != nil {
				return err
			}
			g.RegistrationID, g.FoundBy = &person.ID, models.FoundByStaff
		}
		return tx.MeetingReports().SetGuest(r, g)
	})
}

func (s *Service) change(
	ctx context.Context, e *models.Event, id string, do func(tx *models.Tx, r *models.MeetingReport) error,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.MeetingReports().Lock(e, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: r.ID})
		return do(tx, r)
	})
}
