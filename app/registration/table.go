package registration

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

var columns = []string{
	"code", "state", "ticket_type", "family_name", "given_name", "family_kana", "given_kana",
	"email", "organization", "sector", "needs", "answers", "locale", "created_at",
	"photo", "guardian_name", "attended", "arrived_at", "door", "online_minutes", "archive_minutes",
	"tags", "entry_way", "entered_by", "attended_minutes", "sessions", "id",
}

// Table is the registrations that the filter chooses, for a file, in 五十音 order. Rows are read while they are written.
// Times are in the event's time zone. Staff who may see people call it.
func (s *Service) Table(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, in *FilterInput,
) (table.Table, error) {
	filter, err := in.Read(s.db.Query(ctx), event)
	if err != nil {
		return table.Table{}, err
	}
	header := make([]string, len(columns))
	for i, column := range columns {
		header[i] = texts.T("table." + column)
	}
	book, err := ask.OpenBook(s.db.Query(ctx), event)
	if err != nil {
		return table.Table{}, err
	}
	for _, q := range book.Questions() {
		header = append(header, texts.Pick(q.TitleJa, q.TitleEn))
	}
	if hasDays(event) {
		header = append(header, texts.T("table.days"))
	}
	doors, err := s.db.Query(ctx).Doors().OfEvent(event)
	if err != nil {
		return table.Table{}, err
	}
	names, err := s.db.Query(ctx).Registrations().EnteredNames(event)
	if err != nil {
		return table.Table{}, err
	}
	attended, err := attendanceOf(s.db.Query(ctx), event, filter)
	if err != nil {
		return table.Table{}, err
	}
	rows := s.rows(ctx, &tableRow{texts, event, doors, names, s.db.Now(), attended, book}, filter)
	return table.Table{
		Name:          texts.T("registration.people"),
		Header:        header,
		Rows:          rows,
		ReplacedTitle: texts.T("table.replaced"),
	}, nil
}

// attendanceOf computes how those attended whom the filter chooses, before their rows are read: reading them holds a
// connection.
func attendanceOf(
	q *models.Query, event *models.Event, filter models.RegistrationFilter,
) (map[string]*attendance.Attendance, error) {
	of, err := attendance.Read(q, event)
	if err != nil {
		return nil, err
	}
	attended := map[string]*attendance.Attendance{}
	return attended, of.Each(q, filter, func(id string, a *attendance.Attendance) { attended[id] = a })
}

func (s *Service) rows(
	ctx context.Context, row *tableRow, filter models.RegistrationFilter,
) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for r, err := range s.db.Query(ctx).Registrations().Each(row.event, filter) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(row.of(r), nil) {
				return
			}
		}
	}
}

// tableRow writes the rows of a file.
type tableRow struct {
	texts *i18n.Localizer
	event *models.Event
	doors []models.Door
	// enteredBy are the names of those who entered people for them, by id.
	enteredBy map[string]string
	now       time.Time
	// attendance is how people attended, by registration.
	attendance map[string]*attendance.Attendance
	book       *ask.Book
}

// of has the values of a registration in the order of columns. A cell without a value is empty.
func (t *tableRow) of(r *models.Registration) []any {
	answers, others := t.answers(r)
	if hasDays(t.event) {
		answers = append(answers, t.days(r.ID))
	}
	return append([]any{
		r.Code,
		t.texts.T("registration.state_" + string(r.State)),
		t.texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn),
		r.Family,
		r.Given,
		r.FamilyKana,
		r.GivenKana,
		r.Email,
		r.Organization,
		sectorText(t.texts, r.Sector),
		r.Accessibility,
		strings.Join(others, "\n"),
		r.Locale,
		t.event.Local(r.CreatedAt),
		t.photo(r.Photo),
		r.GuardianName,
		t.attended(r),
		arrivedAt(t.event, r),
		t.door(r.Door),
		online(r),
		archive(r),
		r.TagNames,
		t.entryWay(r.EntryWay),
		t.enteredBy[r.EnteredBy],
		t.minutes(r.ID),
		t.sessions(r.ID),
		r.ID,
	}, answers...)
}

// answers are the answers of a person to the questions of the event's form, a cell each, and what they said besides, a
// line each.
func (t *tableRow) answers(r *models.Registration) (cells []any, others []string) {
	said := map[string]string{}
	for _, line := range t.book.Lines(t.texts, r) {
		said[line.Slug] = line.Text
		if !t.book.Asks(line.Slug) {
			others = append(others, line.Title+": "+line.Text)
		}
	}
	for _, q := range t.book.Questions() {
		if text, ok := said[q.Slug]; ok {
			cells = append(cells, text)
		} else {
			cells = append(cells, nil)
		}
	}
	return cells, others
}

// photo says whether the person may be photographed, where they were asked.
func (t *tableRow) photo(answer models.PhotoConsent) string {
	if answer == models.PhotoUnasked {
		return ""
	}
	return t.texts.T("pdf.photo_" + string(answer))
}

// attended says how the person was there, or that who had a place was not.
func (t *tableRow) attended(r *models.Registration) any {
	switch {
	case r.ArrivedAt != nil && r.OnlineMinutes > 0:
		return t.texts.T("table.attended_both")
	case r.ArrivedAt != nil:
		return t.texts.T("filter.mode_venue")
	case r.OnlineMinutes > 0:
		return t.texts.T("filter.mode_online")
	case r.State == models.RegistrationConfirmed && t.event.Ended(t.now):
		return t.texts.T("desk.absent")
	}
	return nil
}

// entryWay says how staff came to enter the person, "" for who registered by themselves.
func (t *tableRow) entryWay(way models.EntryWay) string {
	if way == models.EntryOwn {
		return ""
	}
	return t.texts.T("registration.way_" + string(way))
}

func (t *tableRow) door(slug string) any {
	for i := range t.doors {
		if t.doors[i].Slug == slug {
			return t.texts.Pick(t.doors[i].NameJa, t.doors[i].NameEn)
		}
	}
	if slug == "" {
		return nil
	}
	return slug // a device may name one that the event does not have
}

func online(r *models.Registration) any {
	if r.OnlineMinutes == 0 {
		return nil
	}
	return r.OnlineMinutes
}

// minutes are those that count as attended, at the venue and online.
func (t *tableRow) minutes(id string) any {
	if a := t.attendance[id]; a != nil && a.Minutes > 0 {
		return a.Minutes
	}
	return nil
}

// hasDays reports whether the file tells on which days people came: not of an event that runs through one night.
func hasDays(e *models.Event) bool { return e.EndsAt.Sub(e.StartsAt) > 24*time.Hour }

// days are those on which the person came to the venue, a line for each: when they came, and when they went where they
// were scanned on the way out.
func (t *tableRow) days(id string) any {
	a := t.attendance[id]
	if a == nil || len(a.Venue) == 0 {
		return nil
	}
	lines := make([]string, len(a.Venue))
	for i, visit := range a.Venue {
		lines[i] = t.event.Local(visit.From).Format("2006-01-02 15:04") + "–"
		if visit.Until != nil {
			lines[i] += t.event.Local(*visit.Until).Format("15:04")
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// sessions are those that the person attended, a line for each, with the minutes there.
func (t *tableRow) sessions(id string) any {
	a := t.attendance[id]
	if a == nil {
		return nil
	}
	var lines []string
	for _, s := range attendance.Attended(a.Sessions) {
		line := t.texts.Pick(s.Session.TitleJa, s.Session.TitleEn)
		if s.Minutes > 0 {
			line += " " + t.texts.T("registration.minutes", "n", t.texts.Number(s.Minutes))
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil
	}
	return strings.Join(lines, "\n")
}

// archive is for how many minutes the person watched recordings afterwards.
func archive(r *models.Registration) any {
	if r.ArchiveSeconds == nil {
		return nil
	}
	return (&models.ArchiveView{Seconds: *r.ArchiveSeconds}).Minutes()
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
