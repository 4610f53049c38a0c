package event

import (
	"context"

	"meguri/models"
)

// SeriesCards are the events of a series as lists show them.
type SeriesCards struct{ Open, Announced, Past []Card }

// SeriesCards reads the public events of a series. Everybody may call it.
func (s *Service) SeriesCards(ctx context.Context, seriesID string) (cards *SeriesCards, err error) {
	q, f := s.db.Query(ctx), models.PublicFilter{SeriesID: seriesID}
	cards = &SeriesCards{}
	for _, part := range []struct {
		phase models.Phase
		into  *[]Card
	}{
		{models.PhaseOpen, &cards.Open}, {models.PhaseAnnounced, &cards.Announced}, {models.PhasePast, &cards.Past},
	} {
		if *part.into, err = cardsOf(q, part.phase, f); err != nil {
			return nil, err
		}
	}
	return cards, nil
}

func cardsOf(q *models.Query, phase models.Phase, f models.PublicFilter) ([]Card, error) {
	return cards(q, phase, f, 0, frontOpen)
}
