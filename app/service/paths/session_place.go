package paths

import "net/url"

// Sessions is where an attendee signs up for sessions.
func (p Attendee) Sessions() string { return string(p) + "/sessions" }

// SessionPlaces is where staff have the sessions that people sign up for.
func (p StaffEvent) SessionPlaces() SessionPlaces { return SessionPlaces(string(p) + "/sign-ups") }

// SessionPlaces is the address of sessions that people sign up for, for staff.
type SessionPlaces string

// Session is a session with who signed up for it.
func (p SessionPlaces) Session(id string) string { return string(p) + "/" + url.PathEscape(id) }

// Person takes what staff do with who signed up.
func (p SessionPlaces) Person(session, registration string) string {
	return p.Session(session) + "/people/" + url.PathEscape(registration)
}

// List is the list of a session as a file.
func (p SessionPlaces) List(session string) string { return p.Session(session) + "/list.csv" }
