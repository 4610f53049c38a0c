package organization_test

import (
	"strings"
	"testing"

	"meguri/app/organization"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func names(list []models.Organization) string {
	var all []string
	for _, o := range list {
		all = append(all, o.NameJa)
	}
	return strings.Join(all, " ")
}

func TestTheDirectoryIsFilteredAndCounted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		service := organization.New(db, organization.Options{})
		if err := db.InTx(t.Context(), func(tx *models.Tx) error {
			for _, o := range []models.Organization{
				{Slug: "a", NameJa: "髙津プロボノ部", Sector: models.SectorCivil, Area: "14", City: "川崎市高津区", IsListed: true},
				{Slug: "b", NameJa: "ﾐﾅﾄ倶楽部", NameEn: "Minato Club", Sector: models.SectorIndustry, Area: "13", IsListed: true},
				{Slug: "c", NameJa: "どこかの会", Sector: models.SectorCivil, AboutEn: "100% café_", IsListed: true},
				{Slug: "d", NameJa: "未公開の会", Sector: models.SectorCivil, Area: "14"},
			} {
				if err := tx.Organizations().Create(&o); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for what, c := range map[string]struct {
			filter organization.DirectoryFilter
			want   string
		}{
			"all but what is not published": {organization.DirectoryFilter{}, "どこかの会 髙津プロボノ部 ﾐﾅﾄ倶楽部"},
			"another form of a kanji":       {organization.DirectoryFilter{Search: "高津ぷろぼの"}, "髙津プロボノ部"},
			"full width for half width":     {organization.DirectoryFilter{Search: "ミナト"}, "ﾐﾅﾄ倶楽部"},
			"a name in English":             {organization.DirectoryFilter{Search: "minato CLUB"}, "ﾐﾅﾄ倶楽部"},
			"its place":                     {organization.DirectoryFilter{Search: "川崎市"}, "髙津プロボノ部"},
			"signs of patterns are letters": {organization.DirectoryFilter{Search: "%"}, "どこかの会"},
			"nothing":                       {organization.DirectoryFilter{Search: "'; DROP TABLE"}, ""},
			"a sector":                      {organization.DirectoryFilter{Sector: models.SectorIndustry}, "ﾐﾅﾄ倶楽部"},
			"no such sector":                {organization.DirectoryFilter{Sector: "<b>"}, "どこかの会 髙津プロボノ部 ﾐﾅﾄ倶楽部"},
			"a prefecture":                  {organization.DirectoryFilter{Area: "14"}, "髙津プロボノ部"},
			"no such prefecture":            {organization.DirectoryFilter{Area: "99"}, "どこかの会 髙津プロボノ部 ﾐﾅﾄ倶楽部"},
		} {
			t.Run(what, func(t *testing.T) {
				page, err := service.Directory(t.Context(), &c.filter, 50)
				if err != nil {
					t.Fatal(err)
				}
				apptest.Equal(t, "list", names(page.List), c.want)
			})
		}
		t.Run("the map counts the other prefectures, too", func(t *testing.T) {
			page, err := service.Directory(t.Context(), &organization.DirectoryFilter{Area: "13"}, 50)
			if err != nil {
				t.Fatal(err)
			}
			counts := map[string]int{}
			for _, place := range page.Places {
				if place.Count > 0 {
					counts[place.Code] = place.Count
				}
			}
			apptest.Equal(t, "counts", counts, map[string]int{"13": 1, "14": 1})
			apptest.Equal(t, "nowhere", page.Nowhere, 1)
		})
		t.Run("pages end where the list ends", func(t *testing.T) {
			for number, want := range map[int]int{-1: 2, 1: 2, 2: 1, 3: 1, 1 << 40: 1} {
				page, err := service.Directory(t.Context(), &organization.DirectoryFilter{Number: number}, 2)
				if err != nil {
					t.Fatal(err)
				}
				apptest.Equal(t, "rows", len(page.List), want)
				apptest.Equal(t, "total", page.Total, 3)
			}
			page, err := service.Directory(t.Context(), &organization.DirectoryFilter{Search: "none", Number: 9}, 2)
			if err != nil || page.Filter.Number != 1 {
				t.Error(page, err)
			}
		})
	})
}
