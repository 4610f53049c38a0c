package paths

import (
	"net/url"
	"strings"
)

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

// Doubles lists those that may be the same organization.
func (p StaffOrganization) Doubles() string { return string(p) + "/doubles" }

// Double is one of them.
func (p StaffOrganization) Double(slug string) StaffDouble {
	return StaffDouble(p.Doubles() + "/" + url.PathEscape(slug))
}

// UndoMerge takes apart what was put together with it.
func (p StaffOrganization) UndoMerge(id string) string {
	return string(p) + "/merges/" + url.PathEscape(id) + "/undo"
}

// StaffDouble is an organization that may be the same as another one; its methods are what is done with the two.
type StaffDouble string

// Merge puts the two together.
func (p StaffDouble) Merge() string { return string(p) + "/merge" }

// Different says that they are two.
func (p StaffDouble) Different() string { return string(p) + "/different" }

// MovedHost is the address of the same page of another organization.
func MovedHost(path, from, to string) string {
	path = strings.Replace(path, string(OfHost(from)), string(OfHost(to)), 1)
	return strings.Replace(path, string(OfStaffOrganization(from)), string(OfStaffOrganization(to)), 1)
}

// Organizations is the directory of organizations.
const Organizations = "/organizations"

// Issuer is the document that names the key of an organization's Open Badges (did:web).
func Issuer(slug string) string { return "/organizations/" + url.PathEscape(slug) + "/did.json" }

// Register is its member register.
func (p StaffOrganization) Register() StaffRegister { return StaffRegister(string(p) + "/register") }

// StaffRegister is a member register; its methods are what is done with it.
type StaffRegister string

// CSV is the list as a file.
func (p StaffRegister) CSV() string { return string(p) + ".csv" }

// XLSX is the list as a workbook.
func (p StaffRegister) XLSX() string { return string(p) + ".xlsx" }

// New is the form of a new person.
func (p StaffRegister) New() string { return string(p) + "/new" }

// Import is where a list is brought.
func (p StaffRegister) Import() string { return string(p) + "/import" }

// StoreImport stores what the preview of a list showed.
func (p StaffRegister) StoreImport() string { return p.Import() + "/store" }

// Invite mails invitations to all who were not invited yet.
func (p StaffRegister) Invite() string { return string(p) + "/invite" }

// Template is a list to fill in.
func (p StaffRegister) Template() string { return p.Import() + "/template.csv" }

// UndoImport takes back what came with a list.
func (p StaffRegister) UndoImport(id string) string {
	return string(p) + "/imports/" + url.PathEscape(id) + "/undo"
}

// Person is one of them.
func (p StaffRegister) Person(id string) RegisterPerson {
	return RegisterPerson(string(p) + "/people/" + url.PathEscape(id))
}

// RegisterPerson is a person of a member register; its methods are what is done with them.
type RegisterPerson string

// Roles adds a role.
func (p RegisterPerson) Roles() string { return string(p) + "/roles" }

// Role is one of the roles.
func (p RegisterPerson) Role(id string) string { return p.Roles() + "/" + url.PathEscape(id) }

// Leave ends all of them.
func (p RegisterPerson) Leave() string { return string(p) + "/leave" }

// Double shows another entry beside this one, which may be of the same person.
func (p RegisterPerson) Double(other string) RegisterDouble {
	return RegisterDouble(string(p) + "/doubles/" + url.PathEscape(other))
}

// RegisterDouble is two entries of a register that may be of one person; the second is to go into the first.
type RegisterDouble string

// Merge puts the two together.
func (p RegisterDouble) Merge() string { return string(p) + "/merge" }

// Different says that they are two people.
func (p RegisterDouble) Different() string { return string(p) + "/different" }

// Doubles lists the entries that may be of one person.
func (p StaffRegister) Doubles() string { return string(p) + "/doubles" }

// UndoMerge takes apart what was put together.
func (p StaffRegister) UndoMerge(id string) string {
	return string(p) + "/merges/" + url.PathEscape(id) + "/undo"
}

// Erase empties name and address.
func (p RegisterPerson) Erase() string { return string(p) + "/erase" }

// JoinPrefix begins the addresses of mailed invitations to join an organization.
const JoinPrefix = "/join/"

// JoinOrganization is where such an invitation is answered.
func JoinOrganization(secret string) string { return JoinPrefix + url.PathEscape(secret) }

// Join is where a person asks to join it.
func (p Host) Join() string { return string(p) + "/join" }

// MePlace is a place in an organization that a person has; what they do with it is sent there.
func MePlace(id string) string { return Me + "/places/" + url.PathEscape(id) }

// MePlacePeople is what the others who belong there show of themselves.
func MePlacePeople(id string) string { return MePlace(id) + "/people" }

// Invite mails an invitation to the person.
func (p RegisterPerson) Invite() string { return string(p) + "/invite" }

// Answer answers the person, who asks to join.
func (p RegisterPerson) Answer() string { return string(p) + "/answer" }

// Leaving is where it says that it takes no part any more, or does again.
func (p StaffOrganization) Leaving() string { return string(p) + "/leaving" }
