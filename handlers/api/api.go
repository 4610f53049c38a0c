// Package api has the JSON API and the downloads.
package api

import (
	"meguri/app/freetext"
	"meguri/app/message"
	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/app/survey"
	"meguri/app/voice"
	"meguri/handlers/web"
)

// V1 is the API under /api/v1.
type V1 struct {
	*web.Kit
	Registrations *registration.Service
	Reception     *reception.Service
	Surveys       *survey.Services
	FreeTexts     *freetext.Service
	Messages      *message.Service
}

// Posts is the part of the API that is about voices.
type Posts struct {
	*web.Kit
	Voices *voice.Service
}
