package offer

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// The kinds of mail of this feature: to who puts themselves forward, to confirm it; to who is asked; to them, when
// something changes; to coordinators.
const (
	MailConfirm = "offer_confirm"
	MailAsked   = "offer_asked"
	MailNews    = "offer_news"
	MailTold    = "offer_told"
)

// What the person is told beside a state of the offer: a coordinator wrote, an answer is due, the need is over.
const (
	newsWritten = "written"
	newsDue     = "due"
	newsOver    = "over"
)

// newsAsked begins what somebody is told who was asked, and did not say yes.
const newsAsked = "asked_"

// What staff are told: of a new offer, a reply, one that waits for long, one taken back, a report; of a yes, a no and a
// question of who was asked; of a need that nobody takes.
const (
	toldNew       = "new"
	toldReply     = "reply"
	toldLate      = "late"
	toldWithdrawn = "withdrawn"
	toldReport    = "report"
	toldYes       = "yes"
	toldNo        = "no"
	toldAskedBack = "asked_back"
	toldNobody    = "nobody"
)

// What the data of a mail has.
const (
	factOffer = "offer"
	factNeed  = "need" // its title
	factWhat  = "what"
	factDesk  = "desk" // the path of the need for staff
	factHost  = "host" // the organization that asks
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	secret := func(l *mail.Letter) string { return s.links.Offer(l.Data[factOffer]) }
	own := func(button string) mail.Link {
		return mail.Link{
			Button:  button,
			Address: func(l *mail.Letter) string { return l.BaseURL + string(paths.OfOffer(secret(l))) },
			Secret:  secret,
		}
	}
	news := func(what string) string { return "mail.offer_news_" + what }
	told := func(what string) string { return "mail.offer_told_" + what }
	return []mail.Kind{
		{Name: MailConfirm, Audience: mail.Account, Fixed: true, Link: own("mail.offer_confirm_button")},
		{
			Name: MailAsked, Audience: mail.Account, Fixed: true, Link: own("mail.offer_asked_button"), Write: writeAsked,
		},
		{Name: MailNews, Audience: mail.Account, Fixed: true, Write: write(news), Link: own("mail.offer_news_button")},
		{
			Name: MailTold, Audience: mail.Account, Fixed: true, Write: write(told),
			Link: mail.Link{
				Button:  "mail.offer_told_button",
				Address: func(l *mail.Letter) string { return l.BaseURL + l.Data[factDesk] },
			},
		},
	}
}

// write takes the text for what happened: key makes the key of it.
func write(key func(what string) string) func(context.Context, *i18n.Localizer, *mail.Letter) (*mail.Wording, error) {
	return func(_ context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
		body, need := key(l.Data[factWhat]), l.Data[factNeed]
		markdown := texts.T(body, "need", mail.Plain(need))
		if l.ToName != "" { // who is asked may not have opened their name
			markdown = texts.T("mail.greeting", "name", mail.Plain(text.Unlinked(l.ToName))) + "\n\n" + markdown
		}
		return &mail.Wording{Subject: texts.T(body+"_subject", "need", need), Markdown: markdown, Ours: true}, nil
	}
}

// writeAsked tells who asks, and what about; what the coordinator wrote is on the page, as everything that both write.
func writeAsked(_ context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	need, host := l.Data[factNeed], l.Data[factHost]
	body := texts.T("mail.offer_asked", "need", mail.Plain(need), "host", mail.Plain(host))
	if l.ToName != "" {
		body = texts.T("mail.greeting", "name", mail.Plain(text.Unlinked(l.ToName))) + "\n\n" + body
	}
	return &mail.Wording{Subject: texts.T("mail.offer_asked_subject", "need", need), Markdown: body, Ours: true}, nil
}

// queueAsked tells the person that they are asked.
func queueAsked(tx *models.Tx, o *models.Offer) error {
	host := &o.Need.Organization
	name := cmp.Or(host.NameJa, host.NameEn)
	if o.Locale == "en" {
		name = cmp.Or(host.NameEn, host.NameJa)
	}
	return tx.Mails().Queue(&models.Mail{
		Cause: MailAsked + ":" + o.ID, Kind: MailAsked, ToAddress: o.Email, ToName: o.Name, Locale: o.Locale,
		Data: map[string]string{factOffer: o.ID, factNeed: o.Need.Title, factHost: name},
	})
}

// queueConfirm queues the mail with which an address is confirmed, once an hour.
func queueConfirm(tx *models.Tx, o *models.Offer) error {
	return tx.Mails().Queue(&models.Mail{
		Cause: MailConfirm + ":" + o.ID + ":" + tx.Now.UTC().Format("2006-01-02T15"), Kind: MailConfirm,
		ToAddress: o.Email, ToName: o.Name, Locale: o.Locale,
		Data: map[string]string{factOffer: o.ID, factNeed: o.Need.Title},
	})
}

// queueNews tells the person what became of their offer.
func queueNews(tx *models.Tx, o *models.Offer, what string) error {
	if o.AskedAt != nil && o.AgreedAt == nil {
		what = newsAsked + what
	}
	return tx.Mails().Queue(&models.Mail{
		Cause: MailNews + ":" + o.ID + ":" + what + ":" + strconv.Itoa(o.Version), Kind: MailNews,
		ToAddress: o.Email, ToName: o.Name, Locale: o.Locale,
		Data: map[string]string{factOffer: o.ID, factNeed: o.Need.Title, factWhat: what},
	})
}

func isCoordinator(m *models.Member) bool { return m.Role == models.RoleCoordinator }

func isOwner(m *models.Member) bool { return m.Role == models.RoleOwner }

// tellStaff tells the members of the need's place whom chooses; where there is none of them, the owners.
func tellStaff(tx *models.Tx, o *models.Offer, what string, chooses func(*models.Member) bool) error {
	return tellOfNeed(tx, &o.Need, o.ID+":"+what+":"+strconv.Itoa(o.Version), what, chooses)
}

func tellOfNeed(
	tx *models.Tx, n *models.Need, cause, what string, chooses func(*models.Member) bool,
) error {
	var desk paths.StaffNeeds
	var list []models.Member
	if n.EventID != nil {
		e, err := tx.Events().ByID(*n.EventID)
		if err != nil {
			return err
		}
		desk = paths.StaffNeeds(paths.OfStaffEvent(e.Slug).Needs())
		if list, err = tx.Members().AtEvent(e); err != nil {
			return err
		}
	} else {
		host, err := tx.Organizations().ByID(n.OrganizationID)
		if err != nil {
			return err
		}
		desk = paths.StaffNeeds(paths.OfStaffOrganization(host.Slug).Needs())
		if list, err = tx.Members().OfOrganization(host.ID); err != nil {
			return err
		}
	}
	told := choose(list, chooses, tx.Now)
	if len(told) == 0 {
		told = choose(list, isOwner, tx.Now)
	}
	for _, m := range told {
		err := tx.Mails().Queue(&models.Mail{
			Cause: MailTold + ":" + cause + ":" + m.AccountID, Kind: MailTold,
			ToAddress: m.Account.Email, ToName: m.Account.Name, Locale: m.Account.Locale,
			Data: map[string]string{factWhat: what, factNeed: n.Title, factDesk: string(desk.Need(n.ID))},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func choose(list []models.Member, chooses func(*models.Member) bool, now time.Time) []models.Member {
	var chosen []models.Member
	for _, m := range list {
		if m.AcceptedAt != nil && (m.EndsAt == nil || m.EndsAt.After(now)) && chooses(&m) {
			chosen = append(chosen, m)
		}
	}
	return chosen
}
