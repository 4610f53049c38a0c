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
