package project

import (
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// Lengths are the lengths, in minutes, that can be chosen by one tap.
var Lengths = []int{30, 60, 120, 180}

// By which words a day and a length are chosen that are typed.
const (
	whenToday     = "today"
	whenYesterday = "yesterday"
	whenDay       = "day"
	lengthTimes   = "times"
	timeWork      = "work"
	timeOwn       = "own"
)

// HoursInput is time that a person enters or corrects.
type HoursInput struct {
	// FormID is the form that is sent: a network may repeat it.
	FormID  string `form:"form_id"`
	Version int    `form:"version"`
	When    string `form:"when"`
	Day     string `form:"day"`
	Length  string `form:"length"`
	From    string `form:"from"`
	Until   string `form:"until"`
	Time    string `form:"time"`
	Words   string `form:"words"`
	// Reason is why it is entered late; Again that it was twice the same.
	Reason string `form:"reason"`
	Again  bool   `form:"again"`
}

// NewHours is what the form begins with: today, as the last time.
func NewHours(last *models.HourEntry) *HoursInput {
	in := &HoursInput{FormID: models.NewAnonymousID(), When: whenToday, Time: timeOwn}
	if last != nil && last.InWork {
		in.Time = timeWork
	}
	return in
}

// HoursInputOf is what the form shows of hours that are corrected.
func HoursInputOf(h *models.HourEntry, zone *time.Location) *HoursInput {
	in := &HoursInput{
		FormID: models.NewAnonymousID(), Version: h.Version, When: whenDay, Day: h.Day, Length: lengthTimes, Time: timeOwn,
		Words: h.Words, Reason: h.Reason,
	}
	if h.InWork {
		in.Time = timeWork
	}
	if h.StartsAt != nil && h.EndsAt != nil {
		in.From, in.Until = h.StartsAt.In(zone).Format("15:04"), h.EndsAt.In(zone).Format("15:04")
		return in
	}
	in.Length = strconv.Itoa(h.Minutes)
	return in
}

// piece is the part of entered hours that is on one day.
type piece struct {
	day         string
	from, until *time.Time
	minutes     int
}

// entered is what a form means.
type entered struct {
	pieces []piece
	inWork bool
	words  string
	reason string
}

func (in *HoursInput) read(p *models.Project, now time.Time) (*entered, error) {
	c := check.New()
	e := &entered{
		inWork: check.Choice(c, "time", in.Time, []string{timeWork, timeOwn}) == timeWork,
		words:  c.Line("words", in.Words, maxWords, check.Optional),
		reason: c.Line("reason", in.Reason, maxWords, check.Optional),
	}
	if !models.ValidID(in.FormID) {
		c.Fault("words", "hours.form_lost")
	}
	on := in.readDay(c, p, now)
	if c.OK("day") && c.OK("when") {
		e.pieces = in.readLength(c, p, on, now)
	}
	return e, c.Err()
}

func (in *HoursInput) readDay(c *check.Checker, p *models.Project, now time.Time) string {
	local := now.In(p.Zone())
	today := local.Format(time.DateOnly)
	switch in.When {
	case whenToday:
		return today
	case whenYesterday:
		return local.AddDate(0, 0, -1).Format(time.DateOnly)
	case whenDay:
	default:
		c.Fault("when", "field.required")
		return ""
	}
	on := day(c, "day", in.Day, check.Required)
	switch {
	case !c.OK("day"):
	case on > today:
		c.Fault("day", "hours.in_future")
	case on < local.AddDate(0, 0, -oldest).Format(time.DateOnly):
		c.Fault("day", "hours.too_old")
	}
	return on
}

func (in *HoursInput) readLength(c *check.Checker, p *models.Project, on string, now time.Time) []piece {
	if in.Length == lengthTimes {
		return in.readTimes(c, p.Zone(), on, now)
	}
	minutes, err := strconv.Atoi(in.Length)
	if err != nil || minutes < 1 || minutes > dayMinutes {
		c.Fault("length", "hours.choose_length")
		return nil
	}
	local := now.In(p.Zone())
	if on == local.Format(time.DateOnly) && minutes > local.Hour()*60+local.Minute() {
		c.Fault("length", "hours.in_future")
	}
	return []piece{{day: on, minutes: minutes}}
}

// readTimes reads from when until when; what goes on after midnight is a part of its own on the next day.
func (in *HoursInput) readTimes(c *check.Checker, zone *time.Location, on string, now time.Time) []piece {
	clock := func(field, typed string) time.Time {
		typed = strings.TrimSpace(typed)
		at, err := time.ParseInLocation("2006-01-02 15:04", on+" "+typed, zone)
		switch {
		case typed == "":
			c.Fault(field, "field.required")
		case err != nil || at.Format("15:04") != typed:
			c.Fault(field, "hours.time_form")
		}
		return at
	}
	from, until := clock("from", in.From), clock("until", in.Until)
	if !c.OK("from") || !c.OK("until") {
		return nil
	}
	if until.Equal(from) {
		c.Fault("until", "hours.no_length")
		return nil
	}
	if until.Before(from) {
		until = until.AddDate(0, 0, 1)
	}
	if until.After(now) {
		c.Fault("until", "hours.in_future")
		return nil
	}
	return split(from, until, zone)
}

// split cuts a time at each midnight of a time zone.
func split(from, until time.Time, zone *time.Location) (pieces []piece) {
	for from.Before(until) {
		local := from.In(zone)
		end := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, zone)
		if until.Before(end) {
			end = until
		}
		start, stop := from.UTC(), end.UTC()
		pieces = append(pieces, piece{
			day: local.Format(time.DateOnly), from: &start, until: &stop, minutes: int(end.Sub(from) / time.Minute),
		})
		from = end
	}
	return pieces
}

// checkHours checks entered hours against what the person entered before, whoever holds the project.
func checkHours(tx *models.Tx, m *models.TeamMember, in *HoursInput, e *entered, earlier *models.HourEntry) error {
	c, p := check.New(), &m.Project
	without, first := "", e.pieces[0].day
	if earlier != nil {
		without, first = earlier.ID, min(first, earlier.Day)
	}
	before := tx.Now.In(p.Zone()).AddDate(0, 0, -correctWithin).Format(time.DateOnly)
	if first < before && e.reason == "" {
		c.Fault("reason", "hours.late_reason", "n", correctWithin)
	}
	last := e.pieces[len(e.pieces)-1].day
	if !p.IsRunning() && last > p.EndedOn {
		c.Fault("day", "hours.after_end")
	}
	// Projects may be in other time zones, and a day there is partly another one here.
	list, err := tx.Hours().Around(m, shift(e.pieces[0].day, -1), shift(last, 1), without)
	if err != nil {
		return err
	}
	for _, part := range e.pieces {
		checkPiece(c, m, in, &part, list)
	}
	return c.Err()
}

func shift(day string, days int) string {
	at := models.Day(day)
	return at.AddDate(0, 0, days).Format(time.DateOnly)
}

func checkPiece(c *check.Checker, m *models.TeamMember, in *HoursInput, part *piece, list []models.HourEntry) {
	total := part.minutes
	for i := range list {
		h := &list[i]
		if h.Day == part.day {
			total += h.Minutes
		}
		switch {
		case part.from != nil && h.StartsAt != nil && h.EndsAt != nil:
			if h.StartsAt.Before(*part.until) && part.from.Before(*h.EndsAt) {
				c.Fault("from", "hours.overlaps", "project", h.Project.Title, "from",
					h.StartsAt.In(m.Project.Zone()).Format("15:04"), "until", h.EndsAt.In(m.Project.Zone()).Format("15:04"))
			}
		case h.ProjectID == m.ProjectID && h.Day == part.day && h.Minutes == part.minutes && !in.Again:
			c.Fault("again", "hours.twice")
		}
	}
	if total > dayMinutes {
		c.Fault("length", "hours.too_long")
	}
}
