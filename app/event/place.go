package event

import (
	"regexp"
	"strconv"
	"strings"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

const degrees = `(-?\d{1,3}(?:\.\d+)?)`

// pairs find a latitude and a longitude in what was pasted: two numbers, or the link of a map. In a link of Google Maps
// the place itself comes first, and then the middle of what is seen.
var pairs = []*regexp.Regexp{
	regexp.MustCompile(`^\(?` + degrees + `\s*[,、 ]\s*` + degrees + `\)?$`),
	regexp.MustCompile(`!3d` + degrees + `!4d` + degrees),
	regexp.MustCompile(`[?&]mlat=` + degrees + `&mlon=` + degrees),
	regexp.MustCompile(`[?&](?:q|query|ll|center|destination)=(?:loc:)?` + degrees + `(?:,|%2C)(?:\+|%20)?` + degrees),
	regexp.MustCompile(`/@` + degrees + `,` + degrees),
	regexp.MustCompile(`/(?:place|search)/` + degrees + `,\+?` + degrees),
	regexp.MustCompile(`#map=\d+/` + degrees + `/` + degrees),
}

// fillCoordinates reads where the venue is, from two numbers or the link of a map.
func (in *EventInput) fillCoordinates(c *check.Checker, e *models.Event) {
	typed := text.CleanLine(in.Coordinates)
	if typed == coordinatesOf(e) {
		return
	}
	e.Latitude, e.Longitude = nil, nil
	if typed == "" {
		return
	}
	for _, pair := range pairs {
		found := pair.FindStringSubmatch(typed)
		if found == nil {
			continue
		}
		latitude, err := strconv.ParseFloat(found[1], 64)
		longitude, err2 := strconv.ParseFloat(found[2], 64)
		if err == nil && err2 == nil && latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180 {
			e.Latitude, e.Longitude = &latitude, &longitude
			return
		}
	}
	if strings.HasPrefix(typed, "http") {
		c.Fault("coordinates", "event.coordinates_link")
		return
	}
	c.Fault("coordinates", "event.coordinates_form")
}

// coordinatesOf is where the venue is as the form shows it.
func coordinatesOf(e *models.Event) string {
	if e.Latitude == nil || e.Longitude == nil {
		return ""
	}
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	return number(*e.Latitude) + ", " + number(*e.Longitude)
}
