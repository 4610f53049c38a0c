package series

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// MinutesPage is what the host of an edition writes down of it: minutes, and what was agreed.
type MinutesPage struct {
	// Series is nil where the event is in none; then there are minutes only.
	Series  *models.Series
	Minutes *models.Minutes
	Members []models.SeriesMember
	// Agreed was agreed at this edition, Earlier is open from others.
	Agreed, Earlier []*models.SeriesAction
	Input           *MinutesInput
}

// MinutesPage reads it. Staff who may edit the event call it.
func (s *Service) MinutesPage(ctx context.Context, e *models.Event) (*MinutesPage, error) {
	q := s.db.Query(ctx)
	page := &MinutesPage{}
	var err error
	if page.Minutes, err = q.Minutes().OfEvent(e); err != nil {
		return nil, err
	}
	page.Input = &MinutesInput{
		Version: page.Minutes.Version, TextJa: page.Minutes.TextJa, TextEn: page.Minutes.TextEn,
		Publishes: page.Minutes.IsPublished(),
	}
	if page.Series, err = seriesHeld(q, e); err != nil || page.Series == nil {
		return page, err
	}
	if page.Members, err = q.Series().Agreed(page.Series); err != nil {
		return nil, err
	}
	all, err := q.SeriesActions().OfSeries(page.Series.ID)
	for i := range all {
		switch {
		case all[i].EventID == e.ID:
			page.Agreed = append(page.Agreed, all[i])
		case all[i].IsOpen() && all[i].Event.StartsAt.Before(e.StartsAt):
			page.Earlier = append(page.Earlier, all[i])
		}
	}
	return page, err
}

// seriesHeld finds the series of an event whose host holds it still, nil for none.
func seriesHeld(q *models.Query, e *models.Event) (*models.Series, error) {
	series, err := q.Series().OfEvent(e.ID)
	if err != nil || series == nil {
		return nil, err
	}
	holds, err := q.Series().HasAgreed(series.ID, e.OrganizationID)
	if err != nil || !holds {
		return nil, err
	}
	return series, nil
}

// MinutesInput are minutes as staff type them. Publishes shows them to everybody.
type MinutesInput struct {
	Version   int    `form:"version"`
	TextJa    string `form:"text_ja" label:"minutes.text_ja"`
	TextEn    string `form:"text_en" label:"minutes.text_en"`
	Publishes bool   `form:"publishes"`
}

const maxMinutes = 40_000

// SaveMinutes stores the minutes of an event. Staff who may edit it call it. Errors: Invalid with the fields at fault,
// as for empty ones that are to be published; Conflict where somebody else changed them since.
func (s *Service) SaveMinutes(ctx context.Context, e *models.Event, in *MinutesInput) error {
	c := check.New()
	typed := models.Minutes{
		EventID: e.ID,
		TextJa:  c.Text("text_ja", in.TextJa, maxMinutes, check.Optional),
		TextEn:  c.Text("text_en", in.TextEn, maxMinutes, check.Optional),
	}
	if in.Publishes && typed.TextJa == "" && typed.TextEn == "" {
		c.Fault("text_ja", "minutes.empty")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		stored, err := tx.Minutes().OfEvent(e)
		if err != nil {
			return err
		}
		m := typed
		if in.Publishes {
			if m.PublishedAt = stored.PublishedAt; m.PublishedAt == nil {
				m.PublishedAt = &tx.Now
			}
		}
		return tx.Minutes().Save(&m, in.Version)
	})
}

// PublishedMinutes finds the minutes of an event that everybody may see. Errors: NotFound for drafts, and for none.
func (s *Service) PublishedMinutes(ctx context.Context, e *models.Event) (*models.Minutes, error) {
	m, err := s.db.Query(ctx).Minutes().OfEvent(e)
	if err == nil && !m.IsPublished() {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return m, err
}

// WithMinutes are the editions of a series that everybody may see whose minutes are published, the latest first.
func (s *Service) WithMinutes(ctx context.Context, series *models.Series) ([]models.Event, error) {
	list, err := s.PublicEvents(ctx, series)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	published, err := s.db.Query(ctx).Minutes().Published(ids)
	var with []models.Event
	for i := range list {
		if published[list[i].ID] != nil {
			with = append(with, list[i])
		}
	}
	return with, err
}
