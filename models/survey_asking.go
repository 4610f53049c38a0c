package models

import (
	"time"

	"gorm.io/gorm/clause"
)

// SurveyAudience is whom a survey asks.
type SurveyAudience string

// The audiences. Who was asked once stays so, whatever is recorded afterwards.
const (
	AskAttended  SurveyAudience = "attended"
	AskVenue     SurveyAudience = "venue"
	AskOnline    SurveyAudience = "online"
	AskSession   SurveyAudience = "session" // who attended one session, which is computed: see app/service/attendance
	AskAbsent    SurveyAudience = "absent"  // confirmed, and not there
	AskConfirmed SurveyAudience = "confirmed"
	AskLink      SurveyAudience = "link" // nobody but those who have its link
)

// SurveyAudiences lists them in the order in which they are offered.
var SurveyAudiences = []SurveyAudience{AskAttended, AskVenue, AskOnline, AskSession, AskAbsent, AskConfirmed, AskLink}

// ModeAbsent is the way of attending in the response of somebody who was asked and is not on file as attending.
const ModeAbsent Mode = "absent"

// whoIsAsked are the conditions of registrations.
var whoIsAsked = map[SurveyAudience]string{
	AskAttended:  isLive + " AND " + attended,
	AskVenue:     isLive + " AND " + arrived,
	AskOnline:    isLive + " AND " + joined + " AND NOT " + arrived,
	AskSession:   isLive,
	AskAbsent:    "registrations.state = 'confirmed' AND NOT " + attended,
	AskConfirmed: "registrations.state = 'confirmed'",
	AskLink:      "FALSE",
}

// Asked is whom a survey asks: IDs are the registrations of who attended its session, nil for the other audiences.
type Asked struct {
	Survey *Survey
	IDs    []string
}

// are is true of the registrations that are asked.
func (a Asked) are(q *Query) clause.Expression {
	event := clause.Expr{SQL: "registrations.event_id = ?", Vars: []any{a.Survey.EventID}}
	condition := clause.And(event, clause.Expr{SQL: whoIsAsked[a.Survey.Audience]})
	if a.Survey.Audience == AskSession {
		return clause.And(condition, q.inList("registrations.id", a.IDs))
	}
	return condition
}

// Includes reports whether a registration is among those asked.
func (store SurveyInvitationQuery) Includes(asked Asked, r *Registration) (bool, error) {
	var n int64
	err := store.q.g.Model(&Registration{}).Where("registrations.id = ?", r.ID).Where(asked.are(store.q)).Count(&n).Error
	return n > 0, err
}

// DueToRemind lists the open surveys that have reminders.
func (store SurveyQuery) DueToRemind() ([]Survey, error) {
	var open, list []Survey
	err := store.q.g.Where("state = ? AND reminders IS NOT NULL AND reminders <> 'null'", SurveyOpen).
		Where("closes_at IS NULL OR closes_at > ?", store.q.Now).
		Order("created_at, id").
		Limit(1000).
		Find(&open).
		Error
	for i := range open {
		if open[i].DueReminder(store.q.Now) != nil {
			list = append(list, open[i])
		}
	}
	return list, err
}

// DueReminder is the latest reminder whose time has come since the last one, nil for none.
func (s *Survey) DueReminder(now time.Time) (due *time.Time) {
	for i := range s.Reminders {
		at := &s.Reminders[i]
		isNew := s.OpenedAt != nil && at.After(*s.OpenedAt) && (s.RemindedAt == nil || at.After(*s.RemindedAt))
		if isNew && !at.After(now) && (due == nil || at.After(*due)) {
			due = at
		}
	}
	return due
}

// Remind records that reminders until now are sent. It is CodeConflict where another process was faster.
func (store SurveyStore) Remind(s *Survey) error {
	return store.change(s, []SurveyState{SurveyOpen}, map[string]any{"reminded_at": store.tx.Now})
}
