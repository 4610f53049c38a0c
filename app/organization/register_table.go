package organization

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// RegisterTable is a register as a file: a row for each role of each person whom the filter chooses. It can be brought
// back by an import. Who keeps the register calls it.
func (s *Service) RegisterTable(
	ctx context.Context, texts *i18n.Localizer, o *models.Organization, f *RegisterFilter,
) (table.Table, error) {
	page, err := s.Register(ctx, o, f, 0)
	if err != nil {
		return table.Table{}, err
	}
	t := RegisterTemplate(texts)
	t.Header = append(t.Header, texts.T("register.state"), texts.T("register.member_id"))
	t.Rows = func(yield func([]any, error) bool) {
		for _, p := range page.People {
			for _, a := range p.Roles {
				row := []any{
					a.Family, a.Given, a.FamilyKana, a.GivenKana, a.Email, texts.T("register.role_" + string(a.Role)), a.From,
					a.Until, texts.T("register.state_" + string(p.State)), p.MemberID,
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
	return t, nil
}

// RegisterTemplate is an empty list to fill in.
func RegisterTemplate(texts *i18n.Localizer) table.Table {
	t := table.Table{Name: texts.T("register.title"), Rows: func(func([]any, error) bool) {}}
	for _, key := range []string{
		"family_name", "given_name", "family_name_kana", "given_name_kana", "email", "role", "from", "until",
	} {
		t.Header = append(t.Header, texts.T("register."+key))
	}
	return t
}
