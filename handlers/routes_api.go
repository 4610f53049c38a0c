package handlers

import (
	"meguri/handlers/web"
	"meguri/models"
)

// apiRoutes: the API; openapi.json describes it.
func (h *handlers) apiRoutes(registering *web.Pace) []route {
	return []route{
		{get, "/api/v1/events/:slug/offers", mayAPI(models.EditNeeds), h.apiNeeds.ListOffers},
		{get, "/api/v1/needs", anyone.Limited(60, 60), h.apiNeeds.List},
		{get, "/api/v1/projects", anyone.Limited(60, 60), h.apiProjects.List},
		{get, "/api/openapi.json", anyone, h.api.Describe},
		{post, "/api/v1/events/:slug/registrations", anyone.Paced(registering), h.api.CreateRegistration},
		{get, "/api/v1/events/:slug/sessions", anyone, h.api.ListSessions},
		{get, "/api/v1/events/:slug/registrations", mayAPI(models.SeePeople), h.api.ListRegistrations},
		{post, "/api/v1/events/:slug/registrations/import", mayAPI(models.EditPeople), h.api.ImportRegistrations},
		{get, "/api/v1/events/:slug/registrations.csv", mayAPI(models.SeePeople), h.api.RegistrationsCSV},
		{get, "/api/v1/events/:slug/registrations.xlsx", mayAPI(models.SeePeople), h.api.RegistrationsXLSX},
		{post, "/api/v1/events/:slug/checkins", mayAPI(models.Admit).OrDevice(), h.api.CreateCheckIns},
		{get, "/api/v1/events/:slug/roster", mayAPI(models.Admit).OrDevice(), h.devices.Roster},
		{get, "/api/v1/events/:slug/attendance", mayAPI(models.Admit).OrDevice(), h.devices.Attendance},
		{post, "/api/v1/events/:slug/devices", mayAPI(models.EditEvent), h.devices.CreateDevice},
		{post, "/api/v1/devices/pair", anyone.Limited(30, 15), h.devices.PairDevice},
		{post, "/api/v1/events/:slug/checkins/:id/undo", mayAPI(models.Admit).OrDevice(), h.api.UndoCheckIn},
		{post, "/api/v1/events/:slug/messages", mayAPI(models.EditPeople), h.api.CreateMessage},
		{get, "/api/v1/events/:slug/messages/:id", mayAPI(models.EditPeople), h.api.Message},
		{post, "/api/v1/events/:slug/posts", bearer, h.posts.CreatePost},
		{get, "/api/v1/events/:slug/posts", bearer.Or(models.RunRoom), h.posts.ListPosts},
		{put, "/api/v1/events/:slug/posts/:id/vote", bearer, h.posts.Vote(true)},
		{remove, "/api/v1/events/:slug/posts/:id/vote", bearer, h.posts.Vote(false)},
		{post, "/api/v1/events/:slug/posts/:id/moderation", mayAPI(models.RunRoom), h.posts.Moderate},
		{get, "/api/v1/events/:slug/posts.csv", mayAPI(models.RunRoom), h.posts.PostsCSV},
		{get, "/api/v1/events/:slug/posts.xlsx", mayAPI(models.RunRoom), h.posts.PostsXLSX},
		{get, "/api/v1/events/:slug/posts.json", mayAPI(models.RunRoom), h.posts.PostsJSON},
		{get, "/api/v1/surveys/:id/responses.csv", mayAPI(models.SeeResults), h.api.SurveyCSV},
		{get, "/api/v1/surveys/:id/answers.csv", mayAPI(models.SeeResults), h.api.SurveyLong},
		{get, "/api/v1/surveys/:id/responses.sav", mayAPI(models.SeeResults), h.api.SurveySPSS},
		{get, "/api/v1/surveys/:id/texts.sav", mayAPI(models.SeeResults), h.api.SurveyTextsSPSS},
		{get, "/api/v1/surveys/:id/responses.parquet", mayAPI(models.SeeResults), h.api.SurveyParquet},
		{get, "/api/v1/surveys/:id/texts.parquet", mayAPI(models.SeeResults), h.api.SurveyTextsParquet},
		{get, "/api/v1/surveys/:id/results.json", mayAPI(models.SeeResults), h.api.SurveyResults},
		{get, "/api/v1/surveys/:id/codebook.csv", mayAPI(models.SeeResults), h.api.SurveyCodebookCSV},
		{get, "/api/v1/surveys/:id/base.csv", mayAPI(models.SeeResults), h.api.SurveyBase},
		{get, "/api/v1/surveys/:id/ddi.xml", mayAPI(models.SeeResults), h.api.SurveyCodebookDDI},
		{get, "/api/v1/surveys/:id/responses.xlsx", mayAPI(models.SeeResults), h.api.SurveyXLSX},
		{get, "/api/v1/surveys/:id/texts.csv", mayAPI(models.SeeResults), h.api.SurveyTexts},
		{get, "/api/v1/surveys/:id/responses.json", mayAPI(models.SeeResults), h.api.SurveyJSON},
		{get, "/api/v1/surveys/:id/codebook.json", mayAPI(models.SeeResults), h.api.SurveyCodebook},
	}
}
