package signedfeed

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/app/service/opendata"
)

// Kind is what an entry is. Readers leave out kinds that they do not know.
type Kind string

// The kinds.
const (
	KindEvent Kind = "event"
	KindNeed  Kind = "need"
)

// State is what became of an event or a need, in the words of the installation that has it.
type State string

// The states of entries. A cancelled event stays in the feed until it would have been over.
const (
	StatePublished State = "published"
	StateCancelled State = "cancelled"
	StatePostponed State = "postponed"
	StateOpen      State = "open"
)

// Mode is how people take part.
type Mode string

// The modes.
const (
	ModeVenue  Mode = "venue"
	ModeOnline Mode = "online"
	ModeBoth   Mode = "both"
)

// Entry is an event or a need. Exactly one of Event and Need is there, by its kind.
type Entry struct {
	ID        string    `json:"id"` // urn:uuid:…
	Kind      Kind      `json:"kind"`
	State     State     `json:"state"`
	URL       string    `json:"url"` // its page, at the origin
	UpdatedAt time.Time `json:"updated_at"`
	// StartsAt and EndsAt are nil where there is no date.
	StartsAt   *time.Time `json:"starts_at,omitempty"`
	EndsAt     *time.Time `json:"ends_at,omitempty"`
	TimeZone   string     `json:"time_zone,omitempty"`
	Mode       Mode       `json:"mode,omitempty"`
	Prefecture string     `json:"prefecture,omitempty"` // as 神奈川県
	Themes     []string   `json:"themes,omitempty"`
	// Event has the fields of DS-43C (GIF) under their names.
	Event *opendata.GIFEvent `json:"event,omitempty"`
	Need  *Need              `json:"need,omitempty"`
}

// Need is what everybody may know of a need: not whom to ask.
type Need struct {
	Title        string `json:"title"`
	Task         string `json:"task,omitempty"`
	Effort       string `json:"effort,omitempty"`
	Place        string `json:"place,omitempty"`
	Deadline     string `json:"deadline,omitempty"`
	Organization string `json:"organization"`
}

// Title is what it is called.
func (e *Entry) Title() string {
	if e.Need != nil {
		return e.Need.Title
	}
	return e.Event.Name
}

// Host is who has it.
func (e *Entry) Host() string {
	if e.Need != nil {
		return e.Need.Organization
	}
	return e.Event.Organizer
}

// Place is where it is, in one line.
func (e *Entry) Place() string {
	if e.Need != nil {
		return e.Need.Place
	}
	return e.Event.Location
}

// Summary tells more in a line or two.
func (e *Entry) Summary() string {
	if e.Need != nil {
		return e.Need.Task
	}
	return cmp.Or(e.Event.Subtitle, e.Event.Description)
}

const (
	mostLetters  = 500 // of a line
	mostThemes   = 20
	firstYear    = 2000
	lastYear     = 2200
	longestEvent = 5 * 366 * 24 * time.Hour
)

var uuidURN = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// checkEntries refuses a feed with an entry that cannot be shown, and leaves out kinds that we do not know.
func (f *Feed) checkEntries() error {
	seen := make(map[string]bool, len(f.Entries))
	kept := f.Entries[:0]
	for i := range f.Entries {
		e := &f.Entries[i]
		if seen[e.ID] {
			return refuse(ReasonEntryTwice)
		}
		seen[e.ID] = true
		if e.Kind != KindEvent && e.Kind != KindNeed {
			continue
		}
		if !e.IsSound(f.Origin) {
			return refuse(ReasonEntry)
		}
		kept = append(kept, *e)
	}
	f.Entries = kept
	return nil
}

// IsSound reports whether followers take it from the origin.
func (e *Entry) IsSound(origin string) bool {
	if !uuidURN.MatchString(e.ID) || (e.Event != nil) == (e.Need != nil) || (e.Kind == KindEvent) != (e.Event != nil) {
		return false
	}
	return isAt(origin, e.URL) && isLine(e.Title()) && e.Title() != "" && isLine(e.Host()) && isLine(e.Place()) &&
		isLine(e.Prefecture) && len(e.Themes) <= mostThemes && e.hasSoundTimes() && e.hasSoundState()
}

func (e *Entry) hasSoundState() bool {
	switch e.State {
	case StatePublished, StateCancelled, StatePostponed:
		return e.Event != nil && (e.Mode == ModeVenue || e.Mode == ModeOnline || e.Mode == ModeBoth || e.Mode == "")
	case StateOpen:
		return e.Need != nil
	}
	return false
}

func (e *Entry) hasSoundTimes() bool {
	if e.Event == nil || e.State == StatePostponed {
		return e.StartsAt == nil && e.EndsAt == nil
	}
	if e.StartsAt == nil || e.EndsAt == nil || e.EndsAt.Before(*e.StartsAt) {
		return false
	}
	return e.StartsAt.Year() >= firstYear && e.EndsAt.Year() <= lastYear && e.EndsAt.Sub(*e.StartsAt) <= longestEvent
}

// isAt reports whether an address is one of the origin's own: nobody speaks for the pages of others.
func isAt(origin, address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && parsed.User == nil && len(address) <= 2*mostLetters && strings.HasPrefix(address, origin+"/")
}

func isLine(line string) bool {
	return utf8.RuneCountInString(line) <= mostLetters && !strings.ContainsAny(line, "\n\r\x00")
}
