package event

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// Reword stores a new version of a consent text. Who agreed to an older version keeps that version. An empty slug makes
// a new text with the slug in.Slug. Staff who may edit the event call it. Errors: Invalid with the fields at fault;
// NotFound for an unknown slug.
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

// newConsentSlug checks the slug of a new text. "new" is taken: it is in the address of the form.
func newConsentSlug(c *check.Checker, typed string) string {
	slug := checkSlug(c, typed)
	if slug == "new" {
		c.Fault("slug", "event.slug_form")
	}
	return slug
}

// Withdraw removes a consent text from the form. Consents that were given stay. Staff who may edit the event call it.
// Errors: NotFound.
func (s *Service) Withdraw(ctx context.Context, e *models.Event, slug string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if _, err := tx.ConsentTexts().BySlug(e, slug); err != nil {
			return err
		}
		return tx.ConsentTexts().Add(&models.ConsentText{EventID: e.ID, Slug: slug})
	})
}
