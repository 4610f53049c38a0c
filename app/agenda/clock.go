package agenda

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"meguri/models"
)

// latestClock is 29:59: a festival counts the night as the day before.
const latestClock = 30*60 - 1

var (
	clockForm = regexp.MustCompile(
		`^(午前|午後|am|pm)?(\d{1,2})(?::(\d{1,2})(?::\d{1,2})?|時(半|\d{1,2})?分?)?(am|pm)?$`,
	)
	dotClock  = regexp.MustCompile(`^(\d{1,2})\.(\d{2})$`)
	bareClock = regexp.MustCompile(`^(\d{1,2})(\d{2})$`)
	spanForm  = regexp.MustCompile(`\s*(?:[~〜\-–—−―ー→]|から)\s*`)
	minutesIn = regexp.MustCompile(`^(?:(\d+(?:\.\d+)?)時間)?(?:(半)|(\d{1,4})(?:分間?|min|mins|minutes|m|')?)?$`)
	dayForm   = regexp.MustCompile(
		`^(?:(?:令和(?:\d{1,2}|元)年)|(\d{4})[年/\-.])?` +
			`(\d{1,2})[月/\-.](\d{1,2})日?(?:\(.\)|[月火水木金土日]曜日?)?$`,
	)
	nthDay = regexp.MustCompile(`^(?:第?(\d{1,2})日目?|day(\d{1,2}))$`)
)

// plain is what was typed in one width and case, without spaces.
func plain(typed string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(typed))), "")
}

// parseClock reads a time of day, as 13:00, 13時, 1:00 PM, 午後1時半, 1300 or a spreadsheet's 0.541666, in minutes since
// midnight.
func parseClock(typed string) (minutes int, ok bool) {
	s := strings.NewReplacer("a.m.", "am", "p.m.", "pm", "正午", "12:00").Replace(plain(typed))
	if fraction, err := strconv.ParseFloat(s, 64); err == nil && strings.Contains(s, ".") && fraction < 1 {
		return int(math.Round(fraction * 24 * 60)), fraction >= 0
	}
	for _, form := range []*regexp.Regexp{dotClock, bareClock} {
		if part := form.FindStringSubmatch(s); part != nil {
			return clockOf(part[1], part[2], "")
		}
	}
	part := clockForm.FindStringSubmatch(s)
	if part == nil || !strings.ContainsAny(s, ":時apm前後") {
		return 0, false
	}
	minute := part[3] + part[4]
	if minute == "半" {
		minute = "30"
	}
	return clockOf(part[2], minute, part[1]+part[5])
}

func clockOf(hour, minute, half string) (minutes int, ok bool) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	switch {
	case (half == "午後" || half == "pm") && h < 12:
		h += 12
	case (half == "午前" || half == "am") && h == 12:
		h = 0
	}
	return h*60 + m, m < 60 && h*60+m <= latestClock
}

// parseSpan reads a time of day, or two as in 13:00〜13:10. until is -1 where there is one.
func parseSpan(typed string) (from, until int, ok bool) {
	typed = strings.TrimSuffix(strings.TrimSpace(norm.NFKC.String(typed)), "まで")
	parts := spanForm.Split(typed, -1)
	if from, ok = parseClock(parts[0]); !ok || len(parts) > 2 {
		return 0, -1, false
	}
	if len(parts) == 1 || parts[1] == "" {
		return from, -1, true
	}
	until, ok = parseClock(parts[1])
	if ok && until < from && from >= 12*60 && until < 12*60 && until+12*60 > from { // 午後1時〜2時
		until += 12 * 60
	}
	return from, until, ok
}

// parseMinutes reads a length, as 10, 10分, 1時間30分, 0:10 or a spreadsheet's 0.00694.
func parseMinutes(typed string) (minutes int, ok bool) {
	s := plain(typed)
	if hours, rest, isClock := strings.Cut(s, ":"); isClock {
		h, errHours := strconv.Atoi(hours)
		m, errMinutes := strconv.Atoi(strings.TrimSuffix(rest, ":00"))
		return h*60 + m, errHours == nil && errMinutes == nil && h < 24 && m < 60
	}
	if fraction, err := strconv.ParseFloat(s, 64); err == nil && strings.Contains(s, ".") && fraction < 1 {
		return int(math.Round(fraction * 24 * 60)), fraction > 0
	}
	part := minutesIn.FindStringSubmatch(s)
	if part == nil || s == "" {
		return 0, false
	}
	hours, _ := strconv.ParseFloat(part[1], 64)
	minutes, _ = strconv.Atoi(part[3])
	if part[2] != "" {
		minutes = 30
	}
	return minutes + int(math.Round(hours*60)), true
}

// parseDay reads a date, as 9/20, 9月20日（日）, 2026-09-20, or the day of the event, as 2日目. Without a year it is
// the event's.
func parseDay(e *models.Event, typed string) (day string, ok bool) {
	s := plain(typed)
	first := e.Local(e.StartsAt)
	if part := nthDay.FindStringSubmatch(s); part != nil && strings.ContainsAny(s, "目day第") {
		n, _ := strconv.Atoi(part[1] + part[2])
		return first.AddDate(0, 0, n-1).Format(time.DateOnly), n > 0
	}
	part := dayForm.FindStringSubmatch(s)
	if part == nil {
		return "", false
	}
	year, month, date := part[1], part[2], part[3]
	if year == "" {
		year = strconv.Itoa(first.Year())
	}
	read, err := time.Parse("2006-1-2", year+"-"+month+"-"+date)
	return read.Format(time.DateOnly), err == nil
}

// formatClock writes minutes since midnight as 13:00.
func formatClock(minutes int) string {
	return time.Date(2000, 1, 1, 0, minutes, 0, 0, time.UTC).Format("15:04")
}
