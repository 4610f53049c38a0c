package message

import (
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/filter"
	"meguri/models"
)

const (
	maxSubject = 150
	maxBody    = 10_000
	maxSearch  = 200
)

// AudienceInput chooses to whom a message goes, as the list of people does.
type AudienceInput = filter.Input

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
func (in *Input) audience(
	c *check.Checker, q *models.Query, e *models.Event, types []models.TicketType,
) (a models.Audience, onlineOnly bool, err error) {
	c.Line("q", in.Search, maxSearch, check.Optional)
	c.Line("organization", in.Organization, maxSearch, check.Optional)
	f, err := in.AudienceInput.Check(c, q, e)
	onlineOnly = f.Mode == models.ModeOnline || slices.ContainsFunc(types, func(t models.TicketType) bool {
		return t.ID == f.TicketTypeID && e.ModeOf(t) == models.ModeOnline
	})
	return models.AudienceOf(&f), onlineOnly, err
}

// read puts what was typed into the message. onlyOnline says that all for whom it was chosen are online.
func (in *Input) read(q *models.Query, m *models.Message, e *models.Event, onlyOnline bool) error {
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	c := check.New()
	t := terms{event: e, onlineOnly: onlyOnline, known: Placeholders}
	if !m.Audience.Chosen {
		if m.Audience, t.onlineOnly, err = in.audience(c, q, e, types); err != nil {
			return err
		}
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
func inputOf(m *models.Message, names *filter.Names) *Input {
	f := m.Audience.Filter()
	return &Input{
		AudienceInput: names.InputOf(&f),
		News:          m.News, Urgent: m.Urgent, SubjectJa: m.SubjectJa, BodyJa: m.BodyJa, SubjectEn: m.SubjectEn,
		BodyEn: m.BodyEn, Version: m.Version,
	}
}
