package audit

import (
	"maps"
	"slices"
)

// Groups are all actions that are recorded, by what they are done to. The words for each are `audit.` and its name.
var Groups = map[string][]string{
	"person": {
		"person_corrected", "person_answers_changed", "person_file_downloaded",
		"person_cancelled", "person_type_changed", "person_link_sent",
		"person_entered", "person_ticket_printed", "person_imported", "person_import_downloaded",
		"person_bounce_forgotten", "person_merged", "person_unmerged", "person_told_apart",
		"person_tagged", "person_untagged",
		"person_bulk_begun", "person_bulk_undone", "person_confirmed", "person_needs_answered",
		"person_invited", "person_invitation_ended",
		"person_decided", "person_accepted", "person_declined",
		"person_note_written", "person_note_changed", "person_note_deleted",
		"person_listed", "person_downloaded", "person_printed", "person_papers_printed",
		"person_inside_printed", "person_walked_in",
		"person_certificates_printed",
		"person_meeting_taken", "person_meeting_undone", "person_meeting_chosen",
		"person_view_saved", "person_view_deleted",
		"person_erased", "person_erasure_asked", "person_erasure_decided",
	},
	"event": {
		"event_created", "events_imported", "event_saved", "event_face_saved", "event_published",
		"event_unpublished", "event_cancelled",
		"event_postponed", "event_moved_online", "event_moved_back",
		"event_archived", "event_restored", "event_copied", "event_outcome_saved", "event_materials_saved",
		"event_record_saved", "event_certificates_saved", "event_report_saved", "event_report_downloaded",
		"event_series_chosen", "event_series_saved",
		"joint_use_offered", "joint_use_answered", "joint_use_opened", "joint_use_downloaded",
		"series_answered", "series_member_asked", "series_member_changed", "series_next_saved",
		"minutes_saved", "action_saved", "action_ticked",
		"need_created", "need_saved", "need_moved", "need_agreed", "offer_answered", "offer_blocked", "person_asked",
		"circulation_consent", "kit_published", "kit_withdrawn", "kit_copied",
		"project_started", "project_saved", "project_team_changed", "project_moved", "hours_decided", "hours_downloaded",
		"team_task_saved", "team_meeting_set", "team_entry_gone", "team_file_saved",
		"team_file_downloaded",
		"closing_asked", "closing_decided", "former_imported", "former_import_undone",
		"publication_proposed", "projects_proposed", "publication_answered",
		"budget_saved", "budget_removed", "budget_person_saved", "budget_downloaded",
		"match_corrected", "team_proposed", "team_swapped", "team_asked",
		"register_person_saved", "register_person_left", "register_person_erased", "register_imported",
		"register_import_undone", "register_downloaded", "register_person_invited", "register_person_answered",
		"register_merged", "register_unmerged", "register_told_apart",
		"organization_left", "organization_merged", "organization_unmerged", "organization_told_apart",
		"event_type_saved", "event_form_saved", "event_consent_saved", "event_consent_withdrawn",
		"stage_shown", "stage_link_renewed", "stage_word_saved", "stage_voice_taken",
		"poll_saved", "poll_opened", "poll_closed", "poll_deleted", "poll_word_hidden", "poll_downloaded",
		"promise_hidden",
		"event_codes_made", "event_codes_downloaded", "event_code_changed",
		"rally_saved", "rally_place_saved", "rally_place_deleted", "rally_posters_printed", "rally_prize_given",
		"rally_prize_taken_back",
		"lottery_saved", "lottery_published", "lottery_unpublished", "lottery_dice_thrown", "lottery_marked",
		"lottery_drawn_without", "waiting_list_saved", "waiting_list_moved_down", "waiting_list_moved_up",
		"session_place_rules_saved", "session_place_saved", "session_place_downloaded", "session_place_person_changed",
		"announcement_made", "announcement_corrected", "announcement_ended",
		"caption_saved", "caption_link_made", "caption_corrected", "caption_deleted", "caption_downloaded",
		"event_doors_saved", "event_forecast_saved", "event_device_made", "event_device_revoked",
		"event_room_set", "voice_decided", "voice_undone", "voice_settings_saved", "voice_muted", "voice_downloaded",
		"event_audit_downloaded",
		"event_statistics_downloaded", "event_privacy_saved",
		"consensus_saved", "consensus_opened", "consensus_closed", "consensus_published", "consensus_deleted",
		"consensus_downloaded", "words_saved", "words_downloaded",
	},
	"agenda": {
		"agenda_saved", "agenda_pasted", "agenda_session_saved", "agenda_session_cancelled", "agenda_session_deleted",
		"agenda_speaker_saved", "agenda_speaker_merged", "agenda_speaker_deleted",
		"agenda_rooms_named", "agenda_tracks_named", "agenda_rest_moved", "agenda_published",
		"agenda_discarded", "agenda_moved_now",
		"agenda_undone_now", "agenda_imported", "agenda_exported", "agenda_speaker_linked",
	},
	"survey": {
		"survey_created", "survey_saved", "survey_deleted", "survey_opened", "survey_closed", "survey_question_saved",
		"survey_results_published", "survey_link_changed",
		"survey_downloaded", "survey_results_downloaded", "survey_results_shared", "survey_results_unshared",
		"survey_text_reviewed", "survey_codebook_saved", "survey_texts_coded",
	},
	"mail": {
		"message_saved", "message_sent", "message_unscheduled", "message_switched", "message_retried", "message_deleted",
		"message_begun", "message_stopped", "message_worded", "message_unworded", "message_rules_saved",
		"mail_sent_again", "mail_file_downloaded",
	},
	"role": {
		"role_given", "role_changed", "role_lent", "role_invited", "role_removed", "role_accepted", "role_declined",
		"role_account_disabled", "role_account_enabled",
		"role_token_made", "role_token_ended", "role_organization_saved", "role_naming_answered",
		"role_audit_downloaded", "role_feed_followed", "role_feed_key_agreed", "role_feed_ended",
	},
	"command": {
		"command_user_created", "command_user_password", "command_user_disabled", "command_user_enabled",
		"command_token_made", "command_backed_up", "command_restored", "command_demo_filled", "command_migrated",
		"command_feed_key_made",
	},
	"account": {
		SignIn, SignOut, PasswordReset, "account_profile_saved", "account_password_changed", "account_logins_ended",
		"account_login_ended", Refused,
	},
}

// The actions that are not named beside a route.
const (
	SignIn        = "account_sign_in"
	SignOut       = "account_sign_out"
	PasswordReset = "account_password_reset"
	Refused       = "account_refused"
)

// GroupNames lists the groups in the order of the filter.
var GroupNames = slices.Sorted(maps.Keys(Groups))
