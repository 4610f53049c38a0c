package registration

import (
	"context"
	"iter"
	"strings"

	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

var columns = []string{
	"code", "state", "ticket_type", "family_name", "given_name", "family_kana", "given_kana",
	"email", "organization", "sector", "needs", "answers", "locale", "created_at", "arrived_at", "id",
}

// Table is the registrations that the filter chooses, for a file, in 五十音 order. Rows are read while they are written.
// Times are in the event's time zone. Staff who may see people call it.
func (s *Service) Table(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, in *FilterInput,
) (table.Table, error) {
	filter, err := in.filter(s.db.Query(ctx), event)
	if err != nil {
		return table.Table{}, err
	}
	header := make([]string, len(columns))
	for i, column := range columns {
		header[i] = texts.T("table." + column)
	}
	rows := s.rows(ctx, texts, event, filter)
	return table.Table{
		Name:          texts.T("registration.people"),
		Header:        header,
		Rows:          rows,
		ReplacedTitle: texts.T("table.replaced"),
	}, nil
}

func (s *Service) rows(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, filter models.RegistrationFilter,
) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for r, err := range s.db.Query(ctx).Registrations().Each(event, filter) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(row(texts, event, r), nil) {
				return
			}
		}
	}
}

// row has the values in the order of columns. A cell without a value is empty.
func row(texts *i18n.Localizer, event *models.Event, r *models.Registration) []any {
	return []any{
		r.Code,
		texts.T("registration.state_" + string(r.State)),
		texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn),
		r.Family,
		r.Given,
		r.FamilyKana,
		r.GivenKana,
		r.Email,
		r.Organization,
		sectorText(texts, r.Sector),
		r.Accessibility,
		strings.Join(r.AnswerLines(), "\n"),
		r.Locale,
		event.Local(r.CreatedAt),
		arrivedAt(event, r),
		r.ID,
	}
}

func sectorText(texts *i18n.Localizer, sector models.Sector) string {
	if sector == "" {
		return ""
	}
	return texts.T("registration.sector_" + string(sector))
}

func arrivedAt(event *models.Event, r *models.Registration) any {
	if r.ArrivedAt == nil {
		return nil
	}
	return event.Local(*r.ArrivedAt)
}
