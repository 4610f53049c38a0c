package registration

import (
	"context"
	"fmt"
	"maps"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/rows"
	"meguri/models"
)

// StaffPage reads the form in which staff change the answers of a person. Staff who may edit people call it. Errors:
// NotFound.
func (as Answers) StaffPage(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, id string,
) (*AnswersPage, error) {
	q := as.s.db.Query(ctx)
	r, err := q.Registrations().ByID(event, id)
	if err != nil {
		return nil, err
	}
	page, err := as.Page(ctx, event, r)
	if err != nil {
		return nil, err
	}
	book, err := ask.OpenBook(q, event)
	if err != nil {
		return nil, err
	}
	past := *r
	past.Answers = page.Form.Other(r.TicketType.Slug, r.Answers)
	maps.DeleteFunc(past.Answers, func(slug, _ string) bool { return page.Form.Index(slug) >= 0 }) // files
	page.Past, page.Was, page.CanChange = book.Lines(texts, &past), sumOf(r), r.Live()
	page.Form = page.Form.Lenient()
	page.Fields = fieldsFor(page.Form, &r.TicketType)
	return page, nil
}

// sumOf tells two states of a person's answers apart.
func sumOf(r *models.Registration) string {
	return rows.Sum(fmt.Sprint(r.Answers)) // maps are printed in the order of their keys
}

// Correct stores what staff were told, also after the deadline of the attendees and with questions left open: staff
// write down what they know. Staff who may edit people call it. Errors: Invalid with the fields at fault, also where
// the form or the answers were changed meanwhile; Conflict where the registration has ended.
func (as Answers) Correct(ctx context.Context, event *models.Event, id string, in *AnswersChange) error {
	return as.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := as.s.lock(tx, event, id)
		if err != nil {
			return err
		}
		if !r.Live() {
			return models.NewError(models.CodeConflict, "registration.closed")
		}
		asked, err := ask.Read(tx.Query, event)
		if err != nil {
			return err
		}
		c := check.New()
		if in.Was != sumOf(r) {
			c.Fault("form_version", "form.answered_meanwhile")
		}
		before := maps.Clone(r.Answers)
		if err := in.store(tx, r, asked.Lenient(), c); err != nil || maps.Equal(before, r.Answers) {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectRegistration, ID: r.ID})
		return nil
	})
}
