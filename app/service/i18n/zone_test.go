package i18n_test

import (
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/models"
)

func TestWhen(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	summer := time.Date(2027, 7, 1, 4, 0, 0, 0, time.UTC)
	autumn := time.Date(2027, 10, 30, 23, 30, 0, 0, time.UTC) // clocks go back in between
	for name, c := range map[string]struct {
		zone, stream string
		from         time.Time
		ja, en       string
	}{
		"at a venue in Japan": {
			"Asia/Tokyo", "", summer, "2027年7月1日（木） 13:00–16:00", "Thu, 1 Jul 2027, 13:00–16:00",
		},
		"online in Japan": {
			"Asia/Tokyo", "https://stream.example", summer,
			"2027年7月1日（木） 13:00–16:00（日本時間）", "Thu, 1 Jul 2027, 13:00–16:00 (Japan time, UTC+9)",
		},
		"by Japan's other name": {
			"Japan", "https://stream.example", summer,
			"2027年7月1日（木） 13:00–16:00（日本時間）", "Thu, 1 Jul 2027, 13:00–16:00 (Japan time, UTC+9)",
		},
		"at a venue elsewhere": {
			"Europe/Berlin", "", summer,
			"2027年7月1日（木） 06:00–09:00（Europe/Berlin、UTC+2）", "Thu, 1 Jul 2027, 06:00–09:00 (Europe/Berlin, UTC+2)",
		},
		"in the night in which clocks go back": {
			"Europe/Berlin", "", autumn,
			"2027年10月31日（日） 01:30–03:30（Europe/Berlin、UTC+2→UTC+1）",
			"Sun, 31 Oct 2027, 01:30–03:30 (Europe/Berlin, UTC+2→UTC+1)",
		},
		"with half an hour": {
			"America/St_Johns", "", summer,
			"2027年7月1日（木） 01:30–04:30（America/St_Johns、UTC-2:30）",
			"Thu, 1 Jul 2027, 01:30–04:30 (America/St_Johns, UTC-2:30)",
		},
		"in UTC": {"UTC", "", summer, "2027年7月1日（木） 04:00–07:00（UTC）", "Thu, 1 Jul 2027, 04:00–07:00 (UTC)"},
	} {
		t.Run(name, func(t *testing.T) {
			e := &models.Event{TimeZone: c.zone, StreamURL: c.stream, StartsAt: c.from, EndsAt: c.from.Add(3 * time.Hour)}
			if got := bundle.For("ja").When(e); got != c.ja {
				t.Errorf("ja: %s", got)
			}
			if got := bundle.For("en").When(e); got != c.en {
				t.Errorf("en: %s", got)
			}
		})
	}
}
