package signedfeed

import (
	"cmp"
	"encoding/json"
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
	KindKit   Kind = "kit"
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

// Entry is an event, a need or a kit. Exactly one of Event, Need and Kit is there, by its kind.
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
	Kit   *Kit               `json:"kit,omitempty"`
}

// Kit is how an event was made, for others to copy. Content is a document of its own, of which a newer version may be
// unreadable: what stands beside it is always shown.
type Kit struct {
	Title        string          `json:"title"`
	TitleEn      string          `json:"title_en,omitempty"`
	Organization string          `json:"organization"`
	Summary      string          `json:"summary,omitempty"`
	Version      int             `json:"version"`
	Content      json.RawMessage `json:"content"`
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
	switch {
	case e.Need != nil:
		return e.Need.Title
	case e.Kit != nil:
		return cmp.Or(e.Kit.Title, e.Kit.TitleEn)
	}
	return e.Event.Name
}

// Host is who has it.
func (e *Entry) Host() string {
	switch {
	case e.Need != nil:
		return e.Need.Organization
	case e.Kit != nil:
		return e.Kit.Organization
	}
	return e.Event.Organizer
}

// Place is where it is, in one line.
func (e *Entry) Place() string {
	switch {
	case e.Need != nil:
		return e.Need.Place
	case e.Kit != nil:
		return ""
	}
	return e.Event.Location
}

// Summary tells more in a line or two.
func (e *Entry) Summary() string {
	switch {
	case e.Need != nil:
		return e.Need.Task
	case e.Kit != nil:
		return e.Kit.Summary
	}
	return cmp.Or(e.Event.Subtitle, e.Event.Description)
}

const (
	mostLetters  = 500 // of a line
	mostThemes   = 20
	mostKitBytes = 600 << 10
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
		if e.Kind != KindEvent && e.Kind != KindNeed && e.Kind != KindKit {
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
	if !uuidURN.MatchString(e.ID) || (e.Kind == KindEvent) != (e.Event != nil) ||
		(e.Kind == KindNeed) != (e.Need != nil) || (e.Kind == KindKit) != (e.Kit != nil) {
		return false
	}
	if e.Kit != nil && (len(e.Kit.Content) > mostKitBytes || !isLine(e.Kit.TitleEn)) {
		return false
	}
	return isAt(origin, e.URL) && isLine(e.Title()) && e.Title() != "" && isLine(e.Host()) && isLine(e.Place()) &&
		isLine(e.Prefecture) && len(e.Themes) <= mostThemes && e.hasSoundTimes() && e.hasSoundState()
}

func (e *Entry) hasSoundState() bool {
	switch e.State {
	case StatePublished, StateCancelled, StatePostponed:
		if e.Kit != nil {
			return e.State == StatePublished && e.Mode == ""
		}
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
