// Package paths makes the addresses of pages, for Go, templates and mails. A test in handlers compares them with the
// table of routes in handlers/routes_*.go.
//
//	paths.OfEvent("summit-2025").Agenda()                 // /events/summit-2025/agenda
//	paths.OfStaffEvent("summit-2025").Registration(id)    // /staff/events/summit-2025/people/…
//
// In templates $.Public and $.Staff are those of the page's event; publicPath and staffPath make others by slug.
package paths

import "net/url"

// Picture is an uploaded picture.
func Picture(id string) string { return "/pictures/" + url.PathEscape(id) }

// Colour is the style sheet of a colour that staff chose for an event, of six digits.
func Colour(digits string) string { return "/colours/" + url.PathEscape(digits) }

// OwnSpeaker is the page on which a speaker writes about themselves.
type OwnSpeaker string

// OfSpeaker is of the speaker whose link has the secret.
func OfSpeaker(secret string) OwnSpeaker { return OwnSpeaker(SpeakerPrefix + url.PathEscape(secret)) }

// Voices lists the voices that the speaker may answer.
func (p OwnSpeaker) Voices() string { return string(p) + "/voices" }

// Voice takes an answer to one of them.
func (p OwnSpeaker) Voice(id string) string { return p.Voices() + "/" + url.PathEscape(id) }

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
	// SurveyLinkPrefix begins the pages of surveys that anyone with their link may answer.
	SurveyLinkPrefix = "/survey/"
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
