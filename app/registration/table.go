package registration

import (
	"context"
	"iter"

	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// Table is the list of people as a file's columns, in 五十音 order, read a part at a time. Staff who may see people call it. Times are the event's.
func (s *Service) Table(ctx context.Context, texts *i18n.Localizer, event *models.Event, f models.RegistrationFilter) table.Table {
	columns := []string{
		"code", "state", "ticket_type", "family_name", "given_name", "family_kana", "given_kana", "email", "organization", "sector", "needs",
		"locale", "created_at", "id",
	}
	header := make([]string, len(columns))
	for i, column := range columns {
		header[i] = texts.T("table." + column)
	}
	return table.Table{Name: texts.T("registration.people"), Header: header, Rows: s.rows(ctx, texts, event, f)}
}

func (s *Service) rows(ctx context.Context, texts *i18n.Localizer, event *models.Event, f models.RegistrationFilter) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for r, err := range s.db.Query(ctx).Registrations().Each(event, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			row := []any{
				r.Code, texts.T("registration.state_" + string(r.State)), texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn),
				r.Family, r.Given, r.FamilyKana, r.GivenKana, r.Email, r.Organization, texts.T("registration.sector_" + string(r.Sector)), r.Accessibility,
				r.Locale, event.Local(r.CreatedAt), r.ID,
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}
