package paths

import "net/url"

// Needs is the list of what others need help with; Ordinary leads from an ordinary day to it.
const (
	Needs    = "/needs"
	Ordinary = "/ordinary"
)

// OfNeed is the page of a need.
func OfNeed(id string) string { return Needs + "/" + url.PathEscape(id) }

// AskNeed is the form in which somebody tells what they need help with, at an event.
func (p Event) AskNeed() string { return string(p) + "/needs/new" }

// NeedAsked is where that leads to.
func (p Event) NeedAsked() string { return string(p) + "/needs/sent" }

// StaffNeeds is the board of needs of an event or an organization.
type StaffNeeds string

// Needs is the board of the event's needs.
func (p StaffEvent) Needs() string { return string(p) + Needs }

// NewNeed is the form of a new need of the event.
func (p StaffEvent) NewNeed() string { return StaffNeeds(p.Needs()).New() }

// Needs is the board of all its needs.
func (p StaffOrganization) Needs() string { return string(p) + Needs }

// New is the form of a new need.
func (p StaffNeeds) New() string { return string(p) + "/new" }

// Matches is the board of needs and people.
func (p StaffNeeds) Matches() string { return string(p) + "/people" }

// Profiles is the list of people who open something of their profile to coordinators.
func (p StaffNeeds) Profiles() string { return string(p) + "/profiles" }

// Profile is one of them.
func (p StaffNeeds) Profile(account string) string {
	return p.Profiles() + "/" + url.PathEscape(account)
}

// Suggested is where a draft is made of a suggestion.
func (p StaffNeeds) Suggested() string { return string(p) + "/suggested" }

// Need is one of them.
func (p StaffNeeds) Need(id string) StaffNeed { return StaffNeed(string(p) + "/" + url.PathEscape(id)) }

// StaffNeed is a need for its coordinators.
type StaffNeed string

// Edit is its form.
func (p StaffNeed) Edit() string { return string(p) + "/edit" }

// Move takes it to another state.
func (p StaffNeed) Move() string { return string(p) + "/move" }

// Agree stores what was agreed.
func (p StaffNeed) Agree() string { return string(p) + "/agreement" }
