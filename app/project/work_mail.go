package project

import (
	"context"
	"strconv"
	"time"

	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail to teams: a meeting, that it moved, that it was called off, that a task is overdue, and that a file
// is to be published.
const (
	MailMeeting   = "project_meeting"
	MailMoved     = "project_meeting_moved"
	MailCalledOff = "project_meeting_cancelled"
	MailTask      = "project_task_overdue"
	MailPublish   = "project_publish"
)

// What the data of these mails has.
const (
	factMeeting = "meeting" // its title
	factID      = "id"      // of the meeting
	factAt      = "at"      // when it begins
	factPlace   = "place"
	factTask    = "task" // its title
	factDay     = "day"
	factFile    = "file" // its title
)

// MailKinds are the kinds of mail to teams.
func (s *Work) MailKinds() []mail.Kind {
	secret := func(l *mail.Letter) string {
		number, _ := strconv.Atoi(l.Data[factLink])
		return s.links.TeamMember(l.Data[factMember], number)
	}
	to := mail.Link{
		Button:  "mail.project_button",
		Address: func(l *mail.Letter) string { return l.BaseURL + string(paths.OfTeamMember(secret(l)).Work()) },
		Secret:  secret,
	}
	meeting := to
	meeting.Button = "mail.project_meeting_button"
	meeting.Address = func(l *mail.Letter) string {
		return l.BaseURL + string(paths.OfTeamMember(secret(l)).Work().Meeting(l.Data[factID]))
	}
	calledOff := meeting // there is nothing to reply to
	calledOff.Button = to.Button
	return []mail.Kind{
		{Name: MailMeeting, Audience: mail.Account, Fixed: true, Link: meeting, Files: s.files},
		{Name: MailMoved, Audience: mail.Account, Fixed: true, Link: meeting, Files: s.files},
		{Name: MailCalledOff, Audience: mail.Account, Fixed: true, Link: calledOff, Files: s.files},
		{Name: MailTask, Audience: mail.Account, Fixed: true, Link: to},
		{Name: MailPublish, Audience: mail.Account, Fixed: true, Link: to},
	}
}

// Jobs are the kinds of jobs of teams' work.
func (s *Work) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobTask, Do: s.Remind}} }

// files is the meeting as it is now, as a calendar file.
func (s *Work) files(ctx context.Context, _ *i18n.Localizer, l *mail.Letter) ([]mail.Attachment, error) {
	q := s.db.Query(ctx)
	number, _ := strconv.Atoi(l.Data[factLink])
	m, err := s.member(q, s.links.TeamMember(l.Data[factMember], number), s.links.TeamMember)
	if err != nil || !m.IsActive() {
		return nil, ignoreGone(err)
	}
	meeting, err := q.ProjectMeetings().Of(m.ProjectID, l.Data[factID])
	if err != nil {
		return nil, ignoreGone(err)
	}
	content, method := calendar.MailedMeeting(s.entryOf(&m.Project, meeting), l.ToAddress)
	name := "sessions.ics"
	if meeting.CancelledAt != nil {
		name = "cancelled.ics"
	}
	return []mail.Attachment{{Name: name, Type: "text/calendar; charset=utf-8; method=" + method, Content: content}}, nil
}

func ignoreGone(err error) error {
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}

// queueMeeting tells everybody in the team of a meeting.
func queueMeeting(tx *models.Tx, p *models.Project, m *models.ProjectMeeting, kind string) error {
	return toTeam(tx, p, func(to *models.TeamMember) *models.Mail {
		l := letter(to, kind, m.ID+":"+strconv.Itoa(m.Sequence), p)
		l.Data[factMeeting], l.Data[factID] = m.Title, m.ID
		l.Data[factAt], l.Data[factPlace] = m.StartsAt.UTC().Format(time.RFC3339), m.Place
		l.Data[mail.DataZone] = p.Zone().String()
		if m.Place == "" {
			l.Data[factPlace] = m.URL
		}
		return l
	})
}

// queuePublish asks everybody in the team but who asks whether everybody may see a file.
func queuePublish(tx *models.Tx, w *worker, f *models.ProjectFile) error {
	return toTeam(tx, w.Project, func(to *models.TeamMember) *models.Mail {
		if w.is(&to.ID) {
			return nil
		}
		l := letter(to, MailPublish, f.ID+":"+strconv.Itoa(f.Version), w.Project)
		l.Data[factFile] = f.Title
		return l
	})
}

// toTeam queues a mail to each who is in the team now; write returns nil for who is left out.
func toTeam(tx *models.Tx, p *models.Project, write func(*models.TeamMember) *models.Mail) error {
	team, err := tx.Projects().Team(p.ID)
	if err != nil {
		return err
	}
	for i := range team {
		if !team[i].IsActive() || team[i].Email == "" {
			continue
		}
		if l := write(&team[i]); l != nil {
			if err := tx.Mails().Queue(l); err != nil {
				return err
			}
		}
	}
	return nil
}
