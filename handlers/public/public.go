// Package public has the pages that everybody may see.
package public

import (
	"context"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/circulation"
	"meguri/app/consensus"
	"meguri/app/event"
	"meguri/app/federation"
	"meguri/app/funnel"
	"meguri/app/message"
	"meguri/app/need"
	"meguri/app/privacy"
	"meguri/app/record"
	"meguri/app/registration"
	"meguri/app/service/picture"
	"meguri/app/summary"
	"meguri/app/survey"
	"meguri/app/voice"
	"meguri/app/word"
	"meguri/handlers/web"
	"meguri/models"
)

// Pages are the front page, the pages of events with agendas and calendars, and registration.
type Pages struct {
	*web.Kit
	Events        *event.Service
	Registrations *registration.Service
	Sessions      *agenda.Service
	Pictures      *picture.Maker
	Papers        *summary.Service
	Messages      *message.Service
	Surveys       *survey.Services
	Notices       *privacy.Service
	Rounds        *consensus.Service
	Clouds        *word.Service
	Records       *record.Service
	Funnels       *funnel.Service
	Federations   *federation.Service
	// CameOf says what came of the edition before.
	CameOf *circulation.Service
	Needs  *need.Service
	// CheckReady is nil where requests can be served.
	CheckReady func(context.Context) error
}

// Feeds are what programs read of an event and its agenda.
type Feeds struct {
	*web.Kit
	Sessions *agenda.Service
}

// Speakers are the pages on which speakers write about themselves.
type Speakers struct {
	*web.Kit
	Sessions *agenda.Service
	Heard    *voice.Service
}

// ShownEvent is the event of :slug. Everybody may see it, a draft only its staff.
func (h *Pages) ShownEvent(c echo.Context) (*models.Event, error) {
	e, err := h.Events.Shown(c.Request().Context(), c.Param("slug"), web.AccountOf(c))
	if err != nil {
		return nil, err
	}
	web.SetEvent(c, e)
	return e, web.CheckAddress(c, e)
}
