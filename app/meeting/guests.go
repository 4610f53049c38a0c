package meeting

import (
	"slices"
	"strings"
	"time"

	"meguri/models"
	"meguri/models/text"
)

// maxName is how many characters of a name or an address are kept.
const maxName = 200

// guests adds up the lines of a report by person: one address is one person, and so is one name that has no address or
// stands beside one alone. Errors: Invalid with the row whose time cannot be read.
func (p *paper) guests(c *clock) ([]models.MeetingGuest, error) {
	g := gathering{people: map[string]*gathered{}, keyOfName: p.addressOfName()}
	last, err := p.times(c, &g)
	if err != nil {
		return nil, err
	}
	list := make([]models.MeetingGuest, 0, len(g.order))
	for _, key := range g.order {
		if guest := g.people[key].guest(last); len(guest.Spans) > 0 {
			guest.Number = len(list) + 1
			list = append(list, guest)
		}
	}
	if len(list) == 0 {
		return nil, models.NewError(models.CodeInvalid, "meeting.no_report")
	}
	return list, nil
}

// addressOfName finds the address that stands beside a name, of names that have one alone.
func (p *paper) addressOfName() map[string]string {
	of := map[string]string{}
	for _, l := range p.lines {
		if key := emailKey(l.email); key != "" {
			name := text.SearchQuery(l.name)
			if before, ok := of[name]; ok && before != key {
				key = ""
			}
			of[name] = key
		}
	}
	return of
}

func emailKey(email string) string {
	_, key, ok := text.NormalizeEmail(email)
	if !ok {
		return ""
	}
	return key
}

// gathering puts lines together by person, in the order of the file.
type gathering struct {
	people    map[string]*gathered
	keyOfName map[string]string
	order     []string
}

// gathered is what a report says of a person.
type gathered struct {
	name, email string
	joins, sums []models.Interval
	actions     []action
}

type action struct {
	at     time.Time
	leaves bool
}

func (g *gathering) of(l *line) *gathered {
	name := text.SearchQuery(l.name)
	key := emailKey(l.email)
	if key == "" {
		key = g.keyOfName[name]
	}
	if key == "" {
		key = "name " + name
	}
	person := g.people[key]
	if person == nil {
		person = &gathered{name: text.Shorten(l.name, maxName)}
		g.people[key] = person
		g.order = append(g.order, key)
	}
	if person.email == "" && emailKey(l.email) != "" {
		person.email = text.Shorten(l.email, maxName)
	}
	return person
}

// times reads the times of all lines, and returns the last one: who did not leave was there until then.
func (p *paper) times(c *clock, g *gathering) (last time.Time, err error) {
	bad := func(l *line, written string) error {
		return models.NewError(models.CodeInvalid, "meeting.bad_time", "row", l.row, "text", text.Shorten(written, 40))
	}
	for i := range p.lines {
		l := &p.lines[i]
		from, ok := c.at(l.from, l.isUTC)
		if !ok {
			return last, bad(l, l.from)
		}
		until := from
		if strings.Trim(l.until, "-–—") != "" {
			if until, ok = c.at(l.until, l.isUTC); !ok || until.Before(from) {
				return last, bad(l, l.until)
			}
		} else if length, ok := readLength(l.length); ok {
			until = from.Add(length)
		}
		if until.After(last) {
			last = until
		}
		g.of(l).add(l, models.Interval{From: from, Until: until})
	}
	return last, nil
}

func (person *gathered) add(l *line, span models.Interval) {
	switch {
	case l.action != "":
		person.actions = append(person.actions, action{span.From, isLeaving(l.action)})
	case l.isSum: // never more than what was counted
		if length, ok := readLength(l.length); ok && span.From.Add(length).Before(span.Until) {
			span.Until = span.From.Add(length)
		}
		person.sums = append(person.sums, span)
	default:
		person.joins = append(person.joins, span)
	}
}

func isLeaving(written string) bool {
	written = strings.ToLower(written)
	return strings.HasPrefix(written, "left") || strings.Contains(written, "退")
}

// guest is the person with when they were there: by each join where these are told, else from the first to the last.
func (person *gathered) guest(last time.Time) models.MeetingGuest {
	spans := slices.Concat(person.joins, spansOf(person.actions, last))
	if len(spans) == 0 {
		spans = person.sums
	}
	spans = models.JoinIntervals(spans)
	spans = slices.DeleteFunc(spans, func(i models.Interval) bool { return !i.Until.After(i.From) })
	return models.MeetingGuest{Name: person.name, Email: person.email, Spans: spans}
}

func spansOf(actions []action, last time.Time) (spans []models.Interval) {
	slices.SortStableFunc(actions, func(a, b action) int { return a.at.Compare(b.at) })
	isIn := false
	for _, a := range actions {
		switch {
		case !a.leaves && !isIn:
			spans = append(spans, models.Interval{From: a.at, Until: last})
		case a.leaves && isIn:
			spans[len(spans)-1].Until = a.at
		}
		isIn = !a.leaves
	}
	return spans
}
