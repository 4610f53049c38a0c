package caption

import (
	"strconv"
	"time"
	"unicode/utf8"

	"meguri/app/service/check"
	"meguri/app/service/player"
	"meguri/models"
	"meguri/models/text"
)

// LinesInput is a list of finished lines, as the seat's page sends it.
type LinesInput struct {
	// Seat is the id that the page made for itself.
	Seat string `form:"seat"`
	// IDs, Texts, Ages and Sessions belong together. An age is how long ago the first key was pressed, in milliseconds:
	// clocks differ. A session is the id of one, "" for the one that was on then.
	IDs      []string `form:"id"`
	Texts    []string `form:"text"`
	Ages     []string `form:"age"`
	Sessions []string `form:"session"`
}

func (in *LinesInput) check() error {
	c := check.New()
	n := len(in.IDs)
	if !models.ValidID(in.Seat) {
		c.Fault("seat", "field.required")
	}
	if n == 0 || n > maxLines || len(in.Texts) != n || len(in.Ages) != n || len(in.Sessions) != n {
		c.Fault("text", "error.invalid")
	}
	return c.Err()
}

// lines are those that can be stored; answer says so of each.
func (in *LinesInput) lines(
	event *models.Event, sessions []models.Session, now time.Time,
) (lines []models.Caption, answer *Stored) {
	answer = &Stored{Stored: []string{}, Refused: []Refusal{}}
	for i, id := range in.IDs {
		said := readText(in.Texts[i])
		at := now.Add(-age(in.Ages[i]))
		session, known := sessionOf(sessions, in.Sessions[i], at)
		switch {
		case !models.ValidID(id):
			answer.Refused = append(answer.Refused, Refusal{ID: id, Key: "error.invalid"})
		case said == "":
			answer.Refused = append(answer.Refused, Refusal{ID: id, Key: "field.required"})
		case utf8.RuneCountInString(said) > MaxText:
			answer.Refused = append(answer.Refused, Refusal{ID: id, Key: "field.too_long", Args: []any{"max", MaxText}})
		case !known:
			answer.Refused = append(answer.Refused, Refusal{ID: id, Key: "field.choice"})
		default:
			answer.Stored = append(answer.Stored, id)
			lines = append(lines, models.Caption{
				EventID: event.ID, ID: id, SessionID: session, SeatID: in.Seat, Text: said, SpokenAt: at,
			})
		}
	}
	return lines, answer
}

// readText is a line without line breaks, what cannot be seen, and marks that are piled up.
func readText(typed string) string { return text.CleanTitle(text.Unpile(typed)) }

// age reads how long ago something was, within what can be true.
func age(milliseconds string) time.Duration {
	n, _ := strconv.ParseInt(milliseconds, 10, 64)
	return time.Duration(min(max(n, 0), maxAge.Milliseconds())) * time.Millisecond
}

// sessionOf is the session with an id, or for "" the one at a time, nil between sessions.
func sessionOf(sessions []models.Session, id string, at time.Time) (found *string, known bool) {
	for i := range sessions {
		if sessions[i].ID == id || id == "" && sessions[i].IsOn(at) {
			found = &sessions[i].ID
		}
	}
	return found, id == "" || found != nil
}

// DraftInput is what is being typed: the line that it will be.
type DraftInput struct {
	Seat string `form:"seat"`
	ID   string `form:"id"`
	Text string `form:"text"`
	Age  string `form:"age"`
}

func (in *DraftInput) line(now time.Time) (*models.Caption, error) {
	c := check.New()
	if !models.ValidID(in.ID) {
		c.Fault("id", "field.required")
	}
	if !models.ValidID(in.Seat) {
		c.Fault("seat", "field.required")
	}
	said := []rune(readText(in.Text))
	return &models.Caption{
		ID: in.ID, SeatID: in.Seat, Text: string(said[:min(len(said), MaxText)]), SpokenAt: now.Add(-age(in.Age)),
	}, c.Err()
}

// HereInput is what the page of a seat says every few seconds.
type HereInput struct {
	Seat string `form:"seat"`
	Name string `form:"name"`
}

// SettingsInput is how an event has captions, as its form has it.
type SettingsInput struct {
	ExternalURL string `form:"external_url" label:"caption.external"`
	SignURL     string `form:"sign_url" label:"caption.sign"`
	// Allowed are the sessions whose speakers allowed their captions in the record.
	Allowed []string `form:"allowed"`
}

func (in *SettingsInput) check() (external, sign string, err error) {
	c := check.New()
	external = c.URL("external_url", in.ExternalURL, check.Optional)
	sign = c.URL("sign_url", in.SignURL, check.Optional)
	if _, ok := player.Embedded(sign); c.OK("sign_url") && sign != "" && !ok {
		c.Fault("sign_url", "live.not_allowed")
	}
	return external, sign, c.Err()
}
