// Package check reads what a person typed into a form: it cleans each field, holds it against its rule, and collects
// what is wrong, so that all faults are told at once. A feature checks its input before it opens a transaction:
//
//	type RoomInput struct {
//		Name  string `form:"name"`
//		Kind  Kind   `form:"kind"`
//		Seats string `form:"seats"`
//		Opens string `form:"opens_at"` // on the clock of the event
//	}
//
//	func (in *RoomInput) check(event *models.Event) (*models.Room, error) {
//		c := check.New()
//		room := &models.Room{
//			Name:    c.Line("name", in.Name, 100, check.Required),
//			Kind:    check.Choice(c, "kind", in.Kind, Kinds),
//			Seats:   c.Int("seats", in.Seats, 1, 5000, check.Optional),
//			OpensAt: c.LocalTime("opens_at", in.Opens, event.Zone(), check.Required),
//		}
//		if c.OK("opens_at") && room.OpensAt.After(event.EndsAt) {
//			c.Fault("opens_at", "room.opens_late")
//		}
//		return room, c.Err()
//	}
//
// The first argument of each rule is the name of the field in the form, which tells the page where the message belongs.
package check

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// Requirement says whether a field may be left empty.
type Requirement bool

// The needs.
const (
	Optional Requirement = false
	Required Requirement = true
)

// Checker collects what is wrong with one input.
type Checker struct {
	faults map[string]string
	args   map[string][]any
}

// New makes a Checker that has found nothing wrong yet.
func New() *Checker { return &Checker{faults: map[string]string{}, args: map[string][]any{}} }

// Fault notes that a field is at fault. key names the text that says so, args are pairs of a name and a value for it.
// The first fault of a field stays.
func (c *Checker) Fault(field, key string, args ...any) {
	if _, ok := c.faults[field]; ok {
		return
	}
	c.faults[field] = key
	if len(args) > 0 {
		c.args[field] = args
	}
}

// OK reports whether nothing is wrong with the fields so far; without fields, with all of them.
func (c *Checker) OK(fields ...string) bool {
	if len(fields) == 0 {
		return len(c.faults) == 0
	}
	return !slices.ContainsFunc(fields, func(field string) bool { return c.faults[field] != "" })
}

// Err is an Invalid error with all faults, or nil.
func (c *Checker) Err() error {
	if c.OK() {
		return nil
	}
	return &models.Error{
		Code: models.CodeInvalid, Key: "error.invalid", Fields: maps.Clone(c.faults), FieldArgs: maps.Clone(c.args),
	}
}

// Line reads one line of text of at most maximum characters, which is shown as it was written.
func (c *Checker) Line(field, typed string, maximum int, need Requirement) string {
	return c.text(field, text.CleanTitle(typed), maximum, need)
}

// Name reads a name: a line in which full-width Latin letters and digits become plain ones.
func (c *Checker) Name(field, typed string, maximum int, need Requirement) string {
	return c.text(field, text.CleanLine(typed), maximum, need)
}

// Text reads text of several lines and at most maximum characters.
func (c *Checker) Text(field, typed string, maximum int, need Requirement) string {
	return c.text(field, text.CleanText(typed), maximum, need)
}

func (c *Checker) text(field, cleaned string, maximum int, need Requirement) string {
	if c.isGiven(field, cleaned, need) && utf8.RuneCountInString(cleaned) > maximum {
		c.Fault(field, "field.too_long", "max", maximum)
	}
	return cleaned
}

// isGiven reports whether there is something to look at; an empty field that is required is a fault.
func (c *Checker) isGiven(field, text string, need Requirement) bool {
	if text == "" && need == Required {
		c.Fault(field, "field.required")
	}
	return text != ""
}

// Secret reads a password as it was typed; what makes it a good one is checked elsewhere.
func (c *Checker) Secret(field, typed string) string {
	c.isGiven(field, typed, Required)
	return typed
}

// Email reads a mail address: display is how it is written to, key how it is compared.
func (c *Checker) Email(field, typed string, need Requirement) (display, key string) {
	if !c.isGiven(field, strings.TrimSpace(typed), need) {
		return "", ""
	}
	display, key, ok := text.NormalizeEmail(typed)
	if !ok {
		c.Fault(field, "field.email")
	}
	return display, key
}

// Choice reads one of a list of values. Where a choice may be left open, the list holds the empty value.
func Choice[T ~string](c *Checker, field string, typed T, among []T) T {
	if !slices.Contains(among, typed) {
		c.Fault(field, "field.choice")
	}
	return typed
}

const maxURL = 2000

// URL reads an address that starts with https.
func (c *Checker) URL(field, typed string, need Requirement) string {
	typed = text.CleanLine(typed)
	if !c.isGiven(field, typed, need) {
		return ""
	}
	parsed, err := url.Parse(typed)
	if err != nil || parsed.Scheme != "https" || parsed.Host == "" || len(typed) > maxURL {
		c.Fault(field, "field.url")
	}
	return typed
}

// Int reads a whole number from least to most. An empty optional field is 0.
func (c *Checker) Int(field, typed string, least, most int, need Requirement) int {
	typed = text.CleanLine(typed)
	if !c.isGiven(field, typed, need) {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < least || n > most {
		c.Fault(field, "field.number")
	}
	return n
}

// LocalTime reads what <input type=datetime-local> sends, on a zone's clock, and returns it in UTC. An empty optional
// field is the zero time.
func (c *Checker) LocalTime(field, typed string, zone *time.Location, need Requirement) time.Time {
	if strings.TrimSpace(typed) == "" && need == Optional {
		return time.Time{}
	}
	at, fault := LocalTime(typed, zone)
	if fault != "" {
		c.Fault(field, fault)
	}
	return at
}

// LocalLayout is how <input type=datetime-local> writes a time.
const LocalLayout = "2006-01-02T15:04"

// LocalTime reads a time on a zone's clock and returns it in UTC, or the key of the text that says what is wrong with
// it: a time that the clock never shows, as it is put forward in spring, is one.
func LocalTime(typed string, zone *time.Location) (at time.Time, fault string) {
	typed = strings.TrimSpace(typed)
	at, err := time.ParseInLocation(LocalLayout, typed, zone)
	switch {
	case err != nil || at.Year() < 2000 || at.Year() > 2200:
		return time.Time{}, "field.time"
	case at.Format(LocalLayout) != typed:
		return time.Time{}, "event.no_such_time"
	}
	return at.UTC(), ""
}
