package survey

import (
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// SettingsInput is what staff type about a survey. English texts may be empty.
type SettingsInput struct {
	TitleJa string `form:"title_ja"`
	TitleEn string `form:"title_en"`
	IntroJa string `form:"intro_ja"`
	IntroEn string `form:"intro_en"`
	// Anonymity is "" for an anonymous survey. It does not change once it was open.
	Anonymity models.SurveyAnonymity `form:"anonymity"`
	// Facts are what may travel with a response. They do not change once it was open.
	Facts []models.SurveyFact `form:"facts"`
	// OpensAfterEvent opens the survey when the event ends. It has no effect after the event.
	OpensAfterEvent bool `form:"opens_after_event"`
	// OpensAt opens the survey at a time, empty where it does not.
	OpensAt string `form:"opens_at"`
	// Audience is whom the survey asks, "" for who attended; Session is a session's id. Neither changes once it was open.
	Audience models.SurveyAudience `form:"audience"`
	Session  string                `form:"audience_session"`
	// Reminder1 to Reminder3 are when those who have not answered are reminded, each empty for none.
	Reminder1 string `form:"reminder_1"`
	Reminder2 string `form:"reminder_2"`
	Reminder3 string `form:"reminder_3"`
	// ClosesAt is on the clock of the event's time zone, empty for no end.
	ClosesAt string `form:"closes_at"`
}

const (
	maxTitle = 200 // characters
	maxIntro = 2000
)

// settingsOf are a survey's settings as the form shows them.
func settingsOf(event *models.Event, s *models.Survey) *SettingsInput {
	in := &SettingsInput{
		TitleJa:         s.TitleJa,
		TitleEn:         s.TitleEn,
		IntroJa:         s.IntroJa,
		IntroEn:         s.IntroEn,
		OpensAfterEvent: s.OpensAfterEvent,
	}
	if s.ClosesAt != nil {
		in.ClosesAt = event.Local(*s.ClosesAt).Format(check.LocalLayout)
	}
	if s.OpensAt != nil {
		in.OpensAt = event.Local(*s.OpensAt).Format(check.LocalLayout)
	}
	in.Anonymity, in.Facts = s.Anonymity, s.Facts
	in.Audience, in.Session = s.Audience, s.AudienceSession
	for i, reminder := range in.reminders() {
		if i < len(s.Reminders) {
			*reminder.typed = event.Local(s.Reminders[i]).Format(check.LocalLayout)
		}
	}
	return in
}

type reminderField struct {
	name  string
	typed *string
}

func (in *SettingsInput) reminders() []reminderField {
	return []reminderField{
		{"reminder_1", &in.Reminder1}, {"reminder_2", &in.Reminder2}, {"reminder_3", &in.Reminder3},
	}
}

// fill checks the input and stores it in the survey. OpensAfterEvent has no effect after the event: otherwise the
// survey would open while its questions are written.
func (in *SettingsInput) fill(event *models.Event, survey *models.Survey, now time.Time) error {
	c := check.New()
	survey.TitleJa = c.Line("title_ja", in.TitleJa, maxTitle, check.Required)
	survey.TitleEn = c.Line("title_en", in.TitleEn, maxTitle, check.Optional)
	survey.IntroJa = c.Text("intro_ja", in.IntroJa, maxIntro, check.Optional)
	survey.IntroEn = c.Text("intro_en", in.IntroEn, maxIntro, check.Optional)
	survey.OpensAfterEvent = in.OpensAfterEvent && !event.Ended(now)
	survey.ClosesAt = nil
	if at := c.LocalTime("closes_at", in.ClosesAt, event.Zone(), check.Optional); !at.IsZero() {
		survey.ClosesAt = &at
		if survey.State != models.SurveyClosed && !at.After(now) {
			c.Fault("closes_at", "survey.closes_past")
		}
	}
	in.fillAnonymity(c, survey)
	in.fillFacts(c, survey)
	in.fillAudience(c, survey)
	in.fillOpening(c, event, survey, now)
	in.fillReminders(c, event, survey, now)
	return c.Err()
}

// fillAnonymity takes the anonymity, as long as nobody has read what it promises.
func (in *SettingsInput) fillAnonymity(c *check.Checker, survey *models.Survey) {
	if survey.OpenedAt != nil {
		return
	}
	survey.Anonymity = models.SurveyAnonymous
	if in.Anonymity != "" {
		survey.Anonymity = check.Choice(c, "anonymity", in.Anonymity, models.SurveyAnonymities)
	}
	if survey.IsSigned() && (survey.LinkOpen || in.Audience == models.AskLink) {
		c.Fault("anonymity", "survey_names.no_link")
	}
}

// fillAudience takes whom the survey asks, as long as nobody was asked.
func (in *SettingsInput) fillAudience(c *check.Checker, survey *models.Survey) {
	if survey.OpenedAt != nil {
		return
	}
	survey.Audience = models.AskAttended
	if in.Audience != "" {
		survey.Audience = check.Choice(c, "audience", in.Audience, models.SurveyAudiences)
	}
	survey.AudienceSession = ""
	if survey.Audience == models.AskSession {
		survey.AudienceSession = c.Line("audience_session", in.Session, maxTitle, check.Required)
	}
}

func (in *SettingsInput) fillOpening(c *check.Checker, event *models.Event, survey *models.Survey, now time.Time) {
	if survey.OpenedAt != nil {
		return
	}
	survey.OpensAt = nil
	at := c.LocalTime("opens_at", in.OpensAt, event.Zone(), check.Optional)
	if at.IsZero() {
		return
	}
	survey.OpensAt = &at
	switch {
	case !at.After(now):
		c.Fault("opens_at", "survey.closes_past")
	case survey.OpensAfterEvent:
		c.Fault("opens_at", "asking.opens_twice")
	case survey.ClosesAt != nil && !at.Before(*survey.ClosesAt):
		c.Fault("opens_at", "asking.opens_late")
	case survey.Audience == models.AskAbsent && at.Before(event.EndsAt):
		c.Fault("opens_at", "asking.absent_early")
	}
}

// fillReminders takes the reminders in the order of their times. One that has passed may stay as it is.
func (in *SettingsInput) fillReminders(c *check.Checker, event *models.Event, survey *models.Survey, now time.Time) {
	before := survey.Reminders
	survey.Reminders = nil
	for _, reminder := range in.reminders() {
		at := c.LocalTime(reminder.name, *reminder.typed, event.Zone(), check.Optional)
		if at.IsZero() {
			continue
		}
		at = at.UTC()
		isKept := slices.ContainsFunc(before, at.Equal)
		switch {
		case !at.After(now) && !isKept:
			c.Fault(reminder.name, "survey.closes_past")
		case survey.ClosesAt != nil && survey.ClosesAt.After(now) && !at.Before(*survey.ClosesAt):
			c.Fault(reminder.name, "asking.reminder_late")
		case survey.OpensAt != nil && !at.After(*survey.OpensAt):
			c.Fault(reminder.name, "asking.reminder_early")
		}
		survey.Reminders = append(survey.Reminders, at)
	}
	slices.SortFunc(survey.Reminders, time.Time.Compare)
}
