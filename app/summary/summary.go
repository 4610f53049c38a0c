// Package summary makes what people keep of an event on paper: an attendee's summary and certificate, whose attendance
// is computed from check-ins and the live room, and the programme.
package summary

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/markdown"
	"meguri/app/service/openbadge"
	"meguri/app/service/paths"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/models"
)

// KeyResults are the key results of the event's closed surveys.
type KeyResults func(ctx context.Context, texts *i18n.Localizer, event *models.Event) ([]pdf.Result, error)

// Own is what a person said at an event, and what came of it.
type Own func(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, r *models.Registration,
) (*pdf.OwnPart, error)

// Service makes the papers of one database.
type Service struct {
	Options
	db     *models.DB
	maker  *pdf.Maker
	signer openbadge.Signer
}

// Options are what papers need besides the database. Results comes from the survey feature, Own from those of the room;
// without it nothing is told of that. BaseURL is the address that
// people reach us at.
type Options struct {
	Results KeyResults
	Own     Own
	Links   link.Maker
	BaseURL string
}

// New makes the service.
func New(db *models.DB, maker *pdf.Maker, options Options) *Service {
	return &Service{options, db, maker, openbadge.NewSigner(options.Links.BadgeKey())}
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
	page := &pdf.Summary{
		Event: event, Registration: r, IssuedAt: q.Now,
		Outcome: markdown.Plain(texts.Pick(event.OutcomeJa, event.OutcomeEn)),
	}
	var err error
	if page.Photo, err = q.Pictures().CoverOf(event); err != nil {
		return nil, err
	}
	if page.Attendance, err = attendanceOf(q, event, r); err != nil {
		return nil, err
	}
	if page.Results, err = s.Results(ctx, texts, event); err != nil {
		return nil, err
	}
	if s.Own != nil {
		if page.Own, err = s.Own(ctx, texts, event, r); err != nil {
			return nil, err
		}
	}
	if page.Materials, err = q.Materials().Shown(event); err != nil {
		return nil, err
	}
	if page.Figures, err = figures(q, texts, event, page); err != nil {
		return nil, err
	}
	page.Next, err = s.next(q, event)
	return page, err
}

// figures are the numbers of the event: who was at the venue and online, what took place, who answered.
func figures(
	q *models.Query, texts *i18n.Localizer, e *models.Event, page *pdf.Summary,
) (list []pdf.Figure, err error) {
	arrivals, err := q.Admissions().Arrivals(e)
	if err != nil {
		return nil, err
	}
	online, err := q.Presences().CountPeople(e)
	if err != nil {
		return nil, err
	}
	venue, answered, sessions := 0, 0, 0
	for _, a := range arrivals {
		venue += a.Arrived
	}
	for _, r := range page.Results {
		answered = max(answered, r.Responses)
	}
	for i := range page.Sessions {
		if page.Sessions[i].Session.CancelledAt == nil {
			sessions++
		}
	}
	for _, f := range []struct {
		label, unit string
		n           int
	}{
		{"summary.at_venue", "summary.people", venue},
		{"summary.online", "summary.people", online},
		{"summary.sessions", "summary.count", sessions},
		{"summary.answered", "summary.people", answered},
	} {
		if f.n > 0 {
			list = append(list, pdf.Figure{Value: texts.T(f.unit, "n", texts.Number(f.n)), Label: texts.T(f.label)})
		}
	}
	return list, nil
}

// next is the host's next event, nil for none.
func (s *Service) next(q *models.Query, e *models.Event) (*pdf.Next, error) {
	next, err := q.Events().NextOfHost(e)
	if err != nil || next == nil {
		return nil, err
	}
	photo, err := q.Pictures().CoverOf(next)
	if err != nil {
		return nil, err
	}
	qr, err := ticket.NewQR(s.BaseURL + string(paths.OfEvent(next.Slug)))
	return &pdf.Next{Event: next, Photo: photo, QR: qr}, err
}
