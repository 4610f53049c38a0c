package calendar_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"meguri/app/service/calendar"
	"meguri/models"
	"meguri/models/text"
)

// words generates what organizers write: Japanese, emoji of several code points, and every character that has a meaning
// in the format.
func words() *rapid.Generator[string] {
	return rapid.StringOf(rapid.SampledFrom([]rune("かわさき髙﨑𠮷👩\u200d⚕️é ab:;,\\\"'|^%=\n(（）)")))
}

func TestAnyTextSurvivesTheFormat(t *testing.T) {
	o := options(t)
	rapid.Check(t, func(t *rapid.T) {
		e := event(
			rapid.SampledFrom([]string{"Asia/Tokyo", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC"}).
				Draw(t, "zone"),
		)
		e.TitleJa = "題" + text.CleanTitle(words().Draw(t, "title"))
		e.SummaryJa = text.CleanText(words().Draw(t, "summary"))
		e.VenueNameJa = "会場" + text.CleanTitle(words().Draw(t, "venue"))
		e.Organization.NameJa = text.CleanTitle(words().Draw(t, "host"))
		content := calendar.Event(e, o)
		for _, line := range strings.Split(strings.TrimSuffix(string(content), "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("%d octets: %q", len(line), line)
			}
		}
		if _, err := ics.ParseCalendar(bytes.NewReader(content)); err != nil {
			t.Fatalf("%v in\n%s", err, content)
		}
		if got := value(content, "SUMMARY:"); got != e.TitleJa {
			t.Fatalf("title %q became %q", e.TitleJa, got)
		}
		if got := value(content, "DESCRIPTION:"); !strings.HasPrefix(got, strings.TrimSpace(e.SummaryJa)) {
			t.Fatalf("summary %q became %q", e.SummaryJa, got)
		}
		if got := value(content, "LOCATION:"); !strings.HasPrefix(got, e.VenueNameJa) {
			t.Fatalf("venue %q became %q", e.VenueNameJa, got)
		}
	})
}

// value returns a property's text, unfolded and unescaped (RFC 5545, 3.1 and 3.3.11).
func value(content []byte, name string) string {
	for _, line := range strings.Split(strings.ReplaceAll(string(content), "\r\n ", ""), "\r\n") {
		if text, ok := strings.CutPrefix(line, name); ok {
			return strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\,`, ",", `\;`, ";").Replace(text)
		}
	}
	return ""
}

func TestEveryZoneDescribesItsOffsets(t *testing.T) {
	o := options(t)
	rapid.Check(t, func(t *rapid.T) {
		e := event(
			rapid.SampledFrom([]string{
				"Asia/Tokyo", "Europe/Berlin", "Europe/Dublin", "America/St_Johns", "Australia/Lord_Howe",
				"Africa/Casablanca", "Asia/Kathmandu", "UTC",
			}).
				Draw(t, "zone"),
		)
		e.StartsAt = time.Unix(rapid.Int64Range(1_700_000_000, 2_200_000_000).Draw(t, "start")/60*60, 0).UTC()
		e.EndsAt = e.StartsAt.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "hours")) * time.Hour)
		clock := e.Local(e.StartsAt).Format(stamp)
		if models.ShownTwice(e.Local(e.StartsAt)) {
			return // written in UTC
		}
		if got := offsetByRules(t, string(calendar.Event(e, o)), clock); got != e.Local(e.StartsAt).Format("-0700") {
			t.Fatalf("%s in %s: the file says %s", e.Local(e.StartsAt), e.TimeZone, got)
		}
	})
}

const stamp = "20060102T150405"

// The local times are those of the IANA data: what a clock shows at the end of the second before the change.
func TestAChangeOfOffsetBeginsAtTheTimeBeforeIt(t *testing.T) {
	for zone, rules := range map[string][]string{
		"Europe/Berlin":    {"DAYLIGHT 20270328T020000 +0100 +0200", "STANDARD 20271031T030000 +0200 +0100"},
		"America/New_York": {"DAYLIGHT 20270314T020000 -0500 -0400", "STANDARD 20271107T020000 -0400 -0500"},
		"Australia/Sydney": {"STANDARD 20270404T030000 +1100 +1000", "DAYLIGHT 20271003T020000 +1000 +1100"},
		"Australia/Lord_Howe": {
			"STANDARD 20270404T020000 +1100 +1030", "DAYLIGHT 20271003T020000 +1030 +1100",
		},
	} {
		t.Run(zone, func(t *testing.T) {
			e := event(zone)
			e.StartsAt = time.Date(2027, 7, 1, 4, 0, 0, 0, time.UTC)
			e.EndsAt = e.StartsAt.Add(time.Hour)
			got := changes(string(calendar.Event(e, options(t))))
			if diff := cmp.Diff(rules, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// changes lists the rules of a file's VTIMEZONE, but for the first: what applies before any change.
func changes(text string) []string {
	var list []string
	for _, rule := range regexp.MustCompile(
		`BEGIN:(STANDARD|DAYLIGHT)\r\nDTSTART:(\w+)\r\nTZOFFSETFROM:(\S+)\r\nTZOFFSETTO:(\S+)\r\n`,
	).FindAllStringSubmatch(text, -1) {
		list = append(list, strings.Join(rule[1:], " "))
	}
	return list[1:]
}

// offsetByRules returns the offset that a file's VTIMEZONE gives a local time: that of the latest rule before it, as
// readers of the file find it.
func offsetByRules(t *rapid.T, text, clock string) string {
	best, offset := "", ""
	for _, block := range strings.Split(text, "BEGIN:")[1:] {
		if !strings.HasPrefix(block, "STANDARD") && !strings.HasPrefix(block, "DAYLIGHT") {
			continue
		}
		values := map[string]string{}
		for _, line := range strings.Split(block, "\r\n") {
			name, value, _ := strings.Cut(line, ":")
			values[name] = value
		}
		if from := values["DTSTART"]; from <= clock && from > best {
			best, offset = from, values["TZOFFSETTO"]
		}
	}
	if offset == "" {
		t.Fatalf("no rule for %s in\n%s", clock, text)
	}
	return offset
}
