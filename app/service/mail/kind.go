package mail

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/models"
)

// Audience says to whom mails of a kind are sent.
type Audience int

// The audiences.
const (
	Attendee Audience = iota + 1 // the attendee of a registration
	Account                      // the person of an account
)

// Kind is a kind of mail. The feature that owns it registers it. Its texts have the keys mail.<Name>_subject and
// mail.<Name>_lead. They may use the values in the mail's Data, and "title", the event's title.
type Kind struct {
	Name     string
	Audience Audience
	// While lists the states of the registration in which the mail is true. In another one, or once the event is called
	// off, it is overtaken and not sent. Without any it is always true.
	While []models.RegistrationState
	// Write makes the subject and the body of mails whose text is staff's; nil for kinds with texts of ours.
	Write    func(ctx context.Context, texts *i18n.Localizer, l *Letter) (*Wording, error)
	Facts    bool // with when and where; for mails about an event
	Ticket   bool // with the QR code and the ticket, if the attendee is confirmed for the venue now
	Calendar bool // with the event as a calendar file; for attendees
	// Files makes files of the kind's own; nil for none. Their names have texts of their own: mail.attached_….
	Files func(ctx context.Context, texts *i18n.Localizer, l *Letter) ([]Attachment, error)
	// Companions is with those whom the attendee registered, and the links to their pages.
	Companions bool
	Link       Link // where the button leads
	// Also is a link below all else, for what few of the addressees want; its zero value for none. Its secret is that of
	// Link.
	Also Link
	// MayRead reports whether staff with the roles at the mail's event may see the secrets in the mail, where mails stay
	// in the outbox. It is for mails to an account; nil hides them from everybody.
	MayRead func(ctx context.Context, l *Letter, roles []models.Role) (bool, error)
	// Adds is the key of a paragraph that follows the text, also where staff worded that. It may be nil.
	Adds func(l *Letter) string
	// MayWait says that mails of the kind go to many, and wait in the quiet hours of their event.
	MayWait bool
	// Fixed says that its text differs by what happened, so that staff cannot put another one in its place.
	Fixed bool
	// GaveUp is called when a mail is given up. It may be nil.
	GaveUp func(ctx context.Context, m *models.Mail) error
}

// Wording is what staff wrote, for one person.
type Wording struct {
	Subject, Markdown string
	// WayOut is where news can be refused (RFC 8058), "" for other mails.
	WayOut string
	// Overtaken says that the mail is not sent any more.
	Overtaken bool
	// MayWait says that it goes to many, and waits as the rules of the event say.
	MayWait bool
	// Ours says that staff put it in place of a text of ours: all else of the mail stays as it is.
	Ours bool
}

// Link is where the button of a mail leads.
type Link struct {
	Button  string // key of its text
	Address func(l *Letter) string
	// Secret returns the part of the address that only the addressee should know. It is nil if there is none.
	Secret func(l *Letter) string
}

// AccountLink is a mail to an account with a link of its own.
type AccountLink struct {
	Kind    string
	Account *models.Account
	ToName  string
	Member  *models.Member // the role that the link invites to, nil for none
	Event   *models.Event  // what the mail is about, nil for none
	Age     time.Duration  // how long the link works
}

// Letter is a mail with what it is about.
type Letter struct {
	*models.Mail
	BaseURL      string
	Event        *models.Event        // nil for a mail that is about no event
	Registration *models.Registration // nil for a mail to an account
	// ForStaff says that staff read it, and not its addressee.
	ForStaff bool
	// AttendeeSecret is the secret of the attendee's page, "" for a mail to an account.
	AttendeeSecret string
	// Companions are those whom the attendee registered, and whose mails go to the same address, with the secrets of
	// their pages; for kinds that name them.
	Companions []Companion
}

// Companion is somebody whom the addressee registered.
type Companion struct {
	*models.Registration
	Secret string
}

// AttendeeLink leads to the attendee's page or one of its subpages: page returns the path.
func AttendeeLink(button string, page func(own paths.Attendee, l *Letter) string) Link {
	return Link{
		Button:  button,
		Address: func(l *Letter) string { return l.BaseURL + page(paths.OfAttendee(l.AttendeeSecret), l) },
		Secret:  func(l *Letter) string { return l.AttendeeSecret },
	}
}

// AttendeePage leads to the attendee's page.
var AttendeePage = AttendeeLink("mail.own_page", func(own paths.Attendee, _ *Letter) string { return string(own) })

// EventPage leads to the public page of the event.
var EventPage = Link{
	Button:  "mail.event_page",
	Address: func(l *Letter) string { return l.BaseURL + string(paths.OfEvent(l.Event.Slug)) },
}

// holdsSecret reports whether mails of the kind hold something that only the addressee should see: a secret link or the
// ticket.
func (k *Kind) holdsSecret() bool { return k.Link.Secret != nil || k.Ticket }

// isOvertaken reports whether the registration has left the state that a mail of the kind tells, or its event was
// called off.
func (k *Kind) isOvertaken(l *Letter) bool {
	return l.Registration != nil && len(k.While) > 0 &&
		(l.Event.WasCancelled() || !slices.Contains(k.While, l.Registration.State))
}

// check returns an error if no mail of the kind could be composed.
func (k *Kind) check(texts *i18n.Bundle) error {
	switch {
	case k.Name == "", k.Audience != Attendee && k.Audience != Account:
		return fmt.Errorf("the kind of mail %q has no name or no audience", k.Name)
	case k.Link.Button == "" || k.Link.Address == nil:
		return fmt.Errorf("the kind of mail %q leads nowhere", k.Name)
	case k.Audience == Account && (k.Ticket || k.Calendar):
		return fmt.Errorf("mails of kind %q carry what only attendees have", k.Name)
	}
	keys := []string{k.Link.Button}
	if k.Also.Address != nil {
		keys = append(keys, k.Also.Button)
	}
	if k.Write == nil {
		keys = append(keys, k.textKey("_subject"), k.textKey("_lead"))
	}
	for _, lang := range i18n.Languages {
		for _, key := range keys {
			if !texts.For(lang).Has(key) {
				return fmt.Errorf("the kind of mail %q has no text %s in the language %s", k.Name, key, lang)
			}
		}
	}
	return nil
}

// isOurs reports whether mails of the kind bring attendees a text of ours, which staff may reword.
func (k *Kind) isOurs() bool { return k.Audience == Attendee && k.Write == nil && !k.Fixed }

// HasSecret reports whether the addressee may see the link to the attendee's page.
func (k *Kind) HasSecret() bool { return k.Link.Secret != nil }

// Ours lists the kinds whose texts staff may reword.
func (s *Service) Ours() []*Kind {
	var list []*Kind
	for i := range s.Kinds {
		if s.Kinds[i].isOurs() {
			list = append(list, &s.Kinds[i])
		}
	}
	return list
}

// OurWording is our text of a kind with placeholders in place of what differs, each paragraph apart. texts are those of
// its language.
func (k *Kind) OurWording(texts *i18n.Localizer) (subject, lead string) {
	args := []any{"title", "{event}"}
	for _, name := range KindFacts {
		args = append(args, name, "{"+name+"}")
	}
	lead = strings.TrimSpace(texts.T(k.textKey("_lead"), args...))
	return texts.T(k.textKey("_subject"), args...), strings.ReplaceAll(lead, "\n", "\n\n")
}

// KindFacts are what only some kinds tell, from the data of a mail.
var KindFacts = []string{"position", "reason", "n"}

func (k *Kind) textKey(part string) string { return "mail." + k.Name + part }

// register checks the kinds and stores them by name.
func (s *Service) register(kinds []Kind) error {
	s.kinds = map[string]*Kind{}
	for i := range kinds {
		kind := &kinds[i]
		if _, twice := s.kinds[kind.Name]; twice {
			return fmt.Errorf("the kind of mail %q is registered twice", kind.Name)
		}
		if err := kind.check(s.texts); err != nil {
			return err
		}
		s.kinds[kind.Name] = kind
	}
	return nil
}

// KindNames lists the names of all kinds.
func (s *Service) KindNames() []string { return slices.Sorted(maps.Keys(s.kinds)) }
