package audit

import (
	"maps"
	"slices"
)

// Groups are all actions that are recorded, by what they are done to. The words for each are `audit.` and its name.
var Groups = map[string][]string{
	"person": {
		"person.corrected", "person.cancelled", "person.type_changed", "person.link_sent",
		"person.listed", "person.downloaded", "person.printed",
	},
	"event": {
		"event.created", "event.saved", "event.face_saved", "event.published", "event.unpublished", "event.cancelled",
		"event.archived", "event.restored", "event.copied", "event.outcome_saved", "event.materials_saved",
		"event.type_saved", "event.consent_saved", "event.consent_withdrawn",
		"event.room_set", "event.audit_downloaded",
	},
	"agenda": {
		"agenda.saved", "agenda.pasted", "agenda.session_saved", "agenda.session_cancelled", "agenda.session_deleted",
		"agenda.rooms_named", "agenda.tracks_named",
	},
	"survey": {
		"survey.created", "survey.saved", "survey.deleted", "survey.opened", "survey.closed", "survey.question_saved",
		"survey.downloaded",
	},
	"mail": {"mail.sent_again", "mail.file_downloaded"},
	"role": {
		"role.given", "role.invited", "role.removed", "role.accepted", "role.declined",
		"role.account_disabled", "role.account_enabled",
		"role.token_made", "role.token_ended", "role.organization_saved", "role.naming_answered",
		"role.audit_downloaded",
	},
	"account": {
		SignIn, SignOut, PasswordReset, "account.profile_saved", "account.password_changed", "account.logins_ended",
		"account.login_ended", Refused,
	},
}

// The actions that are not named beside a route.
const (
	SignIn        = "account.sign_in"
	SignOut       = "account.sign_out"
	PasswordReset = "account.password_reset"
	Refused       = "account.refused"
)

// GroupNames lists the groups in the order of the filter.
var GroupNames = slices.Sorted(maps.Keys(Groups))
