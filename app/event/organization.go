package event

import (
	"context"
	"slices"
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// OrganizationDraft is what an owner typed about their organization.
type OrganizationDraft struct {
	NameJa, NameEn, URL string
	Sector              models.Sector
}

// SaveOrganization changes what an organization is called and where its site is, at all its events. Who may manage its staff calls it. Invalid with the
// fields at fault.
func (s *Service) SaveOrganization(ctx context.Context, o *models.Organization, in OrganizationDraft) error {
	faults := map[string]string{}
	changed := *o
	changed.NameJa, changed.NameEn, changed.Sector = text.CleanTitle(in.NameJa), text.CleanTitle(in.NameEn), in.Sector
	changed.URL = address(in.URL, "url", faults)
	if changed.NameJa == "" {
		faults["name_ja"] = "field.required"
	}
	for field, name := range map[string]string{"name_ja": changed.NameJa, "name_en": changed.NameEn} {
		if utf8.RuneCountInString(name) > maxTitle {
			faults[field] = "event.line_long"
		}
	}
	if !slices.Contains(models.Sectors, in.Sector) {
		faults["sector"] = "field.choice"
	}
	if err := models.InvalidFields(faults); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Organizations().Update(&changed) })
}
