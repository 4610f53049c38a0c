package project

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

const (
	// correctWithin is for how many days people enter and correct hours themselves; later they give a reason.
	correctWithin = 14
	// oldest is how many days back hours may be.
	oldest = 366
	// dayMinutes is what a day has at most.
	dayMinutes = 24 * 60
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

// find finds a person of a team by the mailed secret.
func (s *Service) find(q *models.Query, secret string) (*models.TeamMember, error) {
	id, ok := link.ID(secret)
	gone := models.NewError(models.CodeNotFound, "error.not_found")
	if !ok || !models.ValidID(id) {
		return nil, gone
	}
	m, err := q.Projects().Member(id)
	if err == nil && (m.ErasedAt != nil || !link.Equal(secret, s.Links.TeamMember(id, m.Link))) {
		return nil, gone
	}
	return m, err
}

// own changes something of a person of a team, by the mailed secret, in one transaction.
func (s *Service) own(ctx context.Context, secret string, do func(*models.Tx, *models.TeamMember) error) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := s.find(tx.Query, secret)
		if err != nil {
			return err
		}
		return do(tx, m)
	})
}

// Enter stores hours of a person, a row for each day; sent again they change nothing. Errors: NotFound; Invalid with
// the fields at fault; Conflict for who has left the team.
func (s *Service) Enter(ctx context.Context, secret string, in *HoursInput) error {
	return s.own(ctx, secret, func(tx *models.Tx, m *models.TeamMember) error {
		wasSent, err := tx.Hours().WasSent(m.ID, in.FormID)
		if err != nil || wasSent {
			return err
		}
		if m.LeftAt != nil {
			return models.NewError(models.CodeConflict, "project.has_left")
		}
		e, err := in.read(&m.Project, tx.Now)
		if err != nil {
			return err
		}
		if err := tx.Hours().Lock(m); err != nil {
			return err
		}
		if wasSent, err = tx.Hours().WasSent(m.ID, in.FormID); err != nil || wasSent {
			return err
		}
		if err := checkHours(tx, m, in, e, nil); err != nil {
			return err
		}
		if err := addPieces(tx, m, e, in.FormID, e.pieces, 0); err != nil {
			return err
		}
		return warn(tx, m, e)
	})
}

func addPieces(tx *models.Tx, m *models.TeamMember, e *entered, formID string, pieces []piece, first int) error {
	for i, part := range pieces {
		err := tx.Hours().Add(&models.HourEntry{
			ProjectID: m.ProjectID, MemberID: m.ID, FormID: formID, Part: first + i, Day: part.day,
			StartsAt: part.from, EndsAt: part.until, Minutes: part.minutes, InWork: e.inWork, Words: e.words,
			Reason: e.reason,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Correct stores hours that a person corrected; a coordinator looks at them again. Errors: those of Enter; Conflict
// where somebody changed them since.
func (s *Service) Correct(ctx context.Context, secret, id string, in *HoursInput) error {
	return s.own(ctx, secret, func(tx *models.Tx, m *models.TeamMember) error {
		h, err := tx.Hours().Of(m.ID, id)
		if err != nil {
			return err
		}
		e, err := in.read(&m.Project, tx.Now)
		if err != nil {
			return err
		}
		if err := tx.Hours().Lock(m); err != nil {
			return err
		}
		if err := checkHours(tx, m, in, e, h); err != nil {
			return err
		}
		part := e.pieces[0]
		h.Day, h.StartsAt, h.EndsAt, h.Minutes = part.day, part.from, part.until, part.minutes
		h.InWork, h.Words, h.Reason = e.inWork, e.words, e.reason
		h.State, h.Answer, h.DecidedAt = models.HoursWaiting, "", nil
		if err := tx.Hours().Update(h, in.Version); err != nil {
			return err
		}
		if err := addPieces(tx, m, e, in.FormID, e.pieces[1:], 1); err != nil {
			return err
		}
		if err := warn(tx, m, e); err != nil {
			return err
		}
		return tx.Contributions().Settle(m.ProjectID)
	})
}

// RemoveInput names the version of the hours that was seen.
type RemoveInput struct {
	Version int `form:"version"`
}

// Remove takes away hours of a person. Errors: NotFound; Conflict where somebody changed them since, or a coordinator
// has approved them and the time for corrections is over.
func (s *Service) Remove(ctx context.Context, secret, id string, in *RemoveInput) error {
	return s.own(ctx, secret, func(tx *models.Tx, m *models.TeamMember) error {
		h, err := tx.Hours().Of(m.ID, id)
		if err != nil {
			return err
		}
		before := tx.Now.In(m.Project.Zone()).AddDate(0, 0, -correctWithin).Format(time.DateOnly)
		if h.State == models.HoursApproved && h.Day < before {
			return models.NewError(models.CodeConflict, "hours.approved_long_ago")
		}
		if err := tx.Hours().Delete(h.ID, in.Version); err != nil {
			return err
		}
		return tx.Contributions().Settle(m.ProjectID)
	})
}

// DecideInput is what a coordinator decides about hours: Entries are their ids with the version that was seen, as
// id:3, and whether they were seen to be over a budget, as id:3:over.
type DecideInput struct {
	Entries []string         `form:"entry"`
	To      models.HourState `form:"to"`
	Words   string           `form:"words"`
}

// Decided is what became of it: how many were changed meanwhile, by their person or another coordinator, and how many
// are over a budget, which who approved them had not seen.
type Decided struct{ Done, Changed, Over int }

// Decide approves hours, or sends them back with words; those that somebody changed since, or that are over a budget
// unseen, stay as they are. Who may edit needs there calls it. Errors: Invalid with the field at fault; NotFound for
// hours that the place has not.
func (s *Service) Decide(ctx context.Context, at models.NeedPlace, in *DecideInput) (Decided, error) {
	c := check.New()
	check.Choice(c, "to", in.To, []models.HourState{models.HoursApproved, models.HoursReturned})
	words := c.Line("words", in.Words, maxWords, check.Optional)
	if words == "" && in.To == models.HoursReturned {
		c.Fault("words", "hours.write_words")
	}
	if len(in.Entries) == 0 {
		c.Fault("entry", "hours.choose_some")
	}
	if err := c.Err(); err != nil {
		return Decided{}, err
	}
	var decided Decided
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		decided = Decided{}
		tx.About(models.AuditSubject{Detail: string(in.To)})
		chosen, err := choose(tx, at, in.Entries)
		if err != nil {
			return err
		}
		told, projects := map[string]*models.HourEntry{}, map[string]bool{}
		for i := range chosen {
			c := &chosen[i]
			err := c.decide(tx, in.To, words)
			switch {
			case models.CodeOf(err) == models.CodeConflict:
				decided.Changed++
				continue
			case err != nil:
				return err
			case c.isOverUnseen(in.To):
				decided.Over++
				continue
			}
			decided.Done++
			told[c.MemberID], projects[c.ProjectID] = &c.HourEntry, true
		}
		for _, id := range slices.Sorted(maps.Keys(projects)) {
			if err := tx.Contributions().Settle(id); err != nil {
				return err
			}
		}
		if in.To != models.HoursReturned {
			return nil
		}
		for _, id := range slices.Sorted(maps.Keys(told)) {
			if err := queueReturned(tx, told[id], words); err != nil {
				return err
			}
		}
		return nil
	})
	return decided, err
}

// chosenEntry is hours that a coordinator chose, with the version that they saw, whether they saw that it is over a
// budget, and by how many minutes it is.
type chosenEntry struct {
	models.HourEntry
	seen     int
	seenOver bool
	over     int
}

// choose reads the hours that a coordinator chose.
func choose(tx *models.Tx, at models.NeedPlace, entries []string) ([]chosenEntry, error) {
	var chosen []chosenEntry
	var list []models.HourEntry
	known := map[string]bool{}
	for _, entry := range slices.Sorted(slices.Values(entries)) {
		id, rest, _ := strings.Cut(entry, ":")
		number, over, _ := strings.Cut(rest, ":")
		version, err := strconv.Atoi(number)
		if err != nil || !models.ValidID(id) || (over != "" && over != overWord) {
			return nil, models.NewError(models.CodeInvalid, "error.invalid")
		}
		if known[id] {
			continue
		}
		known[id] = true
		h, err := tx.Hours().InPlace(at, id)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, chosenEntry{HourEntry: *h, seen: version, seenOver: over == overWord})
		list = append(list, *h)
	}
	over, err := overBudget(tx.Query, list)
	for i := range chosen {
		chosen[i].over = over[chosen[i].ID]
	}
	return chosen, err
}

// overWord says in a form that hours were seen to be over a budget.
const overWord = "over"

func (c *chosenEntry) isOverUnseen(to models.HourState) bool {
	return to == models.HoursApproved && c.over > 0 && !c.seenOver
}

func (c *chosenEntry) decide(tx *models.Tx, to models.HourState, words string) error {
	if c.State == to {
		return models.NewError(models.CodeConflict, "hours.changed_meanwhile")
	}
	if c.isOverUnseen(to) {
		return nil
	}
	c.State, c.Answer, c.DecidedAt = to, "", &tx.Now
	if to == models.HoursReturned {
		c.Answer = words
	}
	return tx.Hours().Update(&c.HourEntry, c.seen)
}
