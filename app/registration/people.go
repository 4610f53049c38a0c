package registration

import (
	"context"

	"meguri/app/ticket"
	"meguri/models"
)

// PeoplePage is one page of the list of people.
type PeoplePage struct {
	People []models.Registration
	Total  int
	// Next is the filter of the next page, nil on the last one.
	Next *models.PeopleFilter
}

// People lists registrations in 五十音 order, a page at a time. Staff who may see people call it.
func (s *Service) People(ctx context.Context, event *models.Event, f models.PeopleFilter, limit int) (*PeoplePage, error) {
	if code, ok := ticket.NormalizeCode(f.Query); ok {
		f.Query = code
	}
	tx := s.db.Reader(ctx)
	list, err := tx.People(event, f, limit+1)
	if err != nil {
		return nil, err
	}
	page := &PeoplePage{People: list}
	if len(list) > limit {
		page.People = list[:limit]
		next, last := f, list[limit-1]
		next.After, next.AfterID = last.SortKey, last.ID
		page.Next = &next
	}
	page.Total, err = tx.CountPeople(event, f)
	return page, err
}
