package event

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"meguri/app/service/check"
	"meguri/app/service/rows"
	"meguri/models"
)

var (
	onlineWord = regexp.MustCompile(`オンライン|配信|ウェブ|リモート|online|zoom|web|remote|stream`)
	venueWord  = regexp.MustCompile(`会場|現地|来場|対面|venue|in-?person|on-?site`)
	placesForm = regexp.MustCompile(`^(\d[\d,]*)(名|人|席|枠|places?|seats?|people)?$`)
	noLimit    = regexp.MustCompile(`^(なし|無し|定員なし|制限なし|-|ー|nolimit|unlimited)$`)
)

// ticketTypeColumns are those of a table of ticket types that is pasted.
var ticketTypeColumns = []rows.Column{
	{Name: "name_ja", Heading: regexp.MustCompile(`^(参加枠|枠|券種|種別|名前|名称|name|ticket(type)?)名?(\(日本語\)|\(ja\))?$`)},
	{Name: "name_en", Heading: regexp.MustCompile(`英|english|name\(en`)},
	{Name: "mode", Heading: regexp.MustCompile(`^(参加形式|形式|参加方法|attendance|mode)`), Looks: isMode},
	{Name: "capacity", Heading: regexp.MustCompile(`^(定員|席数|人数|枠数|capacity|places|seats)`), Looks: isPlaces},
	{Name: "opens_at", Heading: regexp.MustCompile(`^(申込)?(開始|受付開始)|opens?|from`), Looks: isMoment},
	{Name: "closes_at", Heading: regexp.MustCompile(`締切|締め切り|終了|closes?|deadline|until`), Looks: isMoment},
}

func isPlaces(plain string) bool { return placesForm.MatchString(plain) || noLimit.MatchString(plain) }

func isMode(plain string) bool {
	return len([]rune(plain)) <= 8 && (onlineWord.MatchString(plain) || venueWord.MatchString(plain))
}

func isMoment(plain string) bool {
	return len(plain) >= 8 && len(plain) <= 20 && momentForm.MatchString(plain)
}

var momentForm = regexp.MustCompile(`^\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?(t?\d{1,2}:\d{2})?`)

// Paste adds the rows of a table that was copied in a spreadsheet. It reports whether there are any.
func (in *TicketTypesInput) Paste(e *models.Event, pasted string) bool {
	list := rows.Paste(pasted, ticketTypeColumns)
	for _, cells := range list {
		row := blankTicketType(models.NewID())
		row.NameJa, row.NameEn = cmp.Or(cells.One("name_ja"), cells.One("mode")), cells.One("name_en")
		row.Capacity = pastedPlaces(cells.One("capacity"))
		row.OpensAt, row.ClosesAt = pastedMoment(e, cells.One("opens_at")), pastedMoment(e, cells.One("closes_at"))
		if says := rows.Plain(cells.One("mode") + row.NameJa + row.NameEn); onlineWord.MatchString(says) {
			row.Mode = models.ModeOnline
		}
		in.Rows = append(in.Rows, row)
	}
	return len(list) > 0
}

// pastedPlaces is a number of places without its unit; what is no number stays as it was typed.
func pastedPlaces(cell string) string {
	if part := placesForm.FindStringSubmatch(rows.Plain(cell)); part != nil {
		return strings.ReplaceAll(part[1], ",", "")
	}
	if noLimit.MatchString(rows.Plain(cell)) {
		return ""
	}
	return cell
}

// pastedMoment is a time as a form has it. A mere day begins at midnight.
func pastedMoment(e *models.Event, cell string) string {
	cell = strings.NewReplacer("年", "/", "月", "/", "日", " ", "-", "/", ".", "/", "T", " ").Replace(norm.NFKC.String(cell))
	cell = strings.Join(strings.Fields(cell), " ")
	for _, layout := range []string{"2006/1/2 15:04", "2006/1/2 15:04:05", "2006/1/2"} {
		if at, err := time.ParseInLocation(layout, cell, e.Zone()); err == nil {
			return at.Format(check.LocalLayout)
		}
	}
	return cell
}
