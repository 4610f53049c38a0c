package paths

import "net/url"

// Series is the page of a series; its methods are what lies under it.
type Series string

// OfSeries is of the series with the slug.
func OfSeries(slug string) Series { return Series("/series/" + url.PathEscape(slug)) }

// Calendar is a calendar of its events.
func (p Series) Calendar() string { return string(p) + "/calendar.ics" }

// Atom tells of its events as Atom.
func (p Series) Atom() string { return string(p) + EventsAtom }

// RSS tells of its events as RSS.
func (p Series) RSS() string { return string(p) + EventsRSS }

// Follow is where a visitor asks to hear of the next event.
func (p Series) Follow() string { return string(p) + "/follow" }

// FollowAsked is where that leads to.
func (p Series) FollowAsked() string { return p.Follow() + "/sent" }

// FollowingPrefix begins the pages of who follows a series; they hold a secret.
const FollowingPrefix = "/following/"

// Following is the page of who follows a series.
type Following string

// OfFollowing is of the follower whose mailed link has the secret.
func OfFollowing(secret string) Following { return Following(FollowingPrefix + url.PathEscape(secret)) }

// OnlyTell is where the name is erased.
func (p Following) OnlyTell() string { return string(p) + "/tell" }

// End is where it ends; mail programs use it, too.
func (p Following) End() string { return string(p) + "/end" }

// TakeBack takes back a registration that a series made.
func (p Attendee) TakeBack() string { return string(p) + "/take-back" }

// Series is the series of the event.
func (p StaffEvent) Series() string { return string(p) + "/series" }

// EditSeries changes the series of the event.
func (p StaffEvent) EditSeries() string { return p.Series() + "/edit" }

// Minutes are what was written down at the event.
func (p Event) Minutes() string { return string(p) + "/minutes" }

// Minutes are where its host writes them, and what was agreed.
func (p StaffEvent) Minutes() string { return string(p) + "/minutes" }

// Actions adds something that was agreed.
func (p StaffEvent) Actions() string { return p.Minutes() + "/actions" }

// Action changes it.
func (p StaffEvent) Action(id string) string { return p.Actions() + "/" + url.PathEscape(id) }

// TickAction says what became of it.
func (p StaffEvent) TickAction(id string) string { return p.Action(id) + "/state" }

// Series lists the series that the organization holds, alone or with others.
func (p StaffOrganization) Series() string { return string(p) + "/series" }

// OneSeries is one of them.
func (p StaffOrganization) OneSeries(id string) HeldSeries {
	return HeldSeries(p.Series() + "/" + url.PathEscape(id))
}

// HeldSeries is a series for the staff of a member; its methods are what is done with it.
type HeldSeries string

// Answer says whether the organization holds it, too.
func (p HeldSeries) Answer() string { return string(p) + "/answer" }

// Members asks another organization.
func (p HeldSeries) Members() string { return string(p) + "/members" }

// Member changes the turn of one, or ends its place.
func (p HeldSeries) Member(id string) string { return p.Members() + "/" + url.PathEscape(id) }

// Next is the date of the next edition.
func (p HeldSeries) Next() string { return string(p) + "/next" }

// Compared puts its editions side by side.
func (p HeldSeries) Compared() string { return string(p) + "/compared" }

// Tick says what became of something.
func (p HeldSeries) Tick(id string) string {
	return string(p) + "/actions/" + url.PathEscape(id) + "/state"
}

// Assign says whose it is.
func (p HeldSeries) Assign(id string) string {
	return string(p) + "/actions/" + url.PathEscape(id) + "/owner"
}
