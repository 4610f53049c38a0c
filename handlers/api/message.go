package api

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/message"
	"meguri/handlers/web"
	"meguri/models"
)

// inLanguages is a text in one or both languages.
type inLanguages struct {
	Ja string `json:"ja"`
	En string `json:"en"`
}

// messageRequest is what a program has sent.
type messageRequest struct {
	ID       string      `json:"id"`
	Subject  inLanguages `json:"subject"`
	Body     inLanguages `json:"body"`
	Audience struct {
		State        models.RegistrationState `json:"state"`
		TicketType   string                   `json:"ticket_type"`
		Mode         models.Mode              `json:"mode"`
		Attended     models.Attended          `json:"attended"`
		Organization string                   `json:"organization"`
		Answered     *bool                    `json:"answered"`
		Survey       string                   `json:"survey"`
		Tags         []string                 `json:"tags"`
		Answers      map[string]string        `json:"answers"`
		Online       int                      `json:"online"`
		MailFailed   bool                     `json:"mail_failed"`
		Way          models.EntryWay          `json:"way"`
		Needs        bool                     `json:"needs"`
		Search       string                   `json:"q"`
	} `json:"audience"`
	News   bool       `json:"news"`
	Urgent bool       `json:"urgent"`
	SendAt *time.Time `json:"send_at"`
	DryRun bool       `json:"dry_run"`
}

func (r *messageRequest) order() *message.Order {
	a := &r.Audience
	in := message.Input{
		AudienceInput: message.AudienceInput{
			State: a.State, TicketType: a.TicketType, Mode: a.Mode, Attended: a.Attended, Organization: a.Organization,
			Tags: a.Tags, MailFailed: a.MailFailed, Way: a.Way, Needs: a.Needs, Search: a.Search, Survey: a.Survey,
		},
		News: r.News, Urgent: r.Urgent,
		SubjectJa: r.Subject.Ja, SubjectEn: r.Subject.En, BodyJa: r.Body.Ja, BodyEn: r.Body.En,
	}
	if a.Answered != nil {
		in.Answered = "no"
		if *a.Answered {
			in.Answered = "yes"
		}
	}
	if a.Online != 0 {
		in.Online = strconv.Itoa(a.Online)
	}
	for question, answer := range a.Answers {
		in.Answers = append(in.Answers, question+":"+answer)
	}
	return &message.Order{ID: r.ID, Input: in, SendAt: r.SendAt, DryRun: r.DryRun}
}

// messageFields are the fields of a request by those of the form.
var messageFields = map[string]string{
	"subject_ja": "subject.ja", "subject_en": "subject.en", "body_ja": "body.ja", "body_en": "body.en",
	"state": "audience.state", "ticket_type": "audience.ticket_type", "mode": "audience.mode",
	"attended": "audience.attended", "organization": "audience.organization", "survey": "audience.survey",
	"tag": "audience.tags", "answer": "audience.answers", "online": "audience.online", "q": "audience.q",
}

// asRequested names the fields at fault as the request does.
func asRequested(err error) error {
	var known *models.Error
	if !errors.As(err, &known) || len(known.Fields) == 0 {
		return err
	}
	renamed := *known
	renamed.Fields = map[string]string{}
	if known.FieldArgs != nil {
		renamed.FieldArgs = map[string][]any{}
	}
	for field, key := range known.Fields {
		name := field
		if to, ok := messageFields[field]; ok {
			name = to
		}
		renamed.Fields[name] = key
		if args, ok := known.FieldArgs[field]; ok {
			renamed.FieldArgs[name] = args
		}
	}
	return &renamed
}

// CreateMessage has a message sent.
func (h *V1) CreateMessage(c echo.Context) error {
	var in messageRequest
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	made, err := h.Messages.Order(c.Request().Context(), web.AccountOf(c), web.EventOf(c), in.order())
	switch {
	case err != nil:
		return asRequested(err)
	case in.DryRun:
		return c.JSON(http.StatusOK, map[string]any{"recipients": made.Recipients})
	}
	return c.JSON(http.StatusCreated, map[string]any{
		"id": made.ID, "recipients": made.Recipients, "send_at": made.SendAt.UTC(),
	})
}

// messageProgress is the answer to how far a message is.
type messageProgress struct {
	State      string     `json:"state"`
	SendAt     *time.Time `json:"send_at"`
	Recipients int        `json:"recipients"`
	Queued     int        `json:"queued"`
	Sent       int        `json:"sent"`
	Failed     int        `json:"failed"`
	LeftOut    int        `json:"left_out"`
}

// Message tells how far a message is.
func (h *V1) Message(c echo.Context) error {
	p, err := h.Messages.Progress(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, messageProgress{
		State: p.State, SendAt: p.SendAt, Recipients: p.People, Queued: p.Waiting, Sent: p.Sent + p.Kept,
		Failed: p.Failed + p.Bounced, LeftOut: p.LeftOut + p.Stopped,
	})
}
