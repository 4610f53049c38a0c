// Package organization edits the organizations that host events and take part in them.
package organization

import (
	"context"

	"meguri/app/service/area"
	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/app/service/upload"
	"meguri/models"
)

// Options are what organizations need of others.
type Options struct {
	Links link.Maker
	// MailLink mails the link of the account that an address has.
	MailLink func(tx *models.Tx, email, key string) error
}

// Service is the organizations of one database.
type Service struct {
	db *models.DB
	Options
}

// New makes the service.
func New(db *models.DB, o Options) *Service { return &Service{db, o} }

// BySlug finds an organization. Errors: NotFound.
func (s *Service) BySlug(ctx context.Context, slug string) (*models.Organization, error) {
	return s.db.Query(ctx).Organizations().BySlug(slug)
}

// Save changes an organization's names, sector, web address, logo and what its page says. Who may manage its members
// calls it. Errors: Invalid with the fields at fault.
func (s *Service) Save(ctx context.Context, o *models.Organization, in Input) error {
	c := check.New()
	changed := *o
	changed.NameJa = c.Line("name_ja", in.NameJa, maxName, check.Required)
	changed.NameEn = c.Line("name_en", in.NameEn, maxName, check.Optional)
	changed.Sector = check.Choice(c, "sector", in.Sector, models.Sectors)
	changed.URL = c.URL("url", in.URL, check.Optional)
	changed.LogoAltJa = c.Line("alt_ja", in.AltJa, maxName, check.Optional)
	changed.LogoAltEn = c.Line("alt_en", in.AltEn, maxName, check.Optional)
	changed.OwnersGiveRoles = in.OwnersGiveRoles
	changed.AboutJa = c.Text("about_ja", in.AboutJa, maxAbout, check.Optional)
	changed.AboutEn = c.Text("about_en", in.AboutEn, maxAbout, check.Optional)
	changed.Area = check.Choice(c, "area", in.Area, area.Codes)
	changed.City = c.Line("city", in.City, maxCity, check.Optional)
	changed.IsListed, changed.TakesRequests = in.IsListed, in.TakesRequests
	if err := c.Err(); err != nil {
		return err
	}
	var logo *models.Picture
	if len(in.Logo) > 0 && !in.RemoveLogo {
		var err error
		if logo, err = upload.Read("logo", in.Logo, upload.Logo); err != nil {
			return err
		}
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		changed := changed
		if logo != nil {
			added := *logo
			added.OrganizationID = &o.ID
			if err := tx.Pictures().Add(&added); err != nil {
				return err
			}
			changed.LogoID = &added.ID
		}
		if in.RemoveLogo {
			changed.LogoID = nil
		}
		if err := tx.Organizations().Update(&changed); err != nil || changed.LogoID == o.LogoID {
			return err
		}
		return tx.Pictures().DeleteUnused(o.LogoID)
	})
}
