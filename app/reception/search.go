package reception

import (
	"context"

	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// Found is a registration that a search found.
type Found struct {
	models.Registration
	// Admission says whether the attendee is inside; nil before they came.
	Admission *models.Admission
}

const maxFound = 20

// Search finds registrations by a part of a name, reading or organization, or by code. Staff who may admit call it.
func (s *Service) Search(ctx context.Context, event *models.Event, query string) ([]Found, error) {
	return search(s.db.Query(ctx), event, query)
}

func search(q *models.Query, event *models.Event, query string) ([]Found, error) {
	if text.SearchQuery(query) == "" {
		return nil, nil
	}
	if code, ok := ticket.NormalizeCode(query); ok {
		query = code
	}
	registrations, err := q.Registrations().List(event, models.RegistrationFilter{Query: query}, maxFound)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(registrations))
	for i := range registrations {
		ids[i] = registrations[i].ID
	}
	admissions, err := q.Admissions().OfRegistrations(ids)
	if err != nil {
		return nil, err
	}
	found := make([]Found, len(registrations))
	for i := range registrations {
		found[i].Registration = registrations[i]
		if a, ok := admissions[registrations[i].ID]; ok {
			found[i].Admission = &a
		}
	}
	return found, nil
}
