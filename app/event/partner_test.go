package event_test

import (
	"strings"
	"testing"

	"meguri/models"
)

func TestPartnersAreNamedOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := newInput("tsudoi")
		in.CoHosts, in.Partners = []string{f.event.OrganizationID, "nobody"}, []string{models.NewID()}
		in.NewPartners = "専修大学 | Senshu University\r\n\r\n 専修大学 \r\nNECプロボノ倶楽部\r\n川崎市｜City of Kawasaki"
		made, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		must(t, f.query(t).Events().LoadPartners(made))
		equal(t, "the partners", namesOf(made.Partners), []string{"専修大学/Senshu University", "川崎市/City of Kawasaki"})
	})
}

func namesOf(partners []models.EventOrganization) []string {
	var names []string
	for _, p := range partners {
		names = append(names, p.Organization.NameJa+"/"+p.Organization.NameEn)
	}
	return names
}

func TestACoHostIsNoPartnerBesides(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := newInput("tsudoi")
		in.NewPartners = "専修大学"
		made, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		must(t, f.query(t).Events().LoadPartners(made))
		id := made.Partners[0].OrganizationID
		in = inputOf(made)
		in.CoHosts, in.Partners = []string{id}, []string{id}
		must(t, f.events.Update(t.Context(), made, in))
		must(t, f.query(t).Events().LoadPartners(made))
		equal(t, "the number of partners", len(made.Partners), 1)
		equal(t, "the part", made.Partners[0].Part, models.PartCoHost)
	})
}

func TestALongNameOfAPartnerIsClipped(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := newInput("tsudoi")
		in.NewPartners = strings.Repeat("長", 300)
		made, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		must(t, f.query(t).Events().LoadPartners(made))
		equal(t, "the name", made.Partners[0].Organization.NameJa, strings.Repeat("長", 200))
	})
}
