package survey

import (
	"time"
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
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

	clock = "2006-01-02T15:04" // what <input type="datetime-local"> sends
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
		in.ClosesAt = event.Local(*s.ClosesAt).Format(clock)
	}
	return in
}

// fill checks the input and stores it in the survey. OpensAfterEvent has no effect after the event: otherwise the
// survey would open while its questions are written.
func (in *SettingsInput) fill(event *models.Event, survey *models.Survey, now time.Time) error {
	faults := map[string]string{}
	survey.TitleJa = within(maxTitle, text.CleanTitle(in.TitleJa), "title_ja", faults)
	survey.TitleEn = within(maxTitle, text.CleanTitle(in.TitleEn), "title_en", faults)
	survey.IntroJa = within(maxIntro, text.CleanText(in.IntroJa), "intro_ja", faults)
	survey.IntroEn = within(maxIntro, text.CleanText(in.IntroEn), "intro_en", faults)
	if survey.TitleJa == "" {
		faults["title_ja"] = "field.required"
	}
	survey.OpensAfterEvent = in.OpensAfterEvent && !event.Ended(now)
	survey.ClosesAt = in.closesAt(event, faults)
	if survey.ClosesAt != nil && survey.State != models.SurveyClosed && !survey.ClosesAt.After(now) {
		faults["closes_at"] = "survey.closes_past"
	}
	return models.InvalidFields(faults)
}

func (in *SettingsInput) closesAt(event *models.Event, faults map[string]string) *time.Time {
	if in.ClosesAt == "" {
		return nil
	}
	at, err := time.ParseInLocation(clock, in.ClosesAt, event.Zone())
	if err != nil {
		faults["closes_at"] = "field.time"
		return nil
	}
	at = at.UTC()
	return &at
}

func within(longest int, clean, field string, faults map[string]string) string {
	if utf8.RuneCountInString(clean) > longest {
		faults[field] = "survey.too_long"
	}
	return clean
}
