package registration

import (
	"context"

	"meguri/app/service/ticket"
	"meguri/models"
)

// PeoplePage is one page of the list of people.
type PeoplePage struct {
	People []models.Registration
	// Next is the filter of the next page, nil on the last one.
	Next *models.RegistrationFilter
}

// People lists registrations in 五十音 order, a page at a time. Staff who may see people call it.
func (s *Service) People(ctx context.Context, event *models.Event, f models.RegistrationFilter, limit int) (*PeoplePage, error) {
	list, err := s.db.Query(ctx).Registrations().List(event, asked(f), limit+1)
	if err != nil {
		return nil, err
	}
	page := &PeoplePage{People: list}
	if len(list) > limit {
		page.People = list[:limit]
		next, last := asked(f), list[limit-1]
		next.After, next.AfterID = last.SortKey, last.ID
		page.Next = &next
	}
	return page, nil
}

// CountedPeople is how many people are counted for a list: counting more would take longer than showing them.
const CountedPeople = 10_000

// CountPeople counts the registrations that the filter chooses, whatever page is shown; CountedPeople stands for that many or more.
func (s *Service) CountPeople(ctx context.Context, event *models.Event, f models.RegistrationFilter) (int, error) {
	return s.db.Query(ctx).Registrations().Count(event, asked(f), CountedPeople)
}

// asked reads a code that was typed in a person's way as it is stored.
func asked(f models.RegistrationFilter) models.RegistrationFilter {
	if code, ok := ticket.NormalizeCode(f.Query); ok {
		f.Query = code
	}
	return f
}
