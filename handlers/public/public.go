// Package public has the pages that everybody may see.
package public

import (
	"meguri/app/registration"
	"meguri/handlers/web"
)

// Pages are the front page, events with their agendas and calendars, and the way into an event.
type Pages struct {
	*web.Kit
	Registrations *registration.Service
}
