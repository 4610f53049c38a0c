package agenda

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// StaffPage is the agenda as staff see it.
type StaffPage struct {
	Sessions    []models.Session
	Clashes     []Clash
	Rooms       []models.Room
	Tracks      []models.Track
	SeveralDays bool
	// RoomsOpen and TracksOpen unfold the forms of names.
	RoomsOpen, TracksOpen bool
}

// StaffPage reads the agenda with its clashes, rooms and tracks. Staff who may edit the event call it.
func (s *Service) StaffPage(ctx context.Context, e *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page := &StaffPage{Sessions: sessions, Clashes: Clashes(sessions), SeveralDays: e.NeedsDates(sessions)}
	page.Rooms, page.Tracks, err = roomsAndTracks(q, e)
	return page, err
}

// ShowTyped shows names of rooms or tracks that could not be stored, so that they can be corrected.
func (p *StaffPage) ShowTyped(in *NamesInput) {
	p.RoomsOpen, p.TracksOpen = showTyped(p.Rooms, in), showTyped(p.Tracks, in)
}

func roomsAndTracks(q *models.Query, e *models.Event) (rooms []models.Room, tracks []models.Track, err error) {
	if rooms, err = q.Rooms().OfEvent(e); err != nil {
		return nil, nil, err
	}
	tracks, err = q.Tracks().OfEvent(e)
	return rooms, tracks, err
}

// SessionPage is the form of a session. Session is nil for a new one.
type SessionPage struct {
	Session *models.Session
	Input   *SessionInput
	Rooms   []models.Room
	Tracks  []models.Track
	KnownSpeakers
}

// NewSessionPage makes the form of a new session, which starts when the last one ends. Staff who may edit the event
// call it.
func (s *Service) NewSessionPage(ctx context.Context, e *models.Event) (*SessionPage, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page := &SessionPage{Input: nextInput(e, sessions), KnownSpeakers: speakersOf(sessions)}
	page.Rooms, page.Tracks, err = roomsAndTracks(q, e)
	return page, err
}

// defaultLength is the length of a session in the form of a new one.
const defaultLength = 30 * time.Minute

func nextInput(e *models.Event, sessions []models.Session) *SessionInput {
	from := e.StartsAt
	if len(sessions) > 0 {
		from = sessions[len(sessions)-1].EndsAt
	}
	return &SessionInput{
		ID:       models.NewID(),
		StartsAt: e.Local(from).Format(check.LocalLayout),
		EndsAt:   e.Local(from.Add(defaultLength)).Format(check.LocalLayout),
		Kind:     models.SessionTalk,
		Language: "ja",
	}
}

// SessionPage reads the form of one of the event's sessions. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) SessionPage(ctx context.Context, e *models.Event, id string) (*SessionPage, error) {
	q := s.db.Query(ctx)
	session, err := q.Sessions().ByID(e, id)
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page := &SessionPage{Session: session, Input: inputOf(e, session), KnownSpeakers: speakersOf(sessions)}
	page.Rooms, page.Tracks, err = roomsAndTracks(q, e)
	return page, err
}
