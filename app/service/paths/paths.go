// Package paths makes the addresses of pages, for Go, templates and mails. A test in handlers compares them with the
// table of routes in handlers/routes.go.
//
//	paths.OfEvent("summit-2025").Agenda()                 // /events/summit-2025/agenda
//	paths.OfStaffEvent("summit-2025").Registration(id)    // /staff/events/summit-2025/people/…
//
// In templates $.Public and $.Staff are those of the page's event; publicPath and staffPath make others by slug.
package paths

import (
	"net/url"
	"strings"
)

// Picture is an uploaded picture.
func Picture(id string) string { return "/pictures/" + url.PathEscape(id) }

// Colour is the style sheet of a colour that staff chose for an event, of six digits.
func Colour(digits string) string { return "/colours/" + url.PathEscape(digits) }

// Event is the public page of an event; its methods are what lies under it.
type Event string

// OfEvent is of the event with the slug.
func OfEvent(slug string) Event { return Event("/events/" + url.PathEscape(slug)) }

// Privacy is what the event tells people about their data.
func (p Event) Privacy() string { return string(p) + "/privacy" }

// Register is the form.
func (p Event) Register() string { return string(p) + "/register" }

// ReviewRegistration shows what was typed in the form before it is sent.
func (p Event) ReviewRegistration() string { return p.Register() + "/review" }

// RegisterCompanions adds somebody to the form, or takes them off it.
func (p Event) RegisterCompanions() string { return p.Register() + "/companions" }

// Registered is where the form leads to.
func (p Event) Registered() string { return string(p) + "/registered" }

// RequestLink is where a lost link can be asked for.
func (p Event) RequestLink() string { return string(p) + "/link" }

// LinkRequested is where that leads to.
func (p Event) LinkRequested() string { return string(p) + "/link/sent" }

// Moved is the address of the same page of an event, public or for staff, under another slug.
func Moved(path, from, to string) string {
	return strings.Replace(path, string(OfEvent(from)), string(OfEvent(to)), 1)
}

// Cover is the drawn cover of the event.
func (p Event) Cover() string { return string(p) + "/cover.svg" }

// Picture is the picture that shows where the page is shared.
func (p Event) Picture() string { return string(p) + "/picture.png" }

// Agenda is the agenda.
func (p Event) Agenda() string { return string(p) + "/agenda" }

// Calendar is the event as a calendar file.
func (p Event) Calendar() string { return string(p) + "/calendar.ics" }

// AgendaChanges tells what changed in the agenda.
func (p Event) AgendaChanges() string { return string(p) + "/agenda/changes" }

// Programme is the agenda as a handout on paper.
func (p Event) Programme() string { return string(p) + "/programme.pdf" }

// AgendaVersion is the number of the agenda that everybody sees.
func (p Event) AgendaVersion() string { return string(p) + "/agenda/version" }

// AgendaCalendar has all sessions as a calendar file.
func (p Event) AgendaCalendar() string { return string(p) + "/agenda.ics" }

// Session is the page of a session.
func (p Event) Session(id string) string { return string(p) + "/sessions/" + url.PathEscape(id) }

// SessionCalendar is a session as a calendar file.
func (p Event) SessionCalendar(id string) string {
	return string(p) + "/sessions/" + url.PathEscape(id) + "/calendar.ics"
}

// ScheduleJSON is the agenda for programs.
func (p Event) ScheduleJSON() string { return string(p) + "/schedule.json" }

// AgendaXCal has all sessions as XML for calendars.
func (p Event) AgendaXCal() string { return string(p) + "/agenda.xml" }

// ScheduleXML is the agenda for programs.
func (p Event) ScheduleXML() string { return string(p) + "/schedule.xml" }

// Live is the live room.
func (p Event) Live() string { return string(p) + "/live" }

// LiveBeat takes the heartbeats of the live room.
func (p Event) LiveBeat() string { return string(p) + "/live/beat" }

// LiveLeave takes the good-byes of the live room.
func (p Event) LiveLeave() string { return string(p) + "/live/leave" }

// LivePush begins the addresses at which the live room listens to what changes.
func (p Event) LivePush() string { return string(p) + "/live/push" }

// Push begins the addresses at which public pages listen to what changes.
func (p Event) Push() string { return string(p) + "/push" }

// Voices takes what attendees say.
func (p Event) Voices() string { return string(p) + "/live/voices" }

// Voice is one voice as attendees change it.
func (p Event) Voice(id string) Voice { return Voice(p.Voices() + "/" + url.PathEscape(id)) }

// Voice is one voice; its methods are what attendees do with it.
type Voice string

// Vote gives a vote to the voice.
func (p Voice) Vote() string { return string(p) + "/vote" }

// Unvote takes the vote back.
func (p Voice) Unvote() string { return string(p) + "/unvote" }

// InRecord allows it in the record, or not any more.
func (p Voice) InRecord() string { return string(p) + "/record" }

// Withdraw takes one's own voice back.
func (p Voice) Withdraw() string { return string(p) + "/withdraw" }

// Polls are the polls as attendees see them.
func (p Event) Polls() string { return string(p) + "/live/polls" }

// Poll takes what an attendee answers.
func (p Event) Poll(id string) string { return p.Polls() + "/" + url.PathEscape(id) }

// Promise is what the person in the room will go on with.
func (p Event) Promise() string { return string(p) + "/live/promise" }

// WithdrawPromise takes it back.
func (p Event) WithdrawPromise() string { return p.Promise() + "/withdraw" }

// Stage is what a projector shows. key is the secret of its link.
func (p Event) Stage(key string) string { return string(p) + "/stage/" + url.PathEscape(key) }

// StagePush is where a screen of the stage listens.
func (p Event) StagePush(key string) string { return p.Stage(key) + "/push" }

// Join leads to the live room of the event whose stage shows the code.
func Join(code string) string { return "/j/" + url.PathEscape(code) }

// Report asks moderators to read the voice.
func (p Voice) Report() string { return string(p) + "/report" }

// SimilarVoices finds voices that say the same as what is typed.
func (p Event) SimilarVoices() string { return string(p) + "/live/similar" }

// React takes reactions of the room.
func (p Event) React() string { return string(p) + "/live/reactions" }

// ConsensusNow leads to the round of cards that is open, or was last.
func (p Event) ConsensusNow() string { return string(p) + "/live/consensus" }

// Consensus is a round of cards as attendees answer it.
func (p Event) Consensus(id string) Consensus {
	return Consensus(p.ConsensusNow() + "/" + url.PathEscape(id))
}

// ConsensusMap is the result of a round that everybody may see.
func (p Event) ConsensusMap(id string) string { return string(p) + "/consensus/" + url.PathEscape(id) }

// Words is the word cloud that everybody may see.
func (p Event) Words() string { return string(p) + "/words" }

// Record is what the event shows of itself once it is over.
func (p Event) Record() string { return string(p) + "/record" }

// RoomWords is the word cloud of who is in the room.
func (p Event) RoomWords() string { return string(p) + "/live/words" }

// Consensus is a round of cards as attendees answer it; its methods are what lies under it.
type Consensus string

// Map is what was found.
func (p Consensus) Map() string { return string(p) + "/map" }

// Card is a card to see again.
func (p Consensus) Card(id string) string { return string(p) + "?card=" + url.QueryEscape(id) }

// After is the card after one that was answered.
func (p Consensus) After(id string) string { return string(p) + "?last=" + url.QueryEscape(id) }

// OwnSpeaker is the page on which a speaker writes about themselves.
type OwnSpeaker string

// OfSpeaker is of the speaker whose link has the secret.
func OfSpeaker(secret string) OwnSpeaker { return OwnSpeaker(SpeakerPrefix + url.PathEscape(secret)) }

// Attendee is an attendee's own page; its methods are what lies under it.
type Attendee string

// OfAttendee is of the attendee whose link has the secret.
func OfAttendee(secret string) Attendee { return Attendee(AttendeePrefix + url.PathEscape(secret)) }

// Calendar is the event as the attendee's calendar file.
func (p Attendee) Calendar() string { return string(p) + "/calendar.ics" }

// MyAgenda is what the attendee marked of the agenda.
func (p Attendee) MyAgenda() string { return string(p) + "/agenda" }

// Ticket is the ticket on paper.
func (p Attendee) Ticket() string { return string(p) + "/ticket.pdf" }

// Summary is the summary on paper.
func (p Attendee) Summary() string { return string(p) + "/summary.pdf" }

// Certificate is the certificate of attendance on paper.
func (p Attendee) Certificate() string { return string(p) + "/certificate.pdf" }

// RegisterAgain is the form, filled in with what the attendee gave before.
func (p Attendee) RegisterAgain() string { return string(p) + "/again" }

// Change changes the ticket type.
func (p Attendee) Change() string { return string(p) + "/change" }

// Cancel cancels.
func (p Attendee) Cancel() string { return string(p) + "/cancel" }

// CancelAll cancels them and all whom they registered.
func (p Attendee) CancelAll() string { return string(p) + "/cancel/all" }

// Companion is somebody whom they registered.
func (p Attendee) Companion(id string) AttendeeCompanion {
	return AttendeeCompanion(p) + AttendeeCompanion("/companions/"+url.PathEscape(id))
}

// RenewLink mails a new link.
func (p Attendee) RenewLink() string { return string(p) + "/link" }

// ResendAddress mails the link that confirms a new address once more.
func (p Attendee) ResendAddress() string { return string(p) + "/address/resend" }

// KeepAddress withdraws the wish for a new address.
func (p Attendee) KeepAddress() string { return string(p) + "/address/keep" }

// Data is all that is held of the attendee.
func (p Attendee) Data() string { return string(p) + "/data" }

// DataFile is the same as a file for programs.
func (p Attendee) DataFile() string { return p.Data() + ".json" }

// Erase is where the attendee asks for all of it to be erased.
func (p Attendee) Erase() string { return p.Data() + "/erase" }

// Photo says whether the attendee may be photographed.
func (p Attendee) Photo() string { return string(p) + "/photo" }

// Join leads into the live room.
func (p Attendee) Join() string { return string(p) + "/join" }

// Record is the record of the event, on which what one watches is counted.
func (p Attendee) Record() string { return string(p) + "/record" }

// RecordBeat takes that a recording is open there.
func (p Attendee) RecordBeat() string { return p.Record() + "/beat" }

// VoiceInRecord allows one's own voice in the record, or not any more.
func (p Attendee) VoiceInRecord(id string) string {
	return string(p) + "/voices/" + url.PathEscape(id) + "/record"
}

// WithdrawVoice takes one's own voice back.
func (p Attendee) WithdrawVoice(id string) string {
	return string(p) + "/voices/" + url.PathEscape(id) + "/withdraw"
}

// Promise is what the attendee will go on with.
func (p Attendee) Promise() string { return string(p) + "/promise" }

// WithdrawPromise takes it back.
func (p Attendee) WithdrawPromise() string { return p.Promise() + "/withdraw" }

// PromiseAfter asks some days later how the attendee stands with it.
func (p Attendee) PromiseAfter(days string) string {
	return p.Promise() + "/after/" + url.PathEscape(days)
}

// Survey is a survey to answer.
func (p Attendee) Survey(id string) AttendeeSurvey {
	return AttendeeSurvey(p) + AttendeeSurvey("/survey/"+url.PathEscape(id))
}

// AttendeeCompanion is somebody whom an attendee registered, and who may be exchanged.
type AttendeeCompanion string

// Cancel cancels that one.
func (p AttendeeCompanion) Cancel() string { return string(p) + "/cancel" }

// AttendeeSurvey is a survey as an attendee answers it.
type AttendeeSurvey string

// Thanks is where an answer leads to.
func (p AttendeeSurvey) Thanks() string { return string(p) + "/thanks" }

// Pages without parameters.
const (
	Home           = "/"
	Past           = "/events/past"
	About          = "/about"
	Privacy        = "/privacy"
	Accessibility  = "/accessibility"
	Help           = "/help"
	StaffHome      = "/staff"
	Login          = "/staff/login"
	Logout         = "/staff/logout"
	Forgot         = "/staff/forgot"
	ForgotSent     = "/staff/forgot/sent"
	Account        = "/staff/account"
	ChangePassword = "/staff/account/password"
	EndOtherLogins = "/staff/account/logins/end"
	Invitations    = "/staff/invitations"
	NewEvent       = "/staff/events/new"
	PreviewText    = "/staff/preview"
)

// What addresses of a kind begin with. Those of attendees and of password resets hold a secret.
const (
	AttendeePrefix = "/r/"
	ResetPrefix    = "/staff/reset/"
	APIPrefix      = "/api/"
	// SpeakerPrefix begins the pages on which speakers write about themselves.
	SpeakerPrefix = "/speak/"
)

// PasswordReset is where a new password is chosen.
func PasswordReset(secret string) string { return ResetPrefix + url.PathEscape(secret) }

// CertificatePrefix begins the pages that say whether a certificate is true; they hold its code.
const CertificatePrefix = "/certificates/"

// Certificate is where the code of a certificate is checked.
func Certificate(code string) string { return CertificatePrefix + url.PathEscape(code) }

// MyCalendarPrefix begins the calendars of what attendees marked; they hold a secret.
const MyCalendarPrefix = "/calendars/"

// MyCalendar is the calendar of what an attendee marked, by its secret.
func MyCalendar(secret string) string { return MyCalendarPrefix + url.PathEscape(secret) }

// NewsPrefix begins the pages on which news are refused; they hold a secret.
const NewsPrefix = "/news/"

// RefuseNews is where news are refused, by the mailed secret.
func RefuseNews(secret string) string { return NewsPrefix + url.PathEscape(secret) }

// AddressPrefix begins the pages on which new addresses are confirmed; they hold a secret.
const AddressPrefix = "/address/"

// ConfirmAddress is where a new address is confirmed, by the mailed secret.
func ConfirmAddress(secret string) string { return AddressPrefix + url.PathEscape(secret) }

// InvitationPrefix begins the pages of invitations to a role; they hold a secret.
const InvitationPrefix = Invitations + "/"

// Invitation is what a mailed link invites an account to.
func Invitation(secret string) string { return InvitationPrefix + url.PathEscape(secret) }

// EndLogin ends one of the account's logins.
func EndLogin(id string) string { return "/staff/account/logins/" + url.PathEscape(id) + "/end" }

// StaffEvent is the dashboard of an event; its methods are what staff do there.
type StaffEvent string

// OfStaffEvent is of the event with the slug.
func OfStaffEvent(slug string) StaffEvent { return StaffEvent("/staff/events/" + url.PathEscape(slug)) }

// Edit edits its texts, times and places.
func (p StaffEvent) Edit() string { return string(p) + "/edit" }

// Record is the form of what the event shows of itself once it is over.
func (p StaffEvent) Record() string { return string(p) + "/record" }

// RecordPreview shows it as it would be.
func (p StaffEvent) RecordPreview() string { return p.Record() + "/preview" }

// Outcome edits what it decided.
func (p StaffEvent) Outcome() string { return string(p) + "/outcome" }

// Materials are what it left behind.
func (p StaffEvent) Materials() string { return string(p) + "/materials" }

// Face chooses its colour and cover.
func (p StaffEvent) Face() string { return string(p) + "/face" }

// Publish asks whether to publish it, and does.
func (p StaffEvent) Publish() string { return string(p) + "/publish" }

// MoveOnline asks whether everybody shall attend online, and does.
func (p StaffEvent) MoveOnline() string { return string(p) + "/online" }

// MoveBack asks whether people shall come to the venue again, and does.
func (p StaffEvent) MoveBack() string { return string(p) + "/online/back" }

// Unpublish makes it a draft again.
func (p StaffEvent) Unpublish() string { return string(p) + "/unpublish" }

// Cancel asks whether to call it off, and does.
func (p StaffEvent) Cancel() string { return string(p) + "/cancel" }

// Archive takes it out of the lists.
func (p StaffEvent) Archive() string { return string(p) + "/archive" }

// Restore brings it back.
func (p StaffEvent) Restore() string { return string(p) + "/restore" }

// Copy asks what a draft like it has, and makes it.
func (p StaffEvent) Copy() string { return string(p) + "/copy" }

// TicketTypes lists its ticket types and consents.
func (p StaffEvent) TicketTypes() string { return string(p) + "/types" }

// Consent is a consent text; the slug `new` makes one.
func (p StaffEvent) Consent(slug string) Consent {
	return Consent(p) + Consent("/consents/"+url.PathEscape(slug))
}

// Privacy is what becomes of the data of its people.
func (p StaffEvent) Privacy() string { return string(p) + "/privacy" }

// EditPrivacy edits what they are told of it.
func (p StaffEvent) EditPrivacy() string { return p.Privacy() + "/edit" }

// ErasureRequest answers who asks for their data to be erased.
func (p StaffEvent) ErasureRequest(id string) string {
	return p.Privacy() + "/requests/" + url.PathEscape(id)
}

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

// Speaker is a speaker as staff edit them; its methods are what lies under it.
type Speaker string

// Link mails the speaker the link to their own page.
func (p Speaker) Link() string { return string(p) + "/link" }

// Merge makes two speakers one.
func (p Speaker) Merge() string { return string(p) + "/merge" }

// Delete removes them.
func (p Speaker) Delete() string { return string(p) + "/delete" }

// Rooms names the rooms.
func (p StaffEvent) Rooms() string { return string(p) + "/rooms" }

// Tracks names the tracks.
func (p StaffEvent) Tracks() string { return string(p) + "/tracks" }

// Registrations lists who registered.
func (p StaffEvent) Registrations() string { return string(p) + "/people" }

// RegistrationsPDF is the list on paper.
func (p StaffEvent) RegistrationsPDF() string { return string(p) + "/people.pdf" }

// Papers are badges, letters or postcards for people.
func (p StaffEvent) Papers(kind string) string {
	return string(p) + "/people/papers/" + url.PathEscape(kind) + ".pdf"
}

// PeopleViews gives a list of people a name.
func (p StaffEvent) PeopleViews() string { return string(p) + "/people/views" }

// PeopleView is a list of people that has a name.
func (p StaffEvent) PeopleView(id string) PeopleView {
	return PeopleView(p) + PeopleView("/people/views/"+url.PathEscape(id))
}

// RegistrationColumns chooses the columns of the list.
func (p StaffEvent) RegistrationColumns() string { return string(p) + "/people/columns" }

// Selection is what is done to several of them.
func (p StaffEvent) Selection() Selection { return Selection(p) + "/people/selected" }

// Bulk is something that is done to several of them.
func (p StaffEvent) Bulk(id string) Bulk { return Bulk(p) + Bulk("/people/bulk/"+url.PathEscape(id)) }

// Registration is who registered.
func (p StaffEvent) Registration(id string) Registration {
	return Registration(p) + Registration("/people/"+url.PathEscape(id))
}

// NewRegistration registers somebody who did not do so by themselves.
func (p StaffEvent) NewRegistration() string { return string(p) + "/people/new" }

// Imports takes a list of people.
func (p StaffEvent) Imports() string { return string(p) + "/people/import" }

// ImportTemplate is a list to fill in.
func (p StaffEvent) ImportTemplate() string { return string(p) + "/people/import/template.csv" }

// Import is a list that was uploaded.
func (p StaffEvent) Import(id string) Import {
	return Import(p) + Import("/people/import/"+url.PathEscape(id))
}

// Papers prints something for them.
func (p Selection) Papers() string { return string(p) + "/papers" }

// PeopleView is a list of people that has a name.
type PeopleView string

// Delete removes the name.
func (p PeopleView) Delete() string { return string(p) + "/delete" }

// Duplicates lists registrations that may be of one person.
func (p StaffEvent) Duplicates() Duplicates { return Duplicates(p) + "/people/duplicates" }

// Devices lists the phones and tablets that admit people.
func (p StaffEvent) Devices() string { return string(p) + "/devices" }

// Device is one of them.
func (p StaffEvent) Device(id string) Device { return Device(p.Devices() + "/" + url.PathEscape(id)) }

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

// Reception is the reception.
func (p StaffEvent) Reception() string { return string(p) + "/reception" }

// ReceptionCounts has its numbers.
func (p StaffEvent) ReceptionCounts() string { return string(p) + "/reception/counts" }

// Scan takes a scan.
func (p StaffEvent) Scan() string { return string(p) + "/reception/scan" }

// UndoScan takes a scan back.
func (p StaffEvent) UndoScan() string { return string(p) + "/reception/undo" }

// Push begins the addresses at which the pages of who runs the room listen to what changes.
func (p StaffEvent) Push() string { return string(p) + "/live/push" }

// RoomStream says where the stream of the live room is.
func (p StaffEvent) RoomStream() string { return string(p) + "/room/stream" }

// RoomNotice tells the live room something.
func (p StaffEvent) RoomNotice() string { return string(p) + "/room/notice" }

// Live runs the live room.
func (p StaffEvent) Live() string { return string(p) + "/room" }

// Voices is where moderators read voices.
func (p StaffEvent) Voices() string { return string(p) + "/live" }

// DecideVoice takes what a moderator decides about a voice.
func (p StaffEvent) DecideVoice(id string) string {
	return string(p) + "/live/voices/" + url.PathEscape(id)
}

// UndoVoice takes back what was decided last about a voice.
func (p StaffEvent) UndoVoice(id string) string { return p.DecideVoice(id) + "/undo" }

// MergeVoices joins several voices.
func (p StaffEvent) MergeVoices() string { return string(p) + "/live/merge" }

// MuteVoice lets the author of a voice wait.
func (p StaffEvent) MuteVoice(id string) string { return p.DecideVoice(id) + "/mute" }

// VoiceDesk takes what the moderators' page says, and answers what the others do.
func (p StaffEvent) VoiceDesk() string { return string(p) + "/live/desk" }

// Speak takes which side speaks.
func (p StaffEvent) Speak() string { return string(p) + "/live/speak" }

// VoiceSettings is how the event takes voices.
func (p StaffEvent) VoiceSettings() string { return string(p) + "/live/settings" }

// Stage is the remote control of the stage.
func (p StaffEvent) Stage() string { return string(p) + "/stage" }

// StageLater moves what follows today.
func (p StaffEvent) StageLater() string { return string(p) + "/stage/later" }

// StageVoice takes up a voice.
func (p StaffEvent) StageVoice() string { return string(p) + "/stage/voice" }

// StageWord sets the word of attendance.
func (p StaffEvent) StageWord() string { return string(p) + "/stage/word" }

// StageLink makes a new link to the stage.
func (p StaffEvent) StageLink() string { return string(p) + "/stage/link" }

// Promises are what people will go on with.
func (p StaffEvent) Promises() string { return string(p) + "/promises" }

// HidePromise takes one off the pages of others.
func (p StaffEvent) HidePromise(id string) string {
	return p.Promises() + "/" + url.PathEscape(id) + "/hide"
}

// Polls lists the polls.
func (p StaffEvent) Polls() string { return string(p) + "/polls" }

// NewPoll makes one.
func (p StaffEvent) NewPoll() string { return string(p) + "/polls/new" }

// PollsCSV has what was answered.
func (p StaffEvent) PollsCSV() string { return string(p) + "/polls.csv" }

// PollsXLSX has what was answered.
func (p StaffEvent) PollsXLSX() string { return string(p) + "/polls.xlsx" }

// PollsJSON has what was answered.
func (p StaffEvent) PollsJSON() string { return string(p) + "/polls.json" }

// Poll is the form of a poll.
func (p StaffEvent) Poll(id string) Poll { return Poll(p.Polls() + "/" + url.PathEscape(id)) }

// Poll is a poll as staff run it.
type Poll string

// Open starts it.
func (p Poll) Open() string { return string(p) + "/open" }

// Close ends it.
func (p Poll) Close() string { return string(p) + "/close" }

// Delete asks before it deletes it.
func (p Poll) Delete() string { return string(p) + "/delete" }

// Word keeps an answer in words from others.
func (p Poll) Word() string { return string(p) + "/word" }

// ConsensusList lists the rounds of cards.
func (p StaffEvent) ConsensusList() string { return string(p) + "/consensus" }

// Consensus is a round of cards as staff run it.
func (p StaffEvent) Consensus(id string) StaffConsensus {
	return StaffConsensus(p.ConsensusList() + "/" + url.PathEscape(id))
}

// Words is the word cloud.
func (p StaffEvent) Words() string { return string(p) + "/words" }

// WordsPDF is the same on paper.
func (p StaffEvent) WordsPDF() string { return string(p) + "/words.pdf" }

// StaffConsensus is a round of cards as staff run it; its methods are what lies under it.
type StaffConsensus string

// Open lets it take answers.
func (p StaffConsensus) Open() string { return string(p) + "/open" }

// Close ends it.
func (p StaffConsensus) Close() string { return string(p) + "/close" }

// Publish lets everybody see its result, or not.
func (p StaffConsensus) Publish() string { return string(p) + "/publish" }

// Delete asks whether to delete it, and does.
func (p StaffConsensus) Delete() string { return string(p) + "/delete" }

// CSV are its counts.
func (p StaffConsensus) CSV() string { return string(p) + "/counts.csv" }

// Surveys lists the surveys.
func (p StaffEvent) Surveys() string { return string(p) + "/surveys" }

// NewSurvey makes one.
func (p StaffEvent) NewSurvey() string { return string(p) + "/surveys/new" }

// Survey is the editor of a survey.
func (p StaffEvent) Survey(id string) Survey {
	return Survey(p) + Survey("/surveys/"+url.PathEscape(id))
}

// Messages lists what staff write to attendees.
func (p StaffEvent) Messages() string { return string(p) + "/messages" }

// NewMessage writes one.
func (p StaffEvent) NewMessage() string { return string(p) + "/messages/new" }

// MessageReach tells how many people a filter reaches.
func (p StaffEvent) MessageReach() string { return string(p) + "/messages/reach" }

// PreviewMessage shows a message as it is typed.
func (p StaffEvent) PreviewMessage() string { return string(p) + "/messages/preview" }

// Message is one of them, by its id or the name of an automatic one.
func (p StaffEvent) Message(key string) Message {
	return Message(p) + Message("/messages/"+url.PathEscape(key))
}

// Wordings lists the mails that the program sends by itself.
func (p StaffEvent) Wordings() string { return string(p) + "/messages/wordings" }

// Wording is the text of one of them.
func (p StaffEvent) Wording(kind string) Wording {
	return Wording(p) + Wording("/messages/wordings/"+url.PathEscape(kind))
}

// MailRules are when mails to many may go, and where answers go.
func (p StaffEvent) MailRules() string { return string(p) + "/messages/rules" }

// Mails is the outbox.
func (p StaffEvent) Mails() string { return string(p) + "/mails" }

// Mail is a mail.
func (p StaffEvent) Mail(id string) Mail {
	return Mail(p) + Mail("/mails/"+url.PathEscape(id))
}

// Audit is the record of who did what.
func (p StaffEvent) Audit() string { return string(p) + "/audit" }

// Statistics has the numbers of its report.
func (p StaffEvent) Statistics() string { return string(p) + "/statistics" }

// StatisticsCSV is one of their tables as a file.
func (p StaffEvent) StatisticsCSV(table string) string {
	return string(p) + "/statistics/" + url.PathEscape(table) + ".csv"
}

// Members lists who may do what.
func (p StaffEvent) Members() string { return string(p) + "/members" }

// Member is one of them.
func (p StaffEvent) Member(id string) Member {
	return Member(p) + Member("/members/"+url.PathEscape(id))
}

// Tokens makes an API token.
func (p StaffEvent) Tokens() string { return string(p) + "/tokens" }

// RevokeToken ends an API token.
func (p StaffEvent) RevokeToken(id string) string {
	return string(p) + "/tokens/" + url.PathEscape(id) + "/revoke"
}

// Consent is a consent text.
type Consent string

// Withdraw withdraws it.
func (p Consent) Withdraw() string { return string(p) + "/withdraw" }

// Session is a session of the agenda.
type Session string

// Discard takes back what is not published yet.
func (p Session) Discard() string { return string(p) + "/discard" }

// Cancel cancels it, or lets it take place again.
func (p Session) Cancel() string { return string(p) + "/cancel" }

// Delete removes it.
func (p Session) Delete() string { return string(p) + "/delete" }

// Import is a list of people that was uploaded.
type Import string

// Choose ticks its rows.
func (p Import) Choose() string { return string(p) + "/choose" }

// Start imports them.
func (p Import) Start() string { return string(p) + "/start" }

// Discard removes what was uploaded.
func (p Import) Discard() string { return string(p) + "/discard" }

// FaultyCSV and FaultyXLSX are the rows with faults.
func (p Import) FaultyCSV() string { return string(p) + "/faulty.csv" }

// FaultyXLSX is the same as a workbook.
func (p Import) FaultyXLSX() string { return string(p) + "/faulty.xlsx" }

// Selection is several registrations at once.
type Selection string

// Export leads to the file of them.
func (p Selection) Export() string { return string(p) + "/export" }

// Cancel cancels them.
func (p Selection) Cancel() string { return string(p) + "/cancel" }

// Confirm gives places to those who wait.
func (p Selection) Confirm() string { return string(p) + "/confirm" }

// Tag gives them a tag.
func (p Selection) Tag() string { return string(p) + "/tag" }

// Untag takes a tag off them.
func (p Selection) Untag() string { return string(p) + "/untag" }

// Change changes their ticket type.
func (p Selection) Change() string { return string(p) + "/change" }

// ResendLink mails their links again.
func (p Selection) ResendLink() string { return string(p) + "/link" }

// Duplicates lists registrations that may be of one person.
type Duplicates string

// Merge makes two of them one.
func (p Duplicates) Merge() string { return string(p) + "/merge" }

// Different says that two of them are of two persons.
func (p Duplicates) Different() string { return string(p) + "/different" }

// Write writes a message to them.
func (p Selection) Write() string { return string(p) + "/write" }

// Registration is a registration as staff see it.
type Registration string

// Cancel cancels it.
func (p Registration) Cancel() string { return string(p) + "/cancel" }

// Change changes its ticket type.
func (p Registration) Change() string { return string(p) + "/change" }

// Compare shows it beside another one, whose id is the parameter `with`.
func (p Registration) Compare() string { return string(p) + "/compare" }

// Unmerge undoes that it was merged into another one.
func (p Registration) Unmerge() string { return string(p) + "/unmerge" }

// Ticket is their ticket on paper.
func (p Registration) Ticket() string { return string(p) + "/ticket.pdf" }

// Notes takes a new note about them.
func (p Registration) Notes() string { return string(p) + "/notes" }

// Note is one of the notes about them.
func (p Registration) Note(id string) Note { return Note(p) + Note("/notes/"+url.PathEscape(id)) }

// Tag gives them a tag.
func (p Registration) Tag() string { return string(p) + "/tag" }

// Untag takes a tag off them.
func (p Registration) Untag() string { return string(p) + "/untag" }

// AskToErase records that the person wants to be erased.
func (p Registration) AskToErase() string { return string(p) + "/erase" }

// ResendLink mails a new link.
func (p Registration) ResendLink() string { return string(p) + "/link" }

// Bulk is something that is done to several registrations at once.
type Bulk string

// Undo takes it back.
func (p Bulk) Undo() string { return string(p) + "/undo" }

// Note is a note about a registration.
type Note string

// Delete removes it.
func (p Note) Delete() string { return string(p) + "/delete" }

// Survey is a survey as staff edit it.
type Survey string

// Publish puts its results on the event's page, or takes them off it.
func (p Survey) Publish() string { return string(p) + "/publish" }

// Settings edits its texts and times.
func (p Survey) Settings() string { return string(p) + "/settings" }

// Delete removes it.
func (p Survey) Delete() string { return string(p) + "/delete" }

// Open opens it.
func (p Survey) Open() string { return string(p) + "/open" }

// Close closes it.
func (p Survey) Close() string { return string(p) + "/close" }

// Preview shows it as attendees see it.
func (p Survey) Preview() string { return string(p) + "/preview" }

// Questions takes its questions as rows.
func (p Survey) Questions() string { return string(p) + "/questions" }

// Results shows its results.
func (p Survey) Results() string { return string(p) + "/results" }

// ForgetBounce has the address get messages again.
func (p Registration) ForgetBounce() string { return string(p) + "/bounce" }

// Message is what staff write to attendees.
type Message string

// Preview is what it looks like for one person.
func (p Message) Preview() string { return string(p) + "/preview" }

// Send asks whether to send it, and does.
func (p Message) Send() string { return string(p) + "/send" }

// Unschedule takes back that it will be sent.
func (p Message) Unschedule() string { return string(p) + "/unschedule" }

// Stop keeps back the mails that have not left.
func (p Message) Stop() string { return string(p) + "/stop" }

// Switch turns an automatic one on or off.
func (p Message) Switch() string { return string(p) + "/switch" }

// Retry sends it once more to whom it could not be sent.
func (p Message) Retry() string { return string(p) + "/retry" }

// Delete removes it.
func (p Message) Delete() string { return string(p) + "/delete" }

// Wording is the text of a kind of mail.
type Wording string

// Preview is what it looks like for one person.
func (p Wording) Preview() string { return string(p) + "/preview" }

// Restore brings our text back.
func (p Wording) Restore() string { return string(p) + "/restore" }

// Mail is a mail in the outbox.
type Mail string

// Body is what it looks like.
func (p Mail) Body() string { return string(p) + "/body" }

// File is one of its attachments.
func (p Mail) File(name string) string {
	return string(p) + "/files/" + url.PathEscape(name)
}

// SendAgain sends it again.
func (p Mail) SendAgain() string { return string(p) + "/again" }

// Member is the page of a member of an event or an organization, where the role is changed.
type Member string

// Invite mails a new invitation.
func (p Member) Invite() string { return string(p) + "/invite" }

// Remove takes the role away.
func (p Member) Remove() string { return string(p) + "/remove" }

// StaffOrganization is what an organization is called; its methods are what staff do there.
type StaffOrganization string

// OfStaffOrganization is of the organization with the slug.
func OfStaffOrganization(slug string) StaffOrganization {
	return StaffOrganization("/staff/organizations/" + url.PathEscape(slug))
}

// Audit is the record of who did what at all its events.
func (p StaffOrganization) Audit() string { return string(p) + "/audit" }

// Members lists who may do what at all its events.
func (p StaffOrganization) Members() string { return string(p) + "/members" }

// Member is one of them.
func (p StaffOrganization) Member(id string) Member {
	return Member(p) + Member("/members/"+url.PathEscape(id))
}

// AnswerNaming says whether it agrees that an event names it.
func (p StaffOrganization) AnswerNaming(eventID string) string {
	return string(p) + "/namings/" + url.PathEscape(eventID)
}

// DisableAccount disables the account of somebody who belongs to it.
func (p StaffOrganization) DisableAccount(id string) string {
	return string(p) + "/accounts/" + url.PathEscape(id) + "/disable"
}

// EnableAccount enables it again.
func (p StaffOrganization) EnableAccount(id string) string {
	return string(p) + "/accounts/" + url.PathEscape(id) + "/enable"
}

// APIEvent has what programs read and write of an event.
type APIEvent string

// OfAPIEvent is of the event with the slug.
func OfAPIEvent(slug string) APIEvent { return APIEvent("/api/v1/events/" + url.PathEscape(slug)) }

// Registrations lists and makes registrations.
func (p APIEvent) Registrations() string { return string(p) + "/registrations" }

// PostsCSV is all voices as CSV.
func (p APIEvent) PostsCSV() string { return string(p) + "/posts.csv" }

// PostsXLSX is all voices as XLSX.
func (p APIEvent) PostsXLSX() string { return string(p) + "/posts.xlsx" }

// PostsJSON is all voices as JSON.
func (p APIEvent) PostsJSON() string { return string(p) + "/posts.json" }

// RegistrationsCSV is the list as CSV.
func (p APIEvent) RegistrationsCSV() string { return string(p) + "/registrations.csv" }

// RegistrationsXLSX is the list as a workbook.
func (p APIEvent) RegistrationsXLSX() string { return string(p) + "/registrations.xlsx" }

// Devices makes a device.
func (p APIEvent) Devices() string { return string(p) + "/devices" }

// Roster is who may come, for devices.
func (p APIEvent) Roster() string { return string(p) + "/roster" }

// CheckIns takes scans.
func (p APIEvent) CheckIns() string { return string(p) + "/checkins" }

// APISurvey has what programs read of a survey.
type APISurvey string

// OfAPISurvey is of the survey with the id.
func OfAPISurvey(id string) APISurvey { return APISurvey("/api/v1/surveys/" + url.PathEscape(id)) }

// ResponsesCSV has the responses as CSV.
func (p APISurvey) ResponsesCSV() string { return string(p) + "/responses.csv" }

// TextsCSV has what people wrote, as CSV.
func (p APISurvey) TextsCSV() string { return string(p) + "/texts.csv" }

// ResponsesXLSX has both as a workbook.
func (p APISurvey) ResponsesXLSX() string { return string(p) + "/responses.xlsx" }

// ResponsesJSON has them as JSON.
func (p APISurvey) ResponsesJSON() string { return string(p) + "/responses.json" }

// Codebook explains their columns.
func (p APISurvey) Codebook() string { return string(p) + "/codebook.json" }
