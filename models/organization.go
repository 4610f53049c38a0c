package models

import (
	"strings"
	"time"

	"gorm.io/gorm"
)

// Sector is the part of society that an organization or a person acts in: 産・官・学・民・医療福祉・その他.
type Sector string

// The sectors.
const (
	SectorIndustry   Sector = "industry"
	SectorGovernment Sector = "government"
	SectorAcademia   Sector = "academia"
	SectorCivil      Sector = "civil"
	SectorHealth     Sector = "health"
	SectorOther      Sector = "other"
	// SectorIndividual is of a person who comes for themselves.
	SectorIndividual Sector = "individual"
)

// Sectors lists all sectors in the order in which they are offered.
var Sectors = []Sector{SectorIndustry, SectorGovernment, SectorAcademia, SectorCivil, SectorHealth, SectorOther}

// PersonSectors lists what a person may choose, who need not say it.
var PersonSectors = append([]Sector{"", SectorIndividual}, Sectors...)

// Organization hosts events.
type Organization struct {
	ID     string
	Slug   string
	NameJa string
	NameEn string
	Sector Sector
	URL    string `gorm:"column:url"`
	// LogoID is its picture, nil without one; the texts tell what it shows where that is not its name.
	LogoID    *string
	LogoAltJa string
	LogoAltEn string
	// OwnersGiveRoles says that only owners give roles; else organizers give every role but the owner's.
	OwnersGiveRoles bool
	// AboutJa and AboutEn say what it does.
	AboutJa, AboutEn string
	// Area is its prefecture, as 14; City is a place in it.
	Area, City string
	// IsListed says that its page is published, and that the directory has it.
	IsListed bool
	// TakesRequests says that people may ask on its page to join.
	TakesRequests bool
	// LeftAt is since when it takes no part any more, nil while it does: nobody joins, and its history stays.
	LeftAt *time.Time
	// MergedInto is the organization that stands for it since they were put together, nil for one by itself.
	MergedInto *string
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// IsHere reports whether it takes part: it did not leave, and is no former entry of another one.
func (o *Organization) IsHere() bool { return o.LeftAt == nil && o.MergedInto == nil }

// NewOrganization makes an organization of which only the names are known. Its slug is made of its id.
func NewOrganization(nameJa, nameEn string) Organization {
	id := NewID()
	return Organization{
		ID: id, Slug: "org-" + strings.ReplaceAll(id, "-", ""), NameJa: nameJa, NameEn: nameEn, Sector: SectorOther,
	}
}

// OrganizationQuery reads organizations.
type OrganizationQuery struct{ q *Query }

// OrganizationStore reads and writes organizations.
type OrganizationStore struct {
	OrganizationQuery
	tx *Tx
}

// Organizations reads organizations.
func (q *Query) Organizations() OrganizationQuery { return OrganizationQuery{q} }

// Organizations reads and writes organizations.
func (tx *Tx) Organizations() OrganizationStore {
	return OrganizationStore{tx.Query.Organizations(), tx}
}

// Create stores a new organization. An empty ID is made.
func (store OrganizationStore) Create(o *Organization) error {
	if o.ID == "" {
		o.ID = NewID()
	}
	o.CreatedAt, o.UpdatedAt = store.tx.Now, store.tx.Now
	return store.tx.g.Create(o).Error
}

// Update stores changed names, sector and address. It does not change the slug, because links contain it.
func (store OrganizationStore) Update(o *Organization) error {
	o.UpdatedAt = store.tx.Now
	updated := store.tx.g.Model(&Organization{}).Where("id = ?", o.ID).
		Select("name_ja", "name_en", "sector", "url", "logo_id", "logo_alt_ja", "logo_alt_en",
			"owners_give_roles", "about_ja", "about_en", "area", "city", "is_listed", "takes_requests", "left_at", "updated_at").
		Updates(o)
	return mustAffect(updated, NewError(CodeNotFound, "error.not_found"))
}

// Lock lets nobody else change what an organization has until the transaction ends, where they lock it, too.
func (store OrganizationStore) Lock(id string) error {
	return store.tx.g.Model(&Organization{}).Where("id = ?", id).UpdateColumn("slug", gorm.Expr("slug")).Error
}

// BySlug finds an organization by its slug.
func (store OrganizationQuery) BySlug(slug string) (*Organization, error) {
	var o Organization
	err := store.q.g.Where("slug = ?", slug).Take(&o).Error
	return &o, notFound(err)
}

// ByID finds an organization by its id.
func (store OrganizationQuery) ByID(id string) (*Organization, error) {
	var o Organization
	err := store.q.g.Where("id = ?", id).Take(&o).Error
	return &o, notFound(err)
}

// ByNameJa finds an organization by its Japanese name, nil for none.
func (store OrganizationQuery) ByNameJa(name string) (*Organization, error) {
	var list []Organization
	err := store.q.g.Where("name_ja = ?", name).Order("id").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// All lists all organizations, by name, also those that were merged into others.
func (store OrganizationQuery) All() ([]Organization, error) {
	var list []Organization
	err := store.q.g.Order("name_ja, id").Find(&list).Error
	return list, err
}

// Public lists organizations that the site names to everybody, by name: hosts of announced events, and those that
// agreed to take part in one.
func (store OrganizationQuery) Public(limit int) (list []Organization, err error) {
	announced := []EventState{EventPublished, EventPostponed}
	return list, store.q.g.Where(`merged_into IS NULL AND (id IN (SELECT organization_id FROM events WHERE state IN ?)
		OR id IN (SELECT organization_id FROM event_organizations WHERE accepted_at IS NOT NULL
			AND event_id IN (SELECT id FROM events WHERE state IN ?)))`, announced, announced).
		Order("name_ja, id").Limit(limit).Find(&list).Error
}

// Listed lists those with a published page, by name.
func (store OrganizationQuery) Listed() (list []Organization, err error) {
	return list, store.q.g.Where("is_listed AND merged_into IS NULL").Order("name_ja, id").Find(&list).Error
}

// ListedBySlug finds one with a published page. Errors: NotFound.
func (store OrganizationQuery) ListedBySlug(slug string) (*Organization, error) {
	var o Organization
	err := store.q.g.Where("is_listed AND merged_into IS NULL AND slug = ?", slug).Take(&o).Error
	return &o, notFound(err)
}

// Events lists those that an organization hosts or agreed to take part in, and that were announced, the latest first.
func (store OrganizationQuery) Events(o *Organization, limit int) (list []Event, err error) {
	announced := []EventState{EventPublished, EventPostponed, EventArchived, EventCancelled}
	return list, store.q.g.Where("state IN ?", announced).
		Where(`organization_id = ? OR id IN (SELECT event_id FROM event_organizations
			WHERE organization_id = ? AND accepted_at IS NOT NULL)`, o.ID, o.ID).
		Order("starts_at DESC, id").Limit(limit).Find(&list).Error
}

// OfEditor lists the organizations for which an account may edit events.
func (store OrganizationQuery) OfEditor(accountID string) ([]Organization, error) {
	return store.where(accountID, EditEvent)
}

// OfStaff lists the organizations at which an account has any role.
func (store OrganizationQuery) OfStaff(accountID string) ([]Organization, error) {
	return store.where(accountID, SeeEvent)
}

// OfManager lists the organizations whose members an account may manage.
func (store OrganizationQuery) OfManager(accountID string) ([]Organization, error) {
	return store.where(accountID, ManageMembers)
}

func (store OrganizationQuery) where(accountID string, p Permission) ([]Organization, error) {
	var list []Organization
	err := store.q.g.Where(`merged_into IS NULL AND id IN (SELECT organization_id FROM members
		WHERE account_id = ? AND role IN ? AND organization_id IS NOT NULL AND `+counts+`)`,
		accountID, grants[p], store.q.Now).Order("name_ja, id").Find(&list).Error
	return list, err
}
