package lottery

import (
	"context"
	"slices"
	"strings"

	"meguri/app/service/draw"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// MailSessions is the kind of mail to who applied for sessions: what they won, and where they wait.
const MailSessions = "lottery_sessions"

// factWishes are the ids of the sessions in the data of a mail, with spaces between them.
const factWishes = "wishes"

func (s *Service) sessionMailKind() mail.Kind {
	return mail.Kind{
		Name: MailSessions, Audience: mail.Attendee, While: models.LiveStates, Write: s.writeSessions, MayWait: true,
		Fixed: true, Link: mail.AttendeeLink("mail.lottery_sessions_page", func(own paths.Attendee, _ *mail.Letter) string {
			return own.Lottery()
		}),
	}
}

// sessionMail is the mail to who applied for sessions, nil for who was not in the list.
func sessionMail(tx *models.Tx, record *draw.Record, l *models.Lottery, r *models.Registration) (*models.Mail, error) {
	entry, err := tx.Lotteries().OwnEntry(l, r.ID)
	if err != nil || entry == nil {
		return nil, err
	}
	at := slices.IndexFunc(record.List.Entries, func(e draw.Entry) bool { return e.Code == entry.Code })
	if at < 0 {
		return nil, nil //nolint:nilnil // no mail
	}
	wishes := strings.Join(record.List.Entries[at].Wishes, " ")
	return &models.Mail{Kind: MailSessions, Data: map[string]string{factWishes: wishes}}, nil
}

// writeSessions tells in a mail what became of each wish, as it is when the mail is sent.
func (s *Service) writeSessions(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	q := s.db.Query(ctx)
	own, err := q.SessionPlaces().OfRegistration(l.Registration.ID)
	if err != nil {
		return nil, err
	}
	result, lines := "none", []string{}
	for _, id := range strings.Fields(l.Data[factWishes]) {
		session, err := q.Sessions().ByID(l.Event, id)
		if models.CodeOf(err) == models.CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		state := texts.T("mail.lottery_sessions_not")
		if i := slices.IndexFunc(own, func(o models.SessionSignUp) bool { return o.SessionID == id }); i >= 0 {
			if state = texts.T("mail.lottery_sessions_place"); own[i].State == models.SignUpTaken {
				result = "won"
			} else {
				position, err := q.SessionPlaces().Position(&own[i])
				if err != nil {
					return nil, err
				}
				state = texts.T("mail.lottery_sessions_line", "n", position)
			}
			if by := own[i].ReplyBy; by != nil {
				state += " " + texts.T("mail.lottery_sessions_reply", "time", texts.DateTime(l.Event.Local(*by)))
			}
		}
		from, until := l.Event.Local(session.StartsAt), l.Event.Local(session.EndsAt)
		lines = append(lines, "- "+mail.Plain(texts.Pick(session.TitleJa, session.TitleEn)+" "+texts.ShortDate(from)+" "+
			texts.TimeSpan(from, until)+texts.T("mail.lottery_sessions_between")+state))
	}
	title := texts.Pick(l.Event.TitleJa, l.Event.TitleEn)
	lead := []string{
		texts.T("mail.greeting", "name", mail.Plain(text.Unlinked(l.ToName))), "",
		texts.T("mail.lottery_sessions_lead_"+result, "title", mail.Plain(title)), "",
	}
	return &mail.Wording{
		Subject:  texts.T("mail.lottery_sessions_subject_"+result, "title", title),
		Markdown: strings.Join(append(lead, append(lines, "", texts.T("mail.lottery_sessions_why"))...), "\n"), Ours: true,
	}, nil
}
