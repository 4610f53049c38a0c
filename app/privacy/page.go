package privacy

import (
	"context"

	"meguri/models"
)

// erasuresShown is how many lines of the record of erasures a page has.
const erasuresShown = 200

// Page is what staff see of the data of an event's people.
type Page struct {
	Notice *Shown
	// Gaps says that something that must be told is empty.
	Gaps bool
	Sharing
	Versions []models.PrivacyNotice
	Requests []models.ErasureRequest
	Due      []Due
	Erasures []models.Erasure
	// Erased counts the people of whom everything was erased.
	Erased int
	// Joint are the joint uses of the people's data on which organizations agreed, with where they stand, also those that
	// are over.
	Joint []JointRow
}

// JointRow is a joint use with where it stands.
type JointRow struct {
	*models.JointUse
	State models.JointState
}

func jointRows(q *models.Query, e *models.Event) (rows []JointRow, err error) {
	list, err := q.JointUses().OfEvent(e)
	for _, j := range list {
		rows = append(rows, JointRow{j, j.State(q.Now)})
	}
	return rows, err
}

// Page reads it. Staff who may edit the event call it.
func (s *Service) Page(ctx context.Context, e *models.Event) (*Page, error) {
	q, page := s.db.Query(ctx), &Page{}
	var err error
	if page.Versions, err = q.Privacy().Versions(e); err != nil {
		return nil, err
	}
	n := &models.PrivacyNotice{EventID: e.ID}
	if len(page.Versions) > 0 {
		n = &page.Versions[0]
	}
	page.Notice = shown(e, n)
	if page.SharedWith, err = q.Privacy().SharedWith(e); err != nil {
		return nil, err
	}
	page.Gaps = n.IsLacking(e, page.SharedWith)
	if page.Requests, err = q.Privacy().OpenRequests(e); err != nil {
		return nil, err
	}
	if page.Due, err = s.Due(ctx, e); err != nil {
		return nil, err
	}
	if page.Erasures, err = q.Privacy().Erasures(e, erasuresShown); err != nil {
		return nil, err
	}
	if page.Joint, err = jointRows(q, e); err != nil {
		return nil, err
	}
	page.Erased, err = q.Privacy().Erased(e)
	return page, err
}

// Tasks is what needs staff: requests that wait for an answer, and what is erased soon.
type Tasks struct {
	Requests []models.ErasureRequest
	Soon     []Due
	// Gaps says that the people of other organizations see who registered, and that this is not told in full.
	Gaps bool
}

// Tasks reads it, for the start page of the event. Staff who may edit the event call it.
func (s *Service) Tasks(ctx context.Context, e *models.Event) (*Tasks, error) {
	q, tasks := s.db.Query(ctx), &Tasks{}
	var err error
	if tasks.Requests, err = q.Privacy().OpenRequests(e); err != nil {
		return nil, err
	}
	if tasks.Soon, err = s.Soon(ctx, e); err != nil {
		return nil, err
	}
	with, err := q.Privacy().SharedWith(e)
	if err != nil {
		return nil, err
	}
	notice, err := q.Privacy().Current(e)
	tasks.Gaps = notice.IsLacking(e, with)
	return tasks, err
}
