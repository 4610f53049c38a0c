package message

import (
	"slices"
	"time"

	"meguri/app/service/i18n"
	"meguri/models"
)

// preset is a ready-made message. One with a time is automatic: it is sent by itself unless staff turn it off.
type preset struct {
	name     string
	audience models.Audience
	isOn     bool // unless staff say otherwise
	urgent   bool // too late after quiet hours
	// due is when an automatic one is sent, until when it is too late.
	due, until func(e *models.Event) time.Time
	fits       func(e *models.Event) bool
}

// The ready-made messages.
const (
	PresetWeek   = "week"
	PresetDay    = "day"
	PresetHour   = "hour"
	PresetThanks = "thanks"
	PresetBring  = "bring"
	PresetPlace  = "place"
	PresetNoShow = "no_show"
)

var (
	everybody = models.Audience{State: models.RegistrationConfirmed}
	online    = models.Audience{State: models.RegistrationConfirmed, Mode: models.ModeOnline}
	came      = models.Audience{Attended: models.AttendedYes}
	absent    = models.Audience{Attended: models.AttendedNot}
	atVenue   = models.Audience{State: models.RegistrationConfirmed, Mode: models.ModeVenue}
)

func always(*models.Event) bool { return true }

// presets are all ready-made messages in the order in which they are offered. Those that follow the clock fall into the
// hours in which people like to be written to.
var presets = []preset{
	{
		name: PresetWeek, audience: everybody, fits: always,
		due:   func(e *models.Event) time.Time { return onDay(e, e.StartsAt, -7, 10) },
		until: func(e *models.Event) time.Time { return onDay(e, e.StartsAt, -4, 18) },
	},
	{
		name: PresetDay, audience: everybody, isOn: true, fits: always,
		due:   func(e *models.Event) time.Time { return onDay(e, e.StartsAt, -1, 17) },
		until: func(e *models.Event) time.Time { return onDay(e, e.StartsAt, 0, 0) },
	},
	{
		name: PresetHour, audience: online, isOn: true, urgent: true, fits: (*models.Event).HasStream,
		due:   func(e *models.Event) time.Time { return e.StartsAt.Add(-time.Hour) },
		until: func(e *models.Event) time.Time { return e.StartsAt.Add(30 * time.Minute) },
	},
	{
		name: PresetThanks, audience: came, fits: always,
		due:   func(e *models.Event) time.Time { return onDay(e, e.EndsAt, 1, 10) },
		until: func(e *models.Event) time.Time { return onDay(e, e.EndsAt, 4, 18) },
	},
	{name: PresetBring, audience: atVenue, fits: (*models.Event).HasVenue},
	{name: PresetPlace, audience: atVenue, fits: (*models.Event).HasVenue},
	{name: PresetNoShow, audience: absent, fits: always},
}

func presetNamed(name string) *preset {
	if i := slices.IndexFunc(presets, func(p preset) bool { return p.name == name }); i >= 0 {
		return &presets[i]
	}
	return nil
}

func (p *preset) isAutomatic() bool { return p.due != nil }

// onDay is an hour of the day that lies so many days after a time, on the event's clock.
func onDay(e *models.Event, at time.Time, days, hour int) time.Time {
	local := e.Local(at)
	wall := time.Date(local.Year(), local.Month(), local.Day()+days, hour, 0, 0, 0, time.UTC)
	return models.AtClock(wall, e.Zone()).UTC()
}

// message is the ready-made message as it is before anybody changes it. An automatic one has no id yet.
func (p *preset) message(texts *i18n.Bundle, e *models.Event) *models.Message {
	m := &models.Message{EventID: e.ID, State: models.MessageDraft, Audience: p.audience, Urgent: p.urgent, Version: 1}
	if p.isAutomatic() {
		m.Preset, m.State = &p.name, models.MessageOff
		if p.isOn {
			m.State = models.MessageAutomatic
		}
	}
	subject := "_subject"
	if e.Discreet { // the subject is seen by who stands beside the screen
		subject = "_subject_discreet"
	}
	ja, en := texts.For(i18n.Japanese), texts.For(i18n.English)
	key := "message.preset_" + p.name
	m.SubjectJa, m.BodyJa = ja.T(key+subject), ja.T(key+"_body")
	m.SubjectEn, m.BodyEn = en.T(key+subject), en.T(key+"_body")
	return m
}
