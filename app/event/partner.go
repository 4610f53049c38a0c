package event

import (
	"cmp"
	"slices"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// savePartners stores the co-hosts and partners. Organizations that are not stored yet are made; see namePartners.
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
	return namePartners(tx, e, partnersOf(e, known, in.CoHosts, partners))
}

// namePartners stores the co-hosts and partners of an event, and asks the owners of those that are new. What an
// organization answered stays, but for one that is to be a co-host now. A partner that has no owner is a mere name, and
// is not asked; nobody can agree for a co-host without one.
func namePartners(tx *models.Tx, e *models.Event, partners []models.EventOrganization) error {
	before := models.Event{ID: e.ID}
	if err := tx.Events().LoadNamed(&before); err != nil {
		return err
	}
	for i := range partners {
		p := &partners[i]
		if was := answered(before.Partners, p); was != nil {
			p.AcceptedAt, p.DeclinedAt = was.AcceptedAt, was.DeclinedAt
			continue
		}
		owners, err := tx.Members().OwnersOf(p.OrganizationID)
		if err != nil {
			return err
		}
		p.AcceptedAt, p.DeclinedAt = nil, nil
		if len(owners) == 0 && p.Part == models.PartPartner {
			p.AcceptedAt = &tx.Now
		}
		if err := askOwners(tx, e, p, owners); err != nil {
			return err
		}
	}
	return tx.Events().ReplacePartners(e, partners)
}

// answered finds what the organization was asked before; nil where it must be asked.
func answered(before []models.EventOrganization, p *models.EventOrganization) *models.EventOrganization {
	for i := range before {
		if before[i].OrganizationID == p.OrganizationID {
			if before[i].Part != p.Part && p.Part == models.PartCoHost {
				return nil
			}
			return &before[i]
		}
	}
	return nil
}

// askOwners mails the owners of an organization that it is named, once for each part. The mails do not belong to the
// event: its staff would see the owners' addresses.
func askOwners(tx *models.Tx, e *models.Event, p *models.EventOrganization, owners []models.Account) error {
	if len(owners) == 0 {
		return nil
	}
	o, err := tx.Organizations().ByID(p.OrganizationID)
	if err != nil {
		return err
	}
	for i := range owners {
		to := &owners[i]
		title, name := e.TitleJa, o.NameJa
		if to.Locale == "en" {
			title, name = cmp.Or(e.TitleEn, title), cmp.Or(o.NameEn, name)
		}
		err := tx.Mails().Queue(&models.Mail{
			Cause: strings.Join([]string{mailNamed, e.ID, o.ID, string(p.Part), to.ID}, ":"), Kind: mailNamed,
			AccountID: &to.ID, ToAddress: to.Email, ToName: to.Name, Locale: to.Locale,
			Data: map[string]string{"event": cmp.Or(title, e.TitleEn), "name": cmp.Or(name, o.NameEn), factSlug: o.Slug},
		})
		if err != nil {
			return err
		}
	}
	return nil
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
