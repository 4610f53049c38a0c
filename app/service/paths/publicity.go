package paths

import "net/url"

// Lists of all public events, for other programs.
const (
	EventsCSV  = "/events.csv"
	EventsAtom = "/events.atom"
	EventsRSS  = "/events.rss"
	// ImportEvents makes drafts of a list of events.
	ImportEvents = "/staff/events/import"
)

// Host is an organization as others may see it; its methods are the lists of its public events.
type Host string

// OfHost is of the organization with the slug.
func OfHost(slug string) Host { return Host("/organizations/" + url.PathEscape(slug)) }

// CSV is the list as open data.
func (p Host) CSV() string { return string(p) + EventsCSV }

// Atom is the list as Atom.
func (p Host) Atom() string { return string(p) + EventsAtom }

// RSS is the list as RSS.
func (p Host) RSS() string { return string(p) + EventsRSS }

// PlacesBadge shows on other sites how many places are left; look is as "ja-light.svg".
func (p Event) PlacesBadge(look string) string { return string(p) + "/places/" + url.PathEscape(look) }

// Flyer is a page of paper about the event.
func (p Event) Flyer() string { return string(p) + "/flyer.pdf" }

// OpenData is the event as open data (GIF, DS-43C).
func (p Event) OpenData() string { return string(p) + "/event.xml" }

// Publicity is where staff find what announces the event.
func (p StaffEvent) Publicity() string { return string(p) + "/publicity" }
