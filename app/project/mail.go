package project

import (
	"strconv"
	"time"

	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail of this feature: a person's link to the page of a project, that hours were sent back, that a budget
// of hours is nearly used, that hours are over it, and that somebody of the team said something of them, which they may
// confirm.
const (
	MailJoined     = "project_joined"
	MailReturned   = "hours_returned"
	MailBudgetNear = "hours_budget_near"
	MailBudgetOver = "hours_budget_over"
	MailTie        = "tie_declared"
)

// What the data of a mail has.
const (
	factMember  = "member"
	factLink    = "link"    // the number of the link
	factProject = "project" // its title
	factWords   = "words"
	factBudget  = "budget" // its name
	factFirst   = "first"  // the first month of the period, as 2026-10
	factUsed    = "used"   // hours
	factWhole   = "whole"
	factOver    = "over"
	factBy      = "by" // who said something
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	secret := func(l *mail.Letter) string {
		number, _ := strconv.Atoi(l.Data[factLink])
		return s.Links.TeamMember(l.Data[factMember], number)
	}
	own := func(button string) mail.Link {
		return mail.Link{
			Button:  button,
			Address: func(l *mail.Letter) string { return l.BaseURL + string(paths.OfTeamMember(secret(l))) },
			Secret:  secret,
		}
	}
	return []mail.Kind{
		{Name: MailJoined, Audience: mail.Account, Fixed: true, Link: own("mail.project_button")},
		{Name: MailReturned, Audience: mail.Account, Fixed: true, Link: own("mail.project_button")},
		{Name: MailBudgetNear, Audience: mail.Account, Fixed: true, Link: own("mail.project_button")},
		{Name: MailBudgetOver, Audience: mail.Account, Fixed: true, Link: own("mail.project_button")},
		{Name: MailTie, Audience: mail.Account, Fixed: true, Link: own("mail.tie_button")},
	}
}

func letter(m *models.TeamMember, kind, cause string, p *models.Project) *models.Mail {
	return &models.Mail{
		Cause: kind + ":" + m.ID + ":" + cause, Kind: kind, PersonID: m.ID,
		ToAddress: m.Email, ToName: m.Name, Locale: m.Locale,
		Data: map[string]string{factMember: m.ID, factLink: strconv.Itoa(m.Link), factProject: p.Title},
	}
}

// queueJoined mails a person their link.
func queueJoined(tx *models.Tx, p *models.Project, m *models.TeamMember) error {
	return tx.Mails().Queue(letter(m, MailJoined, strconv.Itoa(m.Link), p))
}

// queueReturned tells a person that hours were sent back.
func queueReturned(tx *models.Tx, h *models.HourEntry, words string) error {
	if h.Member.Email == "" {
		return nil
	}
	m := letter(&h.Member, MailReturned, h.ID+":"+tx.Now.UTC().Format(time.RFC3339), &h.Project)
	m.Data[factWords] = words
	return tx.Mails().Queue(m)
}

// queueBudget tells a person once in a period that a budget is nearly used, or that hours are over it.
func queueBudget(
	tx *models.Tx, m *models.TeamMember, b *models.HourBudget, u *models.BudgetUse, member, state string,
) error {
	kind := MailBudgetNear
	if state == BudgetOver {
		kind = MailBudgetOver
	}
	l := letter(m, kind, "", &m.Project)
	l.Cause = kind + ":" + b.ID + ":" + member + ":" + u.Period
	l.Data[factBudget], l.Data[factFirst] = b.Name, u.Period
	l.Data[factUsed], l.Data[factWhole], l.Data[factOver] = Hours(u.Used()), Hours(u.Whole()), Hours(u.Over())
	return tx.Mails().Queue(l)
}

// queueTie asks somebody to confirm what another one of the team says of them. Said again, it is mailed no more.
func queueTie(tx *models.Tx, of, by *models.TeamMember, t *models.Tie) error {
	if of.Email == "" {
		return nil
	}
	m := letter(of, MailTie, by.ID+":"+string(t.Kind), &of.Project)
	m.Data[factBy] = mail.Plain(by.Name)
	return tx.Mails().Queue(m)
}
