package organization

import (
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// MemberPage is a person of the register, with those who may be the same.
type MemberPage struct {
	*Person
	Same []*Person
	Day  string
	// BudgetID is the organization's budget of hours of this month, "" where it has none.
	BudgetID string
}

// Role finds one of the roles by its id, nil for none.
func (p *MemberPage) Role(id string) *models.Affiliation {
	i := slices.IndexFunc(p.Roles, func(a models.Affiliation) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &p.Roles[i]
}

// MemberPage reads it. Who keeps the register calls it. Errors: NotFound.
func (s *Service) MemberPage(ctx context.Context, o *models.Organization, id string) (*MemberPage, error) {
	q := s.db.Query(ctx)
	_, people, pairs, err := entries(q, o)
	if err != nil {
		return nil, err
	}
	page := &MemberPage{Day: today(q.Now)}
	for _, p := range people {
		if p.MemberID == id {
			page.Person = p
		}
	}
	if page.Person == nil {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	budgets, err := q.HourBudgets().OfOrganization(o.ID)
	if err != nil {
		return nil, err
	}
	month := page.Day[:len(models.MonthLayout)]
	for _, b := range budgets {
		if b.FromMonth <= month && (b.UntilMonth == "" || month <= b.UntilMonth) {
			page.BudgetID = b.ID
		}
	}
	for _, t := range pairs {
		if !t.Different && (t.First == page.Person || t.Second == page.Person) {
			page.Same = append(page.Same, t.Other(page.Person))
		}
	}
	return page, nil
}

// MemberInput is what is typed about a person of the register.
type MemberInput struct {
	Family     string `form:"family_name"`
	Given      string `form:"given_name"`
	FamilyKana string `form:"family_name_kana"`
	GivenKana  string `form:"given_name_kana"`
	Email      string `form:"email"`
	RoleInput
}

// RoleInput is a role and its days.
type RoleInput struct {
	Role  models.AffiliationRole `form:"role"`
	From  string                 `form:"from"`
	Until string                 `form:"until"`
}

func (in *MemberInput) check(c *check.Checker, a *models.Affiliation) {
	var faults map[string]string
	a.Name, faults = text.NormalizeName(text.Name{
		Family: in.Family, Given: in.Given, FamilyKana: in.FamilyKana, GivenKana: in.GivenKana,
	})
	for field, fault := range faults {
		c.Fault(field, fault)
	}
	a.Email, a.EmailKey = c.Email("email", in.Email, check.Optional)
}

func (in *RoleInput) check(c *check.Checker, a *models.Affiliation) {
	a.Role = check.Choice(c, "role", in.Role, models.AffiliationRoles)
	a.From, a.Until = day(c, "from", in.From), day(c, "until", in.Until)
	if c.OK("from", "until") && a.Until != "" && a.Until < a.From {
		c.Fault("until", "register.until_early")
	}
}

// day reads a day as people write it: 2026-04-01, 2026/4/1, 2026年4月1日; "" for none.
func day(c *check.Checker, field, typed string) string {
	cleaned := strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-").Replace(text.FoldWidth(typed))
	if cleaned == "" {
		return ""
	}
	cleaned, _, _ = strings.Cut(cleaned, "t") // a day of a workbook has a clock
	at, err := time.Parse("2006-1-2", strings.TrimSuffix(cleaned, "00:00:00"))
	if err != nil || at.Year() < 1900 || at.Year() > 2200 {
		c.Fault(field, "register.day")
		return ""
	}
	return at.Format(time.DateOnly)
}

// AddMember writes a person into the register. Who keeps it calls it. Errors: Invalid, also where the address is
// somebody's of the register.
func (s *Service) AddMember(ctx context.Context, o *models.Organization, in *MemberInput) (id string, err error) {
	a := models.Affiliation{OrganizationID: o.ID}
	c := check.New()
	in.check(c, &a)
	in.RoleInput.check(c, &a)
	if err := c.Err(); err != nil {
		return "", err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.MemberMerges().LockRegister(o.ID); err != nil {
			return err
		}
		if err := takesPart(tx.Query, o.ID); err != nil {
			return err
		}
		if err := isFree(tx, o, "", a.EmailKey); err != nil {
			return err
		}
		list := []models.Affiliation{a}
		if err := tx.Affiliations().Add(list); err != nil {
			return err
		}
		id = list[0].MemberID
		return nil
	})
	return id, err
}

// isFree fails where the address is another person's of the register.
func isFree(tx *models.Tx, o *models.Organization, memberID, emailKey string) error {
	if emailKey == "" {
		return nil
	}
	list, err := tx.Affiliations().OfOrganization(o.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.EmailKey == emailKey && a.MemberID != memberID {
			return models.InvalidFields(map[string]string{"email": "register.address_taken"})
		}
	}
	return nil
}

// member reads all that the register has of a person. Errors: NotFound.
func member(tx *models.Tx, o *models.Organization, id string) (list []models.Affiliation, err error) {
	all, err := tx.Affiliations().OfOrganization(o.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.MemberID == id {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return list, nil
}

// living is member for what nobody may do to somebody who was erased: that is CodeConflict.
func living(tx *models.Tx, o *models.Organization, id string) ([]models.Affiliation, error) {
	list, err := member(tx, o, id)
	if err == nil && slices.ContainsFunc(list, func(a models.Affiliation) bool { return a.IsErased() }) {
		return nil, models.NewError(models.CodeConflict, "register.is_erased")
	}
	return list, err
}

// SaveMember stores the name and the address of a person of the register. Who keeps it calls it. With another address
// it is no account's, until its person proves that. Errors: NotFound; Invalid; Conflict.
func (s *Service) SaveMember(ctx context.Context, o *models.Organization, id string, in *MemberInput) error {
	var typed models.Affiliation
	c := check.New()
	in.check(c, &typed)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.MemberMerges().LockRegister(o.ID); err != nil {
			return err
		}
		list, err := living(tx, o, id)
		if err != nil {
			return err
		}
		if err := isFree(tx, o, id, typed.EmailKey); err != nil {
			return err
		}
		shown := peopleOf(list, tx.Now)[0].Latest().EmailKey
		for i := range list {
			a := list[i]
			a.Name = typed.Name
			if a.EmailKey == shown || a.EmailKey == "" { // a further address stays
				if a.EmailKey != typed.EmailKey {
					a.AccountID = nil
				}
				a.Email, a.EmailKey = typed.Email, typed.EmailKey
			}
			if err := tx.Affiliations().Update(&a, a.Version); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddRole gives a person of the register a role from a day on. Those that they have stay: one ends by SaveRole. Who
// keeps the register calls it. Errors: NotFound; Invalid.
func (s *Service) AddRole(ctx context.Context, o *models.Organization, id string, in *RoleInput) error {
	var typed models.Affiliation
	c := check.New()
	in.check(c, &typed)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.MemberMerges().LockRegister(o.ID); err != nil {
			return err
		}
		list, err := living(tx, o, id)
		if err != nil {
			return err
		}
		a := list[0]
		if a.IsRequest() {
			return models.NewError(models.CodeConflict, "joining.answer_first")
		}
		if err := takesPart(tx.Query, o.ID); err != nil {
			return err
		}
		a.Role, a.From, a.Until, a.ImportID = typed.Role, typed.From, typed.Until, ""
		return tx.Affiliations().Add([]models.Affiliation{a})
	})
}

// SaveRole changes a role of a person of the register and its days, or removes it where it was written by mistake. The
// last one stays. Who keeps the register calls it. Errors: NotFound; Invalid; Conflict.
func (s *Service) SaveRole(
	ctx context.Context, o *models.Organization, id, role string, version int, in *RoleInput, remove bool,
) error {
	var typed models.Affiliation
	c := check.New()
	if !remove {
		in.check(c, &typed)
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		list, err := member(tx, o, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(a models.Affiliation) bool { return a.ID == role })
		switch {
		case i < 0:
			return models.NewError(models.CodeNotFound, "error.not_found")
		case remove && len(list) == 1:
			return models.NewError(models.CodeConflict, "register.last_role")
		case remove:
			return tx.Affiliations().Remove(&list[i], version)
		}
		list[i].Role, list[i].From, list[i].Until = typed.Role, typed.From, typed.Until
		return tx.Affiliations().Update(&list[i], version)
	})
}

// Leave ends, with a day, all roles of a person of the register. Who keeps it calls it. Errors: NotFound; Invalid.
func (s *Service) Leave(ctx context.Context, o *models.Organization, id, on string) error {
	c := check.New()
	last := day(c, "until", on)
	if last == "" {
		c.Fault("until", "field.required")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.MemberMerges().LockRegister(o.ID); err != nil {
			return err
		}
		list, err := member(tx, o, id)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].Until == "" && list[i].From > last {
				return models.InvalidFields(map[string]string{"until": "register.until_early"})
			}
		}
		return tx.Affiliations().End(o.ID, id, last)
	})
}

func accountOf(list []models.Affiliation) string {
	for _, a := range list {
		if a.AccountID != nil {
			return *a.AccountID
		}
	}
	return ""
}

// EraseMember empties the name and the address of a person of the register; the days stay. Their account is theirs. Who
// keeps the register calls it. Errors: NotFound.
func (s *Service) EraseMember(ctx context.Context, o *models.Organization, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.MemberMerges().LockRegister(o.ID); err != nil {
			return err
		}
		if _, err := member(tx, o, id); err != nil {
			return err
		}
		return tx.Affiliations().EraseMember(o.ID, id)
	})
}
