package mail

import "meguri/models"

// kind says what a kind of mail is made of. Its texts are mail.<kind>_subject and mail.<kind>_lead.
type kind struct {
	facts    bool // when and where
	ticket   bool // the QR code and the ticket, for confirmed people
	calendar bool
	button   string // key of the button's text, "" for none
	address  func(c *composer) string
}

func ownPage(c *composer) string { return c.ownURL() }

func survey(c *composer) string { return c.ownURL() + "/survey/" + c.mail.Data["survey"] }

func reset(c *composer) string {
	return c.BaseURL + "/staff/reset/" + c.Links.PasswordReset(c.mail.Data["reset"])
}

func eventPage(c *composer) string { return c.BaseURL + "/events/" + c.event.Slug }

var confirmed = kind{facts: true, ticket: true, calendar: true, button: "mail.own_page", address: ownPage}

var kinds = map[string]kind{
	"registration_confirmed":  confirmed,
	"registration_promoted":   confirmed,
	"registration_changed":    confirmed,
	"registration_waitlisted": {facts: true, button: "mail.own_page", address: ownPage},
	"registration_cancelled":  {button: "mail.event_page", address: eventPage},
	"link_again":              {facts: true, ticket: true, button: "mail.own_page", address: ownPage},
	"event_changed":           {facts: true, calendar: true, button: "mail.own_page", address: ownPage},
	"event_cancelled":         {facts: true, calendar: true, button: "mail.event_page", address: eventPage},
	"survey_invitation":       {button: "mail.survey", address: survey},
	"password_reset":          {button: "mail.reset", address: reset},
	"staff_invitation":        {button: "mail.set_password", address: reset},
}

// Secret reports whether a mail of the kind holds a link that only its addressee should have.
func Secret(m *models.Mail) bool { return kinds[m.Kind].button != "mail.event_page" }
