package paths

import "net/url"

// JointUses lists what an organization uses jointly with others.
func (p StaffOrganization) JointUses() string { return string(p) + "/joint-uses" }

// NewJointUse is the form of another one.
func (p StaffOrganization) NewJointUse() string { return p.JointUses() + "/new" }

// JointUse is one of them.
func (p StaffOrganization) JointUse(id string) JointUse {
	return JointUse(p.JointUses() + "/" + url.PathEscape(id))
}

// JointUse is what organizations use jointly, for the staff of one of them; its methods are what is done with it.
type JointUse string

// Answer says yes or no, or ends it.
func (p JointUse) Answer() string { return string(p) + "/answer" }

// People are those whose data it is.
func (p JointUse) People() string { return string(p) + "/people" }

// CSV is the same as a file.
func (p JointUse) CSV() string { return p.People() + ".csv" }

// JointUse takes what the attendee says to one.
func (p Attendee) JointUse(id string) string { return string(p) + "/joint-uses/" + url.PathEscape(id) }

// MeJointUse takes what the person of an account says to one.
func MeJointUse(id string) string { return Me + "/joint-uses/" + url.PathEscape(id) }
