// Package summary puts together what an attendee takes home: attendance, derived from the door and the online room, and what the survey brought.
package summary

import (
	"context"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/models"
)

// Service makes the summaries of one database.
type Service struct {
	db    *models.DB
	maker *pdf.Maker
	// results are the key results of the event's closed surveys; the survey feature knows them.
	results func(ctx context.Context, texts *i18n.Localizer, event *models.Event) ([]pdf.Result, error)
}

// New makes the service.
func New(db *models.DB, maker *pdf.Maker, results func(context.Context, *i18n.Localizer, *models.Event) ([]pdf.Result, error)) *Service {
	return &Service{db, maker, results}
}

// PDF makes the summary of a confirmed person once the event is over; before that, and for others, it is a Conflict. The person themselves calls it.
func (s *Service) PDF(ctx context.Context, texts *i18n.Localizer, event *models.Event, r *models.Registration) ([]byte, error) {
	q := s.db.Query(ctx)
	if r.State != models.RegistrationConfirmed || !event.Ended(q.Now) {
		return nil, models.NewError(models.CodeConflict, "summary.later")
	}
	if err := q.Events().LoadPartners(event); err != nil {
		return nil, err
	}
	content := pdf.Summary{Event: event, Registration: r, IssuedAt: q.Now, Number: r.Code}
	if err := attendance(q, event, r, &content); err != nil {
		return nil, err
	}
	var err error
	if content.Results, err = s.results(ctx, texts, event); err != nil {
		return nil, err
	}
	return s.maker.Summary(texts, content)
}

// attendance fills in when the person was where, and so which sessions they attended.
func attendance(q *models.Query, event *models.Event, r *models.Registration, content *pdf.Summary) error {
	scans, err := q.CheckIns().OfRegistration(r)
	if err != nil {
		return err
	}
	presences, err := q.Presences().OfRegistration(r)
	if err != nil {
		return err
	}
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return err
	}
	venue, online := models.VenueIntervals(scans, event.EndsAt), models.PresentIntervals(presences)
	content.OnlineMinutes = minutes(models.Within(online, event.LiveRoomHours())) // not a rehearsal's
	if len(venue) > 0 {
		content.VenueFrom = &venue[0].From
		if last := venue[len(venue)-1].Until; last.Before(event.EndsAt) {
			content.VenueUntil = &last
		}
	}
	for _, session := range sessions {
		if session.Kind == models.SessionBreak || session.Kind == models.SessionBooth {
			continue
		}
		span := models.Interval{From: session.StartsAt, Until: session.EndsAt}
		content.Sessions = append(content.Sessions, pdf.AttendedSession{
			Session: session, InPerson: models.Within(venue, span) > 0, Minutes: minutes(models.Within(online, span)),
		})
	}
	return nil
}

func minutes(d time.Duration) int { return int(d.Round(time.Minute) / time.Minute) }
