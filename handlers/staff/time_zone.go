package staff

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/handlers/web"
)

// zones are the time zones that are offered, one of each region and rule. Japan's comes first.
var zones = strings.Fields(`
	Africa/Cairo Africa/Johannesburg Africa/Lagos Africa/Nairobi
	America/Anchorage America/Argentina/Buenos_Aires America/Bogota America/Chicago America/Denver America/Halifax
	America/Lima America/Los_Angeles America/Mexico_City America/New_York America/Phoenix America/Santiago
	America/Sao_Paulo America/Toronto America/Vancouver
	Asia/Almaty Asia/Bangkok Asia/Colombo Asia/Dhaka Asia/Dubai Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Jakarta
	Asia/Jerusalem Asia/Kabul Asia/Karachi Asia/Kathmandu Asia/Kolkata Asia/Kuala_Lumpur Asia/Manila Asia/Riyadh
	Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Taipei Asia/Tashkent Asia/Tehran Asia/Ulaanbaatar Asia/Yangon
	Atlantic/Azores Atlantic/Reykjavik
	Australia/Adelaide Australia/Brisbane Australia/Darwin Australia/Perth Australia/Sydney
	Europe/Amsterdam Europe/Athens Europe/Berlin Europe/Brussels Europe/Dublin Europe/Helsinki Europe/Istanbul
	Europe/Kyiv Europe/Lisbon Europe/London Europe/Madrid Europe/Moscow Europe/Paris Europe/Prague Europe/Rome
	Europe/Stockholm Europe/Vienna Europe/Warsaw Europe/Zurich
	Pacific/Auckland Pacific/Fiji Pacific/Guam Pacific/Honolulu UTC
`)

// zoneOptions are the time zones by the names of their cities, so that typing one finds it, and the one that is chosen.
func zoneOptions(texts *i18n.Localizer, chosen string, now time.Time) []web.Option {
	const japan = "Asia/Tokyo"
	names := slices.Clone(zones)
	if chosen != japan && chosen != "" && !slices.Contains(names, chosen) {
		names = append(names, chosen)
	}
	options := make([]web.Option, 0, len(names)+1)
	for _, name := range names {
		zone, err := time.LoadLocation(name)
		if err != nil || name == "Local" {
			continue
		}
		region, city, _ := strings.Cut(name, "/")
		text := offset(now.In(zone))
		if city == "" {
			city, region = name, text
		} else {
			region += ", " + text
		}
		options = append(options, web.Option{
			Value: name, Text: fmt.Sprintf("%s (%s)", strings.ReplaceAll(city, "_", " "), region),
		})
	}
	slices.SortFunc(options, func(a, b web.Option) int { return strings.Compare(a.Text, b.Text) })
	return slices.Insert(options, 0, web.Option{Value: japan, Text: texts.T("event.zone_japan")})
}

func offset(t time.Time) string { return "UTC" + t.Format("-07:00") }
