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
	return l.zone(e.Local(e.StartsAt), e.Local(e.EndsAt))
}

// Moment writes a time with the time zone in which it is.
func (l *Localizer) Moment(at time.Time) string {
	return l.T("common.span_in_zone", "span", l.DateTime(at), "zone", l.zone(at, at))
}

// SpanInZone is Span, with the time zone in which the times are where that is not Japan's.
func (l *Localizer) SpanInZone(from, to time.Time) string {
	if models.InJapan(from.Location()) {
		return l.Span(from, to)
	}
	return l.T("common.span_in_zone", "span", l.Span(from, to), "zone", l.zone(from, to))
}

// ZoneElsewhere names the time zone of a time, "" for that of Japan.
func (l *Localizer) ZoneElsewhere(at time.Time) string {
	if models.InJapan(at.Location()) {
		return ""
	}
	return l.zone(at, at)
}

// zone names the time zone of two times, with its offset while one becomes the other.
func (l *Localizer) zone(from, to time.Time) string {
	if models.InJapan(from.Location()) {
		return l.T("common.zone_japan")
	}
	offset := utcOffset(from)
	if last := utcOffset(to); last != offset {
		offset += "→" + last
	}
	if name := from.Location().String(); name != offset {
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
