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
	// Sizes are those of the rooms, by their ids.
	Sizes map[string]models.RoomSize
	// Warnings are about what takes place, but does not go together.
	Warnings []Warning
	// Unpublished counts the changes that only staff see; Number is the version that everybody sees.
	Unpublished, Number int
	// RoomsOpen and TracksOpen unfold the forms of names.
	RoomsOpen, TracksOpen bool
}

// StaffPage reads the agenda with its clashes, rooms and tracks. Staff who may edit the event call it.
func (s *Service) StaffPage(ctx context.Context, e *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	w, err := readWorking(q, e)
	if err != nil {
		return nil, err
	}
	page := &StaffPage{
		Sessions: w.Sessions, Clashes: Clashes(w.Sessions), SeveralDays: e.NeedsDates(w.Sessions),
		Rooms: w.rooms, Tracks: w.tracks, Unpublished: len(w.changes()),
	}
	if page.Sizes, err = q.Agendas().RoomSizes(e); err != nil {
		return nil, err
	}
	if page.Number, _, err = q.Agendas().Latest(e); err != nil {
		return nil, err
	}
	page.Warnings, err = warnings(q, e, w.Sessions)
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
	w, err := readWorking(q, e)
	if err != nil {
		return nil, err
	}
	return &SessionPage{
		Input: nextInput(e, w.Sessions), KnownSpeakers: speakersOf(w.Sessions), Rooms: w.rooms, Tracks: w.tracks,
	}, nil
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
	w, err := readWorking(q, e)
	if err != nil {
		return nil, err
	}
	session := w.byID()[id]
	if session == nil {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return &SessionPage{
		Session: session, Input: inputOf(e, session), KnownSpeakers: speakersOf(w.Sessions), Rooms: w.rooms, Tracks: w.tracks,
	}, nil
}
