package paths

import "net/url"

// Member is the page of a member of an event or an organization, where the role is changed.
type Member string

// Invite mails a new invitation.
func (p Member) Invite() string { return string(p) + "/invite" }

// Remove takes the role away.
func (p Member) Remove() string { return string(p) + "/remove" }

// StaffOrganization is what an organization is called; its methods are what staff do there.
type StaffOrganization string

// OfStaffOrganization is of the organization with the slug.
func OfStaffOrganization(slug string) StaffOrganization {
	return StaffOrganization("/staff/organizations/" + url.PathEscape(slug))
}

// Audit is the record of who did what at all its events.
func (p StaffOrganization) Audit() string { return string(p) + "/audit" }

// Members lists who may do what at all its events.
func (p StaffOrganization) Members() string { return string(p) + "/members" }

// Member is one of them.
func (p StaffOrganization) Member(id string) Member {
	return Member(p) + Member("/members/"+url.PathEscape(id))
}

// AnswerNaming says whether it agrees that an event names it.
func (p StaffOrganization) AnswerNaming(eventID string) string {
	return string(p) + "/namings/" + url.PathEscape(eventID)
}

// DisableAccount disables the account of somebody who belongs to it.
func (p StaffOrganization) DisableAccount(id string) string {
	return string(p) + "/accounts/" + url.PathEscape(id) + "/disable"
}

// EnableAccount enables it again.
func (p StaffOrganization) EnableAccount(id string) string {
	return string(p) + "/accounts/" + url.PathEscape(id) + "/enable"
}

// Organizations is the directory of organizations.
const Organizations = "/organizations"

// Issuer is the document that names the key of an organization's Open Badges (did:web).
func Issuer(slug string) string { return "/organizations/" + url.PathEscape(slug) + "/did.json" }
