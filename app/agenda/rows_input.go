package agenda

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/rows"
	"meguri/models"
	"meguri/models/text"
)

// RowsInput is the agenda as rows of one form: see package rows.
type RowsInput struct{ Rows []RowInput }

// RowInput is what staff type in a row. Its key is the id of its session; the client makes that of a new one.
type RowInput struct {
	SessionInput

	// Day is a date, Start a time of day. Minutes is the length, or the time of day of the end.
	Day, Start, Minutes string
	// Was is what the row was when the page was made, as a sum: a row that nobody touched is not stored.
	Was    string
	Delete bool
}

// ReadRows reads the rows that a form brings.
func ReadRows(values url.Values) *RowsInput {
	in := &RowsInput{}
	for _, row := range rows.Read(values) {
		in.Rows = append(in.Rows, readRow(row))
	}
	return in
}

func readRow(row rows.Row) RowInput {
	one, all := row.One, row.All
	version, _ := strconv.Atoi(one("version"))
	return RowInput{
		Day: one("day"), Start: one("start"), Minutes: one("minutes"), Was: row.Was(), Delete: row.Deleted(),
		SessionInput: SessionInput{
			ID: row.Key, Version: version,
			TitleJa: one("title_ja"), TitleEn: one("title_en"),
			Kind: models.SessionKind(one("kind")), Language: one("language"), Room: one("room"), Track: one("track"),
			Recorded:      one("recorded") == "true",
			DescriptionJa: one("description_ja"), DescriptionEn: one("description_en"),
			SpeakersInput: SpeakersInput{
				NamesJa: all("speaker_ja"), OrganizationsJa: all("speaker_organization_ja"), RolesJa: all("speaker_role_ja"),
				NamesEn: all("speaker_en"), OrganizationsEn: all("speaker_organization_en"), RolesEn: all("speaker_role_en"),
			},
		},
	}
}

// rowFields are the fields of a row in the order of the page.
var rowFields = []string{
	"day", "start", "minutes", "title_ja", "title_en", "kind", "room", "speaker_ja", "track", "language", "recorded",
	"description_ja", "description_en",
}

// Fields are the names of all fields, in the order of the page.
func (in *RowsInput) Fields() []string {
	keys := make([]string, len(in.Rows))
	for i := range in.Rows {
		keys[i] = in.Rows[i].ID
	}
	return rows.Fields(rowFields, keys)
}

// rowOf is a session as its row shows it.
func rowOf(e *models.Event, s *models.Session) RowInput {
	from := e.Local(s.StartsAt)
	row := RowInput{
		SessionInput: *inputOf(e, s), Day: from.Format(time.DateOnly), Start: from.Format("15:04"),
		Minutes: strconv.Itoa(int(s.EndsAt.Sub(s.StartsAt).Minutes())),
	}
	row.ID = s.ID
	row.Was = row.sum()
	return row
}

// sum tells whether a row was touched. How a browser ends lines and which lines are empty makes no difference.
func (r *RowInput) sum() string {
	return rows.Sum(
		r.Day, r.Start, r.Minutes, r.TitleJa, r.TitleEn, string(r.Kind), r.Language, r.Room, r.Track, fmt.Sprint(r.Recorded),
		text.CleanText(r.DescriptionJa), text.CleanText(r.DescriptionEn), fmt.Sprint(r.List()),
	)
}

// isTouched reports whether the row is to be stored.
func (r *RowInput) isTouched() bool { return r.Delete || r.Was != r.sum() }

// isBlank reports whether a new row was left empty.
func (r *RowInput) isBlank() bool {
	texts := strings.TrimSpace(r.TitleJa + r.TitleEn + r.DescriptionJa + r.DescriptionEn)
	return r.Version == 0 && texts == "" && len(r.List()) == 0
}

// changed are the rows to store, without those that are empty. A new row without a time starts where the one above it
// ends.
func (in *RowsInput) changed(e *models.Event) (list []RowInput) {
	day, next := e.Local(e.StartsAt).Format(time.DateOnly), e.Local(e.StartsAt).Format("15:04")
	for _, row := range in.Rows {
		if row.isBlank() {
			continue
		}
		if strings.TrimSpace(row.Start) == "" && row.Version == 0 {
			row.Day, row.Start = day, next
		}
		if row.Day == "" {
			row.Day = day
		}
		row.setTimes()
		if from, until, ok := row.times(); ok {
			day, next = from.Format(time.DateOnly), until.Format("15:04")
			if until.Format(time.DateOnly) > day {
				day = until.Format(time.DateOnly)
			}
		}
		if row.isTouched() {
			list = append(list, row)
		}
	}
	return list
}

// times are the times of a row on the event's clock.
func (r *RowInput) times() (from, until time.Time, ok bool) {
	from, errFrom := time.Parse(check.LocalLayout, r.StartsAt)
	until, errUntil := time.Parse(check.LocalLayout, r.EndsAt)
	return from, until, errFrom == nil && errUntil == nil
}

// setTimes makes the times of the session of those that were typed; what cannot be read leaves them empty.
func (r *RowInput) setTimes() {
	r.StartsAt, r.EndsAt = "", ""
	midnight, err := time.Parse(time.DateOnly, strings.TrimSpace(r.Day))
	clock, until, ok := parseSpan(r.Start)
	if err != nil || !ok {
		return
	}
	r.StartsAt = midnight.Add(time.Duration(clock) * time.Minute).Format(check.LocalLayout)
	if minutes, ok := lengthOf(r.Minutes, clock, until); ok {
		r.EndsAt = midnight.Add(time.Duration(clock+minutes) * time.Minute).Format(check.LocalLayout)
	}
}

// lengthOf reads how long a session is: minutes, the time of day at which it ends, or else where the span of its start
// ends.
func lengthOf(typed string, from, until int) (minutes int, ok bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" && until >= 0 {
		return daysRound(until - from), true
	}
	if end, isClock := parseClock(typed); isClock && strings.ContainsAny(typed, ":：時") && end > 30 {
		return daysRound(end - from), true
	}
	return parseMinutes(typed)
}

// daysRound is the length between two times of day, the second of which may be after midnight.
func daysRound(minutes int) int { return (minutes + 24*60) % (24 * 60) }

// session checks a row and makes its session. c gets the faults beside the fields of the row.
func (r *RowInput) session(c *check.Checker, e *models.Event) *models.Session {
	switch {
	case r.StartsAt == "" && strings.TrimSpace(r.Day) == "":
		c.Fault(rows.Field("day", r.ID), "field.required")
	case r.StartsAt == "":
		c.Fault(rows.Field("start", r.ID), "agenda.no_clock")
	case r.EndsAt == "":
		c.Fault(rows.Field("minutes", r.ID), "agenda.no_minutes")
	}
	s, err := r.SessionInput.session(e)
	var faults *models.Error
	if errors.As(err, &faults) {
		for name, key := range faults.Fields {
			c.Fault(rows.Field(fieldOfRow(name), r.ID), key, faults.ArgsOf(name)...)
		}
	}
	return s
}

// fieldOfRow is where a row has a field of the session's own form.
func fieldOfRow(name string) string {
	switch name {
	case "starts_at":
		return "start"
	case "ends_at":
		return "minutes"
	}
	return name
}
