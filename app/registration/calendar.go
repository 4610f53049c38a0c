package registration

import (
	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/models"
)

// Calendar is the event as an attendee's calendar file.
func Calendar(texts *i18n.Localizer, event *models.Event, r *models.Registration, baseURL string) []byte {
	return calendar.Personal(event, r, calendarOptions(texts, event, baseURL))
}

// MailedCalendar is the file in a mail to the attendee, with its METHOD: where the place is cancelled, it takes the
// entry back.
func MailedCalendar(
	texts *i18n.Localizer, event *models.Event, r *models.Registration, baseURL string,
) (content []byte, method string) {
	return calendar.Mailed(event, r, calendarOptions(texts, event, baseURL))
}

func calendarOptions(texts *i18n.Localizer, event *models.Event, baseURL string) calendar.Options {
	return calendar.Options{Texts: texts, URL: baseURL + string(paths.OfEvent(event.Slug))}
}
