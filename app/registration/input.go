package registration

import (
	"encoding/json"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

const (
	maxOrganization  = 200 // characters
	maxAccessibility = 1000
	maxRequestID     = 100
	maxAnswers       = 50
	maxAnswer        = 4000 // bytes
)

// NameInput is a name as it was typed.
type NameInput struct {
	Family     string `form:"family_name"      json:"family_name"`
	Given      string `form:"given_name"       json:"given_name"`
	FamilyKana string `form:"family_name_kana" json:"family_name_kana"`
	GivenKana  string `form:"given_name_kana"  json:"given_name_kana"`
}

func (in *NameInput) check(c *check.Checker) text.Name {
	name, faults := text.NormalizeName(text.Name(*in))
	for field, key := range faults {
		c.Fault(field, key, "max", text.MaxName)
	}
	return name
}

// SignUpInput is what a person fills in to register. Names and address are taken as typed.
type SignUpInput struct {
	// RequestID was made by the client and is known to nobody else: the same one again is answered with the first
	// answer.
	RequestID  string `form:"id"          json:"id"`
	TicketType string `form:"ticket_type" json:"ticket_type"` // slug
	// EntryCode is the code of who was given one.
	EntryCode string `form:"entry_code" json:"entry_code"`
	NameInput
	Email         string        `form:"email"        json:"email"`
	Organization  string        `form:"organization" json:"organization"`
	Sector        models.Sector `form:"sector"       json:"sector"`
	Accessibility string        `form:"needs"        json:"needs"`
	// Asks is what the person chose of what is offered to take part.
	Asks     []models.AccessibilityKind `form:"asks" json:"accessibility"`
	Consents []string                   `form:"consents"     json:"consents"` // slugs
	// Locale is the language in which the person is written to. The form has it from the page.
	Locale string `json:"locale"`
	AnswersInput
	// FormVersion is that of the questions that the form showed.
	FormVersion int `form:"form_version" json:"-"`
	AskedInput
	LotteryInput
	// Sessions are the ids of those that the person signs up for.
	Sessions []string `form:"sessions" json:"sessions"`
	// PrivacyVersion is the version of the event's notice about data that the form showed, 0 where it does not say.
	PrivacyVersion int `form:"privacy" json:"-"`
	// Told are the ids of the joint uses of which the form told the person; RefusesJoint says that they said no.
	Told         []string `form:"joint" json:"-"`
	RefusesJoint bool     `form:"joint_refused" json:"-"`
	// Companions come with the person, who answers for them.
	Companions []CompanionInput `json:"companions"`
	// Fit gives places to as many of them as there are; else all wait until there are enough.
	Fit bool `form:"fit" json:"as_many_as_fit"`
}

// privacyVersion is the version that the person was shown: that of the form, else the event's newest.
func (in *SignUpInput) privacyVersion(event *models.Event) int {
	if in.PrivacyVersion > 0 && in.PrivacyVersion < event.PrivacyVersion {
		return in.PrivacyVersion
	}
	return event.PrivacyVersion
}

// check reads all fields but the ticket type and the consents, which depend on the event.
func (in *SignUpInput) check(c *check.Checker) *models.Registration {
	r := &models.Registration{
		RequestID:     c.Name("id", in.RequestID, maxRequestID, check.Optional),
		State:         models.RegistrationConfirmed,
		Name:          in.NameInput.check(c),
		Organization:  c.NoURL("organization", c.Name("organization", in.Organization, maxOrganization, check.Optional)),
		Sector:        check.Choice(c, "sector", in.Sector, models.PersonSectors),
		Accessibility: c.Text("needs", in.Accessibility, maxAccessibility, check.Optional),
		Asks:          readAsks(c, "asks", in.Asks),
		Locale:        in.Locale,
		LinkNumber:    1,
		TicketSerial:  1,
	}
	r.Email, r.EmailKey = c.Email("email", in.Email, check.Required)
	return r
}

// isOf reports whether the input has the address and name of a registration.
func (in *SignUpInput) isOf(r *models.Registration) bool {
	_, key, _ := text.NormalizeEmail(in.Email)
	name, _ := text.NormalizeName(text.Name(in.NameInput))
	return key == r.EmailKey && strings.EqualFold(name.Family, r.Family) && strings.EqualFold(name.Given, r.Given)
}

func answersOf(c *check.Checker, field string, given map[string]any) map[string]string {
	answers := make(map[string]string, len(given))
	for key, value := range given {
		if value == nil {
			continue
		}
		if answers[key] = asText(value); len(answers[key]) > maxAnswer {
			c.Fault(field, "registration.answers_long")
		}
	}
	if len(answers) > maxAnswers {
		c.Fault(field, "registration.answers_long")
	}
	return answers
}

// asText returns a string as it is, and anything else as JSON.
func asText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	text, _ := json.Marshal(value) // it came from JSON
	return string(text)
}

// CorrectInput is what a person may correct of their own registration.
type CorrectInput struct {
	NameInput
	// Email is the address that mails go to from now on; "" leaves it as it is.
	Email string `form:"email"`
	// Phone is a number to call. Only staff see and change it.
	Phone         string `form:"phone"`
	Organization  string `form:"organization"`
	Accessibility string `form:"needs"`
	// Asks is what the person asks for of what is offered; AsksShown says that the form shows it.
	Asks      []models.AccessibilityKind `form:"asks"`
	AsksShown bool                       `form:"asks_shown"`
	// Photo is shown on the attendee's page; AnswerPhoto changes it.
	Photo models.PhotoConsent `form:"photo"`
	// Locale is the language of the page on which the person corrects; "" leaves it as it is.
	Locale string
}

// correctInputOf is what the form shows before anything is changed.
func correctInputOf(r *models.Registration) *CorrectInput {
	return &CorrectInput{
		NameInput:     NameInput(r.Name),
		Email:         r.Email,
		Phone:         r.Phone,
		Organization:  r.Organization,
		Accessibility: r.Accessibility,
		Photo:         r.Photo,
	}
}

// check reads the fields of a registration that the input has.
func (in *CorrectInput) check(c *check.Checker) *models.Registration {
	r := &models.Registration{
		Name:          in.NameInput.check(c),
		Organization:  c.NoURL("organization", c.Name("organization", in.Organization, maxOrganization, check.Optional)),
		Accessibility: c.Text("needs", in.Accessibility, maxAccessibility, check.Optional),
		Asks:          readAsks(c, "asks", in.Asks),
		Locale:        in.Locale,
	}
	r.Email, r.EmailKey = c.Email("email", in.Email, check.Optional)
	r.Phone, r.PhoneKey = readPhone(c, in.Phone)
	return r
}

// readPhone reads a phone number, which may be left out.
func readPhone(c *check.Checker, typed string) (display, key string) {
	if typed = text.CleanLine(typed); typed == "" {
		return "", ""
	}
	display, key, ok := text.NormalizePhone(typed)
	if !ok {
		c.Fault("phone", "registration.phone_wrong")
	}
	return display, key
}

// ChangeInput is the ticket type that a person wants instead of theirs.
type ChangeInput struct {
	TicketType string `form:"ticket_type"` // slug
	// MayWait gives up the place for a position in the waiting list where the other ticket type is full.
	MayWait bool `form:"wait"`
}

// LinkInput is the e-mail address of an attendee who lost the link.
type LinkInput struct {
	Email string `form:"email"`
}

// consents returns the event's consent texts that the person agreed to. A required one that is missing is a fault.
func consents(c *check.Checker, all []models.ConsentText, given []string) (agreed []models.ConsentText) {
	for _, text := range all {
		if slices.Contains(given, text.Slug) {
			agreed = append(agreed, text)
		} else if text.Required {
			c.Fault("consents", "registration.consent_required")
		}
	}
	return agreed
}
