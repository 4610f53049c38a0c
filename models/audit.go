package models

import (
	"cmp"
	"context"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// AuditEntry says who did what, to what, when. It is never changed: the database
// refuses it. It holds ids and fixed names, no name or address of
// a person: what it refers to can be erased.
type AuditEntry struct {
	ID        string
	Action    string // a fixed name, see handlers/audited.go
	Outcome   AuditOutcome
	ActorKind ActorKind
	ActorID   string // "" where nobody is known by it, as after a sign-in with an address that has no account
	// EventID and OrganizationID are of what it was done to; both are "" for an account's own matters.
	EventID, OrganizationID string
	SubjectKind             SubjectKind
	SubjectID               string
	// Detail is a fixed word, such as a role.
	Detail    string
	CreatedAt time.Time
}

// AuditOutcome says how it ended.
type AuditOutcome string

// The outcomes.
const (
	AuditDone    AuditOutcome = "done"
	AuditFailed  AuditOutcome = "failed"
	AuditLocked  AuditOutcome = "locked"  // refused because of earlier failures
	AuditRefused AuditOutcome = "refused" // the role does not allow it
)

// ActorKind says what the id of an actor is.
type ActorKind string

// The kinds of actors.
const (
	ActorAccount ActorKind = "account"
	ActorToken   ActorKind = "token"
	ActorNobody  ActorKind = "nobody"
	// ActorCommand is the operator of the machine, by a command.
	ActorCommand ActorKind = "command"
	// ActorSystem is the program by itself.
	ActorSystem ActorKind = "system"
)

// SubjectKind says what the id of a subject is.
type SubjectKind string

// The kinds of subjects that can be named later. Others are named by the action.
const (
	SubjectNone         SubjectKind = ""
	SubjectAccount      SubjectKind = "account"
	SubjectRegistration SubjectKind = "registration"
	SubjectOther        SubjectKind = "other"
)

// AuditFor begins a detail that names the organization for which somebody acted, by its slug.
const AuditFor = "for:"

// Audit is the entry of one request, which the transactions of the request write. Several transactions, and the repeat
// of one, write it once.
type Audit struct {
	entry   AuditEntry
	written atomic.Bool
}

// NewAudit makes an entry that is not written yet.
func NewAudit(entry AuditEntry) *Audit {
	entry.ID = NewID()
	return &Audit{entry: entry}
}

// Written reports whether a transaction that was committed has written it.
func (a *Audit) Written() bool { return a.written.Load() }

type auditKey struct{}

// WithAudit lets the transactions that are begun with the context write the entry.
func WithAudit(ctx context.Context, a *Audit) context.Context {
	return context.WithValue(ctx, auditKey{}, a)
}

// WithoutAudit is for what a request goes on to do once its entry is written, and that has entries of its own.
func WithoutAudit(ctx context.Context) context.Context {
	return context.WithValue(ctx, auditKey{}, (*Audit)(nil))
}

func auditOf(ctx context.Context) *Audit {
	a, _ := ctx.Value(auditKey{}).(*Audit)
	return a
}

// WithAuditOf is for a request that does something to several: the transactions that are begun with the context write
// an entry of their own about one of them.
func WithAuditOf(ctx context.Context, kind SubjectKind, id string) context.Context {
	request := auditOf(ctx)
	if request == nil {
		return ctx
	}
	entry := request.entry
	entry.SubjectKind, entry.SubjectID = kind, id
	return WithAudit(ctx, NewAudit(entry))
}

// AuditSubject is to what an audited request is done, where its address does not say so. What is "" stays as it is.
type AuditSubject struct {
	Kind SubjectKind
	ID   string
	// EventID and OrganizationID are of what it was done to.
	EventID, OrganizationID string
	// Detail is a fixed word, such as a role.
	Detail string
	// Action is what was done, where the address alone does not tell.
	Action string
}

// About says what the audited request is about. Without an audited request it does nothing.
func (tx *Tx) About(subject AuditSubject) { tx.about = &subject }

func (tx *Tx) writeAudit() error {
	if tx.audit == nil || tx.audit.Written() {
		return nil
	}
	entry := tx.audit.entry
	if about := tx.about; about != nil {
		entry.SubjectKind, entry.SubjectID = cmp.Or(about.Kind, entry.SubjectKind), cmp.Or(about.ID, entry.SubjectID)
		entry.EventID = cmp.Or(about.EventID, entry.EventID)
		entry.OrganizationID = cmp.Or(about.OrganizationID, entry.OrganizationID)
		entry.Detail, entry.Action = about.Detail, cmp.Or(about.Action, entry.Action)
	}
	tx.AfterCommit(func() { tx.audit.written.Store(true) })
	return tx.Audits().Add(&entry)
}

// AuditQuery reads audit entries and their chain.
type AuditQuery struct{ q *Query }

// AuditStore reads and writes audit entries and their chain.
type AuditStore struct {
	AuditQuery
	tx *Tx
}

// Audits reads audit entries and their chain.
func (q *Query) Audits() AuditQuery { return AuditQuery{q} }

// Audits reads and writes audit entries and their chain.
func (tx *Tx) Audits() AuditStore { return AuditStore{tx.Query.Audits(), tx} }

// Add writes an entry now. One whose id is written already changes nothing.
func (store AuditStore) Add(e *AuditEntry) error {
	if e.ID == "" {
		e.ID = NewID()
	}
	e.CreatedAt = store.tx.Now
	return store.tx.g.Clauses(doNothing).Create(e).Error
}

// AuditFilter chooses entries. Of Event, Organization and Account one says whose they are; the rest may be empty.
type AuditFilter struct {
	EventID string
	// OrganizationID takes its own entries, those of the events it hosts, the own matters of its members, and what the
	// operator did to them or to all, and sign-ins of nobody.
	OrganizationID string
	ActorID        string
	SubjectID      string
	Actions        []string
	// Unsuccessful takes what failed or was refused alone.
	Unsuccessful bool
	// Named takes entries by or about one of the accounts, tokens and registrations, nil for all.
	Named        []string
	Since, Until time.Time
	// Before is the id of the entry before which the list goes on.
	Before string
}

// Find lists entries, the latest first.
func (store AuditQuery) Find(f AuditFilter, limit int) ([]AuditEntry, error) {
	var list []AuditEntry
	order := "id DESC"
	if f.chooses() { // else the engines read in this order until they have found enough, which may be all
		order = "id || '' DESC"
	}
	err := store.filtered(f).Order(order).Limit(limit).Find(&list).Error
	return list, err
}

// chooses reports whether the filter may leave most of the entries out.
func (f *AuditFilter) chooses() bool {
	return f.SubjectID != "" || f.Unsuccessful || f.Named != nil || !f.Since.IsZero() || !f.Until.IsZero()
}

// Count counts the entries that Find lists without Before.
func (store AuditQuery) Count(f AuditFilter) (int, error) {
	f.Before = ""
	var n int64
	err := store.filtered(f).Model(&AuditEntry{}).Count(&n).Error
	return int(n), err
}

func (store AuditQuery) filtered(f AuditFilter) *gorm.DB {
	g := store.q.g.Session(&gorm.Session{})
	if f.OrganizationID != "" {
		g = g.Where(`organization_id = @id
			OR organization_id IN (SELECT merged_id FROM organization_merges WHERE kept_id = @id)
			OR event_id IN (SELECT id FROM events WHERE organization_id = @id)
			OR (event_id = '' AND organization_id = '' AND actor_id IN (
				SELECT account_id FROM members WHERE organization_id = @id
					OR event_id IN (SELECT id FROM events WHERE organization_id = @id)))
			OR (event_id = '' AND organization_id = '' AND actor_kind IN @unnamed AND (subject_id = '' OR subject_id IN (
				SELECT account_id FROM members WHERE organization_id = @id
					OR event_id IN (SELECT id FROM events WHERE organization_id = @id))))`,
			map[string]any{"id": f.OrganizationID, "unnamed": []ActorKind{ActorCommand, ActorNobody}})
	} else {
		g = g.Where("event_id = ?", f.EventID)
	}
	for _, part := range []struct{ where, value string }{
		{"actor_id = ?", f.ActorID}, {"subject_id = ?", f.SubjectID}, {"id < ?", f.Before},
	} {
		if part.value != "" {
			g = g.Where(part.where, part.value)
		}
	}
	if len(f.Actions) > 0 {
		g = g.Where("action IN ?", f.Actions)
	}
	if f.Unsuccessful {
		g = g.Where("outcome <> ?", AuditDone)
	}
	if f.Named != nil {
		g = g.Where(clause.Or(store.q.inList("actor_id", f.Named), store.q.inList("subject_id", f.Named)))
	}
	if !f.Since.IsZero() {
		g = g.Where("created_at >= ?", f.Since.UTC())
	}
	if !f.Until.IsZero() {
		g = g.Where("created_at < ?", f.Until.UTC())
	}
	return g
}

// Actors lists the ids of the accounts and tokens that entries of the filter's event or organization name.
func (store AuditQuery) Actors(f AuditFilter) ([]string, error) {
	var ids []string
	f = AuditFilter{EventID: f.EventID, OrganizationID: f.OrganizationID}
	err := store.filtered(f).Model(&AuditEntry{}).Distinct().Where("actor_id <> ''").Limit(500).
		Pluck("actor_id", &ids).Error
	return ids, err
}

// Accounts lists the ids of the accounts that entries of the filter's event or organization are about.
func (store AuditQuery) Accounts(f AuditFilter) ([]string, error) {
	var ids []string
	f = AuditFilter{EventID: f.EventID, OrganizationID: f.OrganizationID}
	err := store.filtered(f).Model(&AuditEntry{}).Distinct().
		Where("subject_kind = ? AND subject_id <> ''", SubjectAccount).Limit(500).Pluck("subject_id", &ids).Error
	return ids, err
}
