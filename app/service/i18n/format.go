package i18n

import (
	"fmt"
	"math"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

var (
	weekdays = [...]string{"日", "月", "火", "水", "木", "金", "土"}
	printer  = message.NewPrinter(language.English)
)

// Date writes the day of t: 2025年9月20日（土） or Sat, 20 Sep 2025. t must be in the time zone to show, as for the other
// methods.
func (l *Localizer) Date(t time.Time) string {
	if l.Lang == Japanese {
		return fmt.Sprintf("%d年%d月%d日（%s）", t.Year(), t.Month(), t.Day(), weekdays[t.Weekday()])
	}
	return t.Format("Mon, 2 Jan 2006")
}

// ShortDate writes the day of t without the year: 9月20日（土） or Sat, 20 Sep.
func (l *Localizer) ShortDate(t time.Time) string {
	if l.Lang == Japanese {
		return fmt.Sprintf("%d月%d日（%s）", t.Month(), t.Day(), weekdays[t.Weekday()])
	}
	return t.Format("Mon, 2 Jan")
}

// Month writes the month of t: 2025年9月 or September 2025.
func (l *Localizer) Month(t time.Time) string {
	if l.Lang == Japanese {
		return fmt.Sprintf("%d年%d月", t.Year(), t.Month())
	}
	return t.Format("January 2006")
}

// Time writes the time of day on a 24-hour clock: 13:02.
func (l *Localizer) Time(t time.Time) string { return t.Format("15:04") }

// DateTime writes day and time of t.
func (l *Localizer) DateTime(t time.Time) string {
	if l.Lang == Japanese {
		return l.Date(t) + " " + l.Time(t)
	}
	return l.Date(t) + ", " + l.Time(t)
}

// Span writes the time from … to …, with the day only once if both are on the same day.
func (l *Localizer) Span(from, to time.Time) string {
	if from.Format(time.DateOnly) == to.Format(time.DateOnly) {
		return l.DateTime(from) + "–" + l.Time(to)
	}
	return l.DateTime(from) + " – " + l.DateTime(to)
}

// TimeSpan writes the times from … to … of a day, with the day of the end where it is another one. An end at midnight
// belongs to the day before.
func (l *Localizer) TimeSpan(from, to time.Time) string {
	wholeDay := from.Format("15:04") == to.Format("15:04") && to.After(from)
	if from.Format(time.DateOnly) == to.Add(-time.Second).Format(time.DateOnly) && !wholeDay {
		return l.Time(from) + "–" + l.Time(to)
	}
	return l.Time(from) + " – " + l.ShortDate(to) + " " + l.Time(to)
}

// Number writes a whole number with separators: 3,000.
func (l *Localizer) Number(n int) string { return printer.Sprintf("%d", n) }

// Decimal writes a number with so many decimal places.
func (l *Localizer) Decimal(x float64, places int) string { return printer.Sprintf("%.*f", places, x) }

// Signed writes a number without decimal places and with its sign: +12, −3, 0.
func (l *Localizer) Signed(x float64) string {
	n := int(math.Round(x))
	switch {
	case n > 0:
		return "+" + l.Number(n)
	case n < 0:
		return "−" + l.Number(-n)
	}
	return "0"
}

// SignedDecimal writes a number with its decimal places and its sign: +0.3, −1.2, 0.0.
func (l *Localizer) SignedDecimal(x float64, places int) string {
	unsigned := l.Decimal(math.Abs(x), places)
	switch {
	case strings.Trim(unsigned, "0.") == "":
		return unsigned
	case x > 0:
		return "+" + unsigned
	}
	return "−" + unsigned
}

// Duration writes whole minutes: 1時間35分 or 1 h 35 min.
func (l *Localizer) Duration(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	hours, minutes := minutes/60, minutes%60
	japanese := l.Lang == Japanese
	var parts []string
	if hours > 0 {
		parts = append(parts, fmt.Sprintf(map[bool]string{true: "%d時間", false: "%d h"}[japanese], hours))
	}
	if minutes > 0 || hours == 0 {
		parts = append(parts, fmt.Sprintf(map[bool]string{true: "%d分", false: "%d min"}[japanese], minutes))
	}
	if japanese {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}

// List joins names: A、B or A, B.
func (l *Localizer) List(items []string) string {
	if l.Lang == Japanese {
		return strings.Join(items, "、")
	}
	return strings.Join(items, ", ")
}
