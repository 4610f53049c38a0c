// Package summary makes an attendee's summary of an event: the attendance, computed from check-ins and the live room,
// and the results of the surveys.
package summary

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/models"
)

// KeyResults are the key results of the event's closed surveys.
type KeyResults func(ctx context.Context, texts *i18n.Localizer, event *models.Event) ([]pdf.Result, error)

// Service makes the summaries of one database.
type Service struct {
	db      *models.DB
	maker   *pdf.Maker
	results KeyResults
}

// New makes the service. results comes from the survey feature.
func New(db *models.DB, maker *pdf.Maker, results KeyResults) *Service {
	return &Service{db, maker, results}
}

// PDF makes the summary of an attendee. The attendee calls it. Errors: Conflict before the event is over, and where the
// registration is not confirmed.
func (s *Service) PDF(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, r *models.Registration,
) ([]byte, error) {
	page, err := s.page(ctx, texts, event, r)
	if err != nil {
		return nil, err
	}
	return s.maker.Summary(texts, *page)
}

// page reads the content of the summary.
func (s *Service) page(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, r *models.Registration,
) (*pdf.Summary, error) {
	q := s.db.Query(ctx)
	if r.State != models.RegistrationConfirmed || !event.Ended(q.Now) {
		return nil, models.NewError(models.CodeConflict, "summary.later")
	}
	if err := q.Events().LoadPartners(event); err != nil {
		return nil, err
	}
	page := &pdf.Summary{Event: event, Registration: r, IssuedAt: q.Now, Number: r.Code}
	if err := attendance(q, page); err != nil {
		return nil, err
	}
	var err error
	page.Results, err = s.results(ctx, texts, event)
	return page, err
}

// attendance fills in when the attendee was at the venue and online, and which sessions they attended.
func attendance(q *models.Query, page *pdf.Summary) error {
	scans, err := q.CheckIns().OfRegistration(page.Registration)
	if err != nil {
		return err
	}
	presences, err := q.Presences().OfRegistration(page.Registration)
	if err != nil {
		return err
	}
	sessions, err := q.Sessions().OfEvent(page.Event)
	if err != nil {
		return err
	}
	days, online := venueDays(page.Event, scans), models.PresentIntervals(presences)
	hours := models.Interval{From: page.Event.StartsAt, Until: page.Event.EndsAt}
	page.OnlineMinutes = minutes(models.Within(online, hours)) // the minutes before and after it are none of the event
	for _, day := range days {
		page.Venue = append(page.Venue, day.visit())
	}
	page.Sessions = attended(sessions, slices.Concat(intervalsOf(days)...), online)
	return nil
}

// attended computes the attendance of each session, but breaks and booths.
func attended(sessions []models.Session, venue, online []models.Interval) (list []pdf.AttendedSession) {
	for _, session := range sessions {
		if session.Kind == models.SessionBreak || session.Kind == models.SessionBooth {
			continue
		}
		span := models.Interval{From: session.StartsAt, Until: session.EndsAt}
		list = append(list, pdf.AttendedSession{
			Session:  session,
			InPerson: models.Within(venue, span) > 0,
			Minutes:  minutes(models.Within(online, span)),
		})
	}
	return list
}

func minutes(d time.Duration) int { return int(d.Round(time.Minute) / time.Minute) }
