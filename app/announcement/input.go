package announcement

import (
	"meguri/app/service/check"
	"meguri/models"
)

// maxText is how many characters one can read on a phone at a glance.
const maxText = 300

// Input is what staff announce.
type Input struct {
	// ID is made by the form, so that what is sent twice is announced once.
	ID      string `form:"id"`
	Version int    `form:"version"`
	// Mode is to whom: "" to all.
	Mode   string `form:"mode"`
	TextJa string `form:"text_ja" label:"announcement.text_ja"`
	TextEn string `form:"text_en" label:"announcement.text_en"`
	Stage  bool   `form:"stage"`
	Mail   bool   `form:"mail"`
}

// Modes are to whom an event can announce something.
func Modes(e *models.Event) []models.Mode {
	if !e.HasVenue() || !e.HasStream() {
		return []models.Mode{""}
	}
	return []models.Mode{"", models.ModeVenue, models.ModeOnline}
}

func (in *Input) read(a *models.Announcement, e *models.Event) error {
	c := check.New()
	a.Mode = check.Choice(c, "mode", models.Mode(in.Mode), append(Modes(e), a.Mode))
	a.TextJa = c.Text("text_ja", in.TextJa, maxText, check.Optional)
	a.TextEn = c.Text("text_en", in.TextEn, maxText, check.Optional)
	if c.OK() && a.TextJa == "" && a.TextEn == "" {
		c.Fault("text_ja", "announcement.nothing_written")
	}
	a.OnStage = in.Stage
	return c.Err()
}

// InputOf is what the form shows of an announcement.
func InputOf(a *models.Announcement) *Input {
	return &Input{
		ID: a.ID, Version: a.Version, Mode: string(a.Mode), TextJa: a.TextJa, TextEn: a.TextEn, Stage: a.OnStage,
	}
}
