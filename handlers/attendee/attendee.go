// Package attendee has the pages of an attendee: the page that a mailed link opens, surveys and the live room.
package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/announcement"
	"meguri/app/lottery"
	"meguri/app/need"
	"meguri/app/person"
	"meguri/app/poll"
	"meguri/app/privacy"
	"meguri/app/promise"
	"meguri/app/rally"
	"meguri/app/record"
	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/app/summary"
	"meguri/app/survey"
	"meguri/app/voice"
	"meguri/handlers/web"
)

// Pages are the pages of an attendee.
type Pages struct {
	*web.Kit
	Registrations *registration.Service
	Replies       registration.Replies
	Surveys       *survey.Services
	Summaries     *summary.Service
	Voices        *voice.Service
	Polls         *poll.Service
	Promises      *promise.Service
	Privacy       *privacy.Service
	Records       *record.Service
	Announcements *announcement.Service
	Rallies       *rally.Service
	Lotteries     *lottery.Service
	Persons       *person.Service
	Needs         *need.Service
}

// pagePath is the path of the attendee's page, with its secret.
func pagePath(c echo.Context) paths.Attendee { return paths.OfAttendee(c.Param("token")) }
