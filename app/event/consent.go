package event

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// Reword stores a new version of a text that people agree to; who agreed to an older version keeps that. Without a slug
// it is a new text, which in.Slug names. Errors: Invalid with the fields at fault; NotFound for an unknown slug.
func (s *Service) Reword(ctx context.Context, e *models.Event, slug string, in *ConsentInput) error {
	c := check.New()
	consent := &models.ConsentText{EventID: e.ID, Slug: slug}
	if slug == "" {
		consent.Slug = newConsentSlug(c, in.Slug)
	}
	in.fill(c, consent)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if slug != "" {
			if _, err := tx.ConsentTexts().BySlug(e, slug); err != nil {
				return err
			}
		}
		return tx.ConsentTexts().Add(consent)
	})
}

// newConsentSlug refuses the slug under which the page of a new text is found.
func newConsentSlug(c *check.Checker, typed string) string {
	slug := checkSlug(c, typed)
	if slug == "new" {
		c.Fault("slug", "event.slug_form")
	}
	return slug
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
