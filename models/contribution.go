package models

import (
	"strconv"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Contribution is an entry of the ledger of who helped whom. Entries are never changed: what turns out wrong is taken
// back by one of the same minutes below zero.
type Contribution struct {
	ID string
	// Day is as 2027-03-31, where the project is.
	Day string
	// GiverID stands for one person, whatever they gave and where. Once they were erased it leads to nobody.
	GiverID string
	// FromID is the organization for which the person gave it, nil for nobody but themselves; ToID the one it was for.
	FromID      *string
	ToID        string
	ProjectID   string
	Theme       NeedTheme
	Minutes     int
	HourEntryID string
	CreatedAt   time.Time
}

// From is the organization for which it was given, "" for nobody's.
func (c *Contribution) From() string {
	if c.FromID == nil {
		return ""
	}
	return *c.FromID
}

// ContributionQuery reads the ledger.
type ContributionQuery struct{ q *Query }

// ContributionStore reads the ledger and adds to it.
type ContributionStore struct {
	ContributionQuery
	tx *Tx
}

// Contributions reads the ledger.
func (q *Query) Contributions() ContributionQuery { return ContributionQuery{q} }

// Contributions reads the ledger and adds to it.
func (tx *Tx) Contributions() ContributionStore {
	return ContributionStore{tx.Query.Contributions(), tx}
}

// All lists what was given, without what was taken back, the oldest day first.
func (store ContributionQuery) All() ([]Contribution, error) {
	return gathered(store.q.g.Model(&Contribution{}))
}

// gathered reads entries of the ledger, one for each hours.
func gathered(g *gorm.DB) (list []Contribution, err error) {
	rows, err := g.Select("day, giver_id, from_id, to_id, project_id, theme, SUM(minutes)").
		Group("hour_entry_id, day, giver_id, from_id, to_id, project_id, theme").Having("SUM(minutes) > 0").
		Order("day, giver_id, to_id").Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Contribution
		err := rows.Scan(&c.Day, &c.GiverID, &c.FromID, &c.ToID, &c.ProjectID, &c.Theme, &c.Minutes)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// Mark is another one after each entry that is added.
func (store ContributionQuery) Mark() (mark string, err error) {
	var row struct {
		N    int
		Last string
	}
	err = store.q.g.Model(&Contribution{}).Select("COUNT(*) AS n, COALESCE(MAX(id), '') AS last").Scan(&row).Error
	return strconv.Itoa(row.N) + " " + row.Last, err
}

// OfAddresses lists what a person gave, the newest day first, and without what was taken back.
func (store ContributionQuery) OfAddresses(emailKeys []string) (list []Contribution, err error) {
	err = store.q.g.Model(&Contribution{}).Select("day, from_id, to_id, project_id, theme, SUM(minutes) AS minutes").
		Where("giver_id IN (SELECT id FROM givers WHERE email_key IN ?)", emailKeys).
		Group("hour_entry_id, day, from_id, to_id, project_id, theme").Having("SUM(minutes) > 0").
		Order("day DESC, project_id").Find(&list).Error
	return list, err
}

// gift is what the ledger is to say of approved hours, and whose they are.
type gift struct {
	Contribution
	EmailKey string
}

// Settle lets the ledger say of a project what its approved hours say: what is missing is added, what is wrong is taken
// back. Whatever changes hours, a team or a project calls it, in the same transaction.
func (store ContributionStore) Settle(projectID string) error {
	err := store.tx.g.Model(&Project{}).Where("id = ?", projectID).UpdateColumn("state", gorm.Expr("state")).Error
	if err != nil { // one settles at a time
		return err
	}
	told, err := store.told(projectID)
	if err != nil {
		return err
	}
	var gifts []gift
	err = store.tx.g.Table("hour_entries AS h").
		Select(`h.id AS hour_entry_id, h.day, h.minutes, h.project_id, m.for_id AS from_id, m.email_key,
			COALESCE(p.helped_id, p.organization_id) AS to_id, COALESCE(n.theme, '') AS theme`).
		Joins("JOIN project_members m ON m.id = h.member_id").Joins("JOIN projects p ON p.id = h.project_id").
		Joins("LEFT JOIN needs n ON n.id = p.need_id").
		Where("h.project_id = ? AND h.state = ?", projectID, HoursApproved).Order("h.id").Scan(&gifts).Error
	if err != nil {
		return err
	}
	for i := range gifts {
		g := &gifts[i]
		before := told[g.HourEntryID]
		delete(told, g.HourEntryID)
		if err := store.settle(g, before); err != nil {
			return err
		}
	}
	for _, c := range told {
		if err := store.takeBack(c); err != nil {
			return err
		}
	}
	return nil
}

// told is what the ledger says of a project's hours.
func (store ContributionStore) told(projectID string) (map[string]*Contribution, error) {
	var list []Contribution
	err := store.tx.g.Model(&Contribution{}).Where("project_id = ?", projectID).
		Select("hour_entry_id, day, giver_id, from_id, to_id, project_id, theme, SUM(minutes) AS minutes").
		Group("hour_entry_id, day, giver_id, from_id, to_id, project_id, theme").Having("SUM(minutes) <> 0").
		Find(&list).Error
	told := make(map[string]*Contribution, len(list))
	for i := range list {
		told[list[i].HourEntryID] = &list[i]
	}
	return told, err
}

func (store ContributionStore) settle(g *gift, before *Contribution) error {
	giver, err := store.giver(g.EmailKey, before)
	if err != nil {
		return err
	}
	g.GiverID = giver
	if before != nil {
		isSame := before.Day == g.Day && before.Minutes == g.Minutes && before.From() == g.From() &&
			before.ToID == g.ToID && before.Theme == g.Theme && before.GiverID == giver
		if isSame {
			return nil
		}
		if err := store.takeBack(before); err != nil {
			return err
		}
	}
	return store.add(&g.Contribution)
}

// giver is whose hours they are. Those of somebody who was erased stay whose they were.
func (store ContributionStore) giver(emailKey string, before *Contribution) (string, error) {
	g := Giver{ID: NewID(), EmailKey: emailKey}
	if emailKey == "" {
		if before != nil {
			return before.GiverID, nil
		}
		return g.ID, nil
	}
	if err := store.tx.g.Clauses(clause.OnConflict{DoNothing: true}).Create(&g).Error; err != nil {
		return "", err
	}
	var found Giver
	err := store.tx.g.Where("email_key = ?", emailKey).Take(&found).Error
	return found.ID, err
}

func (store ContributionStore) takeBack(c *Contribution) error {
	back := *c
	back.Minutes = -c.Minutes
	return store.add(&back)
}

func (store ContributionStore) add(c *Contribution) error {
	c.ID, c.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Create(c).Error
}

// Giver stands for one person in the ledger.
type Giver struct {
	ID       string
	EmailKey string
}

// forget erases whose the contributions of people in teams are. They stay, and lead to nobody.
func (store ContributionStore) forget(memberIDs []string) error {
	return store.tx.g.Where("email_key IN (SELECT email_key FROM project_members WHERE id IN ?)", memberIDs).
		Delete(&Giver{}).Error
}

// CirculationConsent says that an organization agreed to be named in the picture of the circulation.
type CirculationConsent struct {
	OrganizationID string `gorm:"primaryKey"`
	ByName         string
	AgreedAt       time.Time
}

// Named lists the organizations that agreed to be named.
func (store ContributionQuery) Named() (list []Organization, err error) {
	err = store.q.g.Where("merged_into IS NULL AND id IN (SELECT organization_id FROM circulation_consents)").
		Order("slug").Find(&list).Error
	return list, err
}

// Consent finds whether an organization agreed, nil for not.
func (store ContributionQuery) Consent(organizationID string) (*CirculationConsent, error) {
	var list []CirculationConsent
	err := store.q.g.Where("organization_id = ?", organizationID).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Agree stores that an organization agrees, or takes that back.
func (store ContributionStore) Agree(organizationID, byName string, agrees bool) error {
	if !agrees {
		return store.tx.g.Where("organization_id = ?", organizationID).Delete(&CirculationConsent{}).Error
	}
	c := CirculationConsent{OrganizationID: organizationID, ByName: byName, AgreedAt: store.tx.Now}
	return store.tx.g.Clauses(clause.OnConflict{DoNothing: true}).Create(&c).Error
}

// CameOf is what came of an event: the needs that were opened there, those of them that were taken (done ones are, too)
// and done, and the people who gave time for them.
type CameOf struct{ Shaped, Taken, Done, People, Minutes int }

// CameOf counts it.
func (store ContributionQuery) CameOf(e *Event) (*CameOf, error) {
	var c, given CameOf
	err := store.q.g.Model(&Need{}).Where("event_id = ? AND opened_at IS NOT NULL", e.ID).
		Select(`COUNT(*) AS shaped, COALESCE(SUM(CASE WHEN state IN ? THEN 1 ELSE 0 END), 0) AS taken,
			COALESCE(SUM(CASE WHEN state = ? THEN 1 ELSE 0 END), 0) AS done`, []NeedState{NeedTaken, NeedDone}, NeedDone).
		Scan(&c).Error
	if err != nil {
		return nil, err
	}
	entries := store.q.g.Model(&Contribution{}).Select("giver_id, SUM(minutes) AS minutes").
		Where(`project_id IN (SELECT projects.id FROM projects LEFT JOIN needs ON needs.id = projects.need_id
			WHERE projects.event_id = ? OR needs.event_id = ?)`, e.ID, e.ID).
		Group("hour_entry_id, giver_id").Having("SUM(minutes) > 0")
	err = store.q.g.Table("(?) AS entries", entries).
		Select("COUNT(DISTINCT giver_id) AS people, COALESCE(SUM(minutes), 0) AS minutes").Scan(&given).Error
	c.People, c.Minutes = given.People, given.Minutes
	return &c, err
}
