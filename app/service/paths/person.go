package paths

import "net/url"

// The pages of people who keep an account. They ask for the cookie of an opened link.
const (
	Me            = "/me"
	MeSent        = Me + "/sent"
	MeProfile     = Me + "/profile"
	MeThread      = Me + "/thread"
	MeThreadJSON  = MeThread + ".json"
	MeThreadCSV   = MeThread + ".csv"
	MeSettings    = Me + "/settings"
	MeLeave       = Me + "/leave"
	MeLeaveAll    = MeLeave + "/all"
	MeAddresses   = Me + "/addresses"
	MeExportJSON  = Me + "/export.json"
	MeExportCSV   = Me + "/export.csv"
	MeErase       = Me + "/erase"
	MeErased      = Me + "/erased"
	MeOpenPrefix  = Me + "/open/"
	MeProvePrefix = Me + "/address/"
)

// OpenMe is where a mailed link opens an account, by a button.
func OpenMe(secret string) string { return MeOpenPrefix + url.PathEscape(secret) }

// ProveAddress is where a further address of an account is confirmed, by the mailed secret.
func ProveAddress(secret string) string { return MeProvePrefix + url.PathEscape(secret) }

// EndLink ends one of the links of an account.
func EndLink(id string) string { return Me + "/links/" + url.PathEscape(id) + "/end" }

// MeTie is what the person of an account says of another one, or another one of them.
func MeTie(id string) string { return MeThread + "/" + url.PathEscape(id) }

// MeAddress is a further address of an account; its methods are what is done with it.
type MeAddress string

// OfMeAddress is of the address with the id.
func OfMeAddress(id string) MeAddress { return MeAddress(MeAddresses + "/" + url.PathEscape(id)) }

// First makes it the first address of the account.
func (p MeAddress) First() string { return string(p) + "/first" }

// Remove removes it.
func (p MeAddress) Remove() string { return string(p) + "/remove" }

// MeProjectHours takes hours, at the project of a person's place in a team, of an event that they attended.
func MeProjectHours(id string) string { return Me + "/projects/" + url.PathEscape(id) + "/hours" }

// MeRegistration is a registration among those of an account; it leads to the attendee's own page.
type MeRegistration string

// OfMeRegistration is of the registration with the id.
func OfMeRegistration(id string) MeRegistration {
	return MeRegistration(Me + "/registrations/" + url.PathEscape(id))
}

// Certificate leads to the certificate of attendance.
func (p MeRegistration) Certificate() string { return string(p) + "/certificate" }

// Join takes it as the account's.
func (p MeRegistration) Join() string { return string(p) + "/join" }

// TakeApart ends that it is.
func (p MeRegistration) TakeApart() string { return string(p) + "/apart" }

// Person is what others see of the person of an account.
func Person(id string) string { return "/people/" + url.PathEscape(id) }

// Keep is where the attendee keeps an account, or joins the registration to the one they have.
func (p Attendee) Keep() string { return string(p) + "/keep" }

// TakeApart ends that the registration is of an account.
func (p Attendee) TakeApart() string { return string(p) + "/apart" }
