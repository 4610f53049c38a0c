package organization

import (
	"context"
	"slices"

	"meguri/models"
	"meguri/models/text"
)

// The reasons why two entries of a register may be of one person.
const (
	TwinName    = "name"    // the same name, whatever its forms, and no other reading
	TwinReading = "reading" // one is written in kana, which is how the other one reads
	TwinEmail   = "email"
	TwinAccount = "account" // the person proved both addresses to be theirs
)

// Twin is two entries of a register that may be of one person.
type Twin struct {
	First, Second *Person
	Why           []string
	// Different says that it was said that they are two people.
	Different bool
}

// Other is the other one of the two.
func (t *Twin) Other(p *Person) *Person {
	if t.First == p {
		return t.Second
	}
	return t.First
}

// twins finds them. Of who was erased nothing can be told, and who asks to join is answered first.
func twins(people []*Person, different map[models.Pair]bool) (list []*Twin) {
	found := map[models.Pair]*Twin{}
	note := func(why string, key func(p *Person) []string, alike func(a, b *Person) bool) {
		by := map[string][]*Person{}
		for _, p := range people {
			if p.State == StateErased || p.State == StateAsks {
				continue
			}
			for _, k := range key(p) {
				for _, other := range by[k] {
					if other == p || !alike(other, p) {
						continue
					}
					pair := models.PairOf(other.MemberID, p.MemberID)
					t := found[pair]
					if t == nil {
						t = &Twin{First: other, Second: p, Different: different[pair]}
						found[pair] = t
						list = append(list, t)
					}
					if !slices.Contains(t.Why, why) {
						t.Why = append(t.Why, why)
					}
				}
				if k != "" {
					by[k] = append(by[k], p)
				}
			}
		}
	}
	always := func(*Person, *Person) bool { return true }
	each := func(of func(a *models.Affiliation) string) func(p *Person) []string {
		return func(p *Person) (keys []string) {
			for i := range p.Roles {
				if key := of(&p.Roles[i]); key != "" && !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
			return keys
		}
	}
	note(TwinAccount, each(func(a *models.Affiliation) string { return accountOf([]models.Affiliation{*a}) }), always)
	note(TwinEmail, each(func(a *models.Affiliation) string { return a.EmailKey }), always)
	note(TwinName, each(func(a *models.Affiliation) string { return nameKey(a.Name) }), func(a, b *Person) bool {
		return readsAlike(a.Latest().Name, b.Latest().Name)
	})
	note(TwinReading, each(func(a *models.Affiliation) string { return text.SearchQuery(a.Reading()) }),
		func(a, b *Person) bool { return inKana(a.Latest()) != inKana(b.Latest()) })
	return list
}

// inKana reports whether a name is written as it is read.
func inKana(a *models.Affiliation) bool {
	return a.Reading() != "" && nameKey(a.Name) == text.SearchQuery(a.Reading())
}

// entries reads the rows of a register, its people, and who of them may be one.
func entries(
	q *models.Query, o *models.Organization,
) (list []models.Affiliation, people []*Person, pairs []*Twin, err error) {
	if list, err = q.Affiliations().OfOrganization(o.ID); err != nil {
		return nil, nil, nil, err
	}
	different, err := q.MemberMerges().Different()
	if err != nil {
		return nil, nil, nil, err
	}
	people = peopleOf(list, q.Now)
	pairs = twins(people, different)
	for _, t := range pairs {
		if !t.Different {
			t.First.Same, t.Second.Same = true, true
		}
	}
	return list, people, pairs, nil
}

// TwinsPage lists the entries of a register that may be of one person, those of which it was said that they are of two,
// and what was put together.
type TwinsPage struct {
	List, Different []*Twin
	Merged          []MergedMember
}

// MergedMember is an entry that was put together with another one, which is Person.
type MergedMember struct {
	models.MemberMerge
	*Person
	MayUndo bool
}

// Twins reads the page. Who keeps the register calls it.
func (s *Service) Twins(ctx context.Context, o *models.Organization) (*TwinsPage, error) {
	q := s.db.Query(ctx)
	_, people, pairs, err := entries(q, o)
	if err != nil {
		return nil, err
	}
	page := &TwinsPage{}
	for _, t := range pairs {
		if t.Different {
			page.Different = append(page.Different, t)
		} else {
			page.List = append(page.List, t)
		}
	}
	merges, err := q.MemberMerges().Into(o.ID)
	for _, m := range merges {
		if at := personAt(people, m.KeptID); at >= 0 {
			page.Merged = append(page.Merged, MergedMember{m, people[at], m.MayUndo(q.Now)})
		}
	}
	return page, err
}

func personAt(people []*Person, id string) int {
	return slices.IndexFunc(people, func(p *Person) bool { return p.MemberID == id })
}

// TwinPage is two entries of a register side by side, of which the second is to go into the first.
type TwinPage struct {
	*Twin
	Day string
	// Refused is the key of why they cannot be put together, "" where they can.
	Refused string
	// Budgets are the hours budgets for which both have a working time of their own: that of the first counts.
	Budgets []models.HourBudget
}

// Twin reads the page of a pair. Who keeps the register calls it. Errors: NotFound, also for two that are not alike.
func (s *Service) Twin(ctx context.Context, o *models.Organization, id, other string) (*TwinPage, error) {
	return twin(s.db.Query(ctx), o, id, other)
}

func twin(q *models.Query, o *models.Organization, id, other string) (*TwinPage, error) {
	_, _, pairs, err := entries(q, o)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(pairs, func(t *Twin) bool {
		return models.PairOf(t.First.MemberID, t.Second.MemberID) == models.PairOf(id, other)
	})
	if at < 0 {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	t := *pairs[at]
	if t.First.MemberID != id {
		t.First, t.Second = t.Second, t.First
	}
	page := &TwinPage{Twin: &t, Day: today(q.Now)}
	one, two := accountOf(t.First.Roles), accountOf(t.Second.Roles)
	if one != "" && two != "" && one != two {
		page.Refused = "register.two_accounts"
	}
	page.Budgets, err = sharedBudgets(q, o, id, other)
	return page, err
}

// sharedBudgets are those for which both have a working time of their own.
func sharedBudgets(q *models.Query, o *models.Organization, id, other string) (list []models.HourBudget, err error) {
	agreed, err := q.HourBudgets().People(o.ID)
	if err != nil {
		return nil, err
	}
	with := map[string]int{}
	for _, p := range agreed {
		if p.MemberID == id || p.MemberID == other {
			with[p.BudgetID]++
		}
	}
	all, err := q.HourBudgets().OfOrganization(o.ID)
	for i := range all {
		if with[all[i].ID] > 1 {
			list = append(list, all[i])
		}
	}
	return list, err
}

// MergeMembers puts another entry of a register together with one of the same person: its roles, with their names, days
// and addresses, are the other one's from then on. Who keeps the register calls it. Errors: NotFound; Conflict where
// they have two accounts, as these may be two people.
func (s *Service) MergeMembers(ctx context.Context, o *models.Organization, id, other string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.MemberMerges().LockRegister(o.ID); err != nil {
			return err
		}
		page, err := twin(tx.Query, o, id, other)
		if err != nil {
			return err
		}
		if page.Refused != "" {
			return models.NewError(models.CodeConflict, page.Refused)
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: other})
		if err := tx.MemberMerges().SetDifferent(models.PairOf(id, other), false); err != nil {
			return err
		}
		return tx.MemberMerges().Add(id, other)
	})
}

// UndoMembers takes apart what was put together: what came over and is still there goes back. Who keeps the register
// calls it. Errors: NotFound; Conflict once the days are over, where the person was erased since, or where they were
// themselves put together with another entry.
func (s *Service) UndoMembers(ctx context.Context, o *models.Organization, mergedID string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.MemberMerges().LockRegister(o.ID); err != nil {
			return err
		}
		merges, err := tx.MemberMerges().Into(o.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(merges, func(m models.MemberMerge) bool { return m.MergedID == mergedID })
		switch {
		case at < 0:
			return models.NewError(models.CodeNotFound, "error.not_found")
		case !merges[at].MayUndo(tx.Now):
			return models.NewError(models.CodeConflict, "double.too_late")
		}
		if _, err := living(tx, o, merges[at].KeptID); err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: mergedID})
		return tx.MemberMerges().Undo(&merges[at])
	})
}

// SetTwoPeople records that two entries are of two people, for good, or takes that back. Who keeps the register calls
// it. Errors: NotFound.
func (s *Service) SetTwoPeople(ctx context.Context, o *models.Organization, id, other string, different bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if _, err := twin(tx.Query, o, id, other); err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: other})
		return tx.MemberMerges().SetDifferent(models.PairOf(id, other), different)
	})
}

// KeptMember is the entry with which one of the register was put together. Who keeps it calls it. Errors: NotFound for
// one that stands for itself.
func (s *Service) KeptMember(ctx context.Context, o *models.Organization, id string) (string, error) {
	q := s.db.Query(ctx)
	kept, err := q.MemberMerges().Kept(id)
	if err != nil {
		return "", err
	}
	list, err := q.Affiliations().OfOrganization(o.ID)
	isThere := slices.ContainsFunc(list, func(a models.Affiliation) bool { return a.MemberID == kept })
	if err == nil && (kept == id || !isThere) {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return kept, err
}
