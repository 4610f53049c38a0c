// Package attendee has the pages of a registered person: their own page, which is reached by a mailed link, their
// surveys and the live room.
package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/live"
	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/app/summary"
	"meguri/app/survey"
	"meguri/handlers/web"
)

// Pages are what an attendee uses.
type Pages struct {
	*web.Kit
	Registrations *registration.Service
	Surveys       *survey.Service
	Summaries     *summary.Service
	Live          *live.Service
}

// pagePath is the path of the attendee's page, with its secret.
func pagePath(c echo.Context) paths.Attendee { return paths.OfAttendee(c.Param("token")) }
