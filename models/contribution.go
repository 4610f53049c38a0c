package models

import (
	"strconv"
	"time"

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
func (store ContributionQuery) All() (list []Contribution, err error) {
	rows, err := store.q.g.Model(&Contribution{}).
		Select("day, giver_id, from_id, to_id, project_id, theme, SUM(minutes)").
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

// OfAddress lists what a person gave, the newest day first, and without what was taken back.
func (store ContributionQuery) OfAddress(emailKey string) (list []Contribution, err error) {
	err = store.q.g.Model(&Contribution{}).Select("day, from_id, to_id, project_id, theme, SUM(minutes) AS minutes").
		Where("giver_id IN (SELECT id FROM givers WHERE email_key = ?)", emailKey).
		Group("hour_entry_id, day, from_id, to_id, project_id, theme").Having("SUM(minutes) > 0").
		Order("day DESC, project_id").Find(&list).Error
	return list, err
}

// Give adds hours to the ledger. emailKey is whose they are, "" for one who was erased: their hours are of a giver of
// their own then. What the ledger has of the same hours already is taken back first.
func (store ContributionStore) Give(c *Contribution, emailKey string) error {
	if err := store.TakeBack(c.HourEntryID); err != nil {
		return err
	}
	giver, err := store.giver(emailKey)
	if err != nil {
		return err
	}
	c.ID, c.GiverID, c.CreatedAt = NewID(), giver, store.tx.Now
	return store.tx.g.Create(c).Error
}

func (store ContributionStore) giver(emailKey string) (string, error) {
	id := NewID()
	if emailKey == "" {
		return id, nil
	}
	g := Giver{ID: id, EmailKey: emailKey}
	err := store.tx.g.Clauses(clause.OnConflict{DoNothing: true}).Create(&g).Error
	if err != nil {
		return "", err
	}
	err = store.tx.g.Model(&Giver{}).Where("email_key = ?", emailKey).Select("id").Take(&id).Error
	return id, err
}

// TakeBack takes back what the ledger has of hours.
func (store ContributionStore) TakeBack(hourEntryID string) error {
	var given []Contribution
	err := store.tx.g.Where("hour_entry_id = ?", hourEntryID).Order("id").Find(&given).Error
	if err != nil {
		return err
	}
	sum := 0
	for i := range given {
		sum += given[i].Minutes
	}
	if sum == 0 {
		return nil
	}
	back := given[len(given)-1]
	back.ID, back.Minutes, back.CreatedAt = NewID(), -sum, store.tx.Now
	return store.tx.g.Create(&back).Error
}

// Giver stands for one person in the ledger.
type Giver struct {
	ID       string
	EmailKey string
}

// Forget erases whose an address's contributions are. They stay, and lead to nobody.
func (store ContributionStore) Forget(emailKey string) error {
	return store.tx.g.Where("email_key = ?", emailKey).Delete(&Giver{}).Error
}

// CirculationConsent says that an organization agreed to be named in the picture of the circulation.
type CirculationConsent struct {
	OrganizationID string `gorm:"primaryKey"`
	ByName         string
	AgreedAt       time.Time
}

// Named lists the organizations that agreed to be named.
func (store ContributionQuery) Named() (list []Organization, err error) {
	err = store.q.g.Where("id IN (SELECT organization_id FROM circulation_consents)").Order("slug").Find(&list).Error
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
