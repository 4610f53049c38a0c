package paths

import "net/url"

// Announcements is what is announced to the person in the room, as a part of a page.
func (p Event) Announcements() string { return p.Live() + "/announcements" }

// Announcements is what is announced to the attendee, as a part of a page.
func (p Attendee) Announcements() string { return string(p) + "/announcements" }

// Announcements is where staff tell people something while the event goes on.
func (p StaffEvent) Announcements() string { return string(p) + "/announcements" }

// Announcement is one of them.
func (p StaffEvent) Announcement(id string) Announcement {
	return Announcement(p.Announcements() + "/" + url.PathEscape(id))
}

// Announcement is one announcement as staff correct it.
type Announcement string

// End takes it back.
func (p Announcement) End() string { return string(p) + "/end" }
