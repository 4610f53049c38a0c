package message

import (
	"cmp"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// The placeholders, as in "{name}": what each mail has in their place differs from person to person.
const (
	phName    = "name"
	phEvent   = "event"
	phDate    = "date"
	phPlace   = "place"
	phType    = "ticket_type"
	phCode    = "code"
	phTicket  = "ticket_link"
	phJoin    = "join_link"
	phPage    = "event_page"
	phContact = "contact"
	phAnswers = "answers" // to the questions of the event's form
	phReason  = "reason"  // of a cancellation, in the program's mail about it
)

// Placeholders lists all of them in the order in which they are offered.
var Placeholders = []string{
	phName, phEvent, phDate, phPlace, phType, phCode, phTicket, phJoin, phPage, phContact, phAnswers,
}

// links are placeholders that become addresses. A subject cannot have one.
var links = []string{phTicket, phJoin, phPage}

// part is a piece of a text: plain, or the name of a placeholder.
type part struct {
	plain, name string
	broken      bool // a brace without its partner
}

// parse takes a text apart.
func parse(source string) (parts []part) {
	for source != "" {
		at := strings.IndexAny(source, "{}")
		if at < 0 {
			return append(parts, part{plain: source})
		}
		if at > 0 {
			parts = append(parts, part{plain: source[:at]})
		}
		rest := source[at+1:]
		end := strings.IndexAny(rest, "{}\n")
		if source[at] == '}' || end < 0 || rest[end] != '}' {
			return append(parts, part{plain: near(source[at:]), broken: true})
		}
		parts = append(parts, part{name: strings.TrimSpace(rest[:end])})
		source = rest[end+1:]
	}
	return parts
}

// near is the beginning of a text, to show where something is.
func near(source string) string {
	runes := []rune(source)
	return strings.TrimSpace(string(runes[:min(len(runes), 12)]))
}

// plainBraces writes the placeholders that were typed with full-width braces with plain ones.
func (t *terms) plainBraces(source string) string {
	for _, name := range t.known {
		source = strings.ReplaceAll(source, "｛"+name+"｝", "{"+name+"}")
	}
	return source
}

// terms are what the use of placeholders depends on.
type terms struct {
	event      *models.Event
	isOurs     bool // the text is in place of one of ours, whose subject names the event
	onlineOnly bool // the audience is online
	// known are the placeholders that there are; needed those that a text in place of ours must have.
	known, needed []string
}

// checkPlaceholders records a fault of the field for a placeholder that would stay empty, or that nobody knows.
func (t terms) checkPlaceholders(c *check.Checker, field, source string, isSubject bool) {
	for _, p := range parse(source) {
		switch {
		case p.broken:
			c.Fault(field, "message.placeholder_broken", "near", p.plain)
		case p.plain != "":
		case !slices.Contains(t.known, p.name):
			c.Fault(field, "message.placeholder_unknown", "name", "{"+p.name+"}")
		case isSubject && slices.Contains(links, p.name):
			c.Fault(field, "message.placeholder_in_subject", "name", "{"+p.name+"}")
		case isSubject && p.name == phEvent && t.event.Discreet && !t.isOurs:
			c.Fault(field, "message.event_in_subject")
		case p.name == phJoin && !t.event.HasStream():
			c.Fault(field, "message.no_stream")
		case p.name == phJoin && !t.onlineOnly:
			c.Fault(field, "message.join_online_only")
		case p.name == phContact && t.event.ContactEmail == "" && t.event.ContactPhone == "":
			c.Fault(field, "message.no_contact")
		}
	}
}

// fill replaces the placeholders. write makes what a value looks like in the text.
func fill(source string, values map[string]string, write func(name, value string) string) string {
	var out strings.Builder
	for _, p := range parse(source) {
		if p.name == "" {
			out.WriteString(p.plain)
			continue
		}
		out.WriteString(write(p.name, values[p.name]))
	}
	return out.String()
}

// inMarkdown writes a value so that it is no Markdown by chance, and an address so that it is a link.
func inMarkdown(name, value string) string {
	if slices.Contains(links, name) || (name == phContact && strings.Contains(value, "@")) {
		return "<" + value + ">"
	}
	if name == phReason || name == phAnswers { // of as many paragraphs as were typed
		return strings.ReplaceAll(escapes.Replace(strings.ReplaceAll(value, "\n", "\x00")), "\x00", "\n\n")
	}
	return escapes.Replace(value)
}

func inSubject(_, value string) string { return strings.ReplaceAll(value, "\n", " ") }

var escapes = func() *strings.Replacer {
	pairs := []string{"\n", " "}
	for _, r := range "\\`*_{}[]<>()#+-.!|~&:=\"'/@" {
		pairs = append(pairs, string(r), `\`+string(r))
	}
	return strings.NewReplacer(pairs...)
}()

// valuesOf are the values for one person, or for a reader who is none of the attendees.
func valuesOf(texts *i18n.Localizer, l *mail.Letter) map[string]string {
	e := l.Event
	page := l.BaseURL + string(paths.OfEvent(e.Slug))
	values := map[string]string{
		phName: text.Unlinked(l.ToName), phEvent: texts.Pick(e.TitleJa, e.TitleEn), phDate: texts.When(e),
		phPlace: place(texts, e), phType: texts.T("message.sample_type"), phCode: "XXXX-XXXX",
		phTicket: page, phJoin: page, phPage: page, phContact: cmp.Or(e.ContactEmail, e.ContactPhone),
	}
	r := l.Registration
	if r == nil {
		return values
	}
	own := paths.OfAttendee(l.AttendeeSecret)
	values[phType], values[phCode] = texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn), r.Code
	values[phTicket], values[phJoin] = l.BaseURL+string(own), l.BaseURL+string(own)
	if e.ModeOf(r.TicketType) == models.ModeOnline {
		values[phPlace] = texts.T("message.online")
		if r.State == models.RegistrationConfirmed && e.HasStream() {
			values[phJoin] = l.BaseURL + own.Join()
		}
	}
	return values
}

// place is where the event is, for who comes to the venue.
func place(texts *i18n.Localizer, e *models.Event) string {
	if !e.HasVenue() {
		return texts.T("message.online")
	}
	name := texts.Pick(e.VenueNameJa, e.VenueNameEn)
	if address := texts.Pick(e.VenueAddressJa, e.VenueAddressEn); address != "" {
		return texts.T("message.place", "name", name, "address", address)
	}
	return name
}
