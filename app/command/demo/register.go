package demo

import (
	"fmt"

	"meguri/models"
	"meguri/models/text"
)

// registers are the member registers of the two clubs: made-up people, of whom some have another role, and some left.
func (b *builder) registers() error {
	for slug, people := range map[string]int{"nec-probono": 800, "fujitsu-probono": 120} {
		var list []models.Affiliation
		for i := range people {
			family, given := families[i%len(families)], givens[i/len(families)%len(givens)]
			a := models.Affiliation{
				OrganizationID: b.orgs[slug].ID, Role: models.AffiliationMember,
				Name:  text.Name{Family: family[0], Given: given[0], FamilyKana: family[1], GivenKana: given[1]},
				Email: fmt.Sprintf("member%04d@%s.example", i+1, slug), EmailKey: fmt.Sprintf("member%04d@%s.example", i+1, slug),
				From: fmt.Sprintf("%d-%02d-01", 2022+i%4, 1+i%12),
			}
			if i%40 == 7 {
				a.Until = "2026-03-31"
			}
			a.MemberID = models.NewID()
			list = append(list, a)
			if i%50 == 3 {
				a.Role, a.From = models.AffiliationBoard, "2026-04-01"
				list = append(list, a)
			}
		}
		list[0].Role = models.AffiliationContact
		if err := b.tx.Affiliations().Add(list); err != nil {
			return err
		}
	}
	return nil
}
