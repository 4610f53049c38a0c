package agenda

import (
	"context"
	"encoding/xml"
	"strings"
	"time"

	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// exported are the columns of a table of the agenda, as the pasting of tables knows them by their headings.
var exported = []Column{
	ColumnID, ColumnDay, ColumnStart, ColumnEnd, ColumnTitle, ColumnTitleEn, ColumnKind, ColumnRoom, ColumnTrack,
	ColumnLanguage, ColumnSpeaker, ColumnDescription, ColumnDescriptionEn, ColumnCancelled,
}

// Table is the agenda that everybody sees as a table, in the language of texts. Staff who may edit the event call it.
func (s *Service) Table(ctx context.Context, e *models.Event, texts *i18n.Localizer) (table.Table, error) {
	sessions, err := s.db.Query(ctx).Sessions().OfEvent(e)
	t := table.Table{Name: texts.T("agenda.title")}
	for _, column := range exported {
		t.Header = append(t.Header, texts.T("agenda.column_"+string(column)))
	}
	t.Rows = func(yield func([]any, error) bool) {
		for i := range sessions {
			cells := cellsOf(e, &sessions[i], texts)
			row := make([]any, len(cells))
			for j, cell := range cells {
				row[j] = cell
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return t, err
}

func cellsOf(e *models.Event, s *models.Session, texts *i18n.Localizer) []string {
	from, until := e.Local(s.StartsAt), e.Local(s.EndsAt)
	room, track, cancelled := "", "", ""
	if s.Room != nil {
		room = s.Room.NameJa
	}
	if s.Track != nil {
		track = s.Track.NameJa
	}
	if s.CancelledAt != nil {
		cancelled = texts.T("agenda.cancelled")
	}
	end := until.Format("15:04")
	if until.Sub(from) >= 24*time.Hour {
		end = ""
	}
	return []string{
		s.ID, from.Format(time.DateOnly), from.Format("15:04"), end, s.TitleJa, s.TitleEn,
		texts.T("agenda.kind_" + string(s.Kind)), room, track, s.Language, speakersCell(s), s.DescriptionJa, s.DescriptionEn,
		cancelled,
	}
}

// speakersCell is who speaks in one cell: 司会：小田 栞（さいわい大学）.
func speakersCell(s *models.Session) string {
	var lines []string
	for _, link := range s.Speakers {
		line := pick(link.Speaker.NameJa, link.Speaker.NameEn)
		if organization := pick(link.Speaker.OrganizationJa, link.Speaker.OrganizationEn); organization != "" && line != "" {
			line += "（" + organization + "）"
		} else if line == "" {
			line = organization
		}
		if role := pick(link.Speaker.RoleJa, link.Speaker.RoleEn); role != "" {
			line = role + "：" + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// XCal is the agenda as XML for calendars (RFC 6321), in the language of texts. Who may see the event calls it.
func (s *Service) XCal(ctx context.Context, e *models.Event, texts *i18n.Localizer, baseURL string) ([]byte, error) {
	sessions, err := s.db.Query(ctx).Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	content, err := calendar.XCal(e, sessions, calendarOptions(e, texts, baseURL))
	return append([]byte(xml.Header), content...), err
}
