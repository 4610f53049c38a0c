package web

import (
	"github.com/labstack/echo/v4"

	"meguri/models"
)

// What a request's middleware found out, by key of echo.Context.
const (
	keyAccount      = "account"
	keyLogin        = "login"
	keyEvent        = "event"
	keyHosts        = "hosts"
	keyRoles        = "roles"
	keyToken        = "token"
	keyDevice       = "device"
	keyLang         = "lang"
	keyHTTPS        = "https"
	keyHost         = "host"
	keyRegistration = "registration"
	keyPerson       = "person"
	keyPersonLink   = "person_link"
)

// AccountOf is who is signed in, or nil.
func AccountOf(c echo.Context) *models.Account {
	account, _ := c.Get(keyAccount).(*models.Account)
	return account
}

// EventOf is the event of the request; it is never nil where access goes by one: Holder, InRoom, May, MayAPI.
func EventOf(c echo.Context) *models.Event {
	event, _ := c.Get(keyEvent).(*models.Event)
	return event
}

// SetEvent says of which event the request is.
func SetEvent(c echo.Context, e *models.Event) { c.Set(keyEvent, e) }

// RegistrationOf is the attendee's registration; it is never nil on routes of Holder and InRoom.
func RegistrationOf(c echo.Context) *models.Registration {
	registration, _ := c.Get(keyRegistration).(*models.Registration)
	return registration
}

// HostOf is the organization of the request; it is never nil on routes of MayAtHost.
func HostOf(c echo.Context) *models.Organization {
	host, _ := c.Get(keyHost).(*models.Organization)
	return host
}

// RolesOf are the roles at the event of the request that who asks has.
func RolesOf(c echo.Context) []models.Role {
	roles, _ := c.Get(keyRoles).([]models.Role)
	return roles
}

// ActorOf names who asks, for the record of what was done: the account's or the token's name.
func ActorOf(c echo.Context) string {
	if account := AccountOf(c); account != nil {
		return account.Name
	}
	if token, ok := c.Get(keyToken).(*models.APIToken); ok {
		return token.Name
	}
	if device := DeviceOf(c); device != nil {
		return device.Name
	}
	return ""
}

// ActorIDOf is the id of the account, token or device of the request.
func ActorIDOf(c echo.Context) string {
	if account := AccountOf(c); account != nil {
		return account.ID
	}
	if token, ok := c.Get(keyToken).(*models.APIToken); ok {
		return token.ID
	}
	if device := DeviceOf(c); device != nil {
		return device.ID
	}
	return ""
}

// ModeratorOf is who moderates: the account of the request, or an API token, which has a name and no account.
func ModeratorOf(c echo.Context) models.Moderator {
	if account := AccountOf(c); account != nil {
		return models.Moderator{ID: account.ID, Name: account.Name}
	}
	return models.Moderator{Name: ActorOf(c)}
}

// ActorID is the id of the account or API token of the request, "" for none.
func ActorID(c echo.Context) string {
	if account := AccountOf(c); account != nil {
		return account.ID
	}
	if token := tokenOf(c); token != nil {
		return token.ID
	}
	return ""
}

// HostsOf are the organizations for which the account may make events, on routes of Hosting.
func HostsOf(c echo.Context) []models.Organization {
	hosts, _ := c.Get(keyHosts).([]models.Organization)
	return hosts
}

// LoginOf is the login of this browser; never nil on routes that need one.
func LoginOf(c echo.Context) *models.Login {
	login, _ := c.Get(keyLogin).(*models.Login)
	return login
}
