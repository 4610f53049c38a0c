package paths

import "net/url"

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

// OpenBadge is the certificate as an Open Badge.
func (p Attendee) OpenBadge() string { return string(p) + "/badge.png" }

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

// Recording says what the attendee says to being in a recording.
func (p Attendee) Recording() string { return string(p) + "/recording" }

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

// OfferPromise makes an offer of help of it.
func (p Attendee) OfferPromise() string { return p.Promise() + "/offer" }

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

// Draft keeps what is filled in, of a named or confidential survey.
func (p AttendeeSurvey) Draft() string { return string(p) + "/draft" }

// ClearDraft removes it.
func (p AttendeeSurvey) ClearDraft() string { return p.Draft() + "/clear" }
