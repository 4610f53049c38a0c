package message

import (
	"meguri/app/service/check"
	"meguri/models"
)

const (
	maxSubject = 150
	maxBody    = 10_000
	maxSearch  = 200
)

// AudienceInput chooses to whom a message goes, as the list of people has it. Empty fields choose all.
type AudienceInput struct {
	State      models.RegistrationState `form:"state"       query:"state"`
	TicketType string                   `form:"ticket_type" query:"ticket_type"` // slug
	Mode       models.Mode              `form:"mode"        query:"mode"`
	Attended   models.Attended          `form:"attended"    query:"attended"`
	Search     string                   `form:"q"           query:"q"`
	Needs      bool                     `form:"needs"       query:"needs"`
	// Organization is what people belong to, exactly.
	Organization string          `form:"organization" query:"organization"`
	Answered     models.Answered `form:"answered"     query:"answered"`
}

// Input is what staff write.
type Input struct {
	AudienceInput
	News      bool   `form:"news"`
	Urgent    bool   `form:"urgent"`
	SubjectJa string `form:"subject_ja"`
	BodyJa    string `form:"body_ja"`
	SubjectEn string `form:"subject_en"`
	BodyEn    string `form:"body_en"`
	Version   int    `form:"version"`
	// ChosenOf is the id of the message to whose chosen people a new one goes, "" for a filter.
	ChosenOf string `form:"chosen_of"`
}

// SendInput is when a message is to be sent.
type SendInput struct {
	When   string `form:"when"`    // now or later
	SendAt string `form:"send_at"` // in the event's time zone
	// People is how many the question named.
	People string `form:"people"`
}

// audience reads to whom a message goes.
func (in *AudienceInput) audience(c *check.Checker, types []models.TicketType) (a models.Audience, onlineOnly bool) {
	a = models.Audience{
		Query: c.Line("q", in.Search, maxSearch, check.Optional), State: in.State, Mode: in.Mode,
		Attended: in.Attended, NeedsOnly: in.Needs, Answered: in.Answered,
		Organization: c.Line("organization", in.Organization, maxSearch, check.Optional),
	}
	if in.Answered != "" {
		check.Choice(c, "answered", in.Answered, models.Answers)
	}
	if in.State != "" {
		check.Choice(c, "state", in.State, models.RegistrationStates)
	}
	if in.Mode != "" {
		check.Choice(c, "mode", in.Mode, models.Modes)
	}
	if in.Attended != "" {
		check.Choice(c, "attended", in.Attended, models.Attendances)
	}
	onlineOnly = in.Mode == models.ModeOnline
	if in.TicketType == "" {
		return a, onlineOnly
	}
	for _, t := range types {
		if t.Slug == in.TicketType {
			a.TicketTypeID = t.ID
			return a, onlineOnly || t.Mode == models.ModeOnline
		}
	}
	c.Fault("ticket_type", "field.choice")
	return a, onlineOnly
}

// read puts what was typed into the message. onlyOnline says that all for whom it was chosen are online.
func (in *Input) read(m *models.Message, e *models.Event, types []models.TicketType, onlyOnline bool) error {
	c := check.New()
	t := terms{event: e, onlineOnly: onlyOnline, known: Placeholders}
	if !m.Audience.Chosen {
		m.Audience, t.onlineOnly = in.audience(c, types)
	}
	m.News, m.Urgent = in.News, in.Urgent
	in.readTexts(c, &t, m)
	for field, text := range map[string]string{"subject_ja": m.SubjectJa, "subject_en": m.SubjectEn} {
		t.checkPlaceholders(c, field, text, true)
	}
	for field, text := range map[string]string{"body_ja": m.BodyJa, "body_en": m.BodyEn} {
		t.checkPlaceholders(c, field, text, false)
	}
	return c.Err()
}

// readTexts reads the texts: each language has a subject and a body, or neither, and one language is there.
func (in *Input) readTexts(c *check.Checker, t *terms, m *models.Message) {
	m.SubjectJa = t.plainBraces(c.Line("subject_ja", in.SubjectJa, maxSubject, check.Optional))
	m.SubjectEn = t.plainBraces(c.Line("subject_en", in.SubjectEn, maxSubject, check.Optional))
	m.BodyJa = t.plainBraces(c.Text("body_ja", in.BodyJa, maxBody, check.Optional))
	m.BodyEn = t.plainBraces(c.Text("body_en", in.BodyEn, maxBody, check.Optional))
	switch {
	case m.SubjectJa+m.BodyJa+m.SubjectEn+m.BodyEn == "":
		c.Fault("subject_ja", "message.nothing_written")
	case (m.SubjectJa == "") != (m.BodyJa == ""):
		c.Fault(missing("subject_ja", "body_ja", m.SubjectJa), "message.half_written")
	}
	if (m.SubjectEn == "") != (m.BodyEn == "") {
		c.Fault(missing("subject_en", "body_en", m.SubjectEn), "message.half_written")
	}
}

func missing(subject, body, typed string) string {
	if typed == "" {
		return subject
	}
	return body
}

// inputOf is what the form shows of a message.
func inputOf(m *models.Message, types []models.TicketType) *Input {
	a := m.Audience
	in := &Input{
		AudienceInput: AudienceInput{
			State: a.State, Mode: a.Mode, Attended: a.Attended, Search: a.Query, Needs: a.NeedsOnly,
			Organization: a.Organization, Answered: a.Answered,
		},
		News: m.News, Urgent: m.Urgent, SubjectJa: m.SubjectJa, BodyJa: m.BodyJa, SubjectEn: m.SubjectEn, BodyEn: m.BodyEn,
		Version: m.Version,
	}
	for _, t := range types {
		if t.ID == a.TicketTypeID {
			in.TicketType = t.Slug
		}
	}
	return in
}
