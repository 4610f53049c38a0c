package organization

import (
	"context"
	"slices"

	"meguri/models"
)

// Double is an organization that may be the same as another one.
type Double struct {
	models.Organization
	// Why are AlikeName, AlikeURL and AlikeMember.
	Why []string
	// Different says that staff said that they are two.
	Different bool
	// Refused is the key of why the account may not put them together, "" where it may.
	Refused string
	// managed says that the account manages its members.
	managed bool
}

// DoublesPage lists the organizations that may be the same as one, those of which staff said that they are two, and
// what was put together with it.
type DoublesPage struct {
	List, Different []Double
	Merged          []Merged
}

// Merged is an organization that was put together with another one.
type Merged struct {
	models.OrganizationMerge
	MayUndo bool
}

// Doubles reads the page. Who may manage the organization's members calls it. Only organizations are listed that the
// account may see: those with a published page, and those that it answers for.
func (s *Service) Doubles(ctx context.Context, o *models.Organization, me *models.Account) (*DoublesPage, error) {
	q := s.db.Query(ctx)
	list, err := doublesOf(q, o, me)
	if err != nil {
		return nil, err
	}
	page := &DoublesPage{}
	for _, d := range list {
		if d.Different {
			page.Different = append(page.Different, d)
		} else {
			page.List = append(page.List, d)
		}
	}
	merged, err := q.OrganizationMerges().Into(o.ID)
	for _, m := range merged {
		page.Merged = append(page.Merged, Merged{m, m.MayUndo(q.Now)})
	}
	return page, err
}

func doublesOf(q *models.Query, o *models.Organization, me *models.Account) (list []Double, err error) {
	all, err := q.Organizations().All()
	if err != nil {
		return nil, err
	}
	managed, err := q.Organizations().OfManager(me.ID)
	if err != nil {
		return nil, err
	}
	mine := map[string]bool{}
	ids := []string{}
	for i := range managed {
		mine[managed[i].ID] = true
		ids = append(ids, managed[i].ID)
	}
	shared, err := q.OrganizationMerges().SharedAddresses(ids)
	if err != nil {
		return nil, err
	}
	different, err := q.OrganizationMerges().Different()
	if err != nil {
		return nil, err
	}
	names, address := nameKeys(o), urlKey(o.URL)
	for _, other := range all {
		if other.ID == o.ID || other.MergedInto != nil {
			continue
		}
		d := Double{Organization: other, managed: mine[other.ID], Different: different[models.PairOf(o.ID, other.ID)]}
		if slices.ContainsFunc(nameKeys(&other), func(key string) bool { return slices.Contains(names, key) }) {
			d.Why = append(d.Why, AlikeName)
		}
		if address != "" && urlKey(other.URL) == address {
			d.Why = append(d.Why, AlikeURL)
		}
		if slices.Contains(shared, models.PairOf(o.ID, other.ID)) {
			d.Why = append(d.Why, AlikeMember)
		}
		if d.Why == nil {
			continue
		}
		answers, err := answersFor(q, &other, mine)
		if err != nil {
			return nil, err
		}
		if !answers {
			d.Refused = "double.not_yours"
		}
		if answers || other.IsListed {
			list = append(list, d)
		}
	}
	return list, nil
}

// answersFor reports whether an account that manages the organizations in mine may decide for one: it manages that, or
// that is a mere name, which nobody manages and which has nothing but events of theirs that name it.
func answersFor(q *models.Query, o *models.Organization, mine map[string]bool) (bool, error) {
	if mine[o.ID] {
		return true, nil
	}
	counts, err := q.OrganizationMerges().Counts(o.ID)
	if err != nil {
		return false, err
	}
	named := counts["event_organizations"]
	delete(counts, "event_organizations")
	if len(counts) > 0 || named == 0 {
		return false, nil
	}
	hosts, err := q.OrganizationMerges().NamedBy(o.ID)
	return !slices.ContainsFunc(hosts, func(id string) bool { return !mine[id] }), err
}

// Moving is how much of a kind goes over.
type Moving struct {
	Kind  string // the table
	Count int
}

// DoublePage is two organizations, of which the second is to go into the first.
type DoublePage struct {
	Double
	Kept *models.Organization
	// Moves is what points at the second one.
	Moves []Moving
	// Staff are the roles of staff that come with it.
	Staff []models.Member
	// People is how many of its register are in that of the first already, by their address.
	People int
	// Turns says that the account may also put them together the other way round.
	Turns bool
}

// Both are the two.
func (p *DoublePage) Both() []*models.Organization {
	return []*models.Organization{p.Kept, &p.Organization}
}

// Double reads the page of a pair. Who may manage the first one's members calls it. Errors: NotFound for an
// organization that is not alike, or that the account may not see.
func (s *Service) Double(
	ctx context.Context, o *models.Organization, me *models.Account, slug string,
) (*DoublePage, error) {
	return double(s.db.Query(ctx), o, me, slug)
}

func double(q *models.Query, o *models.Organization, me *models.Account, slug string) (*DoublePage, error) {
	list, err := doublesOf(q, o, me)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(d Double) bool { return d.Slug == slug })
	if i < 0 {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	page := &DoublePage{Double: list[i], Kept: o, Turns: list[i].managed}
	if page.Refused != "" { // of an organization of others nothing is told
		return page, nil
	}
	counts, err := q.OrganizationMerges().Counts(page.ID)
	if err != nil {
		return nil, err
	}
	for _, kind := range movingKinds {
		if counts[kind] > 0 {
			page.Moves = append(page.Moves, Moving{kind, counts[kind]})
		}
	}
	if page.Staff, err = q.Members().OfOrganization(page.ID); err != nil {
		return nil, err
	}
	if page.People, err = samePeople(q, o.ID, page.ID); err != nil {
		return nil, err
	}
	page.Refused, err = refusal(q, o, &page.Organization)
	return page, err
}

// movingKinds are the tables of which a preview tells, in this order. Of what is not for people it says nothing.
var movingKinds = []string{
	"events", "event_organizations", "series", "series_members", "series_actions", "affiliations", "needs", "projects",
	"project_members", "hour_budgets", "contributions", "feeds", "members",
}

// refusal is the key of why two organizations cannot be put together as they are now, "" where they can.
func refusal(q *models.Query, kept, merged *models.Organization) (string, error) {
	switch {
	case kept.MergedInto != nil || merged.MergedInto != nil:
		return "double.merged_already", nil
	case kept.LeftAt != nil:
		return "organization.has_left", nil
	}
	ours, err := q.HourBudgets().OfOrganization(kept.ID)
	if err != nil {
		return "", err
	}
	theirs, err := q.HourBudgets().OfOrganization(merged.ID)
	for i := range ours {
		for j := range theirs {
			if ours[i].Meets(&theirs[j]) {
				return "double.budgets", err
			}
		}
	}
	return "", err
}

// samePeople counts the people of one register who are in another one, by address.
func samePeople(q *models.Query, keptID, mergedID string) (int, error) {
	moves, err := membersToMove(q, keptID, mergedID)
	return len(moves), err
}

// membersToMove says which people of the merged organization's register are whom of the other one's: an address tells
// who it is, unless two accounts are behind it.
func membersToMove(q *models.Query, keptID, mergedID string) (map[string]string, error) {
	ours, err := q.Affiliations().OfOrganization(keptID)
	if err != nil {
		return nil, err
	}
	theirs, err := q.Affiliations().OfOrganization(mergedID)
	byEmail := map[string]*models.Affiliation{}
	for i := range ours {
		if ours[i].EmailKey != "" {
			byEmail[ours[i].EmailKey] = &ours[i]
		}
	}
	moves := map[string]string{}
	for i := range theirs {
		a := &theirs[i]
		known := byEmail[a.EmailKey]
		if known == nil || moves[a.MemberID] != "" ||
			(known.AccountID != nil && a.AccountID != nil && *known.AccountID != *a.AccountID) {
			continue
		}
		moves[a.MemberID] = known.MemberID
	}
	return moves, err
}

// MergeDouble puts another organization together with one: what points at it goes over, its pages lead there, and its
// staff have their roles there. Who manages the members of both, or of one while the other is a mere name that only
// events of theirs have, calls it. Errors: NotFound; Forbidden for others; Conflict where something is in the way.
func (s *Service) MergeDouble(ctx context.Context, o *models.Organization, me *models.Account, slug string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		page, err := double(tx.Query, o, me, slug)
		if err != nil {
			return err
		}
		if _, _, err := tx.OrganizationMerges().Lock(o.ID, page.ID); err != nil {
			return err
		}
		kept, err := tx.Organizations().ByID(o.ID)
		if err != nil {
			return err
		}
		if page, err = double(tx.Query, kept, me, slug); err != nil { // as it is now that nobody else changes it
			return err
		}
		switch page.Refused {
		case "":
		case "double.not_yours":
			return models.NewError(models.CodeForbidden, page.Refused)
		default:
			return models.NewError(models.CodeConflict, page.Refused)
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: page.ID})
		moves, err := membersToMove(tx.Query, kept.ID, page.ID)
		if err != nil {
			return err
		}
		// People were told of an organization that is no more: for good, also where this is taken apart.
		if err := tx.JointUses().LeaveAll(page.ID); err != nil {
			return err
		}
		if err := tx.OrganizationMerges().Add(kept.ID, page.ID); err != nil {
			return err
		}
		for from, to := range moves {
			if err := tx.OrganizationMerges().MoveMember(page.ID, from, to); err != nil {
				return err
			}
		}
		return nil
	})
}

// UndoMerge takes apart what was put together with an organization: what came over and is still there goes back. Who
// may manage its members calls it. Errors: NotFound; Conflict once the days are over, or where it was itself put
// together with another one.
func (s *Service) UndoMerge(ctx context.Context, o *models.Organization, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		kept, _, err := tx.OrganizationMerges().Lock(o.ID, id)
		if err != nil {
			return err
		}
		merges, err := tx.OrganizationMerges().Into(o.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(merges, func(m models.OrganizationMerge) bool { return m.MergedID == id })
		switch {
		case i < 0:
			return models.NewError(models.CodeNotFound, "error.not_found")
		case !merges[i].MayUndo(tx.Now):
			return models.NewError(models.CodeConflict, "double.too_late")
		case kept.MergedInto != nil:
			return models.NewError(models.CodeConflict, "double.merged_already")
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: id})
		return tx.OrganizationMerges().Undo(&merges[i])
	})
}

// SetDifferent records that two organizations are two, for good, or takes that back. Who may manage the first one's
// members calls it. Errors: NotFound.
func (s *Service) SetDifferent(
	ctx context.Context, o *models.Organization, me *models.Account, slug string, different bool,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		page, err := double(tx.Query, o, me, slug)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: page.ID})
		return tx.OrganizationMerges().SetDifferent(models.PairOf(o.ID, page.ID), different)
	})
}

// Moved finds the organization that stands for one that was put together with it. Everybody may call it. Errors:
// NotFound for an address that was never one, or of an organization that stands for itself.
func (s *Service) Moved(ctx context.Context, slug string) (*models.Organization, error) {
	q := s.db.Query(ctx)
	o, err := q.Organizations().BySlug(slug)
	if err != nil {
		return nil, err
	}
	kept, err := q.OrganizationMerges().Kept(o)
	if err == nil && kept.ID == o.ID {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return kept, err
}
