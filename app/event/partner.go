package event

import (
	"slices"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// keepPartners stores who takes part besides the host. Organizations that are not known yet become known.
func (in *Draft) keepPartners(tx *models.Tx, e *models.Event) error {
	known, err := tx.Organizations().All()
	if err != nil {
		return err
	}
	partners := slices.Clone(in.Partners)
	for _, o := range in.newPartners() {
		if err := name(tx, known, &o); err != nil {
			return err
		}
		known, partners = append(known, o), append(partners, o.ID)
	}
	return tx.Events().ReplacePartners(e, in.parts(e, known, partners))
}

// newPartners reads one organization a line: name | English name.
func (in *Draft) newPartners() []models.Organization {
	var list []models.Organization
	for line := range strings.Lines(text.CleanText(in.NewPartners)) {
		name, english, _ := strings.Cut(strings.ReplaceAll(line, "｜", "|"), "|")
		if o := (models.Organization{NameJa: clip(text.CleanTitle(name)), NameEn: clip(text.CleanTitle(english))}); o.NameJa != "" {
			list = append(list, o)
		}
	}
	return list
}

func clip(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), maxTitle)])
}

// name makes o the known organization of its name, or a new one.
func name(tx *models.Tx, known []models.Organization, o *models.Organization) error {
	for _, k := range known {
		if k.NameJa == o.NameJa {
			*o = k
			return nil
		}
	}
	*o = models.NewOrganization(o.NameJa, o.NameEn)
	return tx.Organizations().Create(o)
}

// parts lists the organizations once each: a co-host is no partner besides, and the host is neither.
func (in *Draft) parts(e *models.Event, known []models.Organization, partners []string) []models.EventOrganization {
	free := map[string]bool{}
	for _, o := range known {
		free[o.ID] = o.ID != e.OrganizationID
	}
	var list []models.EventOrganization
	add := func(ids []string, part models.Part) {
		for _, id := range ids {
			if free[id] {
				free[id] = false
				list = append(list, models.EventOrganization{EventID: e.ID, OrganizationID: id, Part: part, Position: len(list)})
			}
		}
	}
	add(in.CoHosts, models.PartCoHost)
	add(partners, models.PartPartner)
	return list
}
