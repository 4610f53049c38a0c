package event

import (
	"slices"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// savePartners stores the co-hosts and partners. Organizations that are not stored yet are made.
func (in *EventInput) savePartners(tx *models.Tx, e *models.Event) error {
	known, err := tx.Organizations().All()
	if err != nil {
		return err
	}
	partners := slices.Clone(in.Partners)
	for _, o := range in.newPartners() {
		if err := findOrCreate(tx, known, &o); err != nil {
			return err
		}
		known, partners = append(known, o), append(partners, o.ID)
	}
	return tx.Events().ReplacePartners(e, partnersOf(e, known, in.CoHosts, partners))
}

// newPartners parses NewPartners.
func (in *EventInput) newPartners() []models.Organization {
	var list []models.Organization
	for line := range strings.Lines(text.CleanText(in.NewPartners)) {
		name, english, _ := strings.Cut(strings.ReplaceAll(line, "｜", "|"), "|")
		o := models.Organization{NameJa: clip(text.CleanTitle(name)), NameEn: clip(text.CleanTitle(english))}
		if o.NameJa != "" {
			list = append(list, o)
		}
	}
	return list
}

// clip returns the first characters of a name.
func clip(name string) string {
	runes := []rune(name)
	return string(runes[:min(len(runes), maxLine)])
}

// findOrCreate finds the organization with the name of o, in any width, or makes it, and stores it in o.
func findOrCreate(tx *models.Tx, known []models.Organization, o *models.Organization) error {
	for _, k := range known {
		if text.FoldWidth(k.NameJa) == text.FoldWidth(o.NameJa) {
			*o = k
			return nil
		}
	}
	*o = models.NewOrganization(o.NameJa, o.NameEn)
	return tx.Organizations().Create(o)
}

// partnersOf lists each organization once: a co-host is not also a partner, and the host is neither.
func partnersOf(
	e *models.Event, known []models.Organization, coHosts, partners []string,
) []models.EventOrganization {
	free := map[string]bool{}
	for _, o := range known {
		free[o.ID] = o.ID != e.OrganizationID
	}
	var list []models.EventOrganization
	add := func(ids []string, part models.Part) {
		for _, id := range ids {
			if free[id] {
				free[id] = false
				list = append(list, models.EventOrganization{
					EventID: e.ID, OrganizationID: id, Part: part, Position: len(list),
				})
			}
		}
	}
	add(coHosts, models.PartCoHost)
	add(partners, models.PartPartner)
	return list
}
