package handlers

import (
	"github.com/labstack/echo/v4"

	"meguri/app/audit"
	"meguri/models"
)

// action is what the use of a route is recorded as, and what the last :id of its address is.
type action struct {
	name    string
	subject models.SubjectKind
}

// audited are the changes and downloads by staff that are recorded, by method and path. A test demands that each route
// of staff that changes something, or that sends a file, is here or in unaudited.
var audited = map[string]action{
	"POST /staff/events/new":                               {"event.created", models.SubjectNone},
	"POST /staff/events/:slug/edit":                        {"event.saved", models.SubjectNone},
	"POST /staff/events/:slug/face":                        {"event.face_saved", models.SubjectNone},
	"POST /staff/events/:slug/outcome":                     {"event.outcome_saved", models.SubjectNone},
	"POST /staff/events/:slug/publish":                     {"event.published", models.SubjectNone},
	"POST /staff/events/:slug/unpublish":                   {"event.unpublished", models.SubjectNone},
	"POST /staff/events/:slug/cancel":                      {"event.cancelled", models.SubjectNone},
	"POST /staff/events/:slug/archive":                     {"event.archived", models.SubjectNone},
	"POST /staff/events/:slug/restore":                     {"event.restored", models.SubjectNone},
	"POST /staff/events/:slug/materials":                   {"event.materials_saved", models.SubjectNone},
	"POST /staff/events/:slug/copy":                        {"event.copied", models.SubjectNone},
	"POST /staff/events/:slug/types":                       {"event.type_saved", models.SubjectNone},
	"POST /staff/events/:slug/consents/:consent":           {"event.consent_saved", models.SubjectNone},
	"POST /staff/events/:slug/consents/:consent/withdraw":  {"event.consent_withdrawn", models.SubjectNone},
	"POST /staff/events/:slug/agenda/rows":                 {"agenda.saved", models.SubjectNone},
	"POST /staff/events/:slug/agenda/paste":                {"agenda.pasted", models.SubjectNone},
	"POST /staff/events/:slug/agenda":                      {"agenda.session_saved", models.SubjectNone},
	"POST /staff/events/:slug/agenda/:id":                  {"agenda.session_saved", models.SubjectOther},
	"POST /staff/events/:slug/rooms":                       {"agenda.rooms_named", models.SubjectNone},
	"POST /staff/events/:slug/tracks":                      {"agenda.tracks_named", models.SubjectNone},
	"POST /staff/events/:slug/agenda/:id/cancel":           {"agenda.session_cancelled", models.SubjectOther},
	"POST /staff/events/:slug/agenda/:id/delete":           {"agenda.session_deleted", models.SubjectOther},
	"GET /staff/events/:slug/people.pdf":                   {"person.printed", models.SubjectNone},
	"GET /api/v1/events/:slug/registrations":               {"person.listed", models.SubjectNone},
	"GET /api/v1/events/:slug/registrations.csv":           {"person.downloaded", models.SubjectNone},
	"GET /api/v1/events/:slug/registrations.xlsx":          {"person.downloaded", models.SubjectNone},
	"POST /staff/events/:slug/people/:id":                  {"person.corrected", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/cancel":           {"person.cancelled", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/change":           {"person.type_changed", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/link":             {"person.link_sent", models.SubjectRegistration},
	"POST /staff/events/:slug/room":                        {"event.room_set", models.SubjectNone},
	"POST /staff/events/:slug/surveys":                     {"survey.created", models.SubjectNone},
	"POST /staff/events/:slug/surveys/:id/settings":        {"survey.saved", models.SubjectOther},
	"POST /staff/events/:slug/surveys/:id/delete":          {"survey.deleted", models.SubjectOther},
	"POST /staff/events/:slug/surveys/:id/open":            {"survey.opened", models.SubjectOther},
	"POST /staff/events/:slug/surveys/:id/close":           {"survey.closed", models.SubjectOther},
	"POST /staff/events/:slug/surveys/:id/questions":       {"survey.question_saved", models.SubjectOther},
	"GET /api/v1/surveys/:id/responses.csv":                {"survey.downloaded", models.SubjectOther},
	"GET /api/v1/surveys/:id/responses.xlsx":               {"survey.downloaded", models.SubjectOther},
	"GET /api/v1/surveys/:id/responses.json":               {"survey.downloaded", models.SubjectOther},
	"GET /api/v1/surveys/:id/texts.csv":                    {"survey.downloaded", models.SubjectOther},
	"GET /staff/events/:slug/mails/:id/files/:name":        {"mail.file_downloaded", models.SubjectNone},
	"POST /staff/events/:slug/mails/:id/again":             {"mail.sent_again", models.SubjectOther},
	"POST /staff/logout":                                   {audit.SignOut, models.SubjectNone},
	"POST /staff/account":                                  {"account.profile_saved", models.SubjectNone},
	"POST /staff/account/password":                         {"account.password_changed", models.SubjectNone},
	"POST /staff/account/logins/end":                       {"account.logins_ended", models.SubjectNone},
	"POST /staff/account/logins/:id/end":                   {"account.login_ended", models.SubjectOther},
	"POST /staff/invitations/:secret":                      {"role.accepted", models.SubjectNone},
	"POST /staff/invitations":                              {"role.accepted", models.SubjectNone},
	"POST /staff/events/:slug/members":                     {"role.given", models.SubjectNone},
	"POST /staff/events/:slug/members/:id/invite":          {"role.invited", models.SubjectOther},
	"POST /staff/events/:slug/members/:id/remove":          {"role.removed", models.SubjectOther},
	"POST /staff/organizations/:slug":                      {"role.organization_saved", models.SubjectNone},
	"POST /staff/organizations/:slug/members":              {"role.given", models.SubjectNone},
	"POST /staff/organizations/:slug/members/:id/invite":   {"role.invited", models.SubjectOther},
	"POST /staff/organizations/:slug/members/:id/remove":   {"role.removed", models.SubjectOther},
	"POST /staff/organizations/:slug/namings/:id":          {"role.naming_answered", models.SubjectOther},
	"POST /staff/organizations/:slug/accounts/:id/disable": {"role.account_disabled", models.SubjectAccount},
	"POST /staff/organizations/:slug/accounts/:id/enable":  {"role.account_enabled", models.SubjectAccount},
	"POST /staff/events/:slug/tokens":                      {"role.token_made", models.SubjectNone},
	"POST /staff/events/:slug/tokens/:id/revoke":           {"role.token_ended", models.SubjectOther},
	"GET /staff/events/:slug/audit.csv":                    {"event.audit_downloaded", models.SubjectNone},
	"GET /staff/organizations/:slug/audit.csv":             {"role.audit_downloaded", models.SubjectNone},
}

// unaudited are the routes of staff that send or are sent something and need no entry, with the reason.
var unaudited = map[string]string{
	"POST /staff/preview":                         "shows a text as it will look; nothing is stored",
	"POST /staff/events/:slug/reception/scan":     "each scan is a row that says who admitted whom when",
	"POST /staff/events/:slug/reception/undo":     "the same",
	"POST /api/v1/events/:slug/checkins":          "the same",
	"POST /api/v1/events/:slug/checkins/:id/undo": "the same",
	"GET /api/v1/surveys/:id/codebook.json":       "questions, no answers",
}

// recorded is the route's handler, recording its use where that is audited.
func (h *handlers) recorded(r route) echo.HandlerFunc {
	if a, ok := audited[r.method+" "+r.path]; ok {
		return h.kit.Audited(a.name, a.subject, r.handler)
	}
	return r.handler
}
