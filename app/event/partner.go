package event

import (
	"cmp"
	"slices"
	"strconv"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/models"
	"meguri/models/text"
)

// PartnerInput is what staff type about the organizations that take part besides the host: a row each. The slices have
// an entry a row.
type PartnerInput struct {
	PartnerIDs     []string `form:"partner_id"` // "" in a new row
	PartnerNames   []string `form:"partner_name"`
	PartnerNamesEn []string `form:"partner_name_en"` // of an organization that is not stored yet
	PartnerParts   []string `form:"partner_part"`
	PartnerOrders  []string `form:"partner_order"`
	// PartnersRemoved are the numbers of the rows that are to go.
	PartnersRemoved []string `form:"partner_remove"`
}

// PartnerRow is one organization in the form.
type PartnerRow struct {
	Number int // from 0 on, as they are sent
	ID     string
	NameJa string
	NameEn string
	Part   models.Part
	Order  string
	Remove bool
	// Waits says that the organization has not answered yet, Declined that it does not want to be named.
	Waits, Declined bool
}

func partnerInputOf(partners []models.EventOrganization) (in PartnerInput) {
	for i, p := range partners {
		in.PartnerIDs = append(in.PartnerIDs, p.OrganizationID)
		in.PartnerNames = append(in.PartnerNames, cmp.Or(p.Organization.NameJa, p.Organization.NameEn))
		in.PartnerNamesEn = append(in.PartnerNamesEn, "")
		in.PartnerParts = append(in.PartnerParts, string(p.Part))
		in.PartnerOrders = append(in.PartnerOrders, strconv.Itoa(i+1))
	}
	return in
}

// Rows are the rows as they were typed, also empty ones.
func (in *PartnerInput) Rows() []PartnerRow {
	at := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return ""
	}
	rows := make([]PartnerRow, len(in.PartnerNames))
	for i := range rows {
		rows[i] = PartnerRow{
			Number: i,
			ID:     at(in.PartnerIDs, i),
			NameJa: clip(text.CleanTitle(in.PartnerNames[i])),
			NameEn: clip(text.CleanTitle(at(in.PartnerNamesEn, i))),
			Part:   models.PartPartner,
			Order:  text.CleanLine(at(in.PartnerOrders, i)),
			Remove: slices.Contains(in.PartnersRemoved, strconv.Itoa(i)),
		}
		if at(in.PartnerParts, i) == string(models.PartCoHost) {
			rows[i].Part = models.PartCoHost
		}
	}
	return rows
}

// named are the rows that name an organization, in the order that was typed; those without a number come last.
func (in *PartnerInput) named() []PartnerRow {
	rows := slices.DeleteFunc(in.Rows(), func(r PartnerRow) bool { return r.NameJa == "" || r.Remove })
	place := func(r PartnerRow) int {
		if n, err := strconv.Atoi(r.Order); err == nil {
			return n
		}
		return len(in.PartnerNames) + 1
	}
	slices.SortStableFunc(rows, func(a, b PartnerRow) int { return cmp.Compare(place(a), place(b)) })
	return rows
}

// checkPartners notes a fault where a row names the host, or two rows the same organization.
func (in *PartnerInput) checkPartners(c *check.Checker, q *models.Query, e *models.Event) error {
	rows := in.named()
	if len(rows) > maxPartners {
		c.Fault("partners", "event.partners_many", "n", maxPartners)
	}
	known, err := q.Organizations().All()
	seen := map[string]bool{}
	for _, row := range rows {
		id := "name " + text.FoldWidth(row.NameJa)
		if o := row.find(known, e.OrganizationID); o != nil {
			id = o.ID
		}
		switch {
		case id == e.OrganizationID:
			c.Fault("partners", "event.partner_host", "name", row.NameJa)
		case seen[id]:
			c.Fault("partners", "event.partner_twice", "name", row.NameJa)
		}
		seen[id] = true
	}
	return err
}

// find finds the organization that a row names: the one that it named before, else one of that name, in any width. One
// that has the host's name is the host only where it is the only one.
func (r *PartnerRow) find(known []models.Organization, hostID string) *models.Organization {
	var found *models.Organization
	for i := range known {
		k := &known[i]
		isNamed := slices.ContainsFunc([]string{k.NameJa, k.NameEn}, func(name string) bool {
			return name != "" && text.FoldWidth(name) == text.FoldWidth(r.NameJa)
		})
		switch {
		case !isNamed:
		case k.ID == r.ID:
			return kept(known, k)
		case found == nil || found.ID == hostID:
			found = k
		}
	}
	return kept(known, found)
}

// kept is the organization into which one was merged, or that one.
func kept(known []models.Organization, o *models.Organization) *models.Organization {
	for range known {
		if o == nil || o.MergedInto == nil {
			return o
		}
		i := slices.IndexFunc(known, func(k models.Organization) bool { return k.ID == *o.MergedInto })
		if i < 0 {
			return o
		}
		o = &known[i]
	}
	return o
}

// savePartners stores the co-hosts and partners. Organizations that are not stored yet are made; see namePartners.
func (in *PartnerInput) savePartners(tx *models.Tx, e *models.Event) error {
	known, err := tx.Organizations().All()
	if err != nil {
		return err
	}
	var partners []models.EventOrganization
	for i, row := range in.named() {
		o := row.find(known, e.OrganizationID)
		if o == nil {
			made := models.NewOrganization(row.NameJa, row.NameEn)
			if err := tx.Organizations().Create(&made); err != nil {
				return err
			}
			o = &made
		}
		partners = append(partners, models.EventOrganization{
			EventID: e.ID, OrganizationID: o.ID, Part: row.Part, Position: i,
		})
	}
	return namePartners(tx, e, partners)
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
	return mail.QueueEach(tx, owners, mailNamed, e.ID+":"+o.ID+":"+string(p.Part), func(lang string) map[string]string {
		return map[string]string{
			"event": i18n.PickIn(lang, e.TitleJa, e.TitleEn), "name": i18n.PickIn(lang, o.NameJa, o.NameEn), factSlug: o.Slug,
		}
	})
}

// clip returns the first characters of a name.
func clip(name string) string {
	runes := []rune(name)
	return string(runes[:min(len(runes), maxLine)])
}
