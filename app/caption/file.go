package caption

import (
	"context"
	"fmt"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// File is the captions of a session as a file.
type File struct {
	Session *models.Session
	Lines   []models.Caption
	// Begin is the time that is 0:00 in the file.
	Begin time.Time
}

// FileInput says when the recording began, by the clock of the event; "" for the beginning of the session.
type FileInput struct {
	Begins string `query:"begins"`
}

// File reads the captions of a session. Staff who run the room call it. Errors: NotFound; Invalid for a time that is
// none.
func (s *Service) File(ctx context.Context, event *models.Event, sessionID string, in FileInput) (*File, error) {
	q := s.db.Query(ctx)
	session, err := q.Sessions().ByID(event, sessionID)
	if err != nil {
		return nil, err
	}
	file := &File{Session: session, Begin: session.StartsAt}
	if in.Begins != "" {
		if file.Begin, err = clockOn(event, session, in.Begins); err != nil {
			return nil, err
		}
	}
	file.Lines, err = q.Captions().OfSession(event, sessionID)
	return file, err
}

// RecordFile reads the captions of a session whose speakers allowed them in the record. The caller has found that the
// record shows captions. Errors: NotFound.
func (s *Service) RecordFile(ctx context.Context, event *models.Event, sessionID string) (*File, error) {
	settings, err := s.db.Query(ctx).Captions().Settings(event)
	if err != nil {
		return nil, err
	}
	if !settings.Allows(sessionID) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return s.File(ctx, event, sessionID, FileInput{})
}

// clockOn is a time of the day of a session, as 13:02 or 13:02:30.
func clockOn(event *models.Event, session *models.Session, typed string) (time.Time, error) {
	day := event.Local(session.StartsAt)
	for _, layout := range []string{time.TimeOnly, "15:04"} {
		if at, err := time.Parse(layout, typed); err == nil {
			year, month, date := day.Date()
			return time.Date(year, month, date, at.Hour(), at.Minute(), at.Second(), 0, day.Location()), nil
		}
	}
	c := check.New()
	c.Fault("begins", "field.time")
	return time.Time{}, c.Err()
}

// Text is the lines as plain text.
func (f *File) Text() string {
	var b strings.Builder
	for i := range f.Lines {
		b.WriteString(f.Lines[i].Text + "\n")
	}
	return b.String()
}

const (
	// leastShown and mostShown bound for how long a line is shown.
	leastShown = time.Second
	mostShown  = 7 * time.Second
)

// escape writes what has a meaning in WebVTT, "-->" among it, as text.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// WebVTT is the lines as subtitles. A line is shown from when its first key was pressed until the next one, at most
// mostShown. What was said before Begin is left out.
func (f *File) WebVTT() string {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	for i := range f.Lines {
		from := f.Lines[i].SpokenAt.Sub(f.Begin)
		if from < 0 {
			continue
		}
		until := from + mostShown
		if i+1 < len(f.Lines) {
			until = min(until, max(f.Lines[i+1].SpokenAt.Sub(f.Begin), from+leastShown))
		}
		fmt.Fprintf(&b, "\n%s --> %s\n%s\n", cueTime(from), cueTime(until), escape.Replace(f.Lines[i].Text))
	}
	return b.String()
}

func cueTime(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
