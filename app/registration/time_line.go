package registration

import (
	"cmp"
	"slices"
	"time"

	"meguri/app/service/attendance"
	"meguri/models"
)

// TimeLineParts are what a time line may be narrowed to, "" for all of it.
var TimeLineParts = []string{"", "attendance", "mail", "change", "note"}

// Moment is one thing of a person's time line.
type Moment struct {
	At time.Time
	// Part is one of TimeLineParts, Icon the symbol, Tone how it is coloured: came, change, failed, or "".
	Part, Icon, Tone string
	// Key says in words what happened; it is "" for a mail with a subject and for a note.
	Key string
	// By is who did it, where that was not the person.
	By string
	// Minutes is how long it took, 0 where it took no time.
	Minutes int
	// Of these one may say more.
	Mail    *models.Mail
	CheckIn *models.CheckIn
	Note    *models.WrittenNote
	Bulk    *models.BulkOfPerson
	// rank orders what happened at the same moment.
	rank int
}

// timeLine is what is read to make one.
type timeLine struct {
	registration *models.Registration
	activities   []models.Activity
	entries      []models.AuditEntry
	names        *models.AuditNames
	bulks        []models.BulkOfPerson
	moments      []Moment
}

// readTimeLine makes the time line of the page's person, the latest first. It needs the history.
func (p *RegistrationPage) readTimeLine(q *models.Query) (err error) {
	t := &timeLine{registration: p.Registration}
	if t.activities, err = q.Activities().OfRegistration(p.Registration); err != nil {
		return err
	}
	if t.entries, err = q.Audits().OfRegistration(p.Registration); err != nil {
		return err
	}
	if t.names, err = q.Audits().Names(t.entries, nil); err != nil {
		return err
	}
	if t.bulks, err = q.Bulks().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.Notes, err = q.Notes().OfRegistration(p.Registration); err != nil {
		return err
	}
	t.addActivities(p.Mails)
	t.addEntries()
	t.addMails(p.Mails)
	t.addCheckIns(p.CheckIns)
	t.addOnline(p.online)
	t.addNotes(p.Notes)
	slices.SortStableFunc(t.moments, func(a, b Moment) int { return cmp.Or(b.At.Compare(a.At), b.rank-a.rank) })
	p.TimeLine = t.moments
	return nil
}

func (t *timeLine) add(m Moment) { t.moments = append(t.moments, m) }

// activityTones are the tones of what happened; other kinds are changes.
var activityTones = map[models.ActivityKind]string{
	models.ActivityRegistered: "came", models.ActivityConfirmed: "came", models.ActivityPromoted: "came",
	models.ActivityAccepted: "came", models.ActivityDeclined: "failed",
	models.ActivityLapsed: "failed", models.ActivityCancelled: "failed",
}

func (t *timeLine) addActivities(mails []models.Mail) {
	r, hasRegistered, hasCancelled := t.registration, false, false
	for i := range t.activities {
		a := &t.activities[i]
		hasRegistered = hasRegistered || a.Kind == models.ActivityRegistered
		hasCancelled = hasCancelled || a.Kind == models.ActivityCancelled || a.Kind == models.ActivityMerged
		if a.Kind == models.ActivityConfirmed && a.CreatedAt.Equal(r.CreatedAt) {
			continue // told by the registration itself
		}
		m := Moment{
			At: a.CreatedAt, Part: "change", Icon: "seat", Tone: cmp.Or(activityTones[a.Kind], "change"),
			Key: "person." + string(a.Kind), By: t.byWhom(a.CreatedAt), Bulk: t.bulkAt(a.CreatedAt),
		}
		switch {
		case a.Kind == models.ActivityRegistered:
			m.Icon, m.Bulk = "check", nil
		case a.Kind == models.ActivityRestored:
			m.Bulk = nil // which tells the way there
		case a.Kind == models.ActivityChanged && (m.Bulk != nil || isAbout(mails, a, MailChanged)):
			m.Key = "person.moved"
		case a.Kind == models.ActivityChanged && t.didAt(a.CreatedAt, "person_answers_changed"):
			m.Key = "audit.person_answers_changed"
		}
		t.add(m)
	}
	// What is older than what is kept of activities is told by the registration itself.
	if !hasRegistered {
		t.add(Moment{At: r.CreatedAt, Part: "change", Icon: "check", Tone: "came", Key: "person.registered"})
	}
	if !hasCancelled && r.State == models.RegistrationCancelled && r.CancelledAt != nil {
		t.add(Moment{At: *r.CancelledAt, Part: "change", Icon: "seat", Tone: "failed", Key: "person.cancelled"})
	}
}

// isAbout reports whether a mail of the kind tells the activity.
func isAbout(mails []models.Mail, a *models.Activity, kind string) bool {
	return slices.ContainsFunc(mails, func(m models.Mail) bool {
		return m.Kind == kind && m.ActivityID != nil && *m.ActivityID == a.ID
	})
}

// byWhom is the name of the staff who did what happened at the time: both are written by one transaction.
func (t *timeLine) byWhom(at time.Time) string {
	for i := range t.entries {
		if t.entries[i].CreatedAt.Equal(at) {
			return t.names.Actor(t.entries[i].ActorID)
		}
	}
	if bulk := t.bulkAt(at); bulk != nil {
		return bulk.ByName
	}
	return ""
}

// didAt reports whether staff did something at the time.
func (t *timeLine) didAt(at time.Time, action string) bool {
	return slices.ContainsFunc(t.entries, func(e models.AuditEntry) bool {
		return e.Action == action && e.CreatedAt.Equal(at)
	})
}

// bulkAt is what was done to many at the time, nil for nothing.
func (t *timeLine) bulkAt(at time.Time) *models.BulkOfPerson {
	for i := range t.bulks {
		if t.bulks[i].ChangedAt != nil && t.bulks[i].ChangedAt.Equal(at) {
			return &t.bulks[i]
		}
	}
	return nil
}

// addEntries adds what staff did that no activity tells, such as a ticket that was printed.
func (t *timeLine) addEntries() {
	for i := range t.entries {
		e := &t.entries[i]
		isTold := slices.ContainsFunc(t.activities, func(a models.Activity) bool { return a.CreatedAt.Equal(e.CreatedAt) })
		if isTold || slices.Contains(untold, e.Action) {
			continue
		}
		t.add(Moment{
			At: e.CreatedAt, Part: "change", Icon: "form", Key: "audit." + e.Action, By: t.names.Actor(e.ActorID),
		})
	}
}

// untold are actions that the time line tells in another way.
var untold = []string{"person_note_written", "person_note_changed", "person_note_deleted"}

func (t *timeLine) addMails(mails []models.Mail) {
	for i := range mails {
		m := Moment{At: mails[i].CreatedAt, Part: "mail", Icon: "mail", Mail: &mails[i], rank: 1}
		if mails[i].State == models.MailFailed {
			m.Tone, m.Icon = "failed", "info"
		}
		t.add(m)
	}
}

func (t *timeLine) addCheckIns(scans []models.CheckIn) {
	for i := range scans {
		m := Moment{
			At: scans[i].ScannedAt, Part: "attendance", Icon: "scan", Key: "registration.scan_" + string(scans[i].Result),
			By: scans[i].ByName, CheckIn: &scans[i], rank: 1,
		}
		if scans[i].Result == models.CheckInAdmitted && scans[i].UndoneAt == nil {
			m.Tone = "came"
		}
		t.add(m)
	}
}

func (t *timeLine) addOnline(intervals []models.Interval) {
	for _, i := range intervals {
		t.add(Moment{
			At: i.From, Part: "attendance", Icon: "screen", Tone: "came", Key: "person.online",
			Minutes: minutesOf(i.Until.Sub(i.From)),
		})
	}
}

func (t *timeLine) addNotes(notes []models.WrittenNote) {
	for i := range notes {
		n := &notes[i]
		t.add(Moment{At: n.CreatedAt, Part: "note", Icon: "form", Tone: "change", By: n.ByName, Note: n})
	}
}

// minutesOf is a time in minutes; less than a minute counts as one.
func minutesOf(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// Stay is one way in which a person attended, on one day where the event has several: a row of bars on the scale.
type Stay struct {
	Mode    models.Mode
	From    time.Time
	Until   time.Time
	Minutes int
	Bars    []Bar
}

// Bar is where an interval lies, in hundredths of the scale.
type Bar struct{ X, Width int }

// readStays reads how the person attended. It needs the history.
func (p *RegistrationPage) readStays(q *models.Query, event *models.Event) error {
	presences, err := q.Presences().OfRegistration(p.Registration)
	if err != nil {
		return err
	}
	p.online = models.PresentIntervals(presences)
	of, err := attendance.Read(q, event)
	if err != nil {
		return err
	}
	files, err := attendance.Files(q, p.Registration.ID)
	if err != nil {
		return err
	}
	attended := of.Of(files[p.Registration.ID])
	p.Attended, p.SeveralDays = attendance.Attended(attended.Sessions), event.NeedsDates(of.Sessions)
	venue := past(q.Now, attended.AtVenue)
	p.Scale = models.Interval{From: event.StartsAt, Until: event.EndsAt}
	for _, i := range slices.Concat(venue, p.online) {
		if i.From.Before(p.Scale.From) {
			p.Scale.From = i.From
		}
		if i.Until.After(p.Scale.Until) {
			p.Scale.Until = i.Until
		}
	}
	p.addStays(event, models.ModeVenue, venue)
	p.addStays(event, models.ModeOnline, p.online)
	return nil
}

// past is the part of intervals that has passed: who was not scanned on the way out may still be there.
func past(now time.Time, intervals []models.Interval) (passed []models.Interval) {
	for _, i := range intervals {
		if i.Until.After(now) {
			i.Until = now
		}
		if i.Until.After(i.From) {
			passed = append(passed, i)
		}
	}
	return passed
}

// addStays adds the intervals of a mode, a stay for each day where the event has several.
func (p *RegistrationPage) addStays(event *models.Event, mode models.Mode, intervals []models.Interval) {
	for len(intervals) > 0 {
		day, next := event.DayOf(intervals[0].From), len(intervals)
		for i := range intervals {
			if p.SeveralDays && !event.DayOf(intervals[i].From).Equal(day) {
				next = i
				break
			}
		}
		p.addStay(mode, intervals[:next])
		intervals = intervals[next:]
	}
}

func (p *RegistrationPage) addStay(mode models.Mode, intervals []models.Interval) {
	stay := Stay{Mode: mode, From: intervals[0].From, Until: intervals[len(intervals)-1].Until}
	var sum time.Duration
	for _, i := range intervals {
		sum += i.Until.Sub(i.From)
		x := hundredths(i.From.Sub(p.Scale.From), p.Scale)
		stay.Bars = append(stay.Bars, Bar{x, max(1, hundredths(i.Until.Sub(p.Scale.From), p.Scale)-x)})
	}
	stay.Minutes = minutesOf(sum)
	p.Stays = append(p.Stays, stay)
}

func hundredths(part time.Duration, of models.Interval) int {
	return int(100 * part / max(1, of.Until.Sub(of.From)))
}
