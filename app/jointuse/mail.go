package jointuse

import (
	"context"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail to the owners of organizations: that theirs is asked to use data jointly, that this ends soon, that
// it ended, and that one of the organizations left it.
const (
	MailAsked  = "joint_use_asked"
	MailEnding = "joint_use_ending"
	MailEnded  = "joint_use_ended"
	MailLeft   = "joint_use_left"
)

// What their data has: who is responsible, the slug of the addressee's organization, the id, whose data it is and of
// what it is the title, the last day, and the organization that ended its part.
const (
	factHost  = "host"
	factSlug  = "slug"
	factID    = "id"
	factAbout = "about"
	factTitle = "title"
	factDay   = "day"
	factBy    = "by"
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	link := func(button string) mail.Link {
		return mail.Link{Button: button, Address: func(l *mail.Letter) string {
			return l.BaseURL + string(paths.OfStaffOrganization(l.Data[factSlug]).JointUse(l.Data[factID]))
		}}
	}
	kinds := []mail.Kind{
		{Name: MailAsked, Audience: mail.Account, Fixed: true, Link: link("mail.joint_use_asked_button")},
	}
	for _, name := range []string{MailEnding, MailEnded, MailLeft} {
		kinds = append(kinds, mail.Kind{
			Name: name, Audience: mail.Account, Fixed: true, Link: link("mail.joint_use_button"), Write: writeEnd(name),
		})
	}
	return kinds
}

func writeEnd(kind string) func(context.Context, *i18n.Localizer, *mail.Letter) (*mail.Wording, error) {
	return func(_ context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
		about, title := l.Data[factAbout], l.Data[factTitle]
		key := "joint_use.about_" + about
		if models.JointAbout(about) == models.JointRegister {
			key = "joint_use.about_register_of"
		}
		day := ""
		if at, err := time.Parse(time.DateOnly, l.Data[factDay]); err == nil {
			day = texts.Date(at)
		}
		args := []any{
			"whose", texts.T(key, "title", title, "name", title), "title", title, "day", day, "by", l.Data[factBy],
			"host", l.Data[factHost],
		}
		return &mail.Wording{
			Subject:  texts.T("mail."+kind+"_subject", args...),
			Markdown: mail.Plain(texts.T("mail."+kind+"_lead", args...)), Ours: true,
		}, nil
	}
}

func queueAsked(tx *models.Tx, j *models.JointUse, by, o *models.Organization) error {
	owners, err := tx.Members().OwnersOf(o.ID)
	if err != nil {
		return err
	}
	return mail.QueueEach(tx, owners, MailAsked, j.ID+":"+o.ID, func(lang string) map[string]string {
		return map[string]string{
			factHost: i18n.PickIn(lang, by.NameJa, by.NameEn), factSlug: o.Slug, factID: j.ID,
		}
	})
}

// queueEnd tells the owners of those organizations that agreed, and of the one that left, once.
func queueEnd(
	tx *models.Tx, j *models.JointUse, kind string, to []models.JointUseMember, by *models.Organization,
) error {
	for i := range to {
		o := &to[i].Organization
		if to[i].State != models.SeriesAgreed && (by == nil || by.ID != o.ID) {
			continue
		}
		owners, err := tx.Members().OwnersOf(o.ID)
		if err != nil {
			return err
		}
		cause := j.ID + ":" + o.ID
		if kind == MailLeft {
			cause += ":" + by.ID
		}
		err = mail.QueueEach(tx, owners, kind, cause, func(lang string) map[string]string {
			facts := map[string]string{
				factHost: i18n.PickIn(lang, j.Organization.NameJa, j.Organization.NameEn), factSlug: o.Slug, factID: j.ID,
				factAbout: string(j.About), factTitle: titleIn(lang, j), factDay: j.LastDay(),
			}
			if by != nil {
				facts[factBy] = i18n.PickIn(lang, by.NameJa, by.NameEn)
			}
			return facts
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// titleIn is the title of the event or the series that it is about, or the name of the organization of the register.
func titleIn(lang string, j *models.JointUse) string {
	switch {
	case j.Series != nil:
		return i18n.PickIn(lang, j.Series.TitleJa, j.Series.TitleEn)
	case j.Event != nil:
		return i18n.PickIn(lang, j.Event.TitleJa, j.Event.TitleEn)
	}
	return i18n.PickIn(lang, j.Organization.NameJa, j.Organization.NameEn)
}
