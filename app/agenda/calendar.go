package agenda

import (
	"context"

	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/models"
)

// SessionCalendar is one of the event's sessions as a calendar file. Who may see the event calls it. Errors: NotFound.
func (s *Service) SessionCalendar(
	ctx context.Context, e *models.Event, id string, texts *i18n.Localizer, baseURL string,
) ([]byte, error) {
	session, err := s.db.Query(ctx).Sessions().ByID(e, id)
	if err != nil {
		return nil, err
	}
	return calendar.Sessions(e, []models.Session{*session}, calendarOptions(e, texts, baseURL)), nil
}

func calendarOptions(e *models.Event, texts *i18n.Localizer, baseURL string) calendar.Options {
	return calendar.Options{
		Texts: texts, URL: baseURL + paths.OfEvent(e.Slug).Agenda(),
		SessionURL: func(s *models.Session) string { return sessionURL(e, s, baseURL) },
	}
}
