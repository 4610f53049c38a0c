package paths

import "net/url"

// Devices lists the phones and tablets that admit people.
func (p StaffEvent) Devices() string { return string(p) + "/devices" }

// Device is one of them.
func (p StaffEvent) Device(id string) Device { return Device(p.Devices() + "/" + url.PathEscape(id)) }

// Reception is the reception.
func (p StaffEvent) Reception() string { return string(p) + "/reception" }

// ReceptionCounts has its numbers.
func (p StaffEvent) ReceptionCounts() string { return string(p) + "/reception/counts" }

// Scan takes a scan.
func (p StaffEvent) Scan() string { return string(p) + "/reception/scan" }

// UndoScan takes a scan back.
func (p StaffEvent) UndoScan() string { return string(p) + "/reception/undo" }

// Conflicts lists what scans say against each other.
func (p StaffEvent) Conflicts() string { return string(p) + "/reception/conflicts" }

// SettleConflict says that one was looked at.
func (p StaffEvent) SettleConflict() string { return p.Conflicts() + "/settle" }

// ReopenConflict takes that back.
func (p StaffEvent) ReopenConflict() string { return p.Conflicts() + "/reopen" }

// Paper reads ticked reception lists.
func (p StaffEvent) Paper() string { return string(p) + "/reception/paper" }

// ReadPaper reads a photo of one.
func (p StaffEvent) ReadPaper() string { return p.Paper() + "/read" }

// UndoPaper takes back whom one let in.
func (p StaffEvent) UndoPaper() string { return p.Paper() + "/undo" }

// Doors lists the doors and their rules.
func (p StaffEvent) Doors() string { return string(p) + "/doors" }

// Board is how the doors do now.
func (p StaffEvent) Board() string { return string(p) + "/board" }

// Inside is who is inside now.
func (p StaffEvent) Inside() string { return string(p) + "/inside" }

// InsidePDF is the same on paper.
func (p StaffEvent) InsidePDF() string { return string(p) + "/inside.pdf" }

// WalkIn lets people without a ticket in.
func (p StaffEvent) WalkIn() string { return string(p) + "/walk-in" }

// Device is a phone or tablet that admits people; its methods are what staff do with it.
type Device string

// Pair gives it a new code.
func (p Device) Pair() string { return string(p) + "/pair" }

// Revoke ends it.
func (p Device) Revoke() string { return string(p) + "/revoke" }

// Reception is the app of an event's devices, a tree of addresses of its own.
type Reception string

// OfReception is of the event with the slug.
func OfReception(slug string) Reception {
	return Reception("/reception/" + url.PathEscape(slug) + "/")
}

// Pairing pairs the phone that opens it. The code is in the fragment, which no server and no log sees.
func (p Reception) Pairing(code string) string { return string(p) + "#pair=" + code }

// Manifest lets the app be installed.
func (p Reception) Manifest() string { return string(p) + "manifest.webmanifest" }

// ReceptionWorker lets the app start without a network.
const ReceptionWorker = "/sw.js"
