package models

import (
	"slices"
	"time"

	"gorm.io/gorm"

	"meguri/models/text"
)

// EntryRule is what a ticket type asks of who wants a place.
type EntryRule string

// The rules.
const (
	EntryOpen   EntryRule = "open"
	EntryByCode EntryRule = "code" // only who has a code; until TicketType.EntryUntil, where that is set
)

// EntryRules lists all rules.
var EntryRules = []EntryRule{EntryOpen, EntryByCode}

// NeedsCode reports whether the ticket type is only for who has a code, or an invitation, at the time. A hidden one
// always is.
func (t TicketType) NeedsCode(now time.Time) bool {
	return t.Hidden || t.Entry == EntryByCode && (t.EntryUntil == nil || now.Before(*t.EntryUntil))
}

// EntryCode lets people register for ticket types of an event.
type EntryCode struct {
	ID      string
	EventID string
	// Code is as it is shown, CodeKey as it is compared; see text.EntryCode.
	Code    string
	CodeKey string
	// Note is for staff.
	Note string
	// MaxUses is how many people may use it, nil for no limit. Used counts those who did and are live; see Use.
	MaxUses *int
	Used    int
	// ExpiresAt is from when it is no longer taken, nil for never; StoppedAt when staff stopped it.
	ExpiresAt *time.Time
	StoppedAt *time.Time
	CreatedAt time.Time
	// TypeIDs are the ids of the ticket types that it is for. Only the methods of the store set them.
	TypeIDs []string `gorm:"-"`
}

// Left is how many more people may use the code, -1 without a limit.
func (c *EntryCode) Left() int {
	if c.MaxUses == nil {
		return -1
	}
	return max(0, *c.MaxUses-c.Used)
}

// IsFor reports whether the code is for the ticket type.
func (c *EntryCode) IsFor(ticketTypeID string) bool { return slices.Contains(c.TypeIDs, ticketTypeID) }

// EntryCodeState says whether a code is taken.
type EntryCodeState string

// The states of a code.
const (
	EntryCodeGood    EntryCodeState = "good"
	EntryCodeUsedUp  EntryCodeState = "used_up"
	EntryCodeExpired EntryCodeState = "expired"
	EntryCodeStopped EntryCodeState = "stopped"
)

// State is whether the code is taken at the time, and else why not.
func (c *EntryCode) State(now time.Time) EntryCodeState {
	switch {
	case c.StoppedAt != nil:
		return EntryCodeStopped
	case c.ExpiresAt != nil && !now.Before(*c.ExpiresAt):
		return EntryCodeExpired
	case c.Left() == 0:
		return EntryCodeUsedUp
	}
	return EntryCodeGood
}

// entryCodeType says that a code is for a ticket type.
type entryCodeType struct{ CodeID, TicketTypeID string }

// TableName is the table of the ticket types of codes.
func (entryCodeType) TableName() string { return "entry_code_types" }

// notInvited leaves the codes of invitations out.
const notInvited = "NOT EXISTS (SELECT 1 FROM entry_invitations WHERE entry_invitations.code_id = entry_codes.id)"

// EntryCodeQuery reads codes with which people register.
type EntryCodeQuery struct{ q *Query }

// EntryCodeStore reads and writes codes with which people register.
type EntryCodeStore struct {
	EntryCodeQuery
	tx *Tx
}

// EntryCodes reads codes with which people register.
func (q *Query) EntryCodes() EntryCodeQuery { return EntryCodeQuery{q} }

// EntryCodes reads and writes codes with which people register.
func (tx *Tx) EntryCodes() EntryCodeStore { return EntryCodeStore{tx.Query.EntryCodes(), tx} }

// OfEvent lists the codes of the event but those of invitations, the latest first.
func (store EntryCodeQuery) OfEvent(e *Event) ([]EntryCode, error) {
	var list []EntryCode
	if err := store.q.g.Where("event_id = ? AND "+notInvited, e.ID).Order("id DESC").Find(&list).Error; err != nil {
		return nil, err
	}
	return list, store.readTypes(list)
}

// ByID finds one of the event's codes by its id.
func (store EntryCodeQuery) ByID(e *Event, id string) (*EntryCode, error) {
	return store.find("event_id = ? AND id = ?", e.ID, id)
}

// ByCode finds one of the event's codes as somebody typed it.
func (store EntryCodeQuery) ByCode(e *Event, typed string) (*EntryCode, error) {
	_, key, ok := text.EntryCode(typed)
	if !ok {
		return nil, NewError(CodeNotFound, "error.not_found")
	}
	return store.find("event_id = ? AND code_key = ?", e.ID, key)
}

// Asked reports whether the event has codes of which people type one.
func (store EntryCodeQuery) Asked(e *Event) (bool, error) {
	var n int64
	err := store.q.g.Table("(?) AS codes", store.q.g.Model(&EntryCode{}).Select("1").
		Where("event_id = ? AND stopped_at IS NULL AND "+notInvited, e.ID).Limit(1)).Count(&n).Error
	return n > 0, err
}

func (store EntryCodeQuery) find(where string, args ...any) (*EntryCode, error) {
	var list []EntryCode
	if err := store.q.g.Where(where, args...).Limit(1).Find(&list).Error; err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, NewError(CodeNotFound, "error.not_found")
	}
	return &list[0], store.readTypes(list)
}

func (store EntryCodeQuery) readTypes(list []EntryCode) error {
	ids, at := make([]string, len(list)), map[string]*EntryCode{}
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	var types []entryCodeType
	if err := store.q.g.Where(store.q.inList("code_id", ids)).Order("ticket_type_id").Find(&types).Error; err != nil {
		return err
	}
	for _, t := range types {
		at[t.CodeID].TypeIDs = append(at[t.CodeID].TypeIDs, t.TicketTypeID)
	}
	return nil
}

// Create stores new codes with their ticket types. IDs are made where they are empty.
func (store EntryCodeStore) Create(list []EntryCode) error {
	var types []entryCodeType
	for i := range list {
		c := &list[i]
		if c.ID == "" {
			c.ID = NewID()
		}
		c.CreatedAt = store.tx.Now
		for _, id := range c.TypeIDs {
			types = append(types, entryCodeType{c.ID, id})
		}
	}
	err := store.tx.g.CreateInBatches(list, insertBatch).Error
	if err != nil {
		return replaceErr(err, gorm.ErrDuplicatedKey, InvalidFields(map[string]string{"code": "entry.code_taken"}))
	}
	return store.tx.g.CreateInBatches(types, insertBatch).Error
}

// Update stores what staff may change of a code: note, limit, end and whether it is stopped. Its uses go on.
func (store EntryCodeStore) Update(c *EntryCode) error {
	g := store.tx.g.Model(&EntryCode{}).Where("id = ? AND event_id = ?", c.ID, c.EventID).
		Select("note", "max_uses", "expires_at", "stopped_at").Updates(c)
	return mustAffect(g, NewError(CodeNotFound, "error.not_found"))
}

// Use counts n more people who use the code and reports whether they may. One conditional statement decides, also for
// many at once. It locks the code until the transaction ends: the caller has locked the ticket types before it.
func (store EntryCodeStore) Use(id string, n int) (bool, error) {
	result := store.tx.g.Exec(`UPDATE entry_codes SET used = used + ?
		WHERE id = ? AND stopped_at IS NULL AND (expires_at IS NULL OR expires_at > ?)
		AND (max_uses IS NULL OR used + ? <= max_uses)`, n, id, store.tx.Now, n)
	return result.RowsAffected == 1, result.Error
}

// Recount counts who uses the codes again, after registrations began or ceased to be live: who cancels gives the use
// back. It locks the codes first, so that nobody who uses one meanwhile is missed.
func (store EntryCodeStore) Recount(ids ...string) error {
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if err := store.tx.g.Exec("UPDATE entry_codes SET used = used WHERE id = ?", id).Error; err != nil {
			return err
		}
		err := store.tx.g.Exec(`UPDATE entry_codes SET used = (SELECT COUNT(*) FROM registrations
			WHERE registrations.entry_code_id = entry_codes.id AND `+isLive+`) WHERE id = ?`, id).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// EntryCodeMiscount is a code whose counter differs from the live registrations that used it.
type EntryCodeMiscount struct {
	EventSlug   string
	Code        string
	Used, Count int
}

// Miscounts lists the codes whose counter is wrong, for the doctor, the nightly check and tests.
func (store EntryCodeQuery) Miscounts() ([]EntryCodeMiscount, error) {
	var list []EntryCodeMiscount
	err := store.q.g.Raw(`SELECT e.slug AS event_slug, c.code AS code, c.used AS used, COUNT(registrations.id) AS count
		FROM entry_codes c JOIN events e ON e.id = c.event_id
		LEFT JOIN registrations ON registrations.entry_code_id = c.id AND ` + isLive + `
		GROUP BY c.id, e.slug, c.code, c.used HAVING COUNT(registrations.id) <> c.used ORDER BY e.slug, c.code`).
		Scan(&list).Error
	return list, err
}
