package models

import (
	"strings"
	"time"
)

// Sector is the part of society that an organization or a person acts in: 産・官・学・民・医療福祉・その他.
type Sector string

// The sectors.
const (
	Industry   Sector = "industry"
	Government Sector = "government"
	Academia   Sector = "academia"
	Civil      Sector = "civil"
	Health     Sector = "health"
	Other      Sector = "other"
)

// Sectors lists all sectors in the order in which they are offered.
var Sectors = []Sector{Industry, Government, Academia, Civil, Health, Other}

// Organization hosts events.
type Organization struct {
	ID        string
	Slug      string
	NameJa    string
	NameEn    string
	Sector    Sector
	URL       string `gorm:"column:url"`
	CreatedAt time.Time
	UpdatedAt time.Time
}

// NewOrganization is one of which only the names are known: its slug is made of its id.
func NewOrganization(nameJa, nameEn string) Organization {
	id := NewID()
	return Organization{ID: id, Slug: "org-" + strings.ReplaceAll(id, "-", ""), NameJa: nameJa, NameEn: nameEn, Sector: Other}
}

// CreateOrganization stores a new organization; ID is made when empty.
func (tx *Tx) CreateOrganization(o *Organization) error {
	if o.ID == "" {
		o.ID = NewID()
	}
	o.CreatedAt, o.UpdatedAt = tx.Now, tx.Now
	return tx.g.Create(o).Error
}

// UpdateOrganization stores changed names, sector and address. The slug stays: links lead to it.
func (tx *Tx) UpdateOrganization(o *Organization) error {
	o.UpdatedAt = tx.Now
	return changed(tx.g.Model(&Organization{}).Where("id = ?", o.ID).Select("name_ja", "name_en", "sector", "url", "updated_at").Updates(o),
		Fail(NotFound, "error.not_found"))
}

// Organization finds one by its id.
func (tx *Tx) Organization(id string) (*Organization, error) {
	var o Organization
	err := tx.g.Where("id = ?", id).Take(&o).Error
	return &o, found(err)
}

// OrganizationBySlug finds one by its slug.
func (tx *Tx) OrganizationBySlug(slug string) (*Organization, error) {
	var o Organization
	err := tx.g.Where("slug = ?", slug).Take(&o).Error
	return &o, found(err)
}

// Organizations lists all, by name.
func (tx *Tx) Organizations() ([]Organization, error) {
	var list []Organization
	err := tx.g.Order("name_ja, id").Find(&list).Error
	return list, err
}
