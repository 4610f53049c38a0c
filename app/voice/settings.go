package voice

import (
	"context"
	"fmt"
	"slices"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

const (
	maxThemes = 30
	maxTitle  = 60
	maxSlug   = 40
	maxWords  = 4000
	// maxPerMinute is the highest limit of voices of a person in a minute that an event can choose.
	maxPerMinute = 60
)

// ThemeField is the name of a theme's field in errors: its name and the row's number from 0.
func ThemeField(name string, row int) string { return fmt.Sprintf("%s-%d", name, row) }

// Settings reads how an event takes voices, as its form has it. Staff who run the room call it.
func (s *Service) Settings(ctx context.Context, event *models.Event) (*SettingsInput, error) {
	q := s.db.Query(ctx)
	settings, err := q.VoiceSettings().OfEvent(event)
	if err != nil {
		return nil, err
	}
	themes, err := q.Themes().OfEvent(event)
	in := &SettingsInput{
		Open: settings.Open, Review: settings.Review, Naming: settings.Naming, Words: settings.Words,
		PerMinute: settings.PerMinute,
	}
	for _, t := range themes {
		in.ID, in.Slug = append(in.ID, t.ID), append(in.Slug, t.Slug)
		in.TitleJa, in.TitleEn = append(in.TitleJa, t.TitleJa), append(in.TitleEn, t.TitleEn)
	}
	return in, err
}

// SaveSettings stores how an event takes voices, and its themes: a row without a title is taken away. Staff who run the
// room call it. Errors: Invalid for the fields at fault, Conflict where a theme that is taken away has voices.
func (s *Service) SaveSettings(ctx context.Context, event *models.Event, in *SettingsInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		c := check.New()
		settings := &models.VoiceSettings{
			EventID: event.ID, Open: in.Open,
			Review: check.Choice(c, "review", in.Review, models.VoiceReviews),
			Naming: check.Choice(c, "naming", in.Naming, models.VoiceNamings),
			Words:  c.Text("words", in.Words, maxWords, check.Optional),
		}
		settings.PerMinute = in.PerMinute
		if settings.PerMinute == 0 {
			settings.PerMinute = models.UsualPerMinute
		}
		if settings.PerMinute < 1 || settings.PerMinute > maxPerMinute {
			c.Fault("per_minute", "voice.per_minute_range")
		}
		known, err := tx.Themes().OfEvent(event)
		if err != nil {
			return err
		}
		themes := in.checkThemes(c, known)
		if err := c.Err(); err != nil {
			return err
		}
		if err := tx.VoiceSettings().Save(settings); err != nil {
			return err
		}
		return tx.Themes().Replace(event, themes)
	})
}

// checkThemes reads the rows of themes. known are those that the event has: they keep their slugs.
func (in *SettingsInput) checkThemes(c *check.Checker, known []models.Theme) (themes []models.Theme) {
	for i := range min(len(in.TitleJa), maxThemes) {
		t := models.Theme{
			TitleJa: c.Line(ThemeField("title_ja", i), in.TitleJa[i], maxTitle, check.Optional),
			TitleEn: c.Line(ThemeField("title_en", i), at(in.TitleEn, i), maxTitle, check.Optional),
		}
		if t.TitleJa == "" {
			if t.TitleEn != "" {
				c.Fault(ThemeField("title_ja", i), "field.required")
			}
			continue
		}
		if k := slices.IndexFunc(known, func(k models.Theme) bool { return k.ID == at(in.ID, i) }); k >= 0 {
			t.ID, t.Slug = known[k].ID, known[k].Slug
		} else {
			t.ID = models.NewID()
			t.Slug = newSlug(at(in.Slug, i), t)
		}
		if slices.ContainsFunc(themes, func(o models.Theme) bool { return o.Slug == t.Slug || o.ID == t.ID }) {
			c.Fault(ThemeField("slug", i), "voice.slug_taken")
		}
		themes = append(themes, t)
	}
	return themes
}

// newSlug is the short name of a new theme: as typed, or made of its title.
func newSlug(typed string, t models.Theme) string {
	for _, from := range []string{typed, t.TitleEn, t.TitleJa} {
		if slug := text.Slug(from); slug != "" {
			return slug[:min(len(slug), maxSlug)]
		}
	}
	return "t" + t.ID[len(t.ID)-8:]
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
