package agenda

import (
	"context"
	"slices"

	"meguri/models"
)

// ShownSession is a session's own page.
type ShownSession struct {
	Session *models.Session
	// Previous and Next are the sessions around it by time, nil at the ends.
	Previous, Next *models.Session
	// Places are nil where people need not sign up.
	Places    *models.SessionPlaces
	Materials []models.Material
	// IsOn and IsOver say where it stands at the moment; Open that the event takes registrations.
	IsOn, IsOver, Open bool
	// SeveralDays says that dates must stand beside the times of the others.
	SeveralDays bool
}

// ShownSession reads the page of one of the event's sessions. Breaks have none. Who may see the event calls it.
// Errors: NotFound.
func (s *Service) ShownSession(ctx context.Context, e *models.Event, id string) (*ShownSession, error) {
	q := s.db.Query(ctx)
	all, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(all, func(s models.Session) bool { return !s.HasPage() })
	at := slices.IndexFunc(list, func(s models.Session) bool { return s.ID == id })
	if at < 0 {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	session := &list[at]
	page := &ShownSession{
		Session: session, IsOn: session.IsOn(q.Now), IsOver: !q.Now.Before(session.EndsAt),
		Open: e.TakesRegistrations(q.Now), SeveralDays: e.NeedsDates(list),
	}
	if at > 0 {
		page.Previous = &list[at-1]
	}
	if at < len(list)-1 {
		page.Next = &list[at+1]
	}
	places, err := q.SessionPlaces().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page.Places = places[id]
	materials, err := q.Materials().Shown(e)
	page.Materials = slices.DeleteFunc(materials, func(m models.Material) bool {
		return m.SessionID == nil || *m.SessionID != id
	})
	return page, err
}
