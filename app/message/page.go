package message

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/filter"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/models"
)

// EditPage is the form of a message that is not sent yet.
type EditPage struct {
	*models.Message
	Key   string
	Title string
	Input *Input
	Reach *models.Reach
	To    []string
	At    *time.Time
	// Chosen are the first of those for whom it was chosen, nil for a message to a filter.
	Chosen []models.Registration
	// Soon says that it goes within UndoTime, because staff said so now, Missed that it could not go when it was to;
	// WaitsUntil is when the quiet hours end for which
	// it would have to wait, nil for no wait.
	Soon       bool
	Missed     bool
	WaitsUntil *time.Time
	// Person is who the preview is for, nil where nobody is in the audience. Number is theirs, from 0.
	Person *models.Registration
	Number int
	// Choices are what may be chosen in the filter of the audience.
	filter.Choices
	Placeholders []string
	Starters     []string
	RequestID    string
	// ShownSubject is the subject of the preview, in the language ShownIn.
	ShownSubject, ShownIn string
	// LacksJapanese and LacksEnglish say that people get a text in the other language.
	LacksJapanese, LacksEnglish bool
}

// NewPage is the form of a new message, to begin with the ready-made one of the name, the texts of another message
// ("" for neither), and the audience.
func (s *Service) NewPage(
	ctx context.Context, e *models.Event, preset, like string, to *AudienceInput,
) (*EditPage, error) {
	q := s.db.Query(ctx)
	choices, err := filter.ChoicesOf(q, e)
	if err != nil {
		return nil, err
	}
	m := &models.Message{EventID: e.ID, State: models.MessageDraft, Audience: everybody}
	m.BodyJa, m.BodyEn = s.texts.For(i18n.Japanese).T("message.blank"), s.texts.For(i18n.English).T("message.blank")
	if like != "" {
		if m, err = s.find(q, e, like); err != nil {
			return nil, err
		}
	}
	if p := presetNamed(preset); p != nil {
		m = p.message(s.texts, e)
	}
	// It begins with the texts of the other, and is a draft of its own.
	draft := &models.Message{EventID: e.ID, State: models.MessageDraft, Audience: m.Audience}
	page := &EditPage{
		Message: draft, Input: inputOf(m, &choices.Names), Choices: *choices, Placeholders: Placeholders,
		Starters: Starters(e),
		Reach:    &models.Reach{}, RequestID: models.NewID(),
	}
	if m.Audience.Chosen {
		page.Input.ChosenOf = m.ID
		page.Chosen, err = q.Messages().Chosen(e, m, maxListed)
		return page, err
	}
	if !to.IsEmpty() {
		page.Input.AudienceInput = *to
	}
	page.Reach, err = s.ReachOf(ctx, e, &page.Input.AudienceInput, false)
	if models.CodeOf(err) == models.CodeInvalid {
		page.Reach, err = &models.Reach{}, nil
	}
	return page, err
}

// Shown is whom a preview is for: the number in the audience, from 0, and the language, "" for theirs.
type Shown struct {
	Number int    `query:"n"`
	Lang   string `query:"in"`
}

// lang is the language of the preview for a person who reads another one by default.
func (s Shown) lang(otherwise string) string {
	if i18n.Known(s.Lang) {
		return s.Lang
	}
	return otherwise
}

// EditPage is the form of a message that is not sent yet, with a preview. Staff who may write to people call it.
// Errors: NotFound.
func (s *Service) EditPage(
	ctx context.Context, texts *i18n.Localizer, e *models.Event, key string, shown Shown,
) (*EditPage, error) {
	q := s.db.Query(ctx)
	m, err := s.find(q, e, key)
	if err != nil {
		return nil, err
	}
	choices, err := filter.ChoicesOf(q, e)
	if err != nil {
		return nil, err
	}
	page := &EditPage{
		Message: m, Key: keyOf(m), Title: title(texts, m, e), Input: inputOf(m, &choices.Names),
		To: words(texts, &m.Audience, &choices.Names), At: timeOf(m, e),
		Choices: *choices, Placeholders: Placeholders, Starters: Starters(e), RequestID: models.NewID(),
	}
	if page.Reach, err = q.Messages().Reach(e, m); err != nil {
		return nil, err
	}
	if page.Chosen, err = q.Messages().Chosen(e, m, maxListed); err != nil {
		return nil, err
	}
	page.readTime(e, q.Now)
	page.LacksEnglish = page.Reach.English > 0 && m.BodyEn == ""
	page.LacksJapanese = page.Reach.Japanese > 0 && m.BodyJa == ""
	page.Number = max(0, min(shown.Number, page.Reach.People()-1))
	if page.Person, err = q.Messages().Addressee(e, m, page.Number); err != nil {
		return nil, err
	}
	lang := texts.Lang
	if page.Person != nil {
		lang = page.Person.Locale
	}
	return page, s.addSubject(ctx, page, e, shown.lang(lang))
}

// readTime reads how soon the message goes.
func (p *EditPage) readTime(e *models.Event, now time.Time) {
	p.Soon = p.State == models.MessageScheduled && p.SendAt.Sub(now) <= UndoTime
	p.Missed = p.State == models.MessageDraft && p.SendAt != nil
	if until := e.QuietUntilAt(now); !p.Urgent && !until.Equal(now) {
		p.WaitsUntil = &until
	}
}

// addSubject adds the subject as the person of the preview gets it.
func (s *Service) addSubject(ctx context.Context, page *EditPage, e *models.Event, lang string) error {
	page.ShownSubject, page.ShownIn = page.Title, lang
	if page.Person == nil {
		return nil
	}
	made, err := s.draft(ctx, draftTo(page.Person, page.Message, e, lang))
	if err == nil {
		page.ShownSubject = made.Subject
	}
	return err
}

// draftTo is the mail of a message to a person, not stored.
func draftTo(r *models.Registration, m *models.Message, e *models.Event, lang string) *models.Mail {
	return &models.Mail{
		Kind: MailMessage, EventID: &e.ID, RegistrationID: &r.ID, ToName: r.Full(r.Locale), Locale: lang,
		Data: map[string]string{factMessage: keyOf(m)},
	}
}

// Position is the person's number, from 1.
func (p *EditPage) Position() int { return p.Number + 1 }

// Next is the number of the next person, 0 after the last.
func (p *EditPage) Next() int {
	if p.Number+1 >= p.Reach.People() {
		return 0
	}
	return p.Number + 1
}

// Previous is the number of the person before, the last one before the first.
func (p *EditPage) Previous() int {
	if p.Number == 0 {
		return max(0, p.Reach.People()-1)
	}
	return p.Number - 1
}

// Preview is the message as one person gets it. Secrets are hidden. Where nobody is in the audience it is a sample.
// Staff who may write to people call it.
func (s *Service) Preview(
	ctx context.Context, by *models.Account, e *models.Event, key string, shown Shown,
) (*mail.Message, error) {
	q := s.db.Query(ctx)
	m, err := s.find(q, e, key)
	if err != nil {
		return nil, err
	}
	r, err := q.Messages().Addressee(e, m, max(0, shown.Number))
	if err != nil {
		return nil, err
	}
	if r != nil {
		return s.draft(ctx, draftTo(r, m, e, shown.lang(r.Locale)))
	}
	return s.draft(ctx, &models.Mail{
		Kind: MailTrial, EventID: &e.ID, ToName: by.Name, Locale: shown.lang(by.Locale),
		Data: map[string]string{factMessage: keyOf(m)},
	})
}

// ResultPage is what became of a message.
type ResultPage struct {
	Entry
	Mails []models.Mail
	State models.MailState // the mails that are shown, "" for all
	// Due are when mails that wait may go, by their ids, where that is later.
	Due  map[string]time.Time
	Next string // the id after which the next page begins, "" on the last one
}

// resultStates are the states of mails by which results can be chosen.
var resultStates = []models.MailState{
	models.MailQueued, models.MailSent, models.MailKept, models.MailFailed, models.MailBounced, models.MailOvertaken,
	models.MailStopped,
}

// Result reads what became of a message, person by person. Staff who may write to people call it. Errors: NotFound.
func (s *Service) Result(
	ctx context.Context, texts *i18n.Localizer, e *models.Event, key string, state models.MailState, after string,
	limit int,
) (*ResultPage, error) {
	q := s.db.Query(ctx)
	m, err := s.find(q, e, key)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(resultStates, state) {
		state = ""
	}
	page := &ResultPage{State: state}
	if page.Mails, err = q.Messages().Mails(m, state, after, limit+1); err != nil {
		return nil, err
	}
	if len(page.Mails) > limit {
		page.Mails = page.Mails[:limit]
		page.Next = page.Mails[limit-1].ID
	}
	if page.Due, err = q.Jobs().Due(page.Mails); err != nil {
		return nil, err
	}
	names, err := filter.NamesOf(q, e)
	if err != nil {
		return nil, err
	}
	tallies, err := q.Messages().MailTallies([]string{m.ID})
	page.Entry = entryOf(texts, m, e, names)
	page.Numbers = numbersOf(tallies[m.ID])
	return page, err
}
