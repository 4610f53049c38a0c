package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
)

// SeriesMemberState is where an organization stands with a series.
type SeriesMemberState string

// The states. Only who agreed is named in public, and hosts editions.
const (
	SeriesAsked    SeriesMemberState = "asked"
	SeriesAgreed   SeriesMemberState = "agreed"
	SeriesDeclined SeriesMemberState = "declined"
	SeriesLeft     SeriesMemberState = "left"
)

// SeriesMember is an organization that was asked to hold a series with others. The one that keeps the series agreed.
type SeriesMember struct {
	SeriesID       string `gorm:"primaryKey"`
	OrganizationID string `gorm:"primaryKey"`
	State          SeriesMemberState
	// Position is whose turn it is to host, the first first.
	Position int
	// SharesFigures says that the other members see the figures of its editions.
	SharesFigures    bool
	AskedAt, StateAt time.Time

	Series       Series       `gorm:"foreignKey:SeriesID;->"`
	Organization Organization `gorm:"foreignKey:OrganizationID;->"`
}

// Members lists all organizations that were asked to belong to a series, in the order in which they host.
func (store SeriesQuery) Members(s *Series) ([]SeriesMember, error) {
	var list []SeriesMember
	err := store.q.g.Joins("Organization").Where("series_members.series_id = ?", s.ID).
		Where(notMerged("series_members")).
		Order("series_members.position, series_members.asked_at, series_members.organization_id").Find(&list).Error
	return list, err
}

// Agreed lists the organizations that hold a series together, in the order in which they host.
func (store SeriesQuery) Agreed(s *Series) ([]SeriesMember, error) {
	list, err := store.Members(s)
	return slices.DeleteFunc(list, func(m SeriesMember) bool { return m.State != SeriesAgreed }), err
}

// MemberOf finds where an organization stands with a series. Errors: NotFound where it never was asked.
func (store SeriesQuery) MemberOf(seriesID, organizationID string) (*SeriesMember, error) {
	var m SeriesMember
	err := store.q.g.Joins("Organization").Joins("Series").
		Where("series_members.series_id = ? AND series_members.organization_id = ?", seriesID, organizationID).Take(&m).Error
	return &m, notFound(err)
}

// HasAgreed reports whether an organization belongs to a series now.
func (store SeriesQuery) HasAgreed(seriesID, organizationID string) (bool, error) {
	var n int64
	err := store.q.g.Model(&SeriesMember{}).Where("series_id = ? AND organization_id = ? AND state = ?", seriesID,
		organizationID, SeriesAgreed).Count(&n).Error
	return n > 0, err
}

// Memberships lists where an organization stands with series, by title.
func (store SeriesQuery) Memberships(organizationID string) ([]SeriesMember, error) {
	var list []SeriesMember
	err := store.q.g.Joins("Series").Preload("Series.Organization").
		Where("series_members.organization_id = ?", organizationID).
		Order(`"Series".title_ja, "Series".title_en, series_members.series_id`).Limit(500).Find(&list).Error
	return list, err
}

// AskMember asks an organization to belong to a series, which is last to host; again where it said no, or left. It is
// CodeConflict where it is asked, or belongs to it.
func (store SeriesStore) AskMember(s *Series, organizationID string) error {
	members, err := store.Members(s)
	if err != nil {
		return err
	}
	position := 0
	for i := range members {
		position = max(position, members[i].Position+1)
	}
	m := &SeriesMember{
		SeriesID: s.ID, OrganizationID: organizationID, State: SeriesAsked, Position: position,
		AskedAt: store.tx.Now, StateAt: store.tx.Now,
	}
	created := store.tx.g.Clauses(doNothing).Omit("Organization", "Series").Create(m)
	if created.Error != nil || created.RowsAffected > 0 {
		return created.Error
	}
	again := store.tx.g.Model(&SeriesMember{}).Where("series_id = ? AND organization_id = ? AND state IN ?", s.ID,
		organizationID, []SeriesMemberState{SeriesDeclined, SeriesLeft}).
		Updates(map[string]any{
			"state": SeriesAsked, "position": position, "shares_figures": false, "asked_at": m.AskedAt, "state_at": m.StateAt,
		})
	return mustAffect(again, NewError(CodeConflict, "series.asked_already"))
}

// MoveMember takes an organization from one state to another. It is CodeConflict where it is not in that any more.
func (store SeriesStore) MoveMember(m *SeriesMember, to SeriesMemberState) error {
	moved := store.tx.g.Model(&SeriesMember{}).Where("series_id = ? AND organization_id = ? AND state = ?", m.SeriesID,
		m.OrganizationID, m.State).Updates(map[string]any{
		"state": to, "state_at": store.tx.Now, "shares_figures": m.SharesFigures,
	})
	return mustAffect(moved, NewError(CodeConflict, "series.changed_meanwhile"))
}

// TakeBackAsking removes an organization that has not answered. It is CodeConflict where it has.
func (store SeriesStore) TakeBackAsking(m *SeriesMember) error {
	gone := store.tx.g.Where("series_id = ? AND organization_id = ? AND state = ?", m.SeriesID, m.OrganizationID,
		SeriesAsked).Delete(&SeriesMember{})
	return mustAffect(gone, NewError(CodeConflict, "series.changed_meanwhile"))
}

// OrderMembers stores the turns in which the organizations host.
func (store SeriesStore) OrderMembers(s *Series, organizationIDs []string) error {
	for i, id := range organizationIDs {
		err := store.tx.g.Model(&SeriesMember{}).Where("series_id = ? AND organization_id = ?", s.ID, id).
			Update("position", i).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// LeaveEditions takes the editions of an organization that are not over yet out of a series. Those that are, and what
// came of them, stay: others were there.
func (store SeriesStore) LeaveEditions(s *Series, organizationID string) error {
	const coming = "series_id = ? AND event_id IN (SELECT id FROM events WHERE organization_id = ? AND ends_at > ?)"
	return store.tx.g.Where(coming, s.ID, organizationID, store.tx.Now).Delete(&Edition{}).Error
}

// SeriesNext is the date of the next edition of a series, until there is an event for it.
type SeriesNext struct {
	SeriesID string `gorm:"primaryKey"`
	// HostID is who hosts it, nil where that is open.
	HostID           *string
	StartsAt, EndsAt time.Time
	// TimeZone is that in which they are shown, an IANA name.
	TimeZone string
	// PlaceJa and PlaceEn say where, IsOnline that it can be attended online.
	PlaceJa, PlaceEn string
	IsOnline         bool
	// Sequence counts the changes for calendars (RFC 5545).
	Sequence  int
	Version   int
	ChangedAt time.Time
	// DroppedAt is when it was taken back, nil for not. Calendars are told until it would have been over.
	DroppedAt *time.Time

	Host *Organization `gorm:"foreignKey:HostID;->"`
}

// TableName is where they are.
func (SeriesNext) TableName() string { return "series_next" }

// IsDropped reports whether it was taken back.
func (n *SeriesNext) IsDropped() bool { return n != nil && n.DroppedAt != nil }

// Clock is an event with its times and its zone, to show them as those of events are.
func (n *SeriesNext) Clock() *Event {
	return &Event{StartsAt: n.StartsAt, EndsAt: n.EndsAt, TimeZone: n.TimeZone}
}

// NeedsZone reports whether its times need their time zone beside them, as those of events do.
func (n *SeriesNext) NeedsZone() bool { return n.IsOnline || !n.Clock().InJapan() }

// nextSlack is how much earlier than the date that was told an event may begin, and be it.
const nextSlack = 14 * 24 * time.Hour

// IsTold reports whether the date is still told: not once it is over, nor where one of the public editions takes its
// place.
func (n *SeriesNext) IsTold(editions []Event, now time.Time) bool {
	if n == nil || n.IsDropped() || !n.EndsAt.After(now) {
		return false
	}
	return !slices.ContainsFunc(editions, func(e Event) bool {
		return e.Public() && !e.WasCancelled() && !e.IsPostponed() && !e.StartsAt.Before(n.StartsAt.Add(-nextSlack))
	})
}

// Next finds the date of the next edition, also one that was taken back; nil where there never was one.
func (store SeriesQuery) Next(s *Series) (*SeriesNext, error) {
	var list []SeriesNext
	err := store.q.g.Preload("Host").Where("series_id = ?", s.ID).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// SaveNext stores the date of the next edition that was read at version, 0 for none. It is CodeConflict where somebody
// else changed it since.
func (store SeriesStore) SaveNext(n *SeriesNext, version int) error {
	n.Version, n.Sequence, n.ChangedAt, n.DroppedAt = version+1, version, store.tx.Now, nil
	if n.TimeZone == "" {
		n.TimeZone = DefaultZone.String()
	}
	if version == 0 {
		created := store.tx.g.Clauses(doNothing).Omit("Host").Create(n)
		return mustAffect(created, NewError(CodeConflict, "series.changed_meanwhile"))
	}
	updated := store.tx.g.Model(&SeriesNext{}).Where("series_id = ? AND version = ?", n.SeriesID, version).
		Select("host_id", "starts_at", "ends_at", "time_zone", "place_ja", "place_en", "is_online", "sequence", "version",
			"changed_at", "dropped_at").Updates(n)
	return mustAffect(updated, NewError(CodeConflict, "series.changed_meanwhile"))
}

// DropNext takes the date of the next edition back. It is CodeConflict where somebody else changed it since.
func (store SeriesStore) DropNext(s *Series, version int) error {
	gone := store.tx.g.Model(&SeriesNext{}).Where("series_id = ? AND version = ? AND dropped_at IS NULL", s.ID, version).
		Updates(map[string]any{
			"version": version + 1, "sequence": version, "changed_at": store.tx.Now, "dropped_at": store.tx.Now,
		})
	return mustAffect(gone, NewError(CodeConflict, "series.changed_meanwhile"))
}

// LeaveNext takes an organization that left out of the date of the next edition.
func (store SeriesStore) LeaveNext(s *Series, organizationID string) error {
	return store.tx.g.Model(&SeriesNext{}).Where("series_id = ? AND host_id = ?", s.ID, organizationID).
		Updates(map[string]any{
			"host_id": nil, "version": gorm.Expr("version + 1"), "sequence": gorm.Expr("version"), "changed_at": store.tx.Now,
		}).Error
}
