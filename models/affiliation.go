package models

import (
	"time"

	"gorm.io/gorm/clause"

	"meguri/models/text"
)

// AffiliationRole is what a person is in an organization.
type AffiliationRole string

// The roles: 部員, 運営委員, 窓口.
const (
	AffiliationMember  AffiliationRole = "member"
	AffiliationBoard   AffiliationRole = "board"
	AffiliationContact AffiliationRole = "contact"
)

// AffiliationRoles lists them in the order in which they are offered.
var AffiliationRoles = []AffiliationRole{AffiliationMember, AffiliationBoard, AffiliationContact}

// AffiliationSide is who asked for an affiliation.
type AffiliationSide string

// The sides. What is in a member register that was brought here was asked by nobody.
const (
	AskedByNobody       AffiliationSide = ""
	AskedByPerson       AffiliationSide = "person"
	AskedByOrganization AffiliationSide = "organization"
)

// Affiliation is a person's place in an organization over time. A person who has another role later has two, one after
// the other.
type Affiliation struct {
	ID             string
	OrganizationID string
	// AccountID is whose it is, nil for a person without an account, whom only the name and address tell.
	AccountID *string
	text.Name
	Email    string
	EmailKey string
	Role     AffiliationRole
	// From and Until are days, as 2026-04-01: "" for unknown, and for still there.
	From  string `gorm:"column:from_day"`
	Until string `gorm:"column:until_day"`
	// AskedBy is the side that asked; AcceptedAt is nil until the other said yes.
	AskedBy    AffiliationSide
	AcceptedAt *time.Time
	// Words are what who asks to join wrote, until that is answered.
	Words string
	// InvitedAt is when the person was last mailed an invitation; DeclinedAt when they said that they do not belong there.
	InvitedAt, DeclinedAt *time.Time
	// Named says that the person agreed to be named on the organization's page.
	Named bool
	// MemberID tells whose it is in the register: the id of the person's first affiliation there.
	MemberID string
	// ImportID is the file with which it came, "" for none.
	ImportID  string
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time

	Account      *Account      `gorm:"foreignKey:AccountID;->"`
	Organization *Organization `gorm:"foreignKey:OrganizationID;->"`
}

// IsCurrent reports whether the person belongs to the organization on a day, as 2026-04-01: both sides said yes, and it
// has begun and is not over. On the day Until the person still belongs to it.
func (a *Affiliation) IsCurrent(day string) bool {
	return a.AcceptedAt != nil && a.From <= day && (a.Until == "" || day <= a.Until)
}

// AffiliationQuery reads affiliations.
type AffiliationQuery struct{ q *Query }

// AffiliationStore reads and writes affiliations.
type AffiliationStore struct {
	AffiliationQuery
	tx *Tx
}

// Affiliations reads affiliations.
func (q *Query) Affiliations() AffiliationQuery { return AffiliationQuery{q} }

// Affiliations reads and writes affiliations.
func (tx *Tx) Affiliations() AffiliationStore { return AffiliationStore{tx.Query.Affiliations(), tx} }

// OfAccount lists where the person of an account belongs and belonged, the latest first, with the organizations.
func (store AffiliationQuery) OfAccount(accountID string) ([]Affiliation, error) {
	var list []Affiliation
	err := store.q.g.Preload("Organization").Where("account_id = ?", accountID).
		Order("from_day DESC, id DESC").Find(&list).Error
	return list, err
}

// Together reports whether two people belong to the same organization today, which did not leave.
func (store AffiliationQuery) Together(accountID, otherID string) (bool, error) {
	today := store.q.Now.In(DefaultZone).Format(time.DateOnly)
	var n int64
	err := store.q.g.Model(&Affiliation{}).Where("account_id = ?", accountID).Where(isCurrent, today, today).
		Where("organization_id IN (?)", store.q.g.Model(&Affiliation{}).Select("organization_id").
			Where("account_id = ?", otherID).Where(isCurrent, today, today)).
		Where("organization_id IN (SELECT id FROM organizations WHERE left_at IS NULL)").Count(&n).Error
	return n > 0, err
}

// isCurrent is IsCurrent for the database; the day comes twice.
const isCurrent = "accepted_at IS NOT NULL AND from_day <= ? AND (until_day = '' OR until_day >= ?)"

// OfOrganization lists who belongs and belonged to an organization, by reading, also those not answered yet.
func (store AffiliationQuery) OfOrganization(organizationID string) ([]Affiliation, error) {
	var list []Affiliation
	err := store.q.g.Where("organization_id = ?", organizationID).
		Order("family_kana, given_kana, family_name, id").Find(&list).Error
	return list, err
}

// InOrganization finds one of the organization's. Errors: NotFound.
func (store AffiliationQuery) InOrganization(organizationID, id string) (*Affiliation, error) {
	var a Affiliation
	err := store.q.g.Where("organization_id = ? AND id = ?", organizationID, id).Take(&a).Error
	return &a, notFound(err)
}

// Add stores new affiliations; their ids are made.
func (store AffiliationStore) Add(list []Affiliation) error {
	for i := range list {
		list[i].ID, list[i].Version = NewID(), 1
		if list[i].MemberID == "" {
			list[i].MemberID = list[i].ID
		}
		list[i].CreatedAt, list[i].UpdatedAt = store.tx.Now, store.tx.Now
	}
	if len(list) == 0 {
		return nil
	}
	return store.tx.g.Omit(clause.Associations).CreateInBatches(list, affiliationBatch).Error
}

// affiliationBatch is how many rows one statement has: PostgreSQL takes 65,535 values.
const affiliationBatch = 500

// Update stores an affiliation that was read at version. It is CodeConflict if somebody else changed it since.
func (store AffiliationStore) Update(a *Affiliation, version int) error {
	a.Version, a.UpdatedAt = version+1, store.tx.Now
	return mustAffect(store.tx.g.Model(&Affiliation{}).Where("id = ? AND version = ?", a.ID, version).
		Select("account_id", "family_name", "given_name", "family_kana", "given_kana", "email", "email_key", "role",
			"from_day", "until_day", "asked_by", "accepted_at", "words", "invited_at", "declined_at", "named", "member_id",
			"version", "updated_at").Updates(a),
		NewError(CodeConflict, "affiliation.changed_meanwhile"))
}

// Claim gives the account those affiliations that have an address which its person proved to be theirs, but for those
// of which they said that they do not belong there.
func (store AffiliationStore) Claim(accountID, emailKey string) error {
	return store.tx.g.Model(&Affiliation{}).
		Where("account_id IS NULL AND declined_at IS NULL AND email_key = ? AND email_key <> ''", emailKey).
		Updates(map[string]any{"account_id": accountID, "updated_at": store.tx.Now}).Error
}
