package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
)

// JointAbout is whose data organizations use jointly.
type JointAbout string

// Whose: people with a place at an event, or at the editions of a series that the organizations host; people of the
// member register of who is responsible.
const (
	JointEvent    JointAbout = "event"
	JointSeries   JointAbout = "series"
	JointRegister JointAbout = "register"
)

// JointField is an item of data that organizations use jointly.
type JointField string

// The items of data.
const (
	JointName         JointField = "name"
	JointEmail        JointField = "email"
	JointPhone        JointField = "phone"
	JointOrganization JointField = "organization"
	JointSector       JointField = "sector"
	JointEdition      JointField = "edition"
	JointTicketType   JointField = "ticket_type"
	JointAttended     JointField = "attended"
	JointRole         JointField = "role"
	JointSince        JointField = "since"
	JointHours        JointField = "hours"
)

// The items that there are of people of events, and of a register, in the order in which they are told.
var (
	JointOfEvents = []JointField{
		JointName, JointEmail, JointPhone, JointOrganization, JointSector, JointEdition, JointTicketType, JointAttended,
	}
	JointOfRegister = []JointField{JointName, JointEmail, JointRole, JointSince, JointHours}
)

// JointUse is what organizations agreed on using jointly (共同利用, 個人情報保護法 第27条第5項第3号). It never changes: people
// were told of it as it is. What is to be other is another one.
type JointUse struct {
	ID string
	// OrganizationID is who is responsible, and offered it.
	OrganizationID    string
	About             JointAbout
	EventID, SeriesID *string
	Fields            []JointField `gorm:"serializer:json"`
	// Roles are those with which staff of the other organizations see it.
	Roles                []Role `gorm:"serializer:json"`
	PurposeJa, PurposeEn string
	// The address of who is responsible, and who represents them.
	AddressJa, AddressEn               string
	RepresentativeJa, RepresentativeEn string
	// StartsOn and EndsOn are days, as 2027-03-31; both belong to it.
	StartsOn, EndsOn string
	CreatedAt        time.Time
	// AgreedAt is when the last organization said yes, EndedAt when it was ended; nil for not.
	AgreedAt, EndedAt *time.Time

	Organization Organization     `gorm:"foreignKey:OrganizationID;->"`
	Event        *Event           `gorm:"foreignKey:EventID;->"`
	Series       *Series          `gorm:"foreignKey:SeriesID;->"`
	Members      []JointUseMember `gorm:"foreignKey:JointUseID;->"`
}

// JointUseMember is an organization that was asked. Its states are those of members of a series.
type JointUseMember struct {
	JointUseID     string `gorm:"primaryKey"`
	OrganizationID string `gorm:"primaryKey"`
	State          SeriesMemberState
	StateAt        time.Time

	Organization Organization `gorm:"foreignKey:OrganizationID;->"`
}

// JointState is where a joint use stands.
type JointState string

// The states.
const (
	JointWaits    JointState = "waits"    // for answers
	JointDeclined JointState = "declined" // by one of the organizations
	JointComing   JointState = "coming"   // agreed; its first day is to come
	JointRuns     JointState = "runs"
	JointOver     JointState = "over"
)

// jointDay is the day on our calendar.
func jointDay(now time.Time) string { return now.In(DefaultZone).Format(time.DateOnly) }

// State is where it stands at a time.
func (j *JointUse) State(now time.Time) JointState {
	day := jointDay(now)
	switch {
	case j.AgreedAt == nil && j.EndedAt != nil && j.has(SeriesDeclined):
		return JointDeclined
	case j.EndedAt != nil || day > j.EndsOn || j.AgreedAt != nil && !j.isHeld():
		return JointOver
	case j.AgreedAt == nil:
		return JointWaits
	case day < j.StartsOn:
		return JointComing
	}
	return JointRuns
}

func (j *JointUse) has(state SeriesMemberState) bool {
	return slices.ContainsFunc(j.Members, func(m JointUseMember) bool { return m.State == state })
}

// Users are the organizations that use the data, who is responsible first.
func (j *JointUse) Users() []Organization {
	users := []Organization{j.Organization}
	for i := range j.Members {
		m := &j.Members[i]
		if m.State == SeriesAgreed && m.OrganizationID != j.OrganizationID && m.Organization.IsHere() {
			users = append(users, m.Organization)
		}
	}
	return users
}

// Parties are the organizations that are named with its terms: who was asked, who uses the data, or, once it ended,
// did.
func (j *JointUse) Parties() []Organization {
	if j.AgreedAt != nil && j.EndedAt == nil {
		return j.Users()
	}
	parties := []Organization{j.Organization}
	for i := range j.Members {
		m := &j.Members[i]
		isIn := j.AgreedAt == nil || m.State == SeriesAgreed || m.State == SeriesLeft
		if isIn && m.OrganizationID != j.OrganizationID {
			parties = append(parties, m.Organization)
		}
	}
	return parties
}

// isHeld reports whether who is responsible, and at least one other, is still in it: an entry of an organization that
// was put together with another one is not.
func (j *JointUse) isHeld() bool { return j.Organization.IsHere() && len(j.Users()) > 1 }

// LastDay is the day up to which it lasted, as 2027-03-31; that of its terms while it lasts.
func (j *JointUse) LastDay() string {
	if j.EndedAt != nil {
		return min(jointDay(*j.EndedAt), j.EndsOn)
	}
	return j.EndsOn
}

// MemberOf finds where an organization stands with it, nil for one that was not asked.
func (j *JointUse) MemberOf(organizationID string) *JointUseMember {
	for i := range j.Members {
		if j.Members[i].OrganizationID == organizationID {
			return &j.Members[i]
		}
	}
	return nil
}

// Has reports whether it is about an item of data.
func (j *JointUse) Has(field JointField) bool { return slices.Contains(j.Fields, field) }

// JointUseQuery reads joint uses.
type JointUseQuery struct{ q *Query }

// JointUseStore reads and writes joint uses.
type JointUseStore struct {
	JointUseQuery
	tx *Tx
}

// JointUses reads joint uses.
func (q *Query) JointUses() JointUseQuery { return JointUseQuery{q} }

// JointUses reads and writes joint uses.
func (tx *Tx) JointUses() JointUseStore { return JointUseStore{tx.Query.JointUses(), tx} }

func (store JointUseQuery) whole() *gorm.DB {
	return store.q.g.Preload("Organization").Preload("Event").Preload("Event.Organization").Preload("Series").
		Preload("Members", func(g *gorm.DB) *gorm.DB { return g.Order("state_at, organization_id") }).
		Preload("Members.Organization")
}

// OfOrganization lists those that an organization offered, or was asked to, the newest first.
func (store JointUseQuery) OfOrganization(organizationID string) (list []*JointUse, err error) {
	err = store.whole().Where("id IN (SELECT joint_use_id FROM joint_use_members WHERE organization_id = ?)",
		organizationID).Order("created_at DESC, id DESC").Limit(500).Find(&list).Error
	return list, err
}

// For finds one that an organization offered, or was asked to. Errors: NotFound.
func (store JointUseQuery) For(organizationID, id string) (*JointUse, error) {
	var j JointUse
	err := store.whole().Where("id = ? AND id IN (SELECT joint_use_id FROM joint_use_members WHERE organization_id = ?)",
		id, organizationID).Take(&j).Error
	return &j, notFound(err)
}

// isHere is the condition that an organization `o` takes part: it did not leave, and is no former entry of another one.
const isHere = `o.left_at IS NULL AND o.merged_into IS NULL`

// jointAgreed is the condition that a joint use is agreed and not over, with who is responsible and at least one other
// still in it. The day comes once.
const jointAgreed = `joint_uses.agreed_at IS NOT NULL AND joint_uses.ended_at IS NULL AND joint_uses.ends_on >= ?
	AND EXISTS (SELECT 1 FROM organizations o WHERE o.id = joint_uses.organization_id AND ` + isHere + `)
	AND EXISTS (SELECT 1 FROM joint_use_members m JOIN organizations o ON o.id = m.organization_id
		WHERE m.joint_use_id = joint_uses.id AND m.state = 'agreed' AND ` + isHere + `
		AND m.organization_id <> joint_uses.organization_id)`

// jointHost is the condition that the people of an event `e` are those of a joint use: the event is hosted by who is
// responsible, or is an edition of the series and hosted by an organization that agreed and holds the series.
const jointHost = `((joint_uses.event_id = e.id AND joint_uses.organization_id = e.organization_id)
	OR EXISTS (SELECT 1 FROM editions ed
		JOIN joint_use_members m ON m.joint_use_id = joint_uses.id AND m.organization_id = e.organization_id
		JOIN series_members s ON s.series_id = ed.series_id AND s.organization_id = e.organization_id
		JOIN organizations o ON o.id = e.organization_id
		WHERE ed.event_id = e.id AND ed.series_id = joint_uses.series_id AND m.state = 'agreed' AND s.state = 'agreed'
		AND ` + isHere + `))`

// Telling lists those of which people must be told before they register for an event: agreed, and not over. Its first
// day may be to come.
func (store JointUseQuery) Telling(e *Event) (list []*JointUse, err error) {
	err = store.whole().Where(jointAgreed, jointDay(store.q.Now)).
		Where("EXISTS (SELECT 1 FROM events e WHERE e.id = ? AND "+jointHost+")", e.ID).
		Order("joint_uses.agreed_at, joint_uses.id").Limit(100).Find(&list).Error
	return list, err
}

// OfEvent lists those that were ever agreed about the people of an event, also those that are over, the latest first:
// of a series where the host of the event agreed to it.
func (store JointUseQuery) OfEvent(e *Event) (list []*JointUse, err error) {
	err = store.whole().Where(`joint_uses.agreed_at IS NOT NULL AND (joint_uses.event_id = ?
		OR EXISTS (SELECT 1 FROM editions ed JOIN joint_use_members m ON m.joint_use_id = joint_uses.id
			WHERE ed.event_id = ? AND ed.series_id = joint_uses.series_id AND m.organization_id = ?
			AND m.state IN ('agreed', 'left')))`, e.ID, e.ID, e.OrganizationID).
		Order("joint_uses.agreed_at DESC, joint_uses.id").Limit(100).Find(&list).Error
	return list, err
}

// ByID finds one, for jobs. Errors: NotFound.
func (store JointUseQuery) ByID(id string) (*JointUse, error) {
	var j JointUse
	err := store.whole().Where("id = ?", id).Take(&j).Error
	return &j, notFound(err)
}

// OfRegister lists those about the member register of an organization that are agreed and not over.
func (store JointUseQuery) OfRegister(organizationID string) (list []*JointUse, err error) {
	err = store.whole().Where("joint_uses.about = ? AND joint_uses.organization_id = ?", JointRegister, organizationID).
		Where(jointAgreed, jointDay(store.q.Now)).Order("joint_uses.agreed_at, joint_uses.id").Limit(100).Find(&list).Error
	return list, err
}

// MayUse reports whether the staff of an organization may see the people of a joint use now: it runs, the organization
// agreed and is still there, and holds the series where it is about one.
func (store JointUseQuery) MayUse(id, organizationID string) (bool, error) {
	var n int64
	day := jointDay(store.q.Now)
	err := store.q.g.Model(&JointUse{}).Where(jointAgreed, day).
		Where(`joint_uses.id = ? AND joint_uses.starts_on <= ?
			AND EXISTS (SELECT 1 FROM joint_use_members m JOIN organizations o ON o.id = m.organization_id
				WHERE m.joint_use_id = joint_uses.id AND m.organization_id = ? AND m.state = 'agreed' AND `+isHere+`)
			AND (joint_uses.series_id IS NULL OR EXISTS (SELECT 1 FROM series_members s
				WHERE s.series_id = joint_uses.series_id AND s.organization_id = ? AND s.state = 'agreed'))`,
			id, day, organizationID, organizationID).Count(&n).Error
	return n > 0, err
}

// jointCovers is JointUsePerson.Covers for the database.
const jointCovers = "p.refused_at IS NULL AND (p.told_at IS NOT NULL OR p.agreed_at IS NOT NULL)"

// Registrations lists the people of events whose data is used jointly: those with a place who were told before, or
// agreed, and did not say no.
func (store JointUseQuery) Registrations(j *JointUse) (list []Registration, err error) {
	err = store.q.g.Preload("TicketType").Where("registrations.state = ? AND registrations.erased_at IS NULL",
		RegistrationConfirmed).
		Where(`EXISTS (SELECT 1 FROM joint_use_people p JOIN joint_uses ON joint_uses.id = p.joint_use_id
			JOIN events e ON e.id = registrations.event_id
			WHERE p.registration_id = registrations.id AND joint_uses.id = ? AND `+jointCovers+` AND `+jointHost+`)`, j.ID).
		Order("sort_key, id").Find(&list).Error
	return list, err
}

// Affiliations lists the places of people in the register whose data is used jointly: they belong to it today, and
// agreed with their account. Who has several places there, with several accounts, and said no with one, said no.
func (store JointUseQuery) Affiliations(j *JointUse) (list []Affiliation, err error) {
	day := jointDay(store.q.Now)
	err = store.q.g.Where("organization_id = ?", j.OrganizationID).Where(isCurrent, day, day).
		Where(`account_id IN (SELECT p.account_id FROM joint_use_people p WHERE p.joint_use_id = ? AND `+jointCovers+`)`,
			j.ID).
		Where(`member_id NOT IN (SELECT x.member_id FROM affiliations x JOIN joint_use_people p
			ON p.account_id = x.account_id WHERE p.joint_use_id = ? AND p.refused_at IS NOT NULL)`, j.ID).
		Order("family_kana, given_kana, family_name, id").Find(&list).Error
	return list, err
}

// Minutes are the approved hours, in minutes, of addresses in the projects of who is responsible, by address.
func (store JointUseQuery) Minutes(j *JointUse) (map[string]int, error) {
	var rows []struct {
		EmailKey string
		Minutes  int
	}
	err := store.q.g.Model(&HourEntry{}).Joins("JOIN project_members ON project_members.id = hour_entries.member_id").
		Joins("JOIN projects ON projects.id = hour_entries.project_id").
		Where("projects.organization_id = ? AND hour_entries.state = ? AND project_members.email_key <> ''",
			j.OrganizationID, HoursApproved).
		Select("project_members.email_key AS email_key, SUM(hour_entries.minutes) AS minutes").
		Group("project_members.email_key").Scan(&rows).Error
	minutes := map[string]int{}
	for _, row := range rows {
		minutes[row.EmailKey] = row.Minutes
	}
	return minutes, err
}

// Create stores a new one, with its organizations: who is responsible agreed, the others are asked.
func (store JointUseStore) Create(j *JointUse, others []string) error {
	j.ID, j.CreatedAt = NewID(), store.tx.Now
	if err := store.tx.g.Omit("Organization", "Event", "Series", "Members").Create(j).Error; err != nil {
		return err
	}
	members := []JointUseMember{{j.ID, j.OrganizationID, SeriesAgreed, store.tx.Now, Organization{}}}
	for _, id := range others {
		members = append(members, JointUseMember{j.ID, id, SeriesAsked, store.tx.Now, Organization{}})
	}
	return store.tx.g.Omit("Organization").Create(&members).Error
}

// Lock is For, and locks the row until the transaction ends: answers come one after the other.
func (store JointUseStore) Lock(organizationID, id string) (*JointUse, error) {
	err := store.tx.g.Clauses(forUpdate).Where("id = ?", id).Take(&JointUse{}).Error
	if err != nil {
		return nil, notFound(err)
	}
	return store.For(organizationID, id)
}

// Move takes an organization from one state to another. It is CodeConflict where it is not in that any more.
func (store JointUseStore) Move(m *JointUseMember, to SeriesMemberState) error {
	moved := store.tx.g.Model(&JointUseMember{}).Where("joint_use_id = ? AND organization_id = ? AND state = ?",
		m.JointUseID, m.OrganizationID, m.State).Updates(map[string]any{"state": to, "state_at": store.tx.Now})
	m.State = to
	return mustAffect(moved, NewError(CodeConflict, "joint_use.changed_meanwhile"))
}

// JobJointUse is the kind of job that tells of the end of a joint use; its payload is its id, and after a space that of
// an organization that left.
const JobJointUse = "joint_use"

// Agree records that all organizations said yes. A job tells of its end.
func (store JointUseStore) Agree(j *JointUse) error {
	if err := store.at(j, "agreed_at"); err != nil {
		return err
	}
	return store.tx.Jobs().Add(JobJointUse, JobJointUse+":"+j.ID, j.ID, store.tx.Now)
}

// End ends it for all.
func (store JointUseStore) End(j *JointUse) error { return store.at(j, "ended_at") }

func (store JointUseStore) at(j *JointUse, column string) error {
	moved := store.tx.g.Model(&JointUse{}).Where("id = ? AND ended_at IS NULL", j.ID).Update(column, store.tx.Now)
	return mustAffect(moved, NewError(CodeConflict, "joint_use.changed_meanwhile"))
}

// LeaveAll ends what an organization takes part in that leaves, or becomes a part of another one: its own for all,
// those of others for itself.
func (store JointUseStore) LeaveAll(organizationID string) error {
	return store.leaveAll(organizationID, "")
}

// LeaveSeries ends what an organization takes part in about a series that it leaves.
func (store JointUseStore) LeaveSeries(organizationID, seriesID string) error {
	return store.leaveAll(organizationID, seriesID)
}

// leaveAll ends all, or what is about one series.
func (store JointUseStore) leaveAll(organizationID, seriesID string) error {
	list, err := store.OfOrganization(organizationID)
	if err != nil {
		return err
	}
	for i := range list {
		j := list[i]
		if j.EndedAt != nil || seriesID != "" && (j.SeriesID == nil || *j.SeriesID != seriesID) {
			continue
		}
		m := j.MemberOf(organizationID)
		if m.State != SeriesAgreed && m.State != SeriesAsked {
			continue
		}
		if err := store.Leave(j, m); err != nil {
			return err
		}
	}
	return nil
}

// Leave takes an organization out. It is over for all where that is who is responsible, where an answer is still
// waited for, or where nobody else is left. A job tells all of it where it was agreed.
func (store JointUseStore) Leave(j *JointUse, m *JointUseMember) error {
	to := SeriesLeft
	if m.State == SeriesAsked {
		to = SeriesDeclined
	}
	isOffered := j.AgreedAt == nil
	if err := store.Move(m, to); err != nil {
		return err
	}
	if !isOffered {
		payload := j.ID + " " + m.OrganizationID
		if err := store.tx.Jobs().Add(JobJointUse, JobJointUse+":"+payload, payload, store.tx.Now); err != nil {
			return err
		}
	}
	if m.OrganizationID == j.OrganizationID || isOffered || len(j.Users()) < 2 {
		return store.End(j)
	}
	return nil
}

// samePerson is the condition that a registration r is of the person of another one: the address and the name are.
const samePerson = "r.email_key = ? AND r.email_key <> '' AND r.family_name = ? AND r.given_name = ?"
