package event

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meguri/app/service/opendata"
	"meguri/models/text"
)

// earlierColumns are the titles of the list before 2022 (推奨データセット), by those of today.
var earlierColumns = map[string]string{
	"イベント名": opendata.Name, "イベント名_英語": opendata.NameEn, "開始時間": opendata.StartTime,
	"終了時間": opendata.EndTime, "開始日時特記事項": opendata.TimeNote, "主催者": opendata.Host, "住所": opendata.Town,
	"方書": opendata.Building, "参加申込終了日": opendata.DeadlineDay, "参加申込終了時間": opendata.DeadlineTime,
	"参加申込方法": opendata.HowToRegister, "都道府県名": opendata.Prefecture, "市区町村名": opendata.City,
}

// importColumns finds the columns of a list by their titles.
func importColumns(header []string) (columns map[string]int, unknown []string) {
	columns = map[string]int{}
	for i, title := range header {
		plain := strings.ReplaceAll(text.CleanLine(norm.NFKC.String(title)), " ", "")
		plain = cmp.Or(earlierColumns[plain], plain)
		if !slices.Contains(opendata.Columns, plain) {
			if plain != "" {
				unknown = append(unknown, title)
			}
			continue
		}
		if _, isThere := columns[plain]; !isThere {
			columns[plain] = i
		}
	}
	return columns, unknown
}

// importRow is a row of a list.
type importRow struct {
	columns map[string]int
	cells   []string
}

func (r importRow) cell(column string) string {
	if i, ok := r.columns[column]; ok && i < len(r.cells) {
		return strings.TrimSpace(r.cells[i])
	}
	return ""
}

func (r importRow) place() string { return cmp.Or(r.cell(opendata.Place), r.cell(opendata.Meeting)) }

// The text keys of what is assumed about a row.
const (
	noteNoTime    = "publicity.import_no_time"
	noteNoEnd     = "publicity.import_no_end"
	noteShortened = "publicity.import_shortened"
	noteNoPlace   = "publicity.import_no_place"
)

// input is what staff would have typed, until when people can register on the event's clock, and what is assumed.
func (r importRow) input(id string) (in *EventInput, deadline string, notes []string) {
	line := func(value string) string {
		value = text.CleanLine(value)
		if utf8.RuneCountInString(value) > maxLine {
			notes = append(notes, noteShortened)
			value = text.Shorten(value, maxLine)
		}
		return value
	}
	in = &EventInput{
		ID: id, TimeZone: "Asia/Tokyo", TitleJa: line(r.cell(opendata.Name)), TitleEn: line(r.cell(opendata.NameEn)),
		SummaryJa:     line(cmp.Or(r.cell(opendata.Summary), r.cell(opendata.Subtitle))),
		DescriptionJa: r.description(), VenueNameJa: line(r.venue()), VenueAddressJa: line(r.address()),
		VenuePlaces: r.capacity(), DayStartsHour: "0",
	}
	if lat, long := r.cell(opendata.Latitude), r.cell(opendata.Longitude); lat != "" && long != "" {
		in.Coordinates = lat + ", " + long
	}
	if strings.Contains(r.place(), "オンライン") && in.VenueNameJa == "" {
		notes = append(notes, noteNoPlace)
	}
	in.GuideInput = GuideInput{
		ContactPhone: line(r.cell(opendata.ContactPhone)), FeeJa: line(r.fee()), AudienceJa: line(r.cell(opendata.Audience)),
		AccessJa: r.cell(opendata.Access), SupportJa: r.cell(opendata.Remark),
		ParkingJa: lines(r.cell(opendata.Parking), r.cell(opendata.BicyclePark)),
	}
	in.ContactEmail = r.cell(opendata.ContactEmail)
	var assumed string
	if in.StartsAt, in.EndsAt, assumed = r.times(); assumed != "" {
		notes = append(notes, assumed)
	}
	slices.Sort(notes)
	return in, r.deadline(), slices.Compact(notes)
}

// description is all that has no field of its own.
func (r importRow) description() string {
	told := func(column string) string {
		if value := r.cell(column); value != "" {
			return column + "：" + value
		}
		return ""
	}
	return strings.Join(slices.DeleteFunc([]string{
		r.cell(opendata.Description), r.cell(opendata.TimeNote), told(opendata.HowToRegister), told(opendata.Host),
		told(opendata.CoHosts), told(opendata.ContactName), r.cell(opendata.Address),
	}, func(part string) bool { return part == "" }), "\n\n")
}

// venue is where people come; what is only online has none.
func (r importRow) venue() string {
	if place := r.place(); place != "オンライン" {
		return strings.TrimSuffix(place, "、オンライン")
	}
	return ""
}

func (r importRow) address() string {
	if r.venue() == "" {
		return ""
	}
	town := r.cell(opendata.Town)
	prefecture, city := r.cell(opendata.Prefecture), r.cell(opendata.City)
	if strings.HasPrefix(town, prefecture+city) { // as the list before 2022 has it
		prefecture, city = "", ""
	}
	return joinWords(prefecture+city+town+r.cell(opendata.Block), r.cell(opendata.Building))
}

func joinWords(list ...string) string {
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), " ")
}

func lines(list ...string) string {
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), "\n")
}

// fee is what has to be paid, in words.
func (r importRow) fee() string {
	base, more := norm.NFKC.String(r.cell(opendata.Fee)), r.cell(opendata.FeeNote)
	switch {
	case base == "0" && (more == "" || strings.HasPrefix(more, "無料")):
		return cmp.Or(more, "無料")
	case base == "0":
		return "無料（" + more + "）"
	case base == "" || strings.Contains(more, base+"円"):
		return more
	case strings.Trim(base, "0123456789,") == "":
		base += "円"
	}
	return joinWords(base, more)
}

// capacity is the number of places, as far as it is one.
func (r importRow) capacity() string {
	typed := strings.TrimRight(norm.NFKC.String(r.cell(opendata.Capacity)), "人名")
	if strings.Trim(typed, "0123456789") == "" {
		return typed
	}
	return ""
}

// times are start and end as a form has them. Without times an event is from nine to five; without an end it lasts two
// hours, or until five of its last day.
func (r importRow) times() (starts, ends, note string) {
	day, last := dayOf(r.cell(opendata.StartDay)), dayOf(r.cell(opendata.EndDay))
	from, until := clockOf(r.cell(opendata.StartTime)), clockOf(r.cell(opendata.EndTime))
	last = cmp.Or(last, day)
	switch {
	case day == "":
		return r.cell(opendata.StartDay), r.cell(opendata.EndDay), "" // which is a fault
	case from == "":
		from, until, note = "09:00", cmp.Or(until, "17:00"), noteNoTime
	case until == "" && last == day:
		note = noteNoEnd
		start, _ := time.Parse("15:04", from) // as clockOf wrote it
		if until = start.Add(2 * time.Hour).Format("15:04"); until < from {
			until = "23:59"
		}
	case until == "":
		until, note = "17:00", noteNoEnd
	}
	return day + "T" + from, last + "T" + until, note
}

func (r importRow) deadline() string {
	day := dayOf(r.cell(opendata.DeadlineDay))
	if day == "" {
		return ""
	}
	return day + "T" + cmp.Or(clockOf(r.cell(opendata.DeadlineTime)), "23:59")
}

// dayOf reads a day as lists write it, "" for none.
func dayOf(typed string) string {
	return reread(typed, time.DateOnly, time.DateOnly, "2006/1/2", "2006-1-2", "2006年1月2日", "20060102")
}

// clockOf reads a time of day, "" for none.
func clockOf(typed string) string {
	return reread(typed, "15:04", "15:4", "15:04:05", "15時4分", "15時")
}

// reread writes a time anew that is in one of the layouts.
func reread(typed, as string, layouts ...string) string {
	typed = strings.TrimSpace(norm.NFKC.String(typed))
	for _, layout := range layouts {
		if at, err := time.Parse(layout, typed); err == nil {
			return at.Format(as)
		}
	}
	return ""
}
