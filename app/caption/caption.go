// Package caption is what captioners type while an event goes on, and what of it is read: in the live room, on a page
// of its own, on the stage, in files, and in the event's record.
//
// A link opens the captioners' seats, without an account. Each line has an id that its page made, so that what is sent
// again after a break is stored once. What is being typed is only passed on; a finished line is the truth.
package caption

import (
	"context"
	"strconv"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/text"
)

const (
	// MaxText is how many characters a line may have: what is read at one glance. The seat's page cuts longer ones.
	MaxText = 200
	// maxLines is how many lines come at once.
	maxLines = 100
	// maxAge is how long after it was said a line may arrive.
	maxAge = 12 * time.Hour
	// linkTime is for how long after its event the seats are open, for corrections.
	linkTime = 24 * time.Hour
	// maxName is how many characters the name of a captioner may have.
	maxName = 20
)

// Service is the captions of one database.
type Service struct {
	db    *models.DB
	links link.Maker
}

// New makes the service. links makes the links that open the seats.
func New(db *models.DB, links link.Maker) *Service { return &Service{db, links} }

// Secret is the secret of the page of an event's seats, "" where it has none.
func (s *Service) Secret(settings *models.CaptionSettings) string {
	if !settings.HasSeats() {
		return ""
	}
	return s.links.Captions(settings.EventID, settings.LinkNumber)
}

// opened is the event whose seats a link opens. Errors: NotFound for a link that opens nothing, also after the event.
func (s *Service) opened(q *models.Query, secret string) (*models.Event, *models.CaptionSettings, error) {
	unknown := models.NewError(models.CodeNotFound, "caption.link_closed")
	id, ok := link.ID(secret)
	if !ok {
		return nil, nil, unknown
	}
	event, err := q.Events().ByID(id)
	if err != nil {
		if models.CodeOf(err) == models.CodeNotFound {
			err = unknown
		}
		return nil, nil, err
	}
	settings, err := q.Captions().Settings(event)
	if err != nil {
		return nil, nil, err
	}
	if !settings.HasSeats() || !link.Equal(secret, s.Secret(settings)) || q.Now.After(event.EndsAt.Add(linkTime)) {
		return nil, nil, unknown
	}
	return event, settings, nil
}

// Opens finds the event whose seats a link opens. Anybody calls it. Errors: NotFound for a link that opens nothing.
func (s *Service) Opens(ctx context.Context, secret string) (*models.Event, error) {
	event, _, err := s.opened(s.db.Query(ctx), secret)
	return event, err
}

// Said is what open pages get: lines as they are now.
type Said struct {
	Lines []SaidLine `json:"lines"`
}

// SaidLine is a line that is finished, or is being typed. At is when its first key was pressed, in milliseconds since
// 1970; Version is 0 while it is typed. A line without a text is taken back.
type SaidLine struct {
	ID      string `json:"id"`
	Seat    string `json:"seat"`
	At      int64  `json:"at"`
	Text    string `json:"text"`
	Version int    `json:"version"`
}

// SaidLineOf is how open pages get a line.
func SaidLineOf(line *models.Caption) SaidLine {
	return SaidLine{line.ID, line.SeatID, line.SpokenAt.UnixMilli(), line.Text, line.Version}
}

func said(event *models.Event, lines ...models.Caption) models.Change {
	data := Said{}
	for i := range lines {
		data.Lines = append(data.Lines, SaidLineOf(&lines[i]))
	}
	return models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartCaptions, Data: data}
}

// Stored answers lines that were sent: which are stored, and why the others are not. Who sent them keeps the others.
type Stored struct {
	Stored  []string  `json:"stored"`
	Refused []Refusal `json:"refused"`
}

// Refusal is a line that is not stored. Key is the text key of why, Args are its values.
type Refusal struct {
	ID   string `json:"id"`
	Key  string `json:"-"`
	Args []any  `json:"-"`
	Why  string `json:"why"`
}

// Write stores finished lines, each once, and shows them. Who has the secret of the seats calls it. Errors: NotFound
// for a link that opens nothing; Invalid for an input that is no list of lines.
func (s *Service) Write(ctx context.Context, secret string, in *LinesInput) (*Stored, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	var answer *Stored
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		event, _, err := s.opened(tx.Query, secret)
		if err != nil {
			return err
		}
		sessions, err := tx.Sessions().Outline(event, maxSessions)
		if err != nil {
			return err
		}
		var lines []models.Caption
		lines, answer = in.lines(event, sessions, tx.Now)
		if err := tx.Captions().Add(lines); err != nil || len(lines) == 0 {
			return err
		}
		stored := make([]models.Caption, 0, len(lines))
		for i := range lines { // as they are stored: a line that was known may have been corrected since
			line, err := tx.Captions().ByID(event, lines[i].ID)
			if err != nil {
				return err
			}
			stored = append(stored, *line)
		}
		tx.Tell(said(event, stored...))
		return nil
	})
	return answer, err
}

const maxSessions = 1000

// Draft passes on what is being typed. Who has the secret of the seats calls it. Errors: NotFound for a link that opens
// nothing; Invalid without an id.
func (s *Service) Draft(ctx context.Context, secret string, in *DraftInput) error {
	q := s.db.Query(ctx)
	event, _, err := s.opened(q, secret)
	if err != nil {
		return err
	}
	line, err := in.line(q.Now)
	if err != nil {
		return err
	}
	s.db.Tell(models.Change{
		EventID: event.ID, Watchers: models.ForRoom, Part: models.PartCaptions, Passing: true,
		Data: Said{Lines: []SaidLine{SaidLineOf(line)}},
	})
	return nil
}

// CorrectInput is a line with another text, "" to take it back. Version is that of the text that was seen.
type CorrectInput struct {
	Text    string `form:"text"`
	Version int    `form:"version"`
}

// Correct changes a line. Who has the secret of the seats calls it. Errors: NotFound; Invalid; Conflict where somebody
// else changed it meanwhile.
func (s *Service) Correct(ctx context.Context, secret, id string, in *CorrectInput) error {
	return s.correct(ctx, id, in, func(q *models.Query) (*models.Event, error) {
		event, _, err := s.opened(q, secret)
		return event, err
	})
}

// CorrectByStaff is Correct for staff who run the room, also long after the event.
func (s *Service) CorrectByStaff(ctx context.Context, event *models.Event, id string, in *CorrectInput) error {
	return s.correct(ctx, id, in, func(*models.Query) (*models.Event, error) { return event, nil })
}

func (s *Service) correct(
	ctx context.Context, id string, in *CorrectInput, eventOf func(*models.Query) (*models.Event, error),
) error {
	c := check.New()
	wanted := c.Line("text", text.Unpile(in.Text), MaxText, check.Optional)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		event, err := eventOf(tx.Query)
		if err != nil {
			return err
		}
		line, err := tx.Captions().ByID(event, id)
		if err != nil {
			return err
		}
		if err := tx.Captions().Correct(line, wanted, in.Version); err != nil {
			return err
		}
		line.Text, line.Version = wanted, in.Version+1
		tx.Tell(said(event, *line))
		return nil
	})
}

// TurnInput says who types now. Version is that of the turn that was seen.
type TurnInput struct {
	// Seat is who shall type, "" for nobody.
	Seat    string `form:"to"`
	Version int    `form:"version"`
}

// SetTurn says who types now. It shuts out nobody: a line of another seat is stored as well. Who has the secret of the
// seats calls it. Errors: NotFound; Conflict where the turn was given to somebody else meanwhile.
func (s *Service) SetTurn(ctx context.Context, secret string, in *TurnInput) error {
	c := check.New()
	if in.Seat != "" && !models.ValidID(in.Seat) {
		c.Fault("to", "field.choice")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		event, _, err := s.opened(tx.Query, secret)
		if err != nil {
			return err
		}
		tx.Tell(models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartSeats})
		return tx.Captions().SetTurn(event, in.Seat, in.Version)
	})
}

// Version changes with the captions of an event.
func (s *Service) Version(ctx context.Context, eventID string) (string, error) {
	at, err := s.db.Query(ctx).Captions().LastChange(&models.Event{ID: eventID})
	return strconv.FormatInt(at.UnixMicro(), 10), err
}
