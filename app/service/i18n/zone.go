package i18n

import (
	"fmt"
	"time"

	"meguri/models"
)

// When writes when an event takes place, with its time zone where readers need it.
func (l *Localizer) When(e *models.Event) string {
	if e.IsPostponed() {
		return l.T("common.date_waits")
	}
	span := l.Span(e.Local(e.StartsAt), e.Local(e.EndsAt))
	if !e.NeedsZone() {
		return span
	}
	return l.T("common.span_in_zone", "span", span, "zone", l.Zone(e))
}

// Zone names an event's time zone, with its offset while the event lasts.
func (l *Localizer) Zone(e *models.Event) string {
	if e.InJapan() {
		return l.T("common.zone_japan")
	}
	offset := utcOffset(e.Local(e.StartsAt))
	if last := utcOffset(e.Local(e.EndsAt)); last != offset {
		offset += "→" + last
	}
	if name := e.Zone().String(); name != offset {
		return l.T("common.zone", "name", name, "offset", offset)
	}
	return offset
}

// utcOffset is as in UTC+2 or UTC-3:30.
func utcOffset(t time.Time) string {
	_, seconds := t.Zone()
	if seconds == 0 {
		return "UTC"
	}
	sign, minutes := "+", seconds/60
	if minutes < 0 {
		sign, minutes = "-", -minutes
	}
	if minutes%60 == 0 {
		return fmt.Sprintf("UTC%s%d", sign, minutes/60)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, minutes/60, minutes%60)
}
