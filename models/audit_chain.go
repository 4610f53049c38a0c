package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// AuditLink is one link of the chain over the audit entries: Hash is the SHA-256 of the hash before it and its entry.
// Whoever changes or removes an entry must make all later links anew, which shows beside a hash kept elsewhere.
type AuditLink struct {
	Number  int `gorm:"primaryKey"`
	EntryID string
	Hash    string
}

// hashAfter is the hash of the entry's link after the hash before it, "" for the first: SHA-256, in hexadecimal, over
// the hash before, a line feed, and the entry as a JSON array of texts in the order of its fields, the time last, in
// UTC with microseconds (RFC 3339).
func (e *AuditEntry) hashAfter(before string) string {
	fields, _ := json.Marshal([]string{ // texts cannot fail
		e.ID, e.Action, string(e.Outcome), string(e.ActorKind), e.ActorID, e.EventID, e.OrganizationID,
		string(e.SubjectKind), e.SubjectID, e.Detail, e.CreatedAt.UTC().Format("2006-01-02T15:04:05.000000Z07:00"),
	})
	sum := sha256.Sum256([]byte(before + "\n" + string(fields)))
	return hex.EncodeToString(sum[:])
}

// lateEntries is how long after an entry's time its transaction is taken to be committed.
const lateEntries = time.Hour

// Chain links up to limit entries that have no link yet, and returns how many. Where another process does so at the
// same moment it is a Conflict. An entry whose transaction took longer than an hour is linked only where all is true.
func (store AuditStore) Chain(limit int, all bool) (int, error) {
	last, floor, err := store.last()
	if err != nil {
		return 0, err
	}
	if all {
		floor = time.Time{}
	}
	var entries []AuditEntry
	err = store.q.g.Where("created_at >= ?", floor).
		Where("NOT EXISTS (SELECT 1 FROM audit_links WHERE entry_id = audit_entries.id)").
		Order("id").Limit(limit).Find(&entries).Error
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	links := make([]AuditLink, len(entries))
	for i := range entries {
		last = AuditLink{last.Number + 1, entries[i].ID, entries[i].hashAfter(last.Hash)}
		links[i] = last
	}
	err = store.tx.g.CreateInBatches(links, insertBatch).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return 0, NewError(CodeConflict, "error.conflict")
	}
	return len(links), err
}

// last is the last link, with the time from which on entries may lack one.
func (store AuditQuery) last() (link AuditLink, floor time.Time, err error) {
	var links []AuditLink
	err = store.q.g.Order("number DESC").Limit(1).Find(&links).Error
	if err != nil || len(links) == 0 {
		return AuditLink{}, time.Time{}, err
	}
	var entries []AuditEntry
	err = store.q.g.Where("id = ?", links[0].EntryID).Find(&entries).Error
	if err != nil || len(entries) == 0 {
		return links[0], time.Time{}, err
	}
	return links[0], entries[0].CreatedAt.Add(-lateEntries), nil
}

// AuditReport is what checking the chain found.
type AuditReport struct {
	Links int
	// Head is the last hash. Kept elsewhere, it shows later whether anything before it was changed.
	Head string
	// Broken is the number of the first link that does not fit, 0 where all do; Why says what is wrong with it.
	Broken int
	Why    string
	// Unlinked counts the entries that have no link though they are older than an hour.
	Unlinked int
}

const chainPage = 2000

// Verify reads the whole chain and the entries under it.
func (store AuditQuery) Verify() (AuditReport, error) {
	var report AuditReport
	for {
		page, err := store.chain(report.Links)
		if err != nil {
			return report, err
		}
		for i := range page {
			if report.Why = page[i].fault(report.Links+1, report.Head); report.Why != "" {
				report.Broken = report.Links + 1
				return report, nil
			}
			report.Links, report.Head = page[i].Number, page[i].Hash
		}
		if len(page) < chainPage {
			break
		}
	}
	var n int64
	err := store.q.g.Model(&AuditEntry{}).Where("created_at < ?", store.q.Now.Add(-lateEntries)).
		Where("NOT EXISTS (SELECT 1 FROM audit_links WHERE entry_id = audit_entries.id)").Count(&n).Error
	report.Unlinked = int(n)
	return report, err
}

// chained is a link with its entry, which is empty where it is gone.
type chained struct {
	AuditLink
	entry AuditEntry
}

func (c *chained) fault(number int, before string) string {
	switch {
	case c.Number != number:
		return fmt.Sprintf("link %d is missing", number)
	case c.entry.ID == "":
		return "its entry " + c.EntryID + " is missing"
	case c.entry.hashAfter(before) != c.Hash:
		return "its entry " + c.EntryID + ", or one before it, was changed"
	}
	return ""
}

func (store AuditQuery) chain(after int) ([]chained, error) {
	var links []AuditLink
	err := store.q.g.Where("number > ?", after).Order("number").Limit(chainPage).Find(&links).Error
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(links))
	for i, l := range links {
		ids[i] = l.EntryID
	}
	var entries []AuditEntry
	if err := store.q.g.Where("id IN ?", ids).Find(&entries).Error; err != nil {
		return nil, err
	}
	byID := make(map[string]AuditEntry, len(entries))
	for _, e := range entries {
		byID[e.ID] = e
	}
	list := make([]chained, len(links))
	for i, l := range links {
		list[i] = chained{l, byID[l.EntryID]}
	}
	return list, nil
}
