// Package api answers programs in JSON, and with the files that are downloaded.
package api

import (
	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/app/survey"
	"meguri/handlers/web"
)

// V1 is the API under /api/v1.
type V1 struct {
	*web.Kit
	Registrations *registration.Service
	Reception     *reception.Service
	Surveys       *survey.Service
}
