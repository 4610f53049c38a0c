// Package check reads what a person typed into a form: it cleans each field, checks it against its rule, and collects
// the faults, so that all of them are shown together. A feature checks its input before it opens a transaction:
//
//	type RoomInput struct {
//		Name  string `form:"name"`
//		Kind  Kind   `form:"kind"`
//		Seats string `form:"seats"`
//		Opens string `form:"opens_at"` // in the event's time zone
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
// The first argument of each rule is the name of the field in the form. The page shows the fault beside that field.
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

// The requirements.
const (
	Optional Requirement = false
	Required Requirement = true
)

// Checker collects the faults of one input.
type Checker struct {
	faults map[string]string
	args   map[string][]any
}

// New makes a Checker without faults.
func New() *Checker { return &Checker{faults: map[string]string{}, args: map[string][]any{}} }

// Fault records a fault of a field. key is the key of its text, args are values for the text as pairs of a name and a
// value. If the field has a fault already, that one stays.
func (c *Checker) Fault(field, key string, args ...any) {
	if _, ok := c.faults[field]; ok {
		return
	}
	c.faults[field] = key
	if len(args) > 0 {
		c.args[field] = args
	}
}

// OK reports whether the fields have no fault so far. Without arguments it is about all fields.
func (c *Checker) OK(fields ...string) bool {
	if len(fields) == 0 {
		return len(c.faults) == 0
	}
	return !slices.ContainsFunc(fields, func(field string) bool { return c.faults[field] != "" })
}

// Err returns a CodeInvalid error with all faults, or nil.
func (c *Checker) Err() error {
	if c.OK() {
		return nil
	}
	return &models.Error{
		Code: models.CodeInvalid, Key: "error.invalid", Fields: maps.Clone(c.faults), FieldArgs: maps.Clone(c.args),
	}
}

// Rename adds the faults to those of another Checker, in which the fields have other names.
func (c *Checker) Rename(to *Checker, name func(field string) string) {
	for field, key := range c.faults {
		to.Fault(name(field), key, c.args[field]...)
	}
}

// Line reads one line of text of at most maximum characters.
func (c *Checker) Line(field, typed string, maximum int, requirement Requirement) string {
	return c.text(field, text.CleanTitle(typed), maximum, requirement)
}

// Name reads one line in which full-width Latin letters and digits are replaced by plain ones.
func (c *Checker) Name(field, typed string, maximum int, requirement Requirement) string {
	return c.text(field, text.CleanLine(typed), maximum, requirement)
}

// NoURL records a fault where the field has the address of a web page. Names travel in mails of ours, to addresses that
// anybody may have typed.
func (c *Checker) NoURL(field, cleaned string) string {
	if text.HasURL(cleaned) {
		c.Fault(field, "field.no_url")
	}
	return cleaned
}

// Text reads text of several lines and at most maximum characters.
func (c *Checker) Text(field, typed string, maximum int, requirement Requirement) string {
	return c.text(field, text.CleanText(typed), maximum, requirement)
}

func (c *Checker) text(field, cleaned string, maximum int, requirement Requirement) string {
	if c.isGiven(field, cleaned, requirement) && utf8.RuneCountInString(cleaned) > maximum {
		c.Fault(field, "field.too_long", "max", maximum)
	}
	return cleaned
}

// isGiven reports whether the field is not empty. An empty field that is required is a fault.
func (c *Checker) isGiven(field, text string, requirement Requirement) bool {
	if text == "" && requirement == Required {
		c.Fault(field, "field.required")
	}
	return text != ""
}

// Secret reads a required password without changing it. Its strength is not checked here.
func (c *Checker) Secret(field, typed string) string {
	c.isGiven(field, typed, Required)
	return typed
}

// Email reads a mail address. display is the form that mails are sent to, key the form in which addresses are compared.
func (c *Checker) Email(field, typed string, requirement Requirement) (display, key string) {
	if !c.isGiven(field, strings.TrimSpace(typed), requirement) {
		return "", ""
	}
	display, key, ok := text.NormalizeEmail(typed)
	if !ok {
		c.Fault(field, "field.email")
	}
	if !text.HasASCIILocal(display) {
		c.Fault(field, "field.email_ascii")
	}
	return display, key
}

// Choice reads one of the allowed values. If the field may be empty, allowed has the empty value.
func Choice[T ~string](c *Checker, field string, typed T, allowed []T) T {
	if !slices.Contains(allowed, typed) {
		c.Fault(field, "field.choice")
	}
	return typed
}

const maxURL = 2000

// URL reads an address that starts with https://. A name or password in it would be shown to everybody, or pretend to
// be another site.
func (c *Checker) URL(field, typed string, requirement Requirement) string {
	typed = text.CleanLine(typed)
	if !c.isGiven(field, typed, requirement) {
		return ""
	}
	parsed, err := url.Parse(typed)
	switch {
	case err != nil || parsed.Scheme != "https" || parsed.Hostname() == "" || len(typed) > maxURL:
		c.Fault(field, "field.url")
	case parsed.User != nil:
		c.Fault(field, "field.url_user")
	}
	return typed
}

// Int reads an integer from minimum to maximum. An empty optional field is 0.
func (c *Checker) Int(field, typed string, minimum, maximum int, requirement Requirement) int {
	typed = text.CleanLine(typed)
	if !c.isGiven(field, typed, requirement) {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < minimum || n > maximum {
		c.Fault(field, "field.number")
	}
	return n
}

// LocalTime reads a time in a time zone, as <input type=datetime-local> sends it, and returns it in UTC. An empty
// optional field is the zero time.
func (c *Checker) LocalTime(field, typed string, zone *time.Location, requirement Requirement) time.Time {
	if strings.TrimSpace(typed) == "" && requirement == Optional {
		return time.Time{}
	}
	at, fault := LocalTime(typed, zone)
	if fault != "" {
		c.Fault(field, fault)
	}
	return at
}

// LocalLayout is the format of <input type=datetime-local>.
const LocalLayout = "2006-01-02T15:04"

// LocalTime reads a time in a time zone and returns it in UTC, or the text key of the fault. A time that does not
// exist, because clocks are put forward in spring, is a fault; of two equal ones in autumn it is the first.
func LocalTime(typed string, zone *time.Location) (at time.Time, fault string) {
	typed = strings.TrimSpace(typed)
	at, err := time.ParseInLocation(LocalLayout, typed, zone)
	switch {
	case err != nil || at.Year() < 2000 || at.Year() > 2200:
		return time.Time{}, "field.time"
	case at.Format(LocalLayout) != typed:
		return time.Time{}, "event.no_such_time"
	}
	return models.AtClock(at, zone).UTC(), ""
}
