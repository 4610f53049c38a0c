package event

import (
	"context"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// Reword stores a new version of a wording that people agree to; who agreed to an older version keeps that. Errors: Invalid with the fields at fault.
func (s *Service) Reword(ctx context.Context, e *models.Event, slug, ja, en string, required bool) error {
	c := &models.ConsentText{EventID: e.ID, Slug: strings.ToLower(strings.TrimSpace(slug)), Required: required, TextJa: text.CleanText(ja), TextEn: text.CleanText(en)}
	faults := map[string]string{}
	if !isSlug(c.Slug) || c.Slug == "new" {
		faults["slug"] = "event.slug_form"
	}
	if c.TextJa == "" {
		faults["text_ja"] = "field.required"
	}
	if len(c.TextJa) > maxText || len(c.TextEn) > maxText {
		faults["text_ja"] = "event.text_long"
	}
	if err := models.InvalidFields(faults); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.ConsentTexts().Add(c) })
}

// Withdraw asks nobody for a consent any more. Who gave it has it on record.
func (s *Service) Withdraw(ctx context.Context, e *models.Event, slug string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if _, err := tx.ConsentTexts().BySlug(e, slug); err != nil {
			return err
		}
		return tx.ConsentTexts().Add(&models.ConsentText{EventID: e.ID, Slug: slug})
	})
}
