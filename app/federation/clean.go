package federation

import (
	"net/mail"
	"reflect"
	"regexp"
	"slices"
	"time"

	"meguri/app/service/area"
	"meguri/app/service/opendata"
	"meguri/app/service/signedfeed"
	"meguri/models"
	"meguri/models/text"
)

const mostLine = 300 // letters of a field in one line

// longFields are the texts of several lines.
var longFields = []string{"Subtitle", "Description", "Access", "Target", "Task", "Summary"}

// clean makes an entry what it would be if it had been typed here: texts are cleaned and have limits, whichever field
// they are in, and what can be reckoned is not believed.
func clean(e *signedfeed.Entry) {
	if e.Event != nil {
		cleanTexts(reflect.ValueOf(e.Event).Elem(), "")
		settle(e)
	}
	if e.Need != nil {
		cleanTexts(reflect.ValueOf(e.Need).Elem(), "")
	}
	if kit := e.Kit; kit != nil { // its content is cleaned as it is read
		for _, line := range []*string{&kit.Title, &kit.TitleEn, &kit.Organization} {
			*line = text.CleanTitle(*line)
		}
		kit.Summary = text.Shorten(text.CleanText(kit.Summary), mostText)
	}
	if area.Code(e.Prefecture) == "" {
		e.Prefecture = ""
	}
	e.Themes = slices.DeleteFunc(slices.Clone(e.Themes), func(theme string) bool {
		return !slices.Contains(models.NeedThemes, models.NeedTheme(theme))
	})
	if len(e.Themes) == 0 {
		e.Themes = nil
	}
}

// cleanTexts cleans every text in a value.
func cleanTexts(v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.String:
		if slices.Contains(longFields, field) {
			v.SetString(text.Shorten(text.CleanText(v.String()), mostText))
		} else {
			v.SetString(text.Shorten(text.CleanTitle(v.String()), mostLine))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "XMLName" {
				cleanTexts(v.Field(i), name)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			cleanTexts(v.Elem(), field)
		}
	}
}

var (
	phone      = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{4,24}$`)
	postalCode = regexp.MustCompile(`^\d{7}$`)
)

// settle writes into the fields of open data what the entry itself says, and leaves out what cannot be.
func settle(e *signedfeed.Entry) {
	event := e.Event
	event.ID, event.URL, event.Contact.URL = uuidOf(e), e.URL, e.URL
	event.DateOfStart, event.StartTime, event.DateOfEnd, event.EndTime = "", "", "", ""
	if e.StartsAt != nil && e.EndsAt != nil {
		from, until := e.StartsAt.In(zoneOf(e)), e.EndsAt.In(zoneOf(e))
		event.DateOfStart, event.StartTime = from.Format(time.DateOnly), from.Format("15:04")
		event.DateOfEnd, event.EndTime = until.Format(time.DateOnly), until.Format("15:04")
	}
	if event.Capacity != nil && *event.Capacity < 0 {
		event.Capacity = nil
	}
	if _, err := mail.ParseAddress(event.Contact.Email); err != nil {
		event.Contact.Email = ""
	}
	if !phone.MatchString(event.Contact.Phone) {
		event.Contact.Phone = ""
	}
	if event.Address != nil {
		event.Address.Country = opendata.Japan // of the list of countries; others have no such address
		if !postalCode.MatchString(event.Address.PostalCode) {
			event.Address.PostalCode = ""
		}
	}
}
