package paths

import "net/url"

// Meetings takes attendance reports of meetings elsewhere.
func (p StaffEvent) Meetings() string { return string(p) + "/meetings" }

// Meeting is a report that was uploaded.
func (p StaffEvent) Meeting(id string) Meeting {
	return Meeting(p) + Meeting("/meetings/"+url.PathEscape(id))
}

// Meeting is the attendance report of a meeting elsewhere.
type Meeting string

// Choose says who a guest is.
func (p Meeting) Choose() string { return string(p) + "/choose" }

// Take adds its times to people's attendance.
func (p Meeting) Take() string { return string(p) + "/take" }

// Undo takes them back.
func (p Meeting) Undo() string { return string(p) + "/undo" }

// Discard removes it.
func (p Meeting) Discard() string { return string(p) + "/discard" }
