package web

import (
	"github.com/labstack/echo/v4"

	"meguri/models"
)

// What a request's middleware found out, by key of echo.Context.
const (
	keyAccount = "account"
	keyLogin   = "login"
	keyEvent   = "event"
	keyHosts   = "hosts"
	keyRoles   = "roles"
	keyToken   = "token"
	keyLang    = "lang"
	keyHTTPS   = "https"
	keyHost    = "host"
)

func AccountOf(c echo.Context) *models.Account {
	account, _ := c.Get(keyAccount).(*models.Account)
	return account
}

// EventOf is the event that withPermission found; it is never nil on routes with a permission.
func EventOf(c echo.Context) *models.Event {
	event, _ := c.Get(keyEvent).(*models.Event)
	return event
}

// HostOf is the organization that withPermissionAtHost found.
func HostOf(c echo.Context) *models.Organization {
	host, _ := c.Get(keyHost).(*models.Organization)
	return host
}

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
	return ""
}

func HostsOf(c echo.Context) []models.Organization {
	hosts, _ := c.Get(keyHosts).([]models.Organization)
	return hosts
}

// LoginOf is the login of this browser; never nil on routes that need one.
func LoginOf(c echo.Context) *models.Login {
	login, _ := c.Get(keyLogin).(*models.Login)
	return login
}
