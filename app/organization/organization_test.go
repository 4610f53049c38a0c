package organization_test

import (
	"errors"
	"strings"
	"testing"

	"meguri/app/organization"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestAnOrganizationIsRenamed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		service := organization.New(db, organization.Options{})
		modelstest.Summit(t, db, "summit")
		read := func() *models.Organization {
			t.Helper()
			o, err := db.Query(t.Context()).Organizations().BySlug("summit-host")
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		host := read()
		in := organization.Input{
			NameJa: " 川崎市　プロボノ部 ",
			NameEn: "Kawasaki Pro Bono",
			URL:    "https://city.example/",
			Sector: models.SectorGovernment,
		}
		if err := service.Save(t.Context(), host, in); err != nil {
			t.Fatal(err)
		}
		now := read()
		apptest.Equal(t, "name", now.NameJa, "川崎市 プロボノ部")
		apptest.Equal(t, "English name", now.NameEn, in.NameEn)
		apptest.Equal(t, "address", now.URL, in.URL)
		apptest.Equal(t, "sector", now.Sector, in.Sector)
		apptest.Equal(t, "slug", now.Slug, host.Slug)
		for field, c := range map[string]struct {
			key    string
			change func(in *organization.Input)
		}{
			"name_ja": {"field.required", func(in *organization.Input) { in.NameJa = " 　" }},
			"name_en": {"field.too_long", func(in *organization.Input) { in.NameEn = strings.Repeat("x", 1000) }},
			"url":     {"field.url", func(in *organization.Input) { in.URL = "javascript:alert(1)" }},
			"sector":  {"field.choice", func(in *organization.Input) { in.Sector = "army" }},
		} {
			t.Run("but not with a wrong "+field, func(t *testing.T) {
				wrong := in
				c.change(&wrong)
				var known *models.Error
				if err := service.Save(t.Context(), host, wrong); !errors.As(err, &known) || known.Fields[field] != c.key {
					t.Errorf("it said %v", err)
				}
			})
		}
	})
}

func TestBySlug(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		service := organization.New(db, organization.Options{})
		modelstest.Summit(t, db, "summit")
		host, err := db.Query(t.Context()).Organizations().BySlug("summit-host")
		if err != nil {
			t.Fatal(err)
		}
		if found, err := service.BySlug(t.Context(), host.Slug); err != nil || found.ID != host.ID {
			t.Errorf("found %v, %v", found, err)
		}
		if _, err := service.BySlug(t.Context(), "nobody"); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("of a slug that nobody has, it said %v", err)
		}
	})
}
