package web

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"meguri/models"
)

// parts is what a partial is given: the page, and what it draws of it. Templates make it by `dict`, with pairs of a
// name and a value.
type parts struct {
	Page any

	// of fields
	Name, Label, Type, Help, Placeholder, Autocomplete, Inputmode any
	Required, Rows, Options, Value, Text, Own, Focus              any
	// of lists and charts
	List, Next, Columns, Part, Whole, Last any
	// of things
	Event, State, Session, Day, Survey, Question, Questions, Result, Outcome, Invitation any
	// of forms of surveys
	Sheet, Send, Show, Ends, Browser, Kept any
	// of forms of registration
	Form any
	// of short agendas
	Limit, Live any
	// of addresses
	Address, Door, Prefix, To, About any
	// of covers and files
	Size, Accept any
	// of rows
	Row, Key, Class any
	// of options of questions
	Line, Of, Moves, Roles, Removes any
	// of places
	TicketType, Full, Open, All, Asks any
	// of minors: what the fields are called
	Minor, Consent any
	// of meetings elsewhere
	Guest any
	// Series is the number of a meter's colour, Card an event in a list.
	Series, Card any
}

// dict fails on a name that no partial knows.
func dict(pairs ...any) (*parts, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("dict needs pairs")
	}
	p := &parts{}
	fields := reflect.ValueOf(p).Elem()
	for pair := range slices.Chunk(pairs, 2) {
		name, _ := pair[0].(string)
		field := fields.FieldByName(name)
		if !field.IsValid() {
			return nil, fmt.Errorf("dict: no partial knows %q", pair[0])
		}
		if value := pair[1]; value != nil {
			field.Set(reflect.ValueOf(value))
		}
	}
	return p, nil
}

// badges are the colours of states, by the text that says the state; others are quiet. Yellow (warn) is of what waits
// for whoever reads it.
var badges = map[string]string{
	"series.state_asked": "info", "joint_use.state_waits": "info", "joint_use.state_runs": "ok",
	"joint_use.state_coming": "info", "joint_use.state_declined": "error", "action.late": "error",
	"need.state_open": "ok", "need.state_talking": "info", "need.state_done": "quiet",
	"offer.state_accepted": "ok", "offer.state_talking": "info", "offer.state_asked": "info", "offer.waits": "warn",
	"publication.state_shown": "ok", "publication.state_waits": "info", "publication.state_refused": "error",
	"project.state_running": "ok", "hours.state_approved": "ok", "hours.state_returned": "error", "hours.waits": "warn",
	"budget.state_near": "info", "budget.state_over": "error",
	"closing.state_answered": "ok", "closing.state_asked": "info", "closing.waits": "warn", "closing.unreached": "error",
	"tie.state_confirmed":           "ok",
	"event.state_published":         "ok",
	"event.state_draft":             "warn",
	"event.state_cancelled":         "error",
	"event.state_postponed":         "warn",
	"event.offer_postponed":         "info",
	"registration.state_confirmed":  "ok",
	"registration.state_waitlisted": "info",
	"registration.state_applied":    "info",
	"registration.state_pending":    "info",
	"entry.state_good":              "ok",
	"invitation.state_invited":      "info",
	"invitation.state_registered":   "ok",
	"event.phase_live":              "ok",
	"event.phase_soon":              "info",
	"event.offer_open":              "ok",
	"event.offer_few":               "warn",
	"event.offer_lottery":           "ok",
	"event.offer_code":              "info",
	"event.offer_soon":              "info",
	"event.offer_cancelled":         "error",
	"survey.state_open":             "ok",
	"survey.state_draft":            "warn",
	"mail.state_sent":               "ok",
	"mail.state_queued":             "info",
	"mail.state_failed":             "error",
	"import.state_running":          "info",
	"import.state_checked":          "warn",
	"import.state_uploaded":         "warn",
	"import.state_stopped":          "error",
	"import.outcome_new":            "info",
	"import.outcome_changed":        "info",
	"import.outcome_fault":          "error",
	"mail.state_bounced":            "error",
	"meeting.state_read":            "warn",
	"meeting.state_taken":           "ok",
	"message.state_scheduled":       "info",
	"message.state_sending":         "info",
}

// badge is the class of the badge that shows a state.
func badge(text string) string { return cmp.Or(badges[text], "quiet") }

// MayText is the text key of what a permission allows.
func MayText(p models.Permission) string {
	return "member.can_" + strings.ReplaceAll(string(p), ".", "_")
}
