package meeting

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"meguri/models"
)

// stamp is a date and a time in any of the ways in which reports write them.
var stamp = regexp.MustCompile(`^(\d{1,4})[/.\-年](\d{1,2})[/.\-月](\d{1,4})日?(?:\([^)]*\))?(?:[,、T]|\s)\s*` +
	`(AM|PM|午前|午後)?\s*(\d{1,2})[:時](\d{2})(?:[:分](?:(\d{2})秒?)?)?(?:\.\d+)?\s*(AM|PM|A\.M\.|P\.M\.)?\s*` +
	`(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$`)

// dateOrder is which number of a date is which.
type dateOrder int

const (
	monthFirst dateOrder = iota
	dayFirst
)

// moment is a time as it is written: numbers, and the zone where that is written, too.
type moment struct {
	a, b, c              int // of the date, in the order of the text
	yearFirst            bool
	hour, minute, second int
	zone                 *time.Location
}

// readMoment reads a time. ok is false for what is none.
func readMoment(written string) (m moment, ok bool) {
	parts := stamp.FindStringSubmatch(strings.ToUpper(norm.NFKC.String(strings.TrimSpace(written))))
	if parts == nil {
		return m, false
	}
	n := func(i int) int { v, _ := strconv.Atoi(parts[i]); return v }
	m = moment{a: n(1), b: n(2), c: n(3), yearFirst: len(parts[1]) == 4, hour: n(5), minute: n(6), second: n(7)}
	half := parts[4] + strings.ReplaceAll(parts[8], ".", "")
	switch half {
	case "PM", "午後":
		m.hour = m.hour%12 + 12
	case "AM", "午前":
		m.hour %= 12
	}
	m.zone = zoneOf(parts[9])
	return m, m.hour < 24 && m.minute < 60 && m.second < 60
}

func zoneOf(written string) *time.Location {
	switch written {
	case "":
		return nil
	case "Z", "UTC", "GMT":
		return time.UTC
	}
	digits := strings.ReplaceAll(written[1:], ":", "")
	hours, _ := strconv.Atoi(digits[:2])
	minutes, _ := strconv.Atoi(digits[2:])
	seconds := hours*3600 + minutes*60
	if written[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone(written, seconds)
}

// wall is the date and time that a clock shows. ok is false where there is no such date.
func (m *moment) wall(order dateOrder) (wall time.Time, ok bool) {
	year, month, day := m.a, m.b, m.c
	if !m.yearFirst {
		year, month, day = m.c, m.a, m.b
		if order == dayFirst {
			month, day = m.b, m.a
		}
		if year < 100 {
			year += 2000
		}
	}
	wall = time.Date(year, time.Month(month), day, m.hour, m.minute, m.second, 0, time.UTC)
	return wall, wall.Day() == day && int(wall.Month()) == month
}

// clock reads the times of one file.
type clock struct {
	zone  *time.Location
	order dateOrder
}

// newClock finds out in which order the dates of a file are: in the only one in which all of them are dates, in doubt
// in the one that is nearer to the event.
func newClock(e *models.Event, zone *time.Location, lines []line) *clock {
	c := &clock{zone, monthFirst}
	isDate, distance := [2]bool{true, true}, [2]time.Duration{}
	for _, l := range lines {
		m, ok := readMoment(l.from)
		if !ok || m.yearFirst {
			continue
		}
		for order := range isDate {
			wall, ok := m.wall(dateOrder(order))
			isDate[order] = isDate[order] && ok
			distance[order] += wall.Sub(e.StartsAt).Abs() / time.Duration(len(lines))
		}
	}
	if isDate[dayFirst] && (!isDate[monthFirst] || distance[dayFirst] < distance[monthFirst]) {
		c.order = dayFirst
	}
	return c
}

// at is the time of a text.
func (c *clock) at(written string, isUTC bool) (at time.Time, ok bool) {
	m, ok := readMoment(written)
	if !ok {
		return at, false
	}
	wall, ok := m.wall(c.order)
	switch {
	case m.zone != nil:
		return models.AtClock(wall, m.zone).UTC(), ok
	case isUTC:
		return wall, ok
	}
	return models.AtClock(wall, c.zone).UTC(), ok
}

var lengthPart = regexp.MustCompile(`(\d+)\s*(H|HOURS?|HR|時間|M|MINUTES?|MIN|分|S|SECONDS?|SEC|秒)`)

// readLength reads how long somebody was there: "1h 5m 20s", "1 時間 5 分", minutes alone. ok is false for what is none.
func readLength(written string) (length time.Duration, ok bool) {
	written = strings.ToUpper(norm.NFKC.String(strings.TrimSpace(written)))
	if minutes, err := strconv.Atoi(written); err == nil {
		return time.Duration(minutes) * time.Minute, true
	}
	for _, found := range lengthPart.FindAllStringSubmatch(written, -1) {
		n, _ := strconv.Atoi(found[1])
		length, ok = length+time.Duration(n)*unitOf(found[2]), true
	}
	return length, ok
}

func unitOf(written string) time.Duration {
	switch {
	case written == "時間" || written[0] == 'H':
		return time.Hour
	case written == "分" || written[0] == 'M':
		return time.Minute
	}
	return time.Second
}
