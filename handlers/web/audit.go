package web

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/audit"
	"meguri/app/service/security"
	"meguri/models"
)

// Audited records that the route was used as the action: a change in the transaction that makes it, a download before
// it is made, also one that fails then. What was refused or typed wrong changed nothing and is not recorded. subject
// says what the path's :id is.
func (k *Kit) Audited(action string, subject models.SubjectKind, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		entry, ctx := auditEntry(c, action, subject), c.Request().Context()
		if c.Request().Method == http.MethodGet {
			if err := k.audits.Record(ctx, entry); err != nil {
				return err
			}
			return next(c)
		}
		record := models.NewAudit(entry)
		c.SetRequest(c.Request().WithContext(models.WithAudit(ctx, record)))
		if err := next(c); err != nil {
			return err
		}
		if record.Written() || c.Response().Status != http.StatusSeeOther {
			return nil
		}
		if err := k.audits.Record(ctx, entry); err != nil { // the change is made, and its answer on its way
			slog.Error("an action was not recorded", "request_id", requestID(c), "action", action, "error", err)
		}
		return nil
	}
}

func auditEntry(c echo.Context, action string, subject models.SubjectKind) models.AuditEntry {
	entry := models.AuditEntry{
		Action: action, Outcome: models.AuditDone, ActorKind: models.ActorNobody, ActorID: "",
		SubjectKind: subject,
	}
	switch account, token := AccountOf(c), tokenOf(c); {
	case token != nil:
		entry.ActorKind, entry.ActorID = models.ActorToken, token.ID
	case account != nil:
		entry.ActorKind, entry.ActorID = models.ActorAccount, account.ID
	}
	if event := EventOf(c); event != nil {
		entry.EventID = event.ID
	}
	if host := HostOf(c); host != nil {
		entry.OrganizationID = host.ID
	}
	if subject != models.SubjectNone {
		entry.SubjectID = lastParam(c)
	}
	return entry
}

// lastParam is the last id in the address.
func lastParam(c echo.Context) string {
	values := c.ParamValues()
	if len(values) == 0 {
		return ""
	}
	if last := values[len(values)-1]; models.ValidID(last) {
		return last
	}
	return ""
}

// signings are the events of the security log that are recorded, too: no route of staff stands for them.
var signings = map[security.Event]string{
	security.SignIn:        audit.SignIn,
	security.PasswordReset: audit.PasswordReset,
	security.Refused:       audit.Refused,
}

var auditOutcomes = map[security.Outcome]models.AuditOutcome{
	security.OK: models.AuditDone, security.Failed: models.AuditFailed, security.Locked: models.AuditLocked,
}

// auditSigning records who signed in, or could not, and who asked for what their role does not allow.
func (k *Kit) auditSigning(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := next(c); err != nil {
			c.Error(err)
		}
		ctx := c.Request().Context()
		for _, logged := range security.OriginOf(ctx).Logged {
			action, ok := signings[logged.Event]
			if !ok || logged.Account == "" && !failedOfNobody(logged) {
				continue
			}
			if err := k.audits.Record(ctx, signingEntry(c, action, logged)); err != nil {
				slog.Error("a sign-in was not recorded", "request_id", requestID(c), "action", action, "error", err)
			}
		}
		return nil
	}
}

// failedOfNobody reports whether somebody tried to sign in with an address that no account has: recorded without the
// address, and only while the network need not wait (app/account/login_throttle.go), so that nobody fills the record.
func failedOfNobody(logged security.Entry) bool {
	return logged.Event == security.SignIn && logged.Outcome == security.Failed && logged.Account == ""
}

func signingEntry(c echo.Context, action string, logged security.Entry) models.AuditEntry {
	entry := models.AuditEntry{
		Action: action, Outcome: auditOutcomes[logged.Outcome], ActorKind: models.ActorAccount, ActorID: logged.Account,
	}
	if logged.Event == security.Refused {
		entry.Outcome = models.AuditRefused
		if token := tokenOf(c); token != nil {
			entry.ActorKind = models.ActorToken
		}
	}
	if entry.ActorID == "" {
		entry.ActorKind = models.ActorNobody
	}
	return entry
}
