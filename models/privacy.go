package models

import (
	"maps"
	"time"

	"gorm.io/gorm"
)

// PrivacyNotice is one version of what an event tells people about their data: who uses it jointly (個人情報保護法
// 27条5項3号), to whom it is given, and how long it is kept. Versions are never changed.
type PrivacyNotice struct {
	EventID string `gorm:"primaryKey"`
	Version int    `gorm:"primaryKey"`
	// Joint says that the organizations that take part use the data jointly, Provides that others are given it.
	Joint    bool
	Provides bool
	// Texts are the items by name and language, as in "joint_items_ja".
	Texts map[string]string `gorm:"serializer:json"`
	// Keep is for how many days after the event each field is kept.
	Keep      map[KeptField]int `gorm:"serializer:json"`
	CreatedAt time.Time
	// CreatedBy is the id of the account that wrote it.
	CreatedBy string
}

// The items that are told besides the facts themselves, in the order of the law.
var (
	JointItems = []string{
		"joint_items", "joint_scope", "joint_purpose", "joint_party", "joint_address", "joint_representative",
	}
	ProvidedItems = []string{"provided_to", "provided_items", "provided_purpose", "provided_means", "provided_stop"}
)

// Text is an item in a language, or in the other one where that is empty.
func (n *PrivacyNotice) Text(item, lang string) string {
	other := map[string]string{"ja": "en", "en": "ja"}[lang]
	if text := n.Texts[item+"_"+lang]; text != "" {
		return text
	}
	return n.Texts[item+"_"+other]
}

// Gaps are the names of the texts that what it says of sharing lacks, in the languages.
func (n *PrivacyNotice) Gaps(languages ...string) (gaps []string) {
	for _, part := range []struct {
		said  bool
		items []string
	}{{n.Joint, JointItems}, {n.Provides, ProvidedItems}} {
		if !part.said {
			continue
		}
		for _, item := range part.items {
			for _, lang := range languages {
				if n.Texts[item+"_"+lang] == "" {
					gaps = append(gaps, item+"_"+lang)
				}
			}
		}
	}
	return gaps
}

// IsLacking reports whether it leaves out something of the sharing of data that people must be told: with are the
// organizations whose people see who registered.
func (n *PrivacyNotice) IsLacking(e *Event, with []Organization) bool {
	return (len(with) > 0 && !n.Joint) || len(n.Gaps(e.Languages()...)) > 0
}

// SaysTheSame reports whether another version would tell people nothing new.
func (n *PrivacyNotice) SaysTheSame(other *PrivacyNotice) bool {
	return n.Version > 0 && n.Joint == other.Joint && n.Provides == other.Provides &&
		maps.Equal(n.Texts, other.Texts) && maps.Equal(n.Keep, other.Keep)
}

// Languages are those in which the event must say what it has to: Japanese, and English where its title is.
func (e *Event) Languages() []string {
	switch {
	case e.TitleEn == "":
		return []string{"ja"}
	case e.TitleJa == "":
		return []string{"en"}
	}
	return []string{"ja", "en"}
}

// KeptField is a part of what is kept of people that has a time of its own.
type KeptField string

// The fields. KeptMark is the keyed hash of the address, which is all that stays after KeptAll.
const (
	KeptAccessibility KeptField = "accessibility"
	KeptAnswers       KeptField = "answers" // also the phone and the guardian
	KeptAll           KeptField = "all"
	KeptMark          KeptField = "mark"
)

// KeptFields lists them, the most delicate first.
var KeptFields = []KeptField{KeptAccessibility, KeptAnswers, KeptAll, KeptMark}

// ProposedKeep are the days that a form proposes.
var ProposedKeep = map[KeptField]int{KeptAccessibility: 30, KeptAnswers: 90, KeptAll: 365, KeptMark: 1095}

// EraseAt is when a field is due: at midnight by the event's clock, once its days after the event's last one are over.
// ok is false where the notice says nothing of it.
func (n *PrivacyNotice) EraseAt(e *Event, field KeptField) (at time.Time, ok bool) {
	days := n.Keep[field]
	year, month, day := e.Local(e.EndsAt).Date()
	return time.Date(year, month, day+days+1, 0, 0, 0, 0, e.Zone()).UTC(), days > 0
}

// PrivacyQuery reads what people are told about their data, and what was erased of it.
type PrivacyQuery struct{ q *Query }

// PrivacyStore reads and writes the same, and erases.
type PrivacyStore struct {
	PrivacyQuery
	tx *Tx
}

// Privacy reads what people are told about their data, and what was erased of it.
func (q *Query) Privacy() PrivacyQuery { return PrivacyQuery{q} }

// Privacy reads and writes the same, and erases.
func (tx *Tx) Privacy() PrivacyStore { return PrivacyStore{tx.Query.Privacy(), tx} }

// Current is the newest version of an event's notice, an empty one where there is none.
func (store PrivacyQuery) Current(e *Event) (*PrivacyNotice, error) {
	var list []PrivacyNotice
	err := store.q.g.Where("event_id = ?", e.ID).Order("version DESC").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return &PrivacyNotice{EventID: e.ID}, err
	}
	return &list[0], nil
}

// Version is one version of an event's notice.
func (store PrivacyQuery) Version(e *Event, version int) (*PrivacyNotice, error) {
	var n PrivacyNotice
	err := store.q.g.Where("event_id = ? AND version = ?", e.ID, version).Take(&n).Error
	return &n, notFound(err)
}

// Versions lists all versions of an event's notice, the newest first.
func (store PrivacyQuery) Versions(e *Event) ([]PrivacyNotice, error) {
	var list []PrivacyNotice
	err := store.q.g.Where("event_id = ?", e.ID).Order("version DESC").Find(&list).Error
	return list, err
}

// Add stores a new version. It is CodeConflict where somebody else stored one since version before.
func (store PrivacyStore) Add(n *PrivacyNotice, before int) error {
	n.Version, n.CreatedAt = before+1, store.tx.Now
	err := mustAffect(
		store.tx.g.Model(&Event{}).Where("id = ? AND privacy_version = ?", n.EventID, before).
			Update("privacy_version", n.Version),
		NewError(CodeConflict, "privacy.changed_meanwhile"),
	)
	if err != nil {
		return err
	}
	return store.tx.g.Create(n).Error
}

// SetQuestions says whether the event's form asks about photographs, and for the consent of a guardian.
func (store PrivacyStore) SetQuestions(e *Event, photo, guardian bool) error {
	return store.tx.g.Model(&Event{}).Where("id = ?", e.ID).
		Updates(map[string]any{"asks_photo": photo, "asks_guardian": guardian}).Error
}

// seesPeople are the roles with which somebody sees who registered.
func seesPeople() (roles []Role) {
	for _, r := range Roles {
		if Holds([]Role{r}, SeePeople) || Holds([]Role{r}, Admit) || Holds([]Role{r}, SeeMail) {
			roles = append(roles, r)
		}
	}
	return roles
}

// SharedWith lists the organizations that take part in an event and whose people have, or are invited to, a role there
// that shows who registered. Who has a role at the host, too, counts as the host's.
func (store PrivacyQuery) SharedWith(e *Event) ([]Organization, error) {
	var list []Organization
	err := store.q.g.Where(`id IN (SELECT taking.organization_id
		FROM event_organizations AS taking
		JOIN members AS theirs ON theirs.organization_id = taking.organization_id AND theirs.accepted_at IS NOT NULL
		JOIN members AS role ON role.account_id = theirs.account_id AND role.event_id = taking.event_id
		WHERE taking.event_id = ? AND role.role IN ? AND NOT EXISTS (SELECT 1 FROM members AS ours
			WHERE ours.account_id = role.account_id AND ours.organization_id = ? AND ours.accepted_at IS NOT NULL))`,
		e.ID, seesPeople(), e.OrganizationID).Order("slug").Find(&list).Error
	return list, err
}

// Erasure says that a field of so many people was erased, and when. It is never changed.
type Erasure struct {
	ID       string
	EventID  string
	Field    KeptField
	Reason   ErasureReason
	People   int
	ErasedAt time.Time
}

// ErasureReason is why something was erased.
type ErasureReason string

// The reasons.
const (
	ErasedByTime    ErasureReason = "time"
	ErasedOnRequest ErasureReason = "request"
)

// Erasures sums up what was erased of an event's people, the latest first: a line a field, reason and moment, where the
// parts of a night count as one.
func (store PrivacyQuery) Erasures(e *Event, limit int) ([]Erasure, error) {
	var list []Erasure
	err := store.q.g.Model(&Erasure{}).
		Select("MAX(id) AS id, field, reason, SUM(people) AS people").
		Where("event_id = ?", e.ID).Group("field, reason, substr(CAST(erased_at AS TEXT), 1, 13)").
		Order("id DESC").Limit(limit).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	var last []Erasure
	err = store.q.g.Select("id", "erased_at").Where("id IN ?", ids).Find(&last).Error
	at := make(map[string]time.Time, len(last))
	for _, l := range last {
		at[l.ID] = l.ErasedAt
	}
	for i := range list {
		list[i].EventID, list[i].ErasedAt = e.ID, at[list[i].ID]
	}
	return list, err
}

// Erased counts an event's people of whom everything was erased.
func (store PrivacyQuery) Erased(e *Event) (int, error) {
	var n int64
	err := store.q.g.Model(&Registration{}).Where("event_id = ? AND erased_at IS NOT NULL", e.ID).Count(&n).Error
	return int(n), err
}

// Keeping lists the published notices' events that ended before a time, at most limit, after the one with the id.
func (store PrivacyQuery) Keeping(before time.Time, after string, limit int) ([]Event, error) {
	var list []Event
	err := store.q.g.Where("privacy_version > 0 AND ends_at < ? AND id > ?", before.UTC(), after).
		Where("state <> ?", EventPostponed).Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// due are the registrations of an event, shown a version of the notice, that still have a field.
func (store PrivacyQuery) due(e *Event, version int, field KeptField) *gorm.DB {
	const hasField = `CASE CAST(? AS TEXT) WHEN 'accessibility' THEN needs <> '' OR EXISTS
			(SELECT 1 FROM accessibility_requests WHERE registration_id = registrations.id)
		WHEN 'answers' THEN answers <> '{}' OR phone <> '' OR guardian_name <> '' OR guardian_consent_at IS NOT NULL
		WHEN 'all' THEN erased_at IS NULL
		ELSE address_mark <> '' AND erased_at IS NOT NULL END`
	return store.q.g.Model(&Registration{}).
		Where("event_id = ? AND privacy_version = ?", e.ID, version).Where(hasField, string(field))
}

// CountDue counts them.
func (store PrivacyQuery) CountDue(e *Event, version int, field KeptField) (int, error) {
	var n int64
	err := store.due(e, version, field).Count(&n).Error
	return int(n), err
}

// VersionsShown lists the versions of the notice that an event's registrations were shown.
func (store PrivacyQuery) VersionsShown(e *Event) ([]int, error) {
	var list []int
	err := store.q.g.Model(&Registration{}).Where("event_id = ?", e.ID).Distinct().Order("privacy_version").
		Pluck("privacy_version", &list).Error
	return list, err
}
