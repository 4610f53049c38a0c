package reception

import (
	"context"

	"meguri/models"
	"meguri/models/text"
)

// Found is a registration that a search found.
type Found struct {
	models.Registration
	// Admission says whether the attendee is inside; nil before they came.
	Admission *models.Admission
}

// FoundPage is a page of what a search found.
type FoundPage struct {
	People []Found
	// Total counts all whom the search finds. More says that there are more than were counted, About that it is about so
	// many.
	Total       int
	More, About bool
	// Next is the SearchInput.After of the next page, "" on the last one.
	Next string
}

// SearchInput is a search for people.
type SearchInput struct {
	// Query is a part of a name, a reading or an organization, a code, or the text of a ticket.
	Query string
	// After is the id of the last registration of the page before.
	After string
}

const foundPerPage = 20

// Search finds registrations. Staff who may admit call it.
func (s *Service) Search(ctx context.Context, event *models.Event, in SearchInput) (*FoundPage, error) {
	if text.SearchQuery(in.Query) == "" {
		return &FoundPage{}, nil
	}
	q := s.db.Query(ctx)
	filter := models.RegistrationFilter{Query: in.Query}
	shown, err := s.ofTicket(ctx, event, in.Query)
	if err != nil {
		return nil, err
	}
	if shown != nil {
		filter.Query = shown.Code
	}
	if in.After != "" {
		last, err := q.Registrations().ByID(event, in.After)
		if err != nil {
			return nil, err
		}
		filter.After, filter.AfterID = last.SortKey, last.ID
	}
	page, err := q.Registrations().Page(event, filter, foundPerPage)
	if err != nil {
		return nil, err
	}
	return withAdmissions(q, event, page)
}

// ofTicket is the registration of a ticket, code or address of an attendee's page in the place of a search, or nil.
func (s *Service) ofTicket(ctx context.Context, event *models.Event, query string) (*models.Registration, error) {
	typed := &scan{event: event, input: ScanInput{Ticket: query}}
	if err := s.parse(ctx, typed); err != nil || typed.refused != "" {
		return nil, err
	}
	q := s.db.Query(ctx)
	err := lookUpRegistrations(q, q.Registrations().ByIDsOrCodes, event, []*scan{typed})
	return typed.registration, err
}

// withAdmissions adds where the people of a page are.
func withAdmissions(q *models.Query, event *models.Event, page *models.RegistrationPage) (*FoundPage, error) {
	ids := make([]string, len(page.List))
	for i := range page.List {
		ids[i] = page.List[i].ID
	}
	admissions, err := q.Admissions().OfRegistrations(event, ids)
	if err != nil {
		return nil, err
	}
	found := &FoundPage{
		People: make([]Found, len(page.List)), Total: page.Total, More: page.More, About: page.About,
	}
	for i := range page.List {
		found.People[i].Registration = page.List[i]
		if a, ok := admissions[ids[i]]; ok {
			found.People[i].Admission = &a
		}
	}
	if page.HasNext {
		found.Next = ids[len(ids)-1]
	}
	return found, nil
}
