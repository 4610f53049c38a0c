package agenda

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// The kinds of mail of this feature: what changed, to those who marked a session and to its speakers, and the link to a
// speaker's own page.
const (
	MailChanged     = "agenda_changed"
	mailSpeaker     = "agenda_speaker"
	mailSpeakerLink = "speaker_link"
)

// The data of a mail.
const (
	factChanges = "changes" // as JSON
	factVersion = "version" // the id of the version
	factSpeaker = "speaker" // the id of the speaker
	factNumber  = "number"  // of the speaker's link
)

// undoTime is how long a change on the day waits before anybody is told, so that it can be taken back unnoticed.
const undoTime = time.Minute

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	page := mail.Link{
		Button: "mail.speaker_page",
		Address: func(l *mail.Letter) string {
			return l.BaseURL + string(paths.OfSpeaker(s.speakerSecret(l.Data[factSpeaker], l.Data[factNumber])))
		},
		Secret: func(l *mail.Letter) string { return s.speakerSecret(l.Data[factSpeaker], l.Data[factNumber]) },
	}
	agenda := mail.Link{
		Button:  "mail.agenda_page",
		Address: func(l *mail.Letter) string { return l.BaseURL + paths.OfEvent(l.Event.Slug).Agenda() },
	}
	return []mail.Kind{
		{
			Name: MailChanged, Audience: mail.Attendee, While: models.LiveStates, Write: s.writeChanges,
			Files: s.changedSessions, Link: mail.AttendeePage,
		},
		{Name: mailSpeaker, Audience: mail.Account, Write: s.writeChanges, Files: s.changedSessions, Link: agenda},
		{Name: mailSpeakerLink, Audience: mail.Account, Link: page},
	}
}

// concerned are those whom changes are told: who marked one of the sessions, or speaks in it.
type concerned struct {
	changes  []models.AgendaChange
	fans     []models.Fan
	speakers []models.Speaker
}

// isTold reports whether a change is more than a correction of a text.
func isTold(c models.AgendaChange) bool {
	switch c.Kind {
	case models.AgendaSpeaker:
		return false
	case models.AgendaChanged:
		return slices.Contains(c.Fields, "agenda.title_row") || slices.Contains(c.Fields, "agenda.speakers")
	}
	return true
}

func readConcerned(q *models.Query, e *models.Event, changes []models.AgendaChange) (*concerned, error) {
	told := &concerned{}
	for _, c := range changes {
		if isTold(c) {
			told.changes = append(told.changes, c)
		}
	}
	ids := make([]string, len(told.changes))
	for i := range told.changes {
		ids[i] = told.changes[i].ID
	}
	var err error
	if told.fans, err = q.Favourites().Fans(e, ids); err != nil || len(ids) == 0 {
		return told, err
	}
	speakers, err := q.Speakers().OfEvent(e)
	told.speakers = slices.DeleteFunc(speakers, func(s models.Speaker) bool {
		return s.Email == "" || len(told.ofSpeaker(s.ID)) == 0
	})
	return told, err
}

func (c *concerned) ofSpeaker(id string) (list []models.AgendaChange) {
	for _, change := range c.changes {
		if slices.Contains(change.Speakers, id) {
			list = append(list, change)
		}
	}
	return list
}

func (c *concerned) ofFan(f *models.Fan) (list []models.AgendaChange) {
	for _, change := range c.changes {
		if slices.Contains(f.SessionIDs, change.ID) {
			list = append(list, change)
		}
	}
	return list
}

// tell queues one mail to each, not to be sent before the time.
func (c *concerned) tell(tx *models.Tx, e *models.Event, version *models.AgendaVersion, at time.Time) error {
	var mails []*models.Mail
	for i := range c.fans {
		fan := &c.fans[i]
		mails = append(mails, &models.Mail{
			Cause: strings.Join([]string{MailChanged, version.ID, fan.ID}, ":"), Kind: MailChanged,
			EventID: &e.ID, RegistrationID: &fan.ID, ToAddress: fan.Email, ToName: fan.Full(fan.Locale), Locale: fan.Locale,
			Data: facts(c.ofFan(fan), version),
		})
	}
	for i := range c.speakers {
		speaker := &c.speakers[i]
		mails = append(mails, &models.Mail{
			Cause: strings.Join([]string{mailSpeaker, version.ID, speaker.ID}, ":"), Kind: mailSpeaker, EventID: &e.ID,
			ToAddress: speaker.Email, ToName: pick(speaker.NameJa, speaker.NameEn), Locale: i18n.Japanese,
			Data: facts(c.ofSpeaker(speaker.ID), version),
		})
	}
	return tx.Mails().QueueBulkAt(mails, at)
}

func facts(changes []models.AgendaChange, version *models.AgendaVersion) map[string]string {
	content, _ := json.Marshal(changes) // texts, numbers and times can always be written
	return map[string]string{factChanges: string(content), factVersion: version.ID}
}

// writeChanges tells in a mail what changed. It is overtaken where that was undone before it was sent.
func (s *Service) writeChanges(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	version, err := s.db.Query(ctx).Agendas().Version(l.Event, l.Data[factVersion])
	if err != nil && models.CodeOf(err) != models.CodeNotFound {
		return nil, err
	}
	title := texts.Pick(l.Event.TitleJa, l.Event.TitleEn)
	out := &mail.Wording{
		Subject: texts.T("mail.agenda_changed_subject", "title", title), Ours: true,
		Overtaken: version.UndoneAt != nil && version.UndoneAt.Sub(version.CreatedAt) < undoTime,
	}
	lines := []string{
		texts.T("mail.greeting", "name", mail.Plain(text.Unlinked(l.ToName))), "",
		texts.T("mail.agenda_changed_lead", "title", mail.Plain(title)), "",
	}
	for _, change := range changesIn(l) {
		lines = append(lines, "- "+mail.Plain(ChangeLine(texts, l.Event, &change)))
	}
	out.Markdown = strings.Join(lines, "\n")
	return out, nil
}

func changesIn(l *mail.Letter) (list []models.AgendaChange) {
	_ = json.Unmarshal([]byte(l.Data[factChanges]), &list) // we wrote it
	return list
}

// ChangeLine tells one change in a line: what, from where, to where.
func ChangeLine(texts *i18n.Localizer, e *models.Event, c *models.AgendaChange) string {
	title := texts.Pick(c.TitleJa, c.TitleEn)
	before, after := placeLine(texts, e, c.Before), placeLine(texts, e, c.After)
	key := "agenda.told_" + string(c.Kind)
	if c.Kind == models.AgendaMoved {
		before, after = moveLines(texts, e, c.Before, c.After)
	}
	return texts.T(key, "title", title, "from", before, "to", after, "when", pick(after, before))
}

func placeLine(texts *i18n.Localizer, e *models.Event, p *models.AgendaPlace) string {
	if p == nil {
		return ""
	}
	line := texts.ShortDate(e.Local(p.StartsAt)) + " " + texts.TimeSpan(e.Local(p.StartsAt), e.Local(p.EndsAt))
	return strings.TrimSpace(line + " " + texts.Pick(p.RoomJa, p.RoomEn))
}

// moveLines tell from where to where, without what stayed the same: the day, the room, or the time.
func moveLines(texts *i18n.Localizer, e *models.Event, a, b *models.AgendaPlace) (from, to string) {
	sameDay := e.DayOf(a.StartsAt).Equal(e.DayOf(b.StartsAt))
	sameTime := a.StartsAt.Equal(b.StartsAt) && a.EndsAt.Equal(b.EndsAt)
	sameRoom := a.RoomJa == b.RoomJa
	line := func(p *models.AgendaPlace, isFirst bool) string {
		var parts []string
		if !sameDay || isFirst {
			parts = append(parts, texts.ShortDate(e.Local(p.StartsAt)))
		}
		if !sameTime || isFirst {
			parts = append(parts, texts.TimeSpan(e.Local(p.StartsAt), e.Local(p.EndsAt)))
		}
		if !sameRoom {
			parts = append(parts, texts.Pick(p.RoomJa, p.RoomEn))
		}
		return strings.TrimSpace(strings.Join(parts, " "))
	}
	from, to = line(a, true), line(b, false)
	if b.RoomJa == "" && to == "" {
		to = texts.T("agenda.no_place")
	}
	return from, to
}

// changedSessions are the calendar files of a mail: what is to be entered anew, and what is to be taken out.
func (s *Service) changedSessions(
	ctx context.Context, texts *i18n.Localizer, l *mail.Letter,
) ([]mail.Attachment, error) {
	q := s.db.Query(ctx)
	var on, off []models.Session
	for _, c := range changesIn(l) {
		session, err := q.Sessions().ByID(l.Event, c.ID)
		switch {
		case models.CodeOf(err) == models.CodeNotFound && c.Before != nil:
			gone := c.Before.Session()
			gone.ID, gone.TitleJa, gone.TitleEn, gone.Sequence = c.ID, c.TitleJa, c.TitleEn, c.Sequence
			gone.CancelledAt, gone.UpdatedAt = &l.CreatedAt, l.CreatedAt
			off = append(off, *gone)
		case models.CodeOf(err) == models.CodeNotFound:
		case err != nil:
			return nil, err
		case session.CancelledAt != nil:
			off = append(off, *session)
		default:
			on = append(on, *session)
		}
	}
	var files []mail.Attachment
	o := calendarOptions(l.Event, texts, l.BaseURL)
	if len(on) > 0 {
		files = append(files, mail.Attachment{
			Name: "sessions.ics", Type: "text/calendar; charset=utf-8; method=PUBLISH",
			Content: calendar.Sessions(l.Event, on, o),
		})
	}
	if len(off) > 0 {
		files = append(files, mail.Attachment{
			Name: "cancelled.ics", Type: "text/calendar; charset=utf-8; method=CANCEL",
			Content: calendar.CancelledSessions(l.Event, off, l.ToAddress, o),
		})
	}
	return files, nil
}
