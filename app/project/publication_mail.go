package project

import (
	"maps"
	"slices"
	"strconv"

	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// MailPublicationAsked is the kind of mail to the staff of an organization that is asked whether projects in which it
// takes part may be on public pages.
const MailPublicationAsked = "publication_asked"

// What its data has: who asks, the slug of the organization that is asked, and how many projects.
const (
	factHost  = "host"
	factSlug  = "slug"
	factCount = "n"
)

// MailKinds are the kinds of mail of this feature.
func (s *Publications) MailKinds() []mail.Kind {
	return []mail.Kind{{
		Name: MailPublicationAsked, Audience: mail.Account, Fixed: true,
		Link: mail.Link{Button: "mail.publication_asked_button", Address: func(l *mail.Letter) string {
			return l.BaseURL + string(paths.OfStaffOrganization(l.Data[factSlug]).Publications())
		}},
	}}
}

// askSilent asks the organizations, but the one that runs the projects, that have not answered yet: each by one mail
// for all of the projects, and for the same cause once.
func askSilent(tx *models.Tx, by *models.Organization, ids []string, cause string) error {
	parts, err := partsOf(tx.Query, ids)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	organizations := map[string]*models.Organization{}
	for _, id := range ids {
		for _, part := range parts[id] {
			if part.Reply == nil && part.OrganizationID != by.ID {
				counts[part.OrganizationID]++
				organizations[part.OrganizationID] = part.Organization
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		o := organizations[id]
		staff, err := tx.Members().WhoMay(o.ID, models.EditNeeds)
		if err != nil {
			return err
		}
		err = mail.QueueEach(tx, staff, MailPublicationAsked, ids[0]+":"+cause+":"+o.ID,
			func(lang string) map[string]string {
				return map[string]string{
					factHost: i18n.PickIn(lang, by.NameJa, by.NameEn), factSlug: o.Slug, factCount: strconv.Itoa(counts[id]),
				}
			})
		if err != nil {
			return err
		}
	}
	return nil
}
