package circulation

import (
	"context"

	"meguri/models"
)

// Last is what came of the edition before an event.
type Last struct {
	Event *models.Event
	models.CameOf
}

// TellsHours reports whether enough people stand behind the hours.
func (l *Last) TellsHours() bool { return l.People >= fewest && l.Minutes > 0 }

// Hours are the whole hours that were given.
func (l *Last) Hours() int { return hours(l.Minutes) }

// Last reads what came of the latest public edition before an event; nil where there was none, where its host did not
// agree to be named in the circulation, and where fewer than five needs were shaped. Everybody who sees the event may
// call it.
func (s *Service) Last(ctx context.Context, e *models.Event) (*Last, error) {
	q := s.db.Query(ctx)
	last, err := lastBefore(q, e)
	if last == nil || err != nil {
		return nil, err
	}
	consent, err := q.Contributions().Consent(last.OrganizationID)
	if consent == nil || err != nil {
		return nil, err
	}
	came, err := q.Contributions().CameOf(last)
	if err != nil || came.Shaped < fewest {
		return nil, err
	}
	return &Last{last, *came}, nil
}

// lastBefore is the latest edition before an event that everybody may see and that took place, nil for none.
func lastBefore(q *models.Query, e *models.Event) (*models.Event, error) {
	series, err := q.Series().OfEvent(e.ID)
	if series == nil || err != nil {
		return nil, err
	}
	editions, err := q.Series().Events(series) // the latest first
	for i := range editions {
		before := &editions[i]
		if before.StartsAt.Before(e.StartsAt) && before.Ended(q.Now) && before.Public() && !before.Discreet &&
			!before.WasCancelled() {
			return before, err
		}
	}
	return nil, err
}
