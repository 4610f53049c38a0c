package caption

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/player"
	"meguri/models"
)

const (
	// shownLines is how many lines pages have at first, shownTime how old they may be on the stage.
	shownLines = 40
	shownTime  = 2 * time.Minute
	// seatAway is how long after a captioner was heard of last they count as gone, seatGone how long they are shown.
	seatAway = 20 * time.Second
	seatGone = 15 * time.Minute
	// maxFound is how many lines staff see that have a word in them, maxLast how many without one.
	maxFound = 200
	maxLast  = 30
)

// Page is what readers see.
type Page struct {
	// Lines are the last lines in their order.
	Lines []models.Caption
	// HasSeats says that captioners can write, ExternalURL where captions of another service are, "" for none.
	HasSeats    bool
	ExternalURL string
	// Sign is how the room shows the sign-language interpreter; SignOutside is the same as a link.
	Sign, SignOutside player.Player
}

// Shows reports whether there is something to show.
func (p *Page) Shows() bool { return p.HasSeats || p.ExternalURL != "" || len(p.Lines) > 0 }

// Page reads the last lines for who is in the room, who calls it.
func (s *Service) Page(ctx context.Context, event *models.Event) (*Page, error) {
	q := s.db.Query(ctx)
	settings, err := q.Captions().Settings(event)
	if err != nil {
		return nil, err
	}
	page := &Page{
		HasSeats: settings.HasSeats(), ExternalURL: settings.ExternalURL,
		Sign: player.Of(settings.SignURL, event.RoomEmbeds), SignOutside: player.Of(settings.SignURL, false),
	}
	page.Lines, err = q.Captions().Latest(event, time.Time{}, shownLines)
	return page, err
}

// StageLines reads the lines of the last minutes. Who holds the link of the stage calls it.
func (s *Service) StageLines(ctx context.Context, event *models.Event) ([]models.Caption, error) {
	q := s.db.Query(ctx)
	return q.Captions().Latest(event, q.Now.Add(-shownTime), shownLines)
}

// SeatPage is where captioners write.
type SeatPage struct {
	Event *models.Event
	Lines []models.Caption
	// Sessions are those of the agenda, Now the one at this time, nil between sessions.
	Sessions []models.Session
	Now      *models.Session
	Terms    []Term
	// LineID and SeatID are for a page without JavaScript.
	LineID, SeatID string
}

// SeatPage reads it. Who has the secret of the seats calls it. Errors: NotFound for a link that opens nothing.
func (s *Service) SeatPage(ctx context.Context, secret string) (*SeatPage, error) {
	q := s.db.Query(ctx)
	event, _, err := s.opened(q, secret)
	if err != nil {
		return nil, err
	}
	page := &SeatPage{Event: event, LineID: models.NewAnonymousID(), SeatID: models.NewAnonymousID()}
	if page.Lines, err = q.Captions().Latest(event, time.Time{}, shownLines); err != nil {
		return nil, err
	}
	if page.Sessions, err = q.Sessions().OfEvent(event); err != nil {
		return nil, err
	}
	for i := range page.Sessions {
		if page.Sessions[i].IsOn(q.Now) {
			page.Now = &page.Sessions[i]
		}
	}
	page.Terms, err = terms(q, event, page.Sessions)
	return page, err
}

// Desk is what captioners see of each other.
type Desk struct {
	// Turn is the seat that types now, "" for none; Version is that of the turn.
	Turn    string `json:"turn"`
	Version int    `json:"version"`
	Seats   []Seat `json:"seats"`
}

// Seat is a captioner. Here is false for who was not heard of for a while.
type Seat struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Here bool   `json:"here"`
}

// Here records that a captioner is there, and reads who else is. Who has the secret of the seats calls it. Errors:
// NotFound; Invalid.
func (s *Service) Here(ctx context.Context, secret string, in *HereInput) (*Desk, error) {
	c := check.New()
	name := c.Name("name", in.Name, maxName, check.Optional)
	if !models.ValidID(in.Seat) {
		c.Fault("seat", "field.required")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	event, _, err := s.opened(s.db.Query(ctx), secret)
	if err != nil {
		return nil, err
	}
	err = s.db.WriteTogether(ctx, func(w *models.SingleWrite) error {
		return w.Captions().See(&models.CaptionSeat{EventID: event.ID, ID: in.Seat, Name: name})
	})
	if err != nil {
		return nil, err
	}
	q := s.db.Query(ctx)
	settings, err := q.Captions().Settings(event)
	if err != nil {
		return nil, err
	}
	desk := &Desk{Turn: settings.TurnSeat, Version: settings.TurnVersion, Seats: []Seat{}}
	seats, err := q.Captions().Seats(event, q.Now.Add(-seatGone))
	for _, seat := range seats {
		desk.Seats = append(desk.Seats, Seat{seat.ID, seat.Name, q.Now.Sub(seat.SeenAt) < seatAway})
	}
	return desk, err
}

// StaffPage is how an event has captions.
type StaffPage struct {
	Settings *models.CaptionSettings
	// Secret is that of the link that opens the seats, "" where there are none.
	Secret string
	Parts  []SessionPart
	// Between is how many lines were said between sessions.
	Between int
	// Seats are the captioners who are there.
	Seats []models.CaptionSeat
	// Found are the last lines with the word that was asked for.
	Found []models.Caption
}

// SessionPart is a session with captions.
type SessionPart struct {
	models.Session
	Lines int
	// Allowed says that they may be in the record.
	Allowed bool
}

// StaffPage reads it, with the lines that have a word in them. Staff who run the room call it.
func (s *Service) StaffPage(ctx context.Context, event *models.Event, word string) (*StaffPage, error) {
	q, page := s.db.Query(ctx), &StaffPage{}
	var err error
	if page.Settings, err = q.Captions().Settings(event); err != nil {
		return nil, err
	}
	page.Secret = s.Secret(page.Settings)
	if page.Parts, page.Between, err = parts(q, event, page.Settings); err != nil {
		return nil, err
	}
	if page.Seats, err = q.Captions().Seats(event, q.Now.Add(-seatAway)); err != nil {
		return nil, err
	}
	most := maxFound
	if word == "" {
		most = maxLast
	}
	page.Found, err = q.Captions().Containing(event, word, most)
	return page, err
}

// parts are the sessions with captions, and how many lines were said between sessions.
func parts(q *models.Query, event *models.Event, settings *models.CaptionSettings) ([]SessionPart, int, error) {
	counts, err := q.Captions().Counts(event)
	if err != nil {
		return nil, 0, err
	}
	sessions, err := q.Sessions().Outline(event, maxSessions)
	between, list := 0, []SessionPart(nil)
	for _, count := range counts {
		if count.SessionID == nil {
			between = count.Count
			continue
		}
		i := slices.IndexFunc(sessions, func(s models.Session) bool { return s.ID == *count.SessionID })
		if i >= 0 {
			list = append(list, SessionPart{sessions[i], count.Count, settings.Allows(*count.SessionID)})
		}
	}
	slices.SortFunc(list, func(a, b SessionPart) int { return a.StartsAt.Compare(b.StartsAt) })
	return list, between, err
}

// RecordPart is a session in the record of an event, with what was said in it.
type RecordPart struct {
	models.Session
	Lines []models.Caption
}

// RecordPage reads the captions of the sessions whose speakers allowed them.
func (s *Service) RecordPage(ctx context.Context, event *models.Event) ([]RecordPart, int, error) {
	q := s.db.Query(ctx)
	settings, err := q.Captions().Settings(event)
	if err != nil {
		return nil, 0, err
	}
	all, _, err := parts(q, event, settings)
	if err != nil {
		return nil, 0, err
	}
	var list []RecordPart
	for i := range all {
		if !all[i].Allowed {
			continue
		}
		lines, err := q.Captions().OfSession(event, all[i].ID)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, RecordPart{all[i].Session, lines})
	}
	return list, len(list), nil
}
