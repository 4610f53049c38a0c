package registration

import (
	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/models"
)

// Calendar is the event as a calendar file for an attendee; url is the address of the attendee's page.
func Calendar(texts *i18n.Localizer, event *models.Event, r *models.Registration, url string) []byte {
	return calendar.Event(event, calendar.Options{
		Texts:     texts,
		URL:       url,
		Mode:      r.TicketType.Mode,
		Cancelled: !r.Live(),
	})
}
