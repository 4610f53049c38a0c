package paths

import "net/url"

// Rally is the card of the stamp rally in this browser.
func (p Event) Rally() string { return string(p) + "/rally" }

// RallyPlace is a place of the rally, as its QR code leads there.
func (p Event) RallyPlace(code string) string { return p.Rally() + "/" + url.PathEscape(code) }

// Rally opens the attendee's card in this browser.
func (p Attendee) Rally() string { return string(p) + "/rally" }

// Rally is where staff run the stamp rally.
func (p StaffEvent) Rally() string { return string(p) + "/rally" }

// RallyPlaces takes a new place.
func (p StaffEvent) RallyPlaces() string { return p.Rally() + "/places" }

// RallyPlace renames a place.
func (p StaffEvent) RallyPlace(id string) string { return p.RallyPlaces() + "/" + url.PathEscape(id) }

// DeleteRallyPlace removes a place.
func (p StaffEvent) DeleteRallyPlace(id string) string { return p.RallyPlace(id) + "/delete" }

// RallyPosters are the QR codes to put up.
func (p StaffEvent) RallyPosters() string { return p.Rally() + "/posters.pdf" }

// RallyDesk looks at cards, and hands out prizes.
func (p StaffEvent) RallyDesk() string { return p.Rally() + "/desk" }

// UndoRallyPrize says that a prize was not handed out after all.
func (p StaffEvent) UndoRallyPrize() string { return p.RallyDesk() + "/undo" }
