// Package security writes what matters to security into the log: who did what, from where, and how it ended. It writes
// ids and fixed names only, never an address, a name or a secret. docs/operations.md lists the events.
package security

import (
	"context"
	"log/slog"
)

// Event says what happened. The names are fixed: alarms are built on them.
type Event string

// The events.
const (
	SignIn            Event = "sign_in"
	SignOut           Event = "sign_out"
	LoginsEnded       Event = "logins_ended" // an account's other logins
	PasswordChanged   Event = "password_changed"
	PasswordReset     Event = "password_reset" // set by a mailed link or by the operator
	PasswordForgotten Event = "password_forgotten"
	InvitationSent    Event = "invitation_sent"
	InvitationAnswer  Event = "invitation_answered"
	RoleGiven         Event = "role_given"
	RoleRemoved       Event = "role_removed"
	TokenMade         Event = "token_made"
	TokenEnded        Event = "token_ended"
	AccountMade       Event = "account_made"
	AccountDisabled   Event = "account_disabled"
	AccountEnabled    Event = "account_enabled"
	PartnerAnswer     Event = "partner_answered" // an organization that was named agreed or not
	Refused           Event = "permission_refused"
	RateLimited       Event = "rate_limited"
	BackedUp          Event = "backup"
	Restored          Event = "restore"
)

// Outcome says how it ended.
type Outcome string

// The outcomes.
const (
	OK       Outcome = "ok"
	Failed   Outcome = "failed"
	Locked   Outcome = "locked" // refused because of earlier failures
	Declined Outcome = "declined"
)

// Entry is one event. Account is the id of who did it, by default the one of the context; Subject the id of what it was
// done to, such as a role, an account, a token or an event.
type Entry struct {
	Event   Event
	Outcome Outcome // OK if empty
	Account string
	Subject string
	Role    string
	// Route is the pattern of the address, without what a person filled in.
	Route string
}

// Origin is who sent a request, and from which network. Logged are the events that were written while it was served.
type Origin struct {
	Account, Network string
	Logged           []Entry
}

type key struct{}

// WithOrigin says from where the request comes that is served with the context. What is found out later is set in it.
func WithOrigin(ctx context.Context, origin *Origin) context.Context {
	return context.WithValue(ctx, key{}, origin)
}

// OriginOf is what WithOrigin said. It is empty in commands, which the operator of the machine gives.
func OriginOf(ctx context.Context) *Origin {
	if origin, ok := ctx.Value(key{}).(*Origin); ok {
		return origin
	}
	return &Origin{}
}

// Log writes an event. Call it after the commit.
func Log(ctx context.Context, e Entry) {
	origin := OriginOf(ctx)
	if e.Account == "" {
		e.Account = origin.Account
	}
	level := slog.LevelInfo
	if e.Outcome == "" {
		e.Outcome = OK
	}
	origin.Logged = append(origin.Logged, e)
	if e.Outcome == Failed || e.Outcome == Locked {
		level = slog.LevelWarn
	}
	attributes := []any{slog.String("event", string(e.Event)), slog.String("outcome", string(e.Outcome))}
	for _, a := range []struct{ name, value string }{
		{"account", e.Account}, {"subject", e.Subject}, {"role", e.Role}, {"route", e.Route}, {"network", origin.Network},
	} {
		if a.value != "" {
			attributes = append(attributes, slog.String(a.name, a.value))
		}
	}
	slog.LogAttrs(ctx, level, "security", slog.Group("security", attributes...))
}
