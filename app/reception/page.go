package reception

import (
	"context"

	"meguri/models"
)

// Page is what the reception's page shows.
type Page struct {
	Doors  []models.Door
	Found  *FoundPage
	Counts []Count
	// Conflicts is how many are to be looked at.
	Conflicts int
	// Outcome is that of the scan in the input, nil without one.
	Outcome *Outcome
	// NewScanID is the id of the next scan.
	NewScanID string
}

// PageInput is the query of the page's address.
type PageInput struct {
	SearchInput
	ScanID string // of the scan just made; an unknown one is no error
}

// Page reads the reception's page of an event. Staff who may admit call it.
func (s *Service) Page(ctx context.Context, event *models.Event, in PageInput) (*Page, error) {
	q := s.db.Query(ctx)
	page := &Page{NewScanID: models.NewID()}
	var err error
	if page.Doors, err = q.Doors().OfEvent(event); err != nil {
		return nil, err
	}
	if page.Found, err = s.Search(ctx, event, in.SearchInput); err != nil {
		return nil, err
	}
	if page.Counts, err = countArrivals(q, event); err != nil {
		return nil, err
	}
	if page.Conflicts, err = q.Conflicts().CountOpen(event); err != nil {
		return nil, err
	}
	page.Outcome, err = findOutcome(q, event, in.ScanID)
	return page, err
}

// findOutcome is the outcome of one of the event's scans, nil where there is none with the id.
func findOutcome(q *models.Query, event *models.Event, id string) (*Outcome, error) {
	if id == "" {
		return nil, nil
	}
	c, err := q.CheckIns().ByID(event, id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return storedOutcome(q, event, c)
}
