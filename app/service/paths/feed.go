package paths

import (
	"net/url"
	"strconv"
)

// What installations tell each other, and what everybody sees of it.
const (
	MeguriCard    = "/.well-known/meguri.json"
	FeedJSON      = "/feed.json"
	Nationwide    = "/nationwide"
	NationwideCSV = "/nationwide.csv"
	NationwideXML = "/nationwide.xml"
	NationwideICS = "/nationwide.ics"
	// Actor names the installation in the words of ActivityPub, Outbox lists its events.
	Actor  = "/actor"
	Outbox = "/outbox"
)

// OfActivity is something that followers were told.
func OfActivity(number int64) string { return Outbox + "/" + strconv.FormatInt(number, 10) }

// OfActivityObject is an event as followers know it.
func OfActivityObject(id string) string { return Outbox + "/events/" + url.PathEscape(id) }

// Kit is the page of a kit: how an event was made, for others to copy.
type Kit string

// OfKit is of the kit with the id.
func OfKit(id string) Kit { return Kit("/kits/" + url.PathEscape(id)) }

// Copy is where staff make an event of it.
func (p Kit) Copy() string { return "/staff" + string(p) }

// Kit is where staff publish how the event was made.
func (p StaffEvent) Kit() string { return string(p) + "/kit" }

// PreviewKit shows what would be published.
func (p StaffEvent) PreviewKit() string { return p.Kit() + "/preview" }

// WithdrawKit takes it back.
func (p StaffEvent) WithdrawKit() string { return p.Kit() + "/withdraw" }

// Feeds is where staff follow other installations.
func (p StaffOrganization) Feeds() string { return string(p) + "/feeds" }

// LookFeed shows whose key an installation has, before it is followed.
func (p StaffOrganization) LookFeed() string { return p.Feeds() + "/look" }

// Feed is one that is followed.
func (p StaffOrganization) Feed(id string) StaffFeed {
	return StaffFeed(p.Feeds() + "/" + url.PathEscape(id))
}

// StaffFeed is a feed that is followed.
type StaffFeed string

// End ends it.
func (p StaffFeed) End() string { return string(p) + "/end" }

// AgreeKey agrees to a key that nobody signed.
func (p StaffFeed) AgreeKey() string { return string(p) + "/key" }
