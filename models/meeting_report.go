package models

import (
	"errors"
	"strconv"
	"time"

	"gorm.io/gorm"
)

// PresenceSource is where we know a presence from.
type PresenceSource string

// The sources of presences: our live room, or the report of a meeting elsewhere.
const (
	FromRoom  PresenceSource = ""
	FromZoom  PresenceSource = "zoom"
	FromTeams PresenceSource = "teams"
)

// ReportState is the state of a meeting report.
type ReportState string

// The states.
const (
	ReportRead   ReportState = "read" // nothing is changed yet
	ReportTaken  ReportState = "taken"
	ReportUndone ReportState = "undone"
)

// MeetingReport is the attendance report of a meeting elsewhere, which staff uploaded.
type MeetingReport struct {
	ID      string
	EventID string
	// SessionID is the session that the meeting was, "" where it was the event.
	SessionID string
	Source    PresenceSource
	FileName  string
	FileHash  string
	// TimeZone is that of the times in the file.
	TimeZone string
	State    ReportState
	// AccountID is of who uploaded it.
	AccountID         string
	CreatedAt         time.Time
	TakenAt, UndoneAt *time.Time
	ClearedAt         *time.Time // when names and addresses were removed
}

// Cleared reports whether names and addresses of the report are removed.
func (r *MeetingReport) Cleared() bool { return r.ClearedAt != nil }

// FoundBy is how the person of a guest was found.
type FoundBy string

// The ways. FoundNot is of a guest whom nobody was found for.
const (
	FoundNot       FoundBy = ""
	FoundByCode    FoundBy = "code" // of the ticket, in the name
	FoundByEmail   FoundBy = "email"
	FoundByName    FoundBy = "name"
	FoundByReading FoundBy = "reading"
	FoundByStaff   FoundBy = "staff"
)

// MeetingGuest is somebody in a report: a name, and when they were there in all, in order and without overlaps.
type MeetingGuest struct {
	ReportID       string `gorm:"primaryKey"`
	Number         int    `gorm:"primaryKey;autoIncrement:false"`
	Name           string
	Email          string
	Spans          []Interval `gorm:"serializer:json"`
	RegistrationID *string
	FoundBy        FoundBy
	// Passed says that staff passed the guest over: it is nobody of the event's.
	Passed bool
}

// Duration is how long the guest was there.
func (g *MeetingGuest) Duration() (sum time.Duration) {
	for _, span := range g.Spans {
		sum += span.Until.Sub(span.From)
	}
	return sum
}

// MeetingReportQuery reads attendance reports of meetings elsewhere.
type MeetingReportQuery struct{ q *Query }

// MeetingReportStore reads and writes attendance reports of meetings elsewhere.
type MeetingReportStore struct {
	MeetingReportQuery
	tx *Tx
}

// MeetingReports reads attendance reports of meetings elsewhere.
func (q *Query) MeetingReports() MeetingReportQuery { return MeetingReportQuery{q} }

// MeetingReports reads and writes attendance reports of meetings elsewhere.
func (tx *Tx) MeetingReports() MeetingReportStore {
	return MeetingReportStore{tx.Query.MeetingReports(), tx}
}

// OfEvent lists the event's reports, the newest first, at most limit.
func (store MeetingReportQuery) OfEvent(e *Event, limit int) (list []MeetingReport, err error) {
	err = store.q.g.Where("event_id = ?", e.ID).Order("created_at DESC, id").Limit(limit).Find(&list).Error
	return list, err
}

// InEvent finds one of the event's reports.
func (store MeetingReportQuery) InEvent(e *Event, id string) (*MeetingReport, error) {
	var r MeetingReport
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&r).Error
	return &r, notFound(err)
}

// ByHash finds the event's report of a file that stands, nil for none.
func (store MeetingReportQuery) ByHash(e *Event, hash string) (*MeetingReport, error) {
	var r MeetingReport
	err := store.q.g.Where("event_id = ? AND file_hash = ? AND state = ?", e.ID, hash, ReportTaken).Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	return &r, err
}

// Guests lists the guests of a report in the order of the file.
func (store MeetingReportQuery) Guests(r *MeetingReport) (list []MeetingGuest, err error) {
	err = store.q.g.Where("report_id = ?", r.ID).Order("number").Find(&list).Error
	return list, err
}

// Guest finds a guest of a report.
func (store MeetingReportQuery) Guest(r *MeetingReport, number int) (*MeetingGuest, error) {
	var g MeetingGuest
	err := store.q.g.Where("report_id = ? AND number = ?", r.ID, number).Take(&g).Error
	return &g, notFound(err)
}

// Add stores a report that was read, in place of those of the same file that were not taken.
func (store MeetingReportStore) Add(r *MeetingReport, guests []MeetingGuest) error {
	err := store.tx.g.Where("event_id = ? AND file_hash = ? AND state = ?", r.EventID, r.FileHash, ReportRead).
		Delete(&MeetingReport{}).Error
	if err != nil {
		return err
	}
	r.State, r.CreatedAt = ReportRead, store.tx.Now
	if err := store.tx.g.Create(r).Error; err != nil {
		return err
	}
	return store.tx.g.CreateInBatches(guests, insertBatch).Error
}

// Lock finds one of the event's reports, and lets nobody else change it until the transaction ends.
func (store MeetingReportStore) Lock(e *Event, id string) (*MeetingReport, error) {
	var r MeetingReport
	err := store.tx.g.Clauses(forUpdate).Where("event_id = ? AND id = ?", e.ID, id).Take(&r).Error
	return &r, notFound(err)
}

// Take stores the guests' times as presences, of those whom somebody was found for. The caller has locked the report.
func (store MeetingReportStore) Take(r *MeetingReport) error {
	guests, err := store.Guests(r)
	if err != nil {
		return err
	}
	r.State, r.TakenAt, r.UndoneAt = ReportTaken, &store.tx.Now, nil
	if err := store.tx.g.Save(r).Error; err != nil {
		return err
	}
	return store.present(r, guests)
}

// Undo removes all presences of the report. The caller has locked it.
func (store MeetingReportStore) Undo(r *MeetingReport) error {
	r.State, r.UndoneAt = ReportUndone, &store.tx.Now
	if err := store.tx.g.Save(r).Error; err != nil {
		return err
	}
	return store.absent(r, "report_id = ?", r.ID)
}

// SetGuest stores whom a guest is, and, of a report that was taken, their times with them. The caller has locked it.
func (store MeetingReportStore) SetGuest(r *MeetingReport, g *MeetingGuest) error {
	if err := store.tx.g.Save(g).Error; err != nil || r.State != ReportTaken {
		return err
	}
	if err := store.absent(r, "report_id = ? AND tab = ?", r.ID, tabOf(g)); err != nil {
		return err
	}
	return store.present(r, []MeetingGuest{*g})
}

func tabOf(g *MeetingGuest) string { return "report:" + strconv.Itoa(g.Number) }

func (store MeetingReportStore) present(r *MeetingReport, guests []MeetingGuest) error {
	var list []Presence
	var ids []string
	for i := range guests {
		g := &guests[i]
		if g.RegistrationID == nil || g.Passed {
			continue
		}
		ids = append(ids, *g.RegistrationID)
		for _, span := range g.Spans {
			until := span.Until.UTC()
			list = append(list, Presence{
				ID: NewID(), EventID: r.EventID, RegistrationID: *g.RegistrationID, Tab: tabOf(g),
				StartedAt: span.From.UTC(), SeenAt: until, EndedAt: &until,
				Source: r.Source, ReportID: r.ID, SessionID: r.SessionID,
			})
		}
	}
	if len(list) == 0 {
		return nil
	}
	if err := store.tx.g.CreateInBatches(list, insertBatch).Error; err != nil {
		return err
	}
	store.tx.Tell(ChangedPresence(r.EventID))
	return store.tx.Presences().recount(r.EventID, ids)
}

func (store MeetingReportStore) absent(r *MeetingReport, where string, values ...any) error {
	var ids []string
	err := store.tx.g.Model(&Presence{}).Where(where, values...).Distinct().Pluck("registration_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return err
	}
	if err := store.tx.g.Where(where, values...).Delete(&Presence{}).Error; err != nil {
		return err
	}
	store.tx.Tell(ChangedPresence(r.EventID))
	return store.tx.Presences().recount(r.EventID, ids)
}

// Discard removes a report that was not taken. The caller has locked it.
func (store MeetingReportStore) Discard(r *MeetingReport) error { return store.tx.g.Delete(r).Error }

// Clear removes the names and addresses of a report, whose times stay. One that was not taken is removed whole.
func (store MeetingReportStore) Clear(id string) error {
	err := store.tx.g.Where("id = ? AND state = ?", id, ReportRead).Delete(&MeetingReport{}).Error
	if err != nil {
		return err
	}
	return store.clear("id = ?", id)
}

func (store MeetingReportStore) clear(where string, values ...any) error {
	of := store.tx.g.Model(&MeetingReport{}).Select("id").Where(where, values...)
	err := store.tx.g.Model(&MeetingGuest{}).Where("report_id IN (?)", of).
		Updates(map[string]any{"name": "", "email": ""}).Error
	if err != nil {
		return err
	}
	return store.tx.g.Model(&MeetingReport{}).Where(where, values...).Where("cleared_at IS NULL").
		Updates(map[string]any{"file_name": "", "cleared_at": store.tx.Now}).Error
}
