package event_test

import (
	"strings"
	"testing"

	"meguri/app/event"
	"meguri/models"
)

func TestAnOrganizationIsRenamed(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		host := o.read().Organization
		in := event.OrganizationDraft{NameJa: " 川崎市　プロボノ部 ", NameEn: "Kawasaki Pro Bono", URL: "https://city.example/", Sector: models.SectorGovernment}
		o.must(o.events.SaveOrganization(t.Context(), &host, in))
		if now := o.read().Organization; now.NameJa != "川崎市 プロボノ部" || now.NameEn != in.NameEn || now.URL != in.URL || now.Sector != in.Sector || now.Slug != host.Slug {
			t.Errorf("%+v", now)
		}
		for field, change := range map[string]func(in *event.OrganizationDraft){
			"name_ja": func(in *event.OrganizationDraft) { in.NameJa = " 　" },
			"name_en": func(in *event.OrganizationDraft) { in.NameEn = strings.Repeat("x", 1000) },
			"url":     func(in *event.OrganizationDraft) { in.URL = "javascript:alert(1)" },
			"sector":  func(in *event.OrganizationDraft) { in.Sector = "army" },
		} {
			wrong := in
			change(&wrong)
			keys := map[string]string{"name_ja": "field.required", "name_en": "event.line_long", "url": "field.url", "sector": "field.choice"}
			o.faults(o.events.SaveOrganization(t.Context(), &host, wrong), field, keys[field])
		}
	})
}
