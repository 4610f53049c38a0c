package paths

import "net/url"

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
