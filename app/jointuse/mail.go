package jointuse

import (
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// MailAsked is the kind of mail to the owners of an organization that is asked to use data jointly.
const MailAsked = "joint_use_asked"

// What its data has: who asks, the slug of the organization that is asked, and the id.
const (
	factHost = "host"
	factSlug = "slug"
	factID   = "id"
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	return []mail.Kind{{
		Name: MailAsked, Audience: mail.Account, Fixed: true,
		Link: mail.Link{Button: "mail.joint_use_asked_button", Address: func(l *mail.Letter) string {
			return l.BaseURL + string(paths.OfStaffOrganization(l.Data[factSlug]).JointUse(l.Data[factID]))
		}},
	}}
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
