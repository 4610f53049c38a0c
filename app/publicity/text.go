package publicity

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/app/service/i18n"
	"meguri/models"
	"meguri/models/text"
)

// MostInPost is how long a post on X may be, by its own count.
const MostInPost = 280

// mostInPaper is how many letters papers print: those of English take half of the room.
var mostInPaper = map[string]int{i18n.Japanese: 300, i18n.English: 600}

// Text is what a paper may print of an event, and a post, in one language.
type Text struct {
	Lang string
	// Paper has a line for each fact; Letters counts it without the ends of lines, Most is how many there may be.
	Paper         string
	Letters, Most int
	// Post is for X and LINE; Weight counts it as X does.
	Post   string
	Weight int
	// Missing are the keys of the facts that nobody has said.
	Missing []string
}

// Over is by how many letters the text for papers is too long, 0 where it is not.
func (t Text) Over() int { return max(0, t.Letters-t.Most) }

// line is a fact of a text. A shorter one stands in its place where all would be too long; keeps says that its digits
// stay narrow: addresses and numbers are typed by their readers.
type line struct {
	key, value, shorter string
	keeps               bool
}

// lines are the facts in the order of papers.
func (f *facts) lines(texts *i18n.Localizer) []line {
	e := f.Event
	where := whereOf(texts, e)
	full := where
	if address := texts.Pick(e.VenueAddressJa, e.VenueAddressEn); e.HasVenue() && address != "" {
		full = joined(texts.T("publicity.and"), texts.T("publicity.place_address",
			"place", texts.Pick(e.VenueNameJa, e.VenueNameEn), "address", address), onlineOf(texts, e))
	}
	host := texts.Pick(e.Organization.NameJa, e.Organization.NameEn)
	contact := joined(" ", e.ContactPhone, e.ContactEmail)
	if contact != "" {
		contact = joined(" ", host, contact)
	}
	short := joined(" ", host, e.ContactPhone)
	if e.ContactPhone == "" {
		short = contact
	}
	return []line{
		{"publicity.when", when(texts, e), "", false},
		{"publicity.where", full, where, false},
		{"publicity.for", texts.Pick(e.AudienceJa, e.AudienceEn), "", false},
		{"publicity.places", f.placesLine(texts), "", false},
		{"publicity.fee", texts.Pick(e.FeeJa, e.FeeEn), "", false},
		{"publicity.register", f.registerLine(texts), "", true},
		{"publicity.contact", contact, short, true},
	}
}

// text writes what a paper and a post may say.
func (f *facts) text(texts *i18n.Localizer, wide bool) Text {
	lines := f.lines(texts)
	t := Text{Lang: texts.Lang, Most: mostInPaper[texts.Lang]}
	for _, l := range lines {
		if l.value == "" {
			t.Missing = append(t.Missing, l.key)
		}
	}
	summary := texts.Pick(f.SummaryJa, f.SummaryEn)
	for _, try := range []struct {
		summary string
		shorter bool
	}{{summary, false}, {"", false}, {summary, true}, {"", true}} {
		t.Paper = f.paper(texts, lines, try.summary, try.shorter, wide)
		t.Letters = utf8.RuneCountInString(strings.ReplaceAll(t.Paper, "\n", ""))
		if t.Over() == 0 {
			break
		}
	}
	t.Post = f.post(texts)
	t.Weight = Weight(t.Post)
	return t
}

func (f *facts) paper(texts *i18n.Localizer, lines []line, summary string, shorter, wide bool) string {
	widened := func(s string) string {
		if wide {
			return wideDigits.Replace(s)
		}
		return s
	}
	written := []string{widened(texts.Pick(f.TitleJa, f.TitleEn))}
	if summary != "" {
		written = append(written, widened(summary))
	}
	for _, l := range lines {
		value := l.value
		if shorter && l.shorter != "" {
			value = l.shorter
		}
		if value == "" {
			continue
		}
		if !l.keeps {
			value = widened(value)
		}
		written = append(written, texts.T("publicity.line", "label", texts.T(l.key), "text", value))
	}
	return strings.Join(written, "\n")
}

var wideDigits = strings.NewReplacer(
	"0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９",
)

// post writes a post that is not too long for X: the title is shortened for it.
func (f *facts) post(texts *i18n.Localizer) string {
	e := f.Event
	title := texts.Pick(e.TitleJa, e.TitleEn)
	write := func(title string, parts ...string) string {
		return joined("\n", append(append([]string{texts.T("publicity.post_title", "title", title)}, parts...), f.url)...)
	}
	day, where, fee := when(texts, e), whereOf(texts, e), texts.Pick(e.FeeJa, e.FeeEn)
	summary := texts.Pick(e.SummaryJa, e.SummaryEn)
	for _, parts := range [][]string{{summary, day, where, fee}, {day, where, fee}, {day, where}, {day}} {
		if post := write(title, parts...); Weight(post) <= MostInPost {
			return post
		}
	}
	most := utf8.RuneCountInString(title)
	post := write(title, day)
	for most > 1 && Weight(post) > MostInPost {
		most--
		post = write(text.Shorten(title, most), day)
	}
	return post
}

var address = regexp.MustCompile(`https?://\S+`)

// Weight counts a text as X does: letters of Latin and its neighbours are 1, all others 2, an address is 23.
func Weight(post string) (n int) {
	const ofAddress = 23
	n = ofAddress * len(address.FindAllString(post, -1))
	for _, r := range address.ReplaceAllString(post, "") {
		switch {
		case r <= 0x10FF, r >= 0x2000 && r <= 0x200D, r >= 0x2010 && r <= 0x201F, r >= 0x2032 && r <= 0x2037:
			n++
		default:
			n += 2
		}
	}
	return n
}

// whereOf is where an event takes place, without the address.
func whereOf(texts *i18n.Localizer, e *models.Event) string {
	venue := ""
	if e.HasVenue() {
		venue = texts.Pick(e.VenueNameJa, e.VenueNameEn)
	}
	return joined(texts.T("publicity.and"), venue, onlineOf(texts, e))
}

func onlineOf(texts *i18n.Localizer, e *models.Event) string {
	if e.HasStream() {
		return texts.T("event.online")
	}
	return ""
}

// when is the time as papers write it: 11月28日（土）午後1時～4時30分. In English it is as everywhere.
func when(texts *i18n.Localizer, e *models.Event) string {
	if texts.Lang != i18n.Japanese || e.IsPostponed() {
		return texts.When(e)
	}
	from, until := e.Local(e.StartsAt), e.Local(e.EndsAt)
	written := texts.ShortDate(from) + clockOf(from, "") + "～"
	if from.Format(time.DateOnly) == until.Format(time.DateOnly) {
		return written + clockOf(until, half(from))
	}
	day := texts.ShortDate(until)
	if from.Format("2006-01") == until.Format("2006-01") {
		day = strings.TrimPrefix(day, fmt.Sprintf("%d月", until.Month()))
	}
	return written + day + clockOf(until, "")
}

// half is the half of the day, "" for noon itself.
func half(t time.Time) string {
	switch {
	case t.Hour() == 12 && t.Minute() == 0:
		return ""
	case t.Hour() < 12:
		return "午前"
	}
	return "午後"
}

// clockOf is a time on the clock of twelve hours; the half of the day is left out where it was said before.
func clockOf(t time.Time, said string) string {
	part := half(t)
	if part == "" {
		return "正午"
	}
	if part == said {
		part = ""
	}
	written := fmt.Sprintf("%s%d時", part, t.Hour()%12)
	if t.Minute() > 0 {
		written += fmt.Sprintf("%d分", t.Minute())
	}
	return written
}

// placesLine is how many places there are, by mode where there are both; "" where a ticket type of ours is not open to
// all, or nothing is limited.
func (f *facts) placesLine(texts *i18n.Localizer) string {
	var parts []string
	for _, mode := range models.Modes {
		sum, some := 0, false
		for _, t := range f.types {
			if t.Mode != mode {
				continue
			}
			if some = true; t.Capacity == nil {
				sum = -1
				break
			}
			sum += *t.Capacity
		}
		if some && sum > 0 {
			parts = append(parts, texts.T("publicity.places_"+string(mode), "n", texts.Number(sum)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	order := "publicity.first_come"
	if slices.ContainsFunc(f.types, func(t models.TicketType) bool { return t.ByLottery }) {
		order = "publicity.by_lottery"
	}
	return texts.T(order, "places", strings.Join(parts, texts.T("publicity.and")))
}

// registerLine says how to register, "" where only who has a code can.
func (f *facts) registerLine(texts *i18n.Localizer) string { return f.registerAt(texts, f.url) }

// onFlyer is registerLine for paper with the code of the page on it.
func (f *facts) onFlyer(texts *i18n.Localizer) string {
	return f.registerAt(texts, texts.T("publicity.by_code"))
}

func (f *facts) registerAt(texts *i18n.Localizer, where string) string {
	switch {
	case f.needsNothing:
		return texts.T("publicity.register_none")
	case len(f.types) == 0:
		return ""
	case f.offer.Deadline != nil:
		return texts.T("publicity.register_until", "time", texts.ShortDate(f.Local(*f.offer.Deadline)), "url", where)
	}
	return texts.T("publicity.register_at", "url", where)
}
