package message

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/kit"
	"meguri/app/service/mail"
	"meguri/models"
)

// Reword is what staff of the event put in place of our text of a mail, nil for ours.
func (s *Service) Reword(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	w, err := s.db.Query(ctx).Mails().Wording(l.Event.ID, l.Kind, texts.Lang)
	if err != nil || w == nil {
		return nil, err
	}
	return worded(texts, l, w.Subject, w.Body), nil
}

func worded(texts *i18n.Localizer, l *mail.Letter, subject, body string) *mail.Wording {
	values := valuesOf(texts, l)
	for _, name := range mail.KindFacts {
		values[name] = l.Data[name]
	}
	return &mail.Wording{
		Subject: fill(subject, values, inSubject), Markdown: fill(body, values, inMarkdown), Ours: true,
	}
}

// WordingEntry is a kind of mail in the list of those that the program sends.
type WordingEntry struct {
	Kind string
	// Own says that staff of the event reworded it, in the languages.
	Own []string
}

// Wordings lists the kinds of mail that the program sends to attendees. Staff who may write to people call it.
func (s *Service) Wordings(ctx context.Context, e *models.Event) ([]WordingEntry, error) {
	own, err := s.db.Query(ctx).Mails().Wordings(e)
	list := make([]WordingEntry, len(s.ours))
	for i, kind := range s.ours {
		list[i].Kind = kind.Name
		for j := range own {
			if own[j].Kind == kind.Name {
				list[i].Own = append(list[i].Own, own[j].Lang)
			}
		}
		slices.Sort(list[i].Own)
		slices.Reverse(list[i].Own) // Japanese first
	}
	return list, err
}

// WordingInput is what staff write in place of our text.
type WordingInput struct {
	SubjectJa string `form:"subject_ja"`
	BodyJa    string `form:"body_ja"`
	SubjectEn string `form:"subject_en"`
	BodyEn    string `form:"body_en"`
}

// WordingPage is the form of a kind of mail, with a preview.
type WordingPage struct {
	WordingEntry
	Input *WordingInput
	// Ours is our text.
	Ours                 *WordingInput
	Placeholders, Needed []string
	// Person is who the preview is for, nil where nobody registered; Number is theirs, from 0, of People.
	Person         *models.Registration
	Number, People int
	ShownIn        string
}

// Next is the number of the next person, 0 after the last.
func (p *WordingPage) Next() int {
	if p.Number+1 >= p.People {
		return 0
	}
	return p.Number + 1
}

// Position is the person's number, from 1.
func (p *WordingPage) Position() int { return p.Number + 1 }

func (s *Service) ourKind(name string) (*mail.Kind, error) {
	for _, kind := range s.ours {
		if kind.Name == name {
			return kind, nil
		}
	}
	return nil, models.NewError(models.CodeNotFound, "error.not_found")
}

func (s *Service) oursOf(kind *mail.Kind) *WordingInput {
	in := &WordingInput{}
	greeting := func(lang, body string) string {
		return strings.TrimSpace(s.texts.For(lang).T("mail.greeting", "name", "{"+phName+"}")) + "\n\n" + body
	}
	in.SubjectJa, in.BodyJa = kind.OurWording(s.texts.For(i18n.Japanese))
	in.SubjectEn, in.BodyEn = kind.OurWording(s.texts.For(i18n.English))
	in.BodyJa, in.BodyEn = greeting(i18n.Japanese, in.BodyJa), greeting(i18n.English, in.BodyEn)
	return in
}

// termsOf are the placeholders of a kind: links with a secret only where it is the addressee's, and what only this kind
// tells, without which it would tell nothing.
func termsOf(kind *mail.Kind, e *models.Event, ours *WordingInput) terms {
	t := terms{event: e, isOurs: true}
	for _, name := range Placeholders {
		secret := name == phTicket || name == phCode
		if name != phJoin && name != phAnswers && (!secret || kind.HasSecret()) {
			t.known = append(t.known, name)
		}
	}
	for _, name := range mail.KindFacts {
		if strings.Contains(ours.BodyJa, "{"+name+"}") {
			t.known, t.needed = append(t.known, name), append(t.needed, name)
		}
	}
	return t
}

// WordingPage is the form of a kind of mail. Staff who may write to people call it. Errors: NotFound.
func (s *Service) WordingPage(
	ctx context.Context, e *models.Event, name, lang string, shown Shown,
) (*WordingPage, error) {
	kind, err := s.ourKind(name)
	if err != nil {
		return nil, err
	}
	q := s.db.Query(ctx)
	own, err := q.Mails().Wordings(e)
	if err != nil {
		return nil, err
	}
	ours := s.oursOf(kind)
	in, t := *ours, termsOf(kind, e, ours)
	page := &WordingPage{
		WordingEntry: WordingEntry{Kind: name}, Input: &in, Ours: ours, Placeholders: t.known, Needed: t.needed,
		ShownIn: shown.lang(lang),
	}
	for i := range own {
		switch w := &own[i]; {
		case w.Kind != name:
		case w.Lang == i18n.Japanese:
			in.SubjectJa, in.BodyJa, page.Own = w.Subject, w.Body, append(page.Own, w.Lang)
		default:
			in.SubjectEn, in.BodyEn, page.Own = w.Subject, w.Body, append(page.Own, w.Lang)
		}
	}
	err = page.readPerson(q, e, shown)
	return page, err
}

// readPerson reads for whom the preview is.
func (p *WordingPage) readPerson(q *models.Query, e *models.Event, shown Shown) error {
	to := whoGets(p.Kind)
	reach, err := q.Messages().Reach(e, to)
	if err != nil {
		return err
	}
	p.People = reach.People()
	p.Number = max(0, min(shown.Number, p.People-1))
	p.Person, err = q.Messages().Addressee(e, to, p.Number)
	return err
}

// whoGets are those to whom a preview of a kind is shown: who waits for a place gets other mails than who has one.
func whoGets(kind string) *models.Message {
	m := &models.Message{Audience: everybody}
	if strings.HasSuffix(kind, "_waitlisted") {
		m.Audience.State = models.RegistrationWaitlisted
	}
	return m
}

// SaveWording stores what staff write in place of our text; what is our text is not stored. Staff who may write to
// people call it. Errors: Invalid with the fields at fault, NotFound.
func (s *Service) SaveWording(ctx context.Context, e *models.Event, name string, in *WordingInput) error {
	kind, err := s.ourKind(name)
	if err != nil {
		return err
	}
	ours := s.oursOf(kind)
	t := termsOf(kind, e, ours)
	c := check.New()
	read := in.read(c, &t)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		for _, w := range []struct{ lang, subject, body, ourSubject, ourBody string }{
			{i18n.Japanese, read.SubjectJa, read.BodyJa, ours.SubjectJa, ours.BodyJa},
			{i18n.English, read.SubjectEn, read.BodyEn, ours.SubjectEn, ours.BodyEn},
		} {
			err := tx.Mails().Unword(e, name, w.lang)
			if err == nil && (w.subject != w.ourSubject || w.body != w.ourBody) {
				err = tx.Mails().Word(&models.MailWording{
					EventID: e.ID, Kind: name, Lang: w.lang, Subject: w.subject, Body: w.body,
				})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// TakeWording stores what another event says in a mail, where it can be said here; "" is our text. Errors: Invalid,
// NotFound.
func (s *Service) TakeWording(ctx context.Context, e *models.Event, w *kit.Wording) error {
	kind, err := s.ourKind(w.Kind)
	if err != nil {
		return err
	}
	ours := s.oursOf(kind)
	return s.SaveWording(ctx, e, w.Kind, &WordingInput{
		SubjectJa: cmp.Or(w.SubjectJa, ours.SubjectJa), BodyJa: cmp.Or(w.BodyJa, ours.BodyJa),
		SubjectEn: cmp.Or(w.SubjectEn, ours.SubjectEn), BodyEn: cmp.Or(w.BodyEn, ours.BodyEn),
	})
}

// read reads what was typed.
func (in *WordingInput) read(c *check.Checker, t *terms) *WordingInput {
	read := &WordingInput{
		SubjectJa: t.plainBraces(c.Line("subject_ja", in.SubjectJa, maxSubject, check.Required)),
		BodyJa:    t.plainBraces(c.Text("body_ja", in.BodyJa, maxBody, check.Required)),
		SubjectEn: t.plainBraces(c.Line("subject_en", in.SubjectEn, maxSubject, check.Required)),
		BodyEn:    t.plainBraces(c.Text("body_en", in.BodyEn, maxBody, check.Required)),
	}
	for field, text := range map[string]string{"subject_ja": read.SubjectJa, "subject_en": read.SubjectEn} {
		t.checkPlaceholders(c, field, text, true)
	}
	for field, text := range map[string]string{"body_ja": read.BodyJa, "body_en": read.BodyEn} {
		t.checkPlaceholders(c, field, text, false)
		for _, name := range t.needed {
			if !strings.Contains(text, "{"+name+"}") {
				c.Fault(field, "message.placeholder_needed", "name", "{"+name+"}")
			}
		}
	}
	return read
}

// RestoreWording has mails of a kind say our text again. Staff who may write to people call it. Errors: NotFound.
func (s *Service) RestoreWording(ctx context.Context, e *models.Event, name string) error {
	if _, err := s.ourKind(name); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Mails().Unword(e, name, "") })
}

// PreviewWording is a mail of a kind as one person gets it, with secrets hidden. Staff who may write to people call it.
func (s *Service) PreviewWording(
	ctx context.Context, e *models.Event, name string, shown Shown,
) (*mail.Message, error) {
	if _, err := s.ourKind(name); err != nil {
		return nil, err
	}
	q, texts := s.db.Query(ctx), s.texts.For(shown.lang(i18n.Japanese))
	r, err := q.Messages().Addressee(e, whoGets(name), max(0, shown.Number))
	if err != nil {
		return nil, err
	}
	m := &models.Mail{
		Kind: name, EventID: &e.ID, ToName: texts.T("message.sample_name"), Locale: texts.Lang,
		Data: map[string]string{"position": "1", "n": "3", "reason": texts.T("message.sample_reason"), "survey": "sample"},
	}
	if r != nil {
		m.RegistrationID, m.ToName = &r.ID, r.Full(texts.Lang)
	}
	return s.draft(ctx, m)
}
