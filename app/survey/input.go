package survey

import (
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
	// OpensAfterEvent opens the survey when the event ends. It has no effect after the event.
	OpensAfterEvent bool `form:"opens_after_event"`
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
	return in
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
	return c.Err()
}
