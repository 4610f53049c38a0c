package audit

import (
	"net/url"
	"strings"
	"time"

	"meguri/models"
	"meguri/models/text"
)

// FilterInput is what the address of the record's page says. What is not understood chooses nothing less.
type FilterInput struct {
	Actor   string `query:"actor"`
	Subject string `query:"subject"`
	Group   string `query:"group"`
	Name    string `query:"name"`   // part of the name of who did it, or to whom
	Failed  bool   `query:"failed"` // only what failed or was refused
	From    string `query:"from"`   // dates on the clock of the zone
	To      string `query:"to"`
	Before  string `query:"before"`
}

// Values is the filter as the query of an address, without the place in the list.
func (in *FilterInput) Values() url.Values {
	values := url.Values{}
	for name, value := range map[string]string{
		"actor": in.Actor, "subject": in.Subject, "group": in.Group, "from": in.From, "to": in.To,
		"name": in.Name,
	} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if in.Failed {
		values.Set("failed", "true")
	}
	return values
}

// Filtered reports whether the filter leaves anything out.
func (in *FilterInput) Filtered() bool { return len(in.Values()) > 0 }

// Scope is whose record is read: that of an event, or of an organization with its events and its members' own matters.
type Scope struct {
	Event        *models.Event
	Organization *models.Organization
}

// Zone is in which times are shown and typed.
func (s Scope) Zone() *time.Location {
	if s.Event != nil {
		return s.Event.Zone()
	}
	return japan
}

// japan is the zone of what belongs to no event, as in mails of accounts.
var japan = time.FixedZone("Asia/Tokyo", 9*60*60)

func (in *FilterInput) filter(scope Scope) models.AuditFilter {
	filter := models.AuditFilter{
		ActorID: id(in.Actor), SubjectID: id(in.Subject), Before: id(in.Before), Actions: Groups[in.Group],
		Unsuccessful: in.Failed, Since: day(in.From, scope.Zone()), Until: day(in.To, scope.Zone()),
	}
	if !filter.Until.IsZero() {
		filter.Until = filter.Until.AddDate(0, 0, 1)
	}
	if scope.Event != nil {
		filter.EventID = scope.Event.ID
	} else {
		filter.OrganizationID = scope.Organization.ID
	}
	return filter
}

func id(typed string) string {
	if models.ValidID(typed) {
		return typed
	}
	return ""
}

func day(typed string, zone *time.Location) time.Time {
	at, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(text.CleanLine(typed)), zone)
	if err != nil {
		return time.Time{}
	}
	return at
}
