package event

import (
	"context"
	"strconv"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/models"
)

// The kinds of mail that tell who has a place at the venue that everybody attends online, and that they do so no more.
const (
	mailMovedOnline = "event_moved_online"
	mailMovedBack   = "event_moved_back"
)

// What the data of these mails has: what staff wrote.
const (
	factSubject = "subject_"
	factBody    = "body_"
)

const (
	maxSubject = 200
	maxMail    = 10_000
)

// MoveInput is the mail that goes with moving everybody online, or back to the venue.
type MoveInput struct {
	SubjectJa string `form:"subject_ja"`
	SubjectEn string `form:"subject_en"`
	BodyJa    string `form:"body_ja"` // Markdown
	BodyEn    string `form:"body_en"`
	// People is how many the question named.
	People string `form:"people"`
}

// MovePage is what the question before it shows.
type MovePage struct {
	Online bool // to where it would move
	// Confirmed and Waiting are of the venue; OnlineAlready attend online by themselves and get no mail.
	Confirmed, Waiting, OnlineAlready int
	// NewcomersClosed says that nobody can register meanwhile, as there is no ticket type online.
	NewcomersClosed bool
	Input           MoveInput
}

// People is how many are concerned, and get the mail.
func (p *MovePage) People() int { return p.Confirmed + p.Waiting }

// MovePage reads the question whether everybody shall attend online, or at the venue again. Staff who may edit the
// event call it. Errors: Conflict where that is so already, or the event is not published or over; Invalid without an
// online room.
func (s *Service) MovePage(ctx context.Context, texts *i18n.Bundle, e *models.Event, online bool) (*MovePage, error) {
	q := s.db.Query(ctx)
	if err := mayMove(q, e, online); err != nil {
		return nil, err
	}
	page, err := movePage(q, e, online)
	if err != nil {
		return nil, err
	}
	key := map[bool]string{true: "online", false: "back"}[online]
	ja, en := texts.For(i18n.Japanese), texts.For(i18n.English)
	page.Input = MoveInput{
		SubjectJa: ja.T("event.move_"+key+"_subject", "title", ja.Pick(e.TitleJa, e.TitleEn)),
		SubjectEn: en.T("event.move_"+key+"_subject", "title", en.Pick(e.TitleJa, e.TitleEn)),
		BodyJa:    ja.T("event.move_"+key+"_body", "title", ja.Pick(e.TitleJa, e.TitleEn)),
		BodyEn:    en.T("event.move_"+key+"_body", "title", en.Pick(e.TitleJa, e.TitleEn)),
		People:    strconv.Itoa(page.People()),
	}
	return page, nil
}

func movePage(q *models.Query, e *models.Event, online bool) (*MovePage, error) {
	page := &MovePage{Online: online}
	var err error
	if page.Confirmed, page.Waiting, err = q.Registrations().CountOfMode(e, models.ModeVenue); err != nil {
		return nil, err
	}
	already, waiting, err := q.Registrations().CountOfMode(e, models.ModeOnline)
	if err != nil {
		return nil, err
	}
	page.OnlineAlready = already + waiting
	types, err := q.TicketTypes().OfEvent(e)
	page.NewcomersClosed = online && !hasMode(types, models.ModeOnline)
	return page, err
}

func mayMove(q *models.Query, e *models.Event, online bool) error {
	switch {
	case e.State != models.EventPublished || e.Ended(q.Now):
		return models.NewError(models.CodeConflict, "event.move_closed")
	case !e.NamesVenue():
		return models.NewError(models.CodeConflict, "event.move_no_venue")
	case online && !e.HasStream():
		return models.NewError(models.CodeConflict, missingStream)
	case online == e.IsMovedOnline():
		return models.NewError(models.CodeConflict, "event.move_done_already")
	}
	return nil
}

// Move has everybody attend online, or at the venue again who has a place there, and mails them. Ticket types, places
// and tickets stay as they are: who chose to attend online goes on to do so. Staff who may edit the event call it.
// Errors: those of MovePage; Invalid with the fields at fault, also where other people are concerned than the question
// named.
func (s *Service) Move(ctx context.Context, e *models.Event, online bool, in *MoveInput) error {
	facts, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		current, err := tx.Events().ByID(e.ID)
		if err != nil {
			return err
		}
		if err := mayMove(tx.Query, current, online); err != nil {
			return err
		}
		if err := tx.Events().SetOnline(current, online); err != nil { // and lock the ticket types
			return err
		}
		page, err := movePage(tx.Query, current, online)
		if err != nil {
			return err
		}
		if in.People != strconv.Itoa(page.People()) {
			return models.NewError(models.CodeInvalid, "event.move_other_number", "n", page.People())
		}
		data := timeAndPlace(current)
		for name, value := range facts {
			data[name] = value
		}
		n := notice{EventID: e.ID, Kind: mailMovedBack, Facts: data, AtVenue: true}
		if online {
			n.Kind = mailMovedOnline
		}
		activityID := tx.Emit(models.ActivityEventChanged, current)
		n.ActivityID = &activityID
		return notify(tx, current, n)
	})
}

// read checks what was typed. Who writes in one language only writes so to all.
func (in *MoveInput) read() (map[string]string, error) {
	c := check.New()
	ja, en := check.Required, check.Required
	if in.SubjectEn+in.BodyEn == "" {
		en = check.Optional
	} else if in.SubjectJa+in.BodyJa == "" {
		ja = check.Optional
	}
	facts := map[string]string{
		factSubject + i18n.Japanese: c.Line("subject_ja", in.SubjectJa, maxSubject, ja),
		factSubject + i18n.English:  c.Line("subject_en", in.SubjectEn, maxSubject, en),
		factBody + i18n.Japanese:    c.Text("body_ja", in.BodyJa, maxMail, ja),
		factBody + i18n.English:     c.Text("body_en", in.BodyEn, maxMail, en),
	}
	return facts, c.Err()
}

// writeMove makes the mail for one person. It is overtaken where the event has moved on since.
func writeMove(_ context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	pick := func(name string) string { return texts.Pick(l.Data[name+i18n.Japanese], l.Data[name+i18n.English]) }
	online := l.Kind == mailMovedOnline
	return &mail.Wording{
		Subject: pick(factSubject), Markdown: pick(factBody), Overtaken: l.Event.IsMovedOnline() != online,
	}, nil
}
