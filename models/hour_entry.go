package models

import (
	"time"

	"gorm.io/gorm"
)

// HourState is the state of hours that a person entered.
type HourState string

// The states of hours: a coordinator is to look at them, has approved them, has sent them back with words.
const (
	HoursWaiting  HourState = "waiting"
	HoursApproved HourState = "approved"
	HoursReturned HourState = "returned"
)

// HourStates lists them.
var HourStates = []HourState{HoursWaiting, HoursApproved, HoursReturned}

// HourEntry is time that a person gave to a project on one day of the project's time zone.
type HourEntry struct {
	ID, ProjectID, MemberID string
	// FormID is the form that was sent, which a network may repeat; Part is which of the days that it was split into.
	FormID string
	Part   int
	Day    string
	// StartsAt and EndsAt are nil where only a length was entered.
	StartsAt, EndsAt *time.Time
	Minutes          int
	// InWork says that it was in paid working hours.
	InWork bool
	Words  string
	// Reason is why it was entered or corrected after the time for that.
	Reason               string
	State                HourState
	Answer               string
	DecidedAt            *time.Time
	Version              int
	CreatedAt, UpdatedAt time.Time

	Member  TeamMember `gorm:"foreignKey:MemberID;->"`
	Project Project    `gorm:"foreignKey:ProjectID;->"`
}

// Date is its day.
func (h *HourEntry) Date() time.Time {
	if day := Day(h.Day); day != nil {
		return *day
	}
	return time.Time{}
}

// IsLate reports whether it was asked for after the time in which people enter and correct hours themselves.
func (h *HourEntry) IsLate() bool { return h.Reason != "" }

// HourQuery reads hours.
type HourQuery struct{ q *Query }

// HourStore reads and writes hours.
type HourStore struct {
	HourQuery
	tx *Tx
}

// Hours reads hours.
func (q *Query) Hours() HourQuery { return HourQuery{q} }

// Hours reads and writes hours.
func (tx *Tx) Hours() HourStore { return HourStore{tx.Query.Hours(), tx} }

// HourFilter chooses hours; what is empty chooses all. From and Until are days, both included.
type HourFilter struct {
	Project     string
	State       HourState
	From, Until string
}

// At lists the hours at the projects of a place, with member and project, the oldest day first.
func (store HourQuery) At(p NeedPlace, f *HourFilter, limit int) (list []HourEntry, err error) {
	g := store.q.g.Joins("Member").Joins("Project").Where(`"Project".organization_id = ?`, p.OrganizationID)
	if p.EventID != "" {
		g = g.Where(`"Project".event_id = ?`, p.EventID)
	}
	for _, c := range []struct{ where, value string }{
		{"hour_entries.project_id = ?", f.Project}, {"hour_entries.state = ?", string(f.State)},
		{"hour_entries.day >= ?", f.From}, {"hour_entries.day <= ?", f.Until},
	} {
		if c.value != "" {
			g = g.Where(c.where, c.value)
		}
	}
	err = g.Order("hour_entries.day, hour_entries.created_at, hour_entries.id").Limit(limit).Find(&list).Error
	return list, err
}

// HourMonth is what was given in a month, as 2026-04, and approved: in working time and in people's own.
type HourMonth struct {
	Month     string
	Work, Own int
}

// ByMonth sums up what is approved of the hours at a place, by month from one on.
func (store HourQuery) ByMonth(p NeedPlace, from string) (list []HourMonth, err error) {
	g := ofPlace(store.q.g.Model(&HourEntry{}).Joins("JOIN projects ON projects.id = hour_entries.project_id"), p)
	err = g.Where("hour_entries.state = ? AND hour_entries.day >= ?", HoursApproved, from).
		Select(`SUBSTR(hour_entries.day, 1, 7) AS month,
			COALESCE(SUM(CASE WHEN hour_entries.in_work THEN hour_entries.minutes END), 0) AS work,
			COALESCE(SUM(CASE WHEN hour_entries.in_work THEN 0 ELSE hour_entries.minutes END), 0) AS own`).
		Group("SUBSTR(hour_entries.day, 1, 7)").Order("month").Scan(&list).Error
	return list, err
}

// OfMember lists the hours of a person in a project, the newest day first.
func (store HourQuery) OfMember(memberID string) (list []HourEntry, err error) {
	err = store.q.g.Where("member_id = ?", memberID).Order("day DESC, created_at DESC, part DESC").Limit(2000).
		Find(&list).Error
	return list, err
}

// Of finds hours of a person.
func (store HourQuery) Of(memberID, id string) (*HourEntry, error) {
	var h HourEntry
	err := store.q.g.Where("member_id = ? AND id = ?", memberID, id).Take(&h).Error
	return &h, notFound(err)
}

// InPlace finds hours at a project of a place.
func (store HourQuery) InPlace(p NeedPlace, id string) (*HourEntry, error) {
	var h HourEntry
	g := store.q.g.Joins("Member").Joins("Project").Where(`"Project".organization_id = ?`, p.OrganizationID)
	if p.EventID != "" {
		g = g.Where(`"Project".event_id = ?`, p.EventID)
	}
	err := g.Where("hour_entries.id = ?", id).Take(&h).Error
	return &h, notFound(err)
}

// WasSent reports whether a person sent a form before.
func (store HourQuery) WasSent(memberID, formID string) (bool, error) {
	var n int64
	err := store.q.g.Model(&HourEntry{}).Where("member_id = ? AND form_id = ?", memberID, formID).Count(&n).Error
	return n > 0, err
}

// Around lists what a person entered on some days at all projects of the database, whoever holds them, without one
// entry.
func (store HourQuery) Around(m *TeamMember, from, until, without string) (list []HourEntry, err error) {
	g := store.q.g.Joins("Project").Where("hour_entries.day >= ? AND hour_entries.day <= ?", from, until).
		Where("hour_entries.id <> ?", without)
	err = ofPerson(g, m).Order("hour_entries.day, hour_entries.id").Find(&list).Error
	return list, err
}

func ofPerson(g *gorm.DB, m *TeamMember) *gorm.DB {
	if m.EmailKey == "" {
		return g.Where("hour_entries.member_id = ?", m.ID)
	}
	return g.Where("hour_entries.member_id IN (SELECT id FROM project_members WHERE email_key = ?)", m.EmailKey)
}

// Lock lets nobody else enter hours of the person until the transaction ends.
func (store HourStore) Lock(m *TeamMember) error {
	g := store.tx.g.Model(&TeamMember{})
	if m.EmailKey == "" {
		g = g.Where("id = ?", m.ID)
	} else {
		g = g.Where("email_key = ?", m.EmailKey)
	}
	return g.UpdateColumn("link", gorm.Expr("link")).Error
}

// Add stores new hours, which wait for a coordinator.
func (store HourStore) Add(h *HourEntry) error {
	h.ID, h.Version, h.State = NewID(), 1, HoursWaiting
	h.CreatedAt, h.UpdatedAt = store.tx.Now, store.tx.Now
	return store.tx.g.Omit("Member", "Project").Create(h).Error
}

// Update stores hours that were read at version. It is CodeConflict if somebody else changed them since.
func (store HourStore) Update(h *HourEntry, version int) error {
	h.Version, h.UpdatedAt = version+1, store.tx.Now
	updated := store.tx.g.Model(&HourEntry{}).Where("id = ? AND version = ?", h.ID, version).
		Select("day", "starts_at", "ends_at", "minutes", "in_work", "words", "reason", "state", "answer", "decided_at",
			"version", "updated_at").Updates(h)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "hours.changed_meanwhile"))
}

// Delete takes away hours that were read at version. It is CodeConflict if somebody else changed them since.
func (store HourStore) Delete(id string, version int) error {
	deleted := store.tx.g.Where("id = ? AND version = ?", id, version).Delete(&HourEntry{})
	if deleted.Error != nil {
		return deleted.Error
	}
	return mustAffect(deleted, NewError(CodeConflict, "hours.changed_meanwhile"))
}
