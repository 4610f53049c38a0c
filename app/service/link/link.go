// Package link derives the secrets of private links from a key. The database has only their hashes, so that a copy of
// it opens nobody's page, and each mail can still have the same link.
package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// Maker derives secrets from one key.
type Maker struct{ key []byte }

// New makes a Maker. The key must stay secret. If it is replaced, the next mail to each person replaces their link.
func New(key []byte) Maker { return Maker{key} }

// Registration returns the secret in the address of an attendee's page. number counts the links that were issued: a new
// number makes earlier links invalid.
func (m Maker) Registration(id string, number int) string {
	return m.derive("registration", id, number)
}

// Provisional returns the secret with which a new registration's page is opened until its mailed link is. ID finds the
// registration, so that the database need not store it.
func (m Maker) Provisional(id string) string { return id + "." + m.derive("provisional", id, 0) }

// Room returns the secret in the cookie of the live room. byMail says that the attendee came by the mailed link.
func (m Maker) Room(id string, byMail bool) string {
	if byMail {
		return id + "." + m.derive("room", id, 1)
	}
	return id + "." + m.derive("room", id, 0)
}

// certificateSum is how many bytes of a certificate's code show that it is one of ours.
const certificateSum = 12

// Certificate returns the code with which a certificate of attendance is checked. It holds the registration's id, so
// that the database need not store it.
func (m Maker) Certificate(id string) string {
	content, _ := hex.DecodeString(strings.ReplaceAll(id, "-", "")) // what is no id has a code that nobody finds
	return base64.RawURLEncoding.EncodeToString(append(content, m.sum("certificate", id, 0)[:certificateSum]...))
}

// BadgeKey returns the 32 secret bytes of the key that signs Open Badges.
func (m Maker) BadgeKey() []byte { return m.sum("open badge", "", 0) }

// FeedKey returns the 32 secret bytes of a key that signs the installation's feed; number counts its keys.
func (m Maker) FeedKey(number int) []byte { return m.sum("feed key", "", number) }

// SessionCertificate is Certificate for the certificate of a single session.
func (m Maker) SessionCertificate(id, sessionID string) string {
	content, _ := hex.DecodeString(strings.ReplaceAll(id+sessionID, "-", ""))
	sum := m.sum("session certificate", id+sessionID, 0)[:certificateSum]
	return base64.RawURLEncoding.EncodeToString(append(content, sum...))
}

// CertificateID returns the ids in a code of Certificate or SessionCertificate; sessionID is "" for the former. The
// caller must compare the whole code.
func CertificateID(code string) (id, sessionID string, ok bool) {
	content, err := base64.RawURLEncoding.DecodeString(code)
	if err != nil {
		return "", "", false
	}
	switch len(content) {
	case 16 + certificateSum:
		return idOf(content), "", true
	case 32 + certificateSum:
		return idOf(content), idOf(content[16:]), true
	}
	return "", "", false
}

func idOf(content []byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", content[:4], content[4:6], content[6:8], content[8:10], content[10:16])
}

// ID returns the id in a secret of Provisional or Room. The caller must compare the whole secret.
func ID(secret string) (id string, ok bool) {
	id, _, ok = strings.Cut(secret, ".")
	return id, ok
}

// News returns the secret with which a registration's address refuses news. ID finds the registration.
func (m Maker) News(id string) string { return id + "." + m.derive("news", id, 0) }

// Follower returns the secret of the page of who follows a series. ID finds the follower.
func (m Maker) Follower(id string) string { return id + "." + m.derive("series follower", id, 0) }

// Offer returns the secret of the page of who puts themselves forward for a need. ID finds the offer.
func (m Maker) Offer(id string) string { return id + "." + m.derive("offer", id, 0) }

// Wish returns the secret of the page of what somebody wishes after an event. ID finds the wish.
func (m Maker) Wish(id string) string { return id + "." + m.derive("wish", id, 0) }

// AddressChange returns the secret with which a person confirms their new address. ID finds the change.
func (m Maker) AddressChange(id string) string { return id + "." + m.derive("address change", id, 0) }

// Speaker returns the secret of the page on which a speaker writes about themselves. ID finds the speaker; number
// counts the links that were issued.
func (m Maker) Speaker(id string, number int) string {
	return id + "." + m.derive("speaker", id, number)
}

// Results returns the secret of a page that shows one view of a survey's results. ID finds the link.
func (m Maker) Results(id string) string { return id + "." + m.derive("results", id, 0) }

// LotteryParty returns the secret of the page on which a party of a lottery seals its secret. ID finds the party.
func (m Maker) LotteryParty(id string) string { return id + "." + m.derive("lottery party", id, 0) }

// Agenda returns the secret of the calendar of what an attendee marked. ID finds the registration.
func (m Maker) Agenda(id string) string { return id + "." + m.derive("agenda", id, 0) }

// Author returns the pseudonym of a registration's voices. That of named voices, beside which the registration stands,
// is another one than that of anonymous ones.
func (m Maker) Author(id string, named bool) string {
	if named {
		return m.derive("named voice", id, 0)
	}
	return m.derive("anonymous voice", id, 0)
}

// Voter returns the pseudonym of a registration's vote for one voice.
func (m Maker) Voter(id, postID string) string { return m.derive("vote for "+postID, id, 0) }

// PollVoter is the pseudonym under which a person answers a poll: another one for each poll.
func (m Maker) PollVoter(id, pollID string) string { return m.derive("answer to "+pollID, id, 0) }

// Stage is the secret of the link that opens the stage of an event. It is a new one for each number.
func (m Maker) Stage(eventID string, number int) string { return m.derive("stage", eventID, number) }

// Captions returns the secret of the page on which captioners of an event write. ID finds the event; number counts the
// links that were issued.
func (m Maker) Captions(eventID string, number int) string {
	return eventID + "." + m.derive("captions", eventID, number)
}

// Reporter returns the pseudonym of a registration's report of one voice.
func (m Maker) Reporter(id, postID string) string { return m.derive("report of "+postID, id, 0) }

// Stances returns a function that makes the pseudonyms of a registration in a consensus round: another one for each
// statement.
func (m Maker) Stances(id, roundID string) func(statementID string) string {
	key := m.sum("stances in "+roundID, id, 0)
	return func(statementID string) string {
		sum := sha256.Sum256(append(key[:sha256.Size:sha256.Size], statementID...))
		return base64.RawURLEncoding.EncodeToString(sum[:24])
	}
}

// Address returns the mark of an address for an organization. It tells the same address again once that is erased.
func (m Maker) Address(organizationID, emailKey string) string {
	return m.derive("address", organizationID+"\n"+emailKey, 0)
}

// Equal compares secrets in a time that does not depend on where they differ.
func Equal(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

// PasswordReset returns the secret in the link of a password reset.
func (m Maker) PasswordReset(id string) string { return m.derive("password", id, 0) }

// Device returns the mark in the cookie of a browser that an account has signed in there before. An empty account gives
// the signature of the device itself.
func (m Maker) Device(device, accountID string) string {
	return m.derive("device", device+"\n"+accountID, 0)
}

func (m Maker) derive(purpose, id string, number int) string {
	return base64.RawURLEncoding.EncodeToString(m.sum(purpose, id, number)[:24])
}

func (m Maker) sum(purpose, id string, number int) []byte {
	mac := hmac.New(sha256.New, m.key)
	fmt.Fprintf(mac, "%s\n%s\n%d", purpose, id, number)
	return mac.Sum(nil)
}

// Survey returns the secret with which anyone may answer a survey. ID finds the survey; number counts the links that
// were made.
func (m Maker) Survey(id string, number int) string { return id + "." + m.derive("survey", id, number) }

// SurveyBrowser returns the mark of a browser that has answered a survey by its link: another one for each survey.
func (m Maker) SurveyBrowser(surveyID, browser string) string {
	return m.derive("survey browser", surveyID+"\n"+browser, 0)
}

// RallyCard returns the secret in the cookie of a stamp rally's card. ID finds the card.
func (m Maker) RallyCard(id string) string { return id + "." + m.derive("rally card", id, 0) }

// Person returns the secret of a link that opens the account of a person who stays. id is the link's.
func (m Maker) Person(id string) string { return id + "." + m.derive("person", id, 0) }

// PersonAddress returns the secret with which a further address of an account is confirmed. ID finds the address.
func (m Maker) PersonAddress(id string) string { return id + "." + m.derive("person address", id, 0) }

// TeamMember returns the secret of the page of a person in a project's team. ID finds the person; number counts the
// links that were made.
func (m Maker) TeamMember(id string, number int) string {
	return id + "." + m.derive("team member", id, number)
}

// TeamCalendar returns the secret of the calendar of a team's meetings, for a person of the team. ID finds them; it
// ends with the link of their page.
func (m Maker) TeamCalendar(id string, number int) string {
	return id + "." + m.derive("team calendar", id, number)
}

// Review returns the secret of the page on which somebody answers about a project that is over. ID finds what they are
// asked.
func (m Maker) Review(id string) string { return id + "." + m.derive("project review", id, 0) }

// Hours returns the code with which a certificate of hours is checked. ID finds the person in the team.
func (m Maker) Hours(id string) string { return id + "." + m.derive("certificate of hours", id, 0) }

// Joining returns the secret of an invitation to join an organization. ID finds the affiliation; with another address
// it is another one.
func (m Maker) Joining(id, emailKey string) string {
	return id + "." + m.derive("joining "+emailKey, id, 0)
}
