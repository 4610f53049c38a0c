package paths

import "net/url"

// CaptionPrefix begins the pages of captioners' seats; they hold a secret.
const CaptionPrefix = "/caption/"

// Captions is the page of an event's last captions.
func (p Event) Captions() string { return string(p) + "/live/captions" }

// RecordCaptions are the captions of a session that the record shows, as a file: text or subtitles.
func (p Event) RecordCaptions(session, file string) string {
	return p.Record() + "/captions/" + url.PathEscape(session) + "/" + url.PathEscape(file)
}

// Captions is where staff run captions.
func (p StaffEvent) Captions() string { return string(p) + "/captions" }

// CaptionLink makes a new link to the captioners' seats.
func (p StaffEvent) CaptionLink() string { return p.Captions() + "/link" }

// CaptionLine corrects a line.
func (p StaffEvent) CaptionLine(id string) string {
	return p.Captions() + "/lines/" + url.PathEscape(id)
}

// CaptionSession is what was said in a session; its methods are what lies under it.
func (p StaffEvent) CaptionSession(id string) CaptionSession {
	return CaptionSession(p.Captions() + "/sessions/" + url.PathEscape(id))
}

// StageCaptions puts a band of captions under all views of the stage, or takes it away.
func (p StaffEvent) StageCaptions() string { return string(p) + "/stage/captions" }

// CaptionSession is what was said in a session.
type CaptionSession string

// Text is the captions as plain text.
func (p CaptionSession) Text() string { return string(p) + "/captions.txt" }

// WebVTT is the captions as subtitles of a recording.
func (p CaptionSession) WebVTT() string { return string(p) + "/captions.vtt" }

// Delete asks whether to delete them, and does.
func (p CaptionSession) Delete() string { return string(p) + "/delete" }

// CaptionSeat is the page of the captioners of an event.
type CaptionSeat string

// OfCaptionSeat is of the event whose link has the secret.
func OfCaptionSeat(secret string) CaptionSeat {
	return CaptionSeat(CaptionPrefix + url.PathEscape(secret))
}

// Lines takes finished lines.
func (p CaptionSeat) Lines() string { return string(p) + "/lines" }

// Line corrects one.
func (p CaptionSeat) Line(id string) string { return p.Lines() + "/" + url.PathEscape(id) }

// Draft takes what is being typed.
func (p CaptionSeat) Draft() string { return string(p) + "/draft" }

// Desk says who is there.
func (p CaptionSeat) Desk() string { return string(p) + "/desk" }

// Turn says who types now.
func (p CaptionSeat) Turn() string { return string(p) + "/turn" }

// Push begins the addresses at which it listens to what changes.
func (p CaptionSeat) Push() string { return string(p) + "/push" }
