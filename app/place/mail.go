package place

import (
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/app/service/place"
	"meguri/models"
	"meguri/models/text"
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	own := mail.AttendeeLink(
		"mail.session_places", func(own paths.Attendee, _ *mail.Letter) string { return own.Sessions() },
	)
	kind := func(name string) mail.Kind {
		return mail.Kind{
			Name: name, Audience: mail.Attendee, While: models.LiveStates,
			Write: s.write, Files: s.files, Link: own, Fixed: true,
		}
	}
	return []mail.Kind{kind(place.MailPromoted), kind(place.MailUnanswered), kind(place.MailMoved), kind(place.MailLeft)}
}

// sessionOf is the session that a mail is about, nil where it was taken out of the agenda meanwhile.
func (s *Service) sessionOf(ctx context.Context, l *mail.Letter, id string) (*models.Session, error) {
	session, err := s.db.Query(ctx).Sessions().ByID(l.Event, id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil //nolint:nilnil // there may be none
	}
	return session, err
}

// write tells in a mail what became of a place in a session. It is overtaken where the session is gone.
func (s *Service) write(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	session, err := s.sessionOf(ctx, l, l.Data[place.FactSession])
	if err != nil || session == nil {
		return &mail.Wording{Overtaken: true}, err
	}
	if isBack, err := s.isBack(ctx, l, session); err != nil || isBack {
		return &mail.Wording{Overtaken: true}, err
	}
	lead := "mail." + l.Kind + "_lead"
	if l.Data[place.FactState] == string(models.SignUpWaiting) {
		lead = "mail.session_moved_waiting_lead"
	}
	title := texts.Pick(session.TitleJa, session.TitleEn)
	from, until := l.Event.Local(session.StartsAt), l.Event.Local(session.EndsAt)
	facts := []string{texts.ShortDate(from) + " " + texts.TimeSpan(from, until)}
	if session.Room != nil {
		facts = append(facts, texts.Pick(session.Room.NameJa, session.Room.NameEn))
	}
	lines := []string{
		texts.T("mail.greeting", "name", mail.Plain(text.Unlinked(l.ToName))), "",
		texts.T(lead, "title", mail.Plain(title)), "",
		"- " + mail.Plain(title), "- " + mail.Plain(strings.Join(facts, " ")),
	}
	if by, err := time.Parse(time.RFC3339, l.Data[place.FactReplyBy]); err == nil {
		lines = append(lines, "", texts.T("mail.session_reply_by", "time", mail.Plain(texts.DateTime(l.Event.Local(by)))))
	}
	return &mail.Wording{
		Subject: texts.T("mail."+l.Kind+"_subject", "title", title), Markdown: strings.Join(lines, "\n"), Ours: true,
	}, nil
}

// isBack reports whether who is to be told that they left a session has signed up for it again.
func (s *Service) isBack(ctx context.Context, l *mail.Letter, session *models.Session) (bool, error) {
	if l.Kind != place.MailLeft {
		return false, nil
	}
	own, err := s.db.Query(ctx).SessionPlaces().OfRegistration(l.Registration.ID)
	return slices.ContainsFunc(own, func(o models.SessionSignUp) bool { return o.SessionID == session.ID }), err
}

// files is the session as a calendar file, for who has a place in it now.
func (s *Service) files(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) ([]mail.Attachment, error) {
	session, err := s.sessionOf(ctx, l, l.Data[place.FactSession])
	if err != nil || session == nil || session.CancelledAt != nil {
		return nil, err
	}
	own, err := s.db.Query(ctx).SessionPlaces().With([]string{session.ID}, []string{l.Registration.ID})
	if err != nil || !own[session.ID][l.Registration.ID] {
		return nil, err
	}
	event := paths.OfEvent(l.Event.Slug)
	return []mail.Attachment{{
		Name: "sessions.ics", Type: "text/calendar; charset=utf-8; method=PUBLISH",
		Content: calendar.Sessions(l.Event, []models.Session{*session}, calendar.Options{
			Texts: texts, URL: l.BaseURL + event.Agenda(),
			SessionURL: func(s *models.Session) string { return l.BaseURL + event.Session(s.ID) },
		}),
	}}, nil
}
