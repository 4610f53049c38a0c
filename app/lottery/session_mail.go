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

// factWishes and factWith are the ids of the sessions, and of those with whom the person applied, in the data of a
// mail, with spaces between them.
const (
	factWishes = "wishes"
	factWith   = "with"
)

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
	entry, err := leadOf(tx.Query, l, r.ID)
	if err != nil || entry == nil {
		return nil, err
	}
	at := slices.IndexFunc(record.List.Entries, func(e draw.Entry) bool { return e.Code == entry.Code })
	if at < 0 {
		return nil, nil //nolint:nilnil // no mail
	}
	data := map[string]string{factWishes: strings.Join(record.List.Entries[at].Wishes, " ")}
	if entry.RegistrationID != r.ID {
		return companionMail(tx, data, entry, r)
	}
	with, err := tx.Lotteries().EntriesWith(l, r.ID)
	for i := range with {
		data[factWith] = strings.TrimSpace(data[factWith] + " " + with[i].RegistrationID)
	}
	return &models.Mail{Kind: MailSessions, Data: data}, err
}

// companionMail is the mail to somebody for whom another applied, nil where that one's mail reaches the same address.
func companionMail(
	tx *models.Tx, data map[string]string, entry *models.LotteryEntry, r *models.Registration,
) (*models.Mail, error) {
	lead, err := tx.Registrations().ByIDAnywhere(entry.RegistrationID)
	if err == nil && lead.Live() && lead.EmailKey == r.EmailKey {
		return nil, nil //nolint:nilnil // no mail
	}
	if models.CodeOf(err) == models.CodeNotFound {
		err = nil
	}
	return &models.Mail{Kind: MailSessions, Data: data}, err
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
	names, err := namesOf(q, texts, l)
	if err != nil {
		return nil, err
	}
	if len(names) > 0 {
		lead = append(lead, texts.T("mail.lottery_sessions_with", "names", texts.List(names)), "")
	}
	return &mail.Wording{
		Subject:  texts.T("mail.lottery_sessions_subject_"+result, "title", title),
		Markdown: strings.Join(append(lead, append(lines, "", texts.T("mail.lottery_sessions_why"))...), "\n"), Ours: true,
	}, nil
}

// namesOf are the names of those with whom the person applied, and who have what the person has.
func namesOf(q *models.Query, texts *i18n.Localizer, l *mail.Letter) (names []string, err error) {
	people, err := q.Registrations().ByIDs(l.Event, strings.Fields(l.Data[factWith]))
	for i := range people {
		if people[i].Live() {
			names = append(names, mail.Plain(text.Unlinked(people[i].Full(texts.Lang))))
		}
	}
	return names, err
}
