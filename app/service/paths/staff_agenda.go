package paths

import "net/url"

// Agenda edits the agenda.
func (p StaffEvent) Agenda() string { return string(p) + "/agenda" }

// AgendaRows takes the agenda as rows.
func (p StaffEvent) AgendaRows() string { return string(p) + "/agenda/rows" }

// PasteAgenda makes sessions of a programme that came from a spreadsheet.
func (p StaffEvent) PasteAgenda() string { return string(p) + "/agenda/paste" }

// AgendaChanges is what waits to be published.
func (p StaffEvent) AgendaChanges() string { return string(p) + "/agenda/changes" }

// ImportAgenda takes a file of another program.
func (p StaffEvent) ImportAgenda() string { return string(p) + "/agenda/import" }

// AgendaCSV is the agenda as CSV.
func (p StaffEvent) AgendaCSV() string { return string(p) + "/agenda/export.csv" }

// AgendaXLSX is the agenda as a workbook.
func (p StaffEvent) AgendaXLSX() string { return string(p) + "/agenda/export.xlsx" }

// AgendaDay is the agenda of the day, for who runs it.
func (p StaffEvent) AgendaDay() string { return string(p) + "/day" }

// UndoAgendaDay takes back what was changed there last.
func (p StaffEvent) UndoAgendaDay() string { return string(p) + "/day/undo" }

// DaySession moves, delays or cancels a session at once.
func (p StaffEvent) DaySession(id string) string { return string(p) + "/day/" + url.PathEscape(id) }

// NewSession makes a session.
func (p StaffEvent) NewSession() string { return string(p) + "/agenda/new" }

// Session is a session.
func (p StaffEvent) Session(id string) Session {
	return Session(p) + Session("/agenda/"+url.PathEscape(id))
}

// Speakers lists the speakers.
func (p StaffEvent) Speakers() string { return string(p) + "/speakers" }

// NewSpeaker adds one.
func (p StaffEvent) NewSpeaker() string { return string(p) + "/speakers/new" }

// Speaker is a speaker.
func (p StaffEvent) Speaker(id string) Speaker {
	return Speaker(p) + Speaker("/speakers/"+url.PathEscape(id))
}

// Tracks names the tracks.
func (p StaffEvent) Tracks() string { return string(p) + "/tracks" }

// Speaker is a speaker as staff edit them; its methods are what lies under it.
type Speaker string

// Link mails the speaker the link to their own page.
func (p Speaker) Link() string { return string(p) + "/link" }

// Merge makes two speakers one.
func (p Speaker) Merge() string { return string(p) + "/merge" }

// Delete removes them.
func (p Speaker) Delete() string { return string(p) + "/delete" }

// Session is a session of the agenda.
type Session string

// Discard takes back what is not published yet.
func (p Session) Discard() string { return string(p) + "/discard" }

// Cancel cancels it, or lets it take place again.
func (p Session) Cancel() string { return string(p) + "/cancel" }

// Delete removes it.
func (p Session) Delete() string { return string(p) + "/delete" }
