package demo

import (
	"fmt"
	"strings"

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
		for _, name := range demoGivers[slug] {
			family, given, _ := strings.Cut(name, " ")
			list = append(list, models.Affiliation{
				OrganizationID: b.orgs[slug].ID, Role: models.AffiliationMember, MemberID: models.NewID(),
				Name:  text.Name{Family: family, Given: given},
				Email: demoAddress(name), EmailKey: demoAddress(name), From: "2025-04-01",
			})
		}
		if err := b.tx.Affiliations().Add(list); err != nil {
			return err
		}
	}
	return nil
}

// demoGivers are people of the demo's teams who are in the register of the organization that gives them time.
var demoGivers = map[string][]string{"fujitsu-probono": {"小杉 すすむ（デモ）", "溝口 みのり（デモ）"}}

// budgets is the tenth of their working time that people of a club may give; one of them works part-time.
func (b *builder) budgets() error {
	club := b.orgs["fujitsu-probono"]
	budget := &models.HourBudget{
		OrganizationID: club.ID, Name: "FUJITRA10", Permille: 100, MonthMinutes: 155 * 60, Period: models.BudgetMonth,
		Counts: models.BudgetWork, WarnAt: 80, FromMonth: b.dayAgo(200).Format(models.MonthLayout),
	}
	if err := b.tx.HourBudgets().Save(budget, 0); err != nil {
		return err
	}
	list, err := b.tx.Affiliations().WithAddress(club.ID, demoAddress(demoGivers[club.Slug][0]))
	if err != nil || len(list) == 0 {
		return err
	}
	partTime := 60 * 60
	return b.tx.HourBudgets().SetPerson(budget.ID, list[0].MemberID, &partTime)
}
