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
	"POST /staff/events/new":                              {"event_created", models.SubjectNone},
	"POST /staff/events/:slug/edit":                       {"event_saved", models.SubjectNone},
	"POST /staff/events/:slug/face":                       {"event_face_saved", models.SubjectNone},
	"POST /staff/events/:slug/outcome":                    {"event_outcome_saved", models.SubjectNone},
	"POST /staff/events/:slug/publish":                    {"event_published", models.SubjectNone},
	"POST /staff/events/:slug/unpublish":                  {"event_unpublished", models.SubjectNone},
	"POST /staff/events/:slug/online":                     {"event_moved_online", models.SubjectNone},
	"POST /staff/events/:slug/online/back":                {"event_moved_back", models.SubjectNone},
	"POST /staff/events/:slug/cancel":                     {"event_cancelled", models.SubjectNone},
	"POST /staff/events/:slug/archive":                    {"event_archived", models.SubjectNone},
	"POST /staff/events/:slug/restore":                    {"event_restored", models.SubjectNone},
	"POST /staff/events/:slug/materials":                  {"event_materials_saved", models.SubjectNone},
	"POST /staff/events/:slug/copy":                       {"event_copied", models.SubjectNone},
	"POST /staff/events/:slug/types":                      {"event_type_saved", models.SubjectNone},
	"POST /staff/events/:slug/consents/:consent":          {"event_consent_saved", models.SubjectNone},
	"POST /staff/events/:slug/consents/:consent/withdraw": {"event_consent_withdrawn", models.SubjectNone},
	"POST /staff/events/:slug/privacy/edit":               {"event_privacy_saved", models.SubjectNone},
	"POST /staff/events/:slug/privacy/requests/:id":       {"person_erasure_decided", models.SubjectOther},
	"POST /staff/events/:slug/agenda/rows":                {"agenda_saved", models.SubjectNone},
	"POST /staff/events/:slug/agenda/paste":               {"agenda_pasted", models.SubjectNone},
	"POST /staff/events/:slug/agenda/changes":             {"agenda_published", models.SubjectNone},
	"POST /staff/events/:slug/agenda/import":              {"agenda_imported", models.SubjectNone},
	"GET /staff/events/:slug/agenda/export.csv":           {"agenda_exported", models.SubjectNone},
	"GET /staff/events/:slug/agenda/export.xlsx":          {"agenda_exported", models.SubjectNone},
	"POST /staff/events/:slug/agenda/:id/discard":         {"agenda_discarded", models.SubjectOther},
	"POST /staff/events/:slug/day/undo":                   {"agenda_undone_now", models.SubjectNone},
	"POST /staff/events/:slug/day/:id":                    {"agenda_moved_now", models.SubjectOther},
	"POST /staff/events/:slug/agenda":                     {"agenda_session_saved", models.SubjectNone},
	"POST /staff/events/:slug/agenda/:id":                 {"agenda_session_saved", models.SubjectOther},
	"POST /staff/events/:slug/speakers":                   {"agenda_speaker_saved", models.SubjectNone},
	"POST /staff/events/:slug/speakers/:id":               {"agenda_speaker_saved", models.SubjectOther},
	"POST /staff/events/:slug/speakers/:id/link":          {"agenda_speaker_linked", models.SubjectOther},
	"POST /staff/events/:slug/speakers/:id/merge":         {"agenda_speaker_merged", models.SubjectOther},
	"POST /staff/events/:slug/speakers/:id/delete":        {"agenda_speaker_deleted", models.SubjectOther},
	"POST /staff/events/:slug/rooms":                      {"agenda_rooms_named", models.SubjectNone},
	"POST /staff/events/:slug/tracks":                     {"agenda_tracks_named", models.SubjectNone},
	"POST /staff/events/:slug/agenda/:id/cancel":          {"agenda_session_cancelled", models.SubjectOther},
	"POST /staff/events/:slug/agenda/:id/delete":          {"agenda_session_deleted", models.SubjectOther},
	"POST /staff/events/:slug/people/new":                 {"person_entered", models.SubjectRegistration},
	"GET /staff/events/:slug/people/:id/ticket.pdf": {
		"person_ticket_printed", models.SubjectRegistration,
	},
	"POST /staff/events/:slug/people/import/:id/start": {"person_imported", models.SubjectOther},
	"POST /api/v1/events/:slug/registrations/import":   {"person_imported", models.SubjectNone},
	"GET /staff/events/:slug/people/import/:id/faulty.csv": {
		"person_import_downloaded", models.SubjectOther,
	},
	"GET /staff/events/:slug/people/import/:id/faulty.xlsx": {
		"person_import_downloaded", models.SubjectOther,
	},
	"GET /staff/events/:slug/people.pdf":                       {"person_printed", models.SubjectNone},
	"GET /api/v1/events/:slug/registrations":                   {"person_listed", models.SubjectNone},
	"GET /api/v1/events/:slug/registrations.csv":               {"person_downloaded", models.SubjectNone},
	"GET /api/v1/events/:slug/registrations.xlsx":              {"person_downloaded", models.SubjectNone},
	"POST /staff/events/:slug/people/:id":                      {"person_corrected", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/cancel":               {"person_cancelled", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/change":               {"person_type_changed", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/link":                 {"person_link_sent", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/unmerge":              {"person_unmerged", models.SubjectRegistration},
	"POST /staff/events/:slug/people/duplicates/merge":         {"person_merged", models.SubjectNone},
	"POST /staff/events/:slug/people/duplicates/different":     {"person_told_apart", models.SubjectNone},
	"POST /staff/events/:slug/people/selected/link":            {"person_link_sent", models.SubjectNone},
	"POST /staff/events/:slug/room":                            {"event_room_set", models.SubjectNone},
	"POST /staff/events/:slug/live/voices/:id":                 {"voice_decided", models.SubjectOther},
	"POST /staff/events/:slug/live/settings":                   {"voice_settings_saved", models.SubjectNone},
	"POST /staff/events/:slug/surveys":                         {"survey_created", models.SubjectNone},
	"POST /staff/events/:slug/surveys/:id/settings":            {"survey_saved", models.SubjectOther},
	"POST /staff/events/:slug/surveys/:id/delete":              {"survey_deleted", models.SubjectOther},
	"POST /staff/events/:slug/surveys/:id/open":                {"survey_opened", models.SubjectOther},
	"POST /staff/events/:slug/surveys/:id/close":               {"survey_closed", models.SubjectOther},
	"POST /staff/events/:slug/surveys/:id/publish":             {"survey_results_published", models.SubjectOther},
	"POST /staff/events/:slug/surveys/:id/questions":           {"survey_question_saved", models.SubjectOther},
	"GET /api/v1/surveys/:id/responses.csv":                    {"survey_downloaded", models.SubjectOther},
	"GET /api/v1/surveys/:id/responses.xlsx":                   {"survey_downloaded", models.SubjectOther},
	"GET /api/v1/surveys/:id/responses.json":                   {"survey_downloaded", models.SubjectOther},
	"GET /api/v1/surveys/:id/texts.csv":                        {"survey_downloaded", models.SubjectOther},
	"POST /staff/events/:slug/messages/new":                    {"message_saved", models.SubjectNone},
	"POST /staff/events/:slug/messages/:id":                    {"message_saved", models.SubjectOther},
	"POST /staff/events/:slug/messages/:id/send":               {"message_sent", models.SubjectOther},
	"POST /staff/events/:slug/messages/:id/unschedule":         {"message_unscheduled", models.SubjectOther},
	"POST /staff/events/:slug/messages/:id/switch":             {"message_switched", models.SubjectOther},
	"POST /staff/events/:slug/messages/:id/retry":              {"message_retried", models.SubjectOther},
	"POST /staff/events/:slug/messages/:id/delete":             {"message_deleted", models.SubjectOther},
	"GET /staff/events/:slug/mails/:id/files/:name":            {"mail_file_downloaded", models.SubjectNone},
	"POST /staff/events/:slug/mails/:id/again":                 {"mail_sent_again", models.SubjectOther},
	"POST /staff/logout":                                       {audit.SignOut, models.SubjectNone},
	"POST /staff/account":                                      {"account_profile_saved", models.SubjectNone},
	"POST /staff/account/password":                             {"account_password_changed", models.SubjectNone},
	"POST /staff/account/logins/end":                           {"account_logins_ended", models.SubjectNone},
	"POST /staff/account/logins/:id/end":                       {"account_login_ended", models.SubjectOther},
	"POST /staff/invitations/:secret":                          {"role_accepted", models.SubjectNone},
	"POST /staff/invitations":                                  {"role_accepted", models.SubjectNone},
	"POST /staff/events/:slug/members":                         {"role_given", models.SubjectNone},
	"POST /staff/events/:slug/members/:id/invite":              {"role_invited", models.SubjectOther},
	"POST /staff/events/:slug/members/:id/remove":              {"role_removed", models.SubjectOther},
	"POST /staff/organizations/:slug":                          {"role_organization_saved", models.SubjectNone},
	"POST /staff/organizations/:slug/members":                  {"role_given", models.SubjectNone},
	"POST /staff/organizations/:slug/members/:id/invite":       {"role_invited", models.SubjectOther},
	"POST /staff/organizations/:slug/members/:id/remove":       {"role_removed", models.SubjectOther},
	"POST /staff/organizations/:slug/namings/:id":              {"role_naming_answered", models.SubjectOther},
	"POST /staff/organizations/:slug/accounts/:id/disable":     {"role_account_disabled", models.SubjectAccount},
	"POST /staff/organizations/:slug/accounts/:id/enable":      {"role_account_enabled", models.SubjectAccount},
	"POST /staff/events/:slug/tokens":                          {"role_token_made", models.SubjectNone},
	"POST /staff/events/:slug/tokens/:id/revoke":               {"role_token_ended", models.SubjectOther},
	"GET /staff/events/:slug/audit.csv":                        {"event_audit_downloaded", models.SubjectNone},
	"GET /staff/organizations/:slug/audit.csv":                 {"role_audit_downloaded", models.SubjectNone},
	"POST /staff/events/:slug/people/:id/bounce":               {"person_bounce_forgotten", models.SubjectRegistration},
	"POST /staff/events/:slug/people/selected/write":           {"message_begun", models.SubjectNone},
	"POST /api/v1/events/:slug/messages":                       {"message_sent", models.SubjectNone},
	"POST /staff/events/:slug/messages/:id/stop":               {"message_stopped", models.SubjectOther},
	"POST /staff/events/:slug/messages/wordings/:kind":         {"message_worded", models.SubjectNone},
	"POST /staff/events/:slug/messages/wordings/:kind/restore": {"message_unworded", models.SubjectNone},
	"POST /staff/events/:slug/messages/rules":                  {"message_rules_saved", models.SubjectNone},
	"POST /staff/events/:slug/people/:id/tag":                  {"person_tagged", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/untag":                {"person_untagged", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/notes":                {"person_note_written", models.SubjectRegistration},
	"POST /staff/events/:slug/people/:id/notes/:note":          {"person_note_changed", models.SubjectNone},
	"POST /staff/events/:slug/people/:id/notes/:note/delete":   {"person_note_deleted", models.SubjectNone},
	"POST /staff/events/:slug/people/selected/cancel":          {"person_bulk_begun", models.SubjectNone},
	"POST /staff/events/:slug/people/selected/change":          {"person_bulk_begun", models.SubjectNone},
	"POST /staff/events/:slug/people/selected/confirm":         {"person_bulk_begun", models.SubjectNone},
	"POST /staff/events/:slug/people/selected/tag":             {"person_bulk_begun", models.SubjectNone},
	"POST /staff/events/:slug/people/selected/untag":           {"person_bulk_begun", models.SubjectNone},
	"POST /staff/events/:slug/people/bulk/:id/undo":            {"person_bulk_undone", models.SubjectOther},
	"POST /staff/events/:slug/members/:id":                     {"role_changed", models.SubjectOther},
	"POST /staff/organizations/:slug/members/:id":              {"role_changed", models.SubjectOther},
	"GET /staff/events/:slug/statistics/time.csv":              {"event_statistics_downloaded", models.SubjectNone},
	"GET /staff/events/:slug/statistics/attendance.csv":        {"event_statistics_downloaded", models.SubjectNone},
	"GET /staff/events/:slug/statistics/organizations.csv":     {"event_statistics_downloaded", models.SubjectNone},
	"GET /staff/events/:slug/statistics/mails.csv":             {"event_statistics_downloaded", models.SubjectNone},
	"POST /staff/events/:slug/people/:id/erase":                {"person_erasure_asked", models.SubjectRegistration},
}

// unaudited are the routes of staff that send or are sent something and need no entry, with the reason.
var unaudited = map[string]string{
	"POST /staff/preview":                             "shows a text as it will look; nothing is stored",
	"POST /staff/events/:slug/messages/preview":       "shows a message as it is typed; nothing is stored",
	"POST /staff/events/:slug/people/columns":         "says what one's own lists show",
	"POST /staff/events/:slug/people/selected/export": "leads to the download, which is recorded",
	"POST /staff/events/:slug/reception/scan":         "each scan is a row that says who admitted whom when",
	"POST /staff/events/:slug/reception/undo":         "the same",
	"POST /api/v1/events/:slug/checkins":              "the same",
	"POST /api/v1/events/:slug/checkins/:id/undo":     "the same",
	"GET /api/v1/surveys/:id/codebook.json":           "questions, no answers",

	"POST /staff/events/:slug/people/import":             "only reads a list; importing it is recorded",
	"POST /staff/events/:slug/people/import/:id":         "the same",
	"POST /staff/events/:slug/people/import/:id/choose":  "the same",
	"POST /staff/events/:slug/people/import/:id/discard": "removes what was only uploaded",
	"GET /staff/events/:slug/people/import/template.csv": "nobody is in it",
}

// recorded is the route's handler, recording its use where that is audited.
func (h *handlers) recorded(r route) echo.HandlerFunc {
	if a, ok := audited[r.method+" "+r.path]; ok {
		return h.kit.Audited(a.name, a.subject, r.handler)
	}
	return r.handler
}
