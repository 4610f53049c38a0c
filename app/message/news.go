package message

import (
	"context"

	"meguri/app/service/link"
	"meguri/models"
)

// NewsPage is where an attendee refuses the news of an organization.
type NewsPage struct {
	Event        *models.Event
	Registration *models.Registration
}

// NewsPage finds whom a secret of a mail is of. Errors: NotFound.
func (s *Service) NewsPage(ctx context.Context, secret string) (*NewsPage, error) {
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, s.links.News(id)) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	q := s.db.Query(ctx)
	r, err := q.Registrations().ByIDAnywhere(id)
	if err != nil {
		return nil, err
	}
	e, err := q.Events().ByID(r.EventID)
	return &NewsPage{e, r}, err
}

// RefuseNews records that the address that a secret was mailed to wants no news of the organization. Errors: NotFound.
func (s *Service) RefuseNews(ctx context.Context, secret string) (*NewsPage, error) {
	page, err := s.NewsPage(ctx, secret)
	if err != nil {
		return nil, err
	}
	return page, s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Messages().RefuseNews(page.Registration) })
}
