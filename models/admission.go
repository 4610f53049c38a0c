package models

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Admission says where a person is who was scanned at a door. It follows the times of the scans, in whatever order they
// arrive: the last one tells whether the person is inside.
type Admission struct {
	RegistrationID string `gorm:"primaryKey"`
	EventID        string
	TicketTypeID   string // the registration's
	// Arrived is false of a person who was only seen going out: the scan of their way in may still arrive.
	Arrived bool
	Inside  bool
	// Place is the room they went into last, "" for the venue.
	Place     string
	CheckInID string    // the scan since which the person is inside or outside
	FirstAt   time.Time // of the first scan on the way in, where they arrived
	ChangedAt time.Time // of the scan CheckInID
	LastAt    time.Time // of the last scan
}

// Passage is one person's way in or out.
type Passage struct {
	RegistrationID string
	EventID        string
	TicketTypeID   string
	CheckInID      string
	At             time.Time
	Out            bool
	Repeats        bool // see CheckIn
	// Place is what an inner door leads to, "" for a door of the venue.
	Place string
}

// Position is where a scan finds a person.
type Position struct {
	Inside bool
	Since  time.Time // the scan that let them in
}

// OfRegistrations finds admissions of the event's registrations, as they are now. A person who has not arrived has
// none.
func (store AdmissionQuery) OfRegistrations(e *Event, registrationIDs []string) (map[string]Admission, error) {
	night, err := store.night(e)
	if err != nil {
		return nil, err
	}
	var list []Admission
	err = store.q.g.Where(store.q.inList("registration_id", registrationIDs)).Where("arrived").Find(&list).Error
	byID := make(map[string]Admission, len(list))
	for _, a := range list {
		byID[a.RegistrationID] = a.since(night)
	}
	return byID, err
}

// since is where the person is after a night: who came in before it is inside no more.
func (a Admission) since(night time.Time) Admission {
	if a.Inside && a.ChangedAt.Before(night) {
		a.Inside, a.Place = false, ""
	}
	return a
}

// IsInside reports whether the registration's person is inside now.
func (store AdmissionQuery) IsInside(e *Event, registrationID string) (bool, error) {
	admissions, err := store.OfRegistrations(e, []string{registrationID})
	return admissions[registrationID].Inside, err
}

// Record records passages at the event's doors and returns where each person was, by registration. Each may be in the
// list once.
// The scans themselves are stored afterwards, in the same transaction. One statement decides for all scans that are
// later than the person's others, also when two doors scan a ticket at the same time, and locks the rows until the
// transaction ends. It writes them in a fixed order, so that two doors do not deadlock.
func (store AdmissionStore) Record(e *Event, list []Passage) (map[string]Position, error) {
	slices.SortFunc(list, func(a, b Passage) int { return strings.Compare(a.RegistrationID, b.RegistrationID) })
	nights, err := store.Nights(e)
	if err != nil {
		return nil, err
	}
	byNight := map[time.Time][]Passage{}
	for _, p := range list {
		night := nights.Before(p.At)
		byNight[night] = append(byNight[night], p)
	}
	positions := make(map[string]Position, len(list))
	for _, night := range slices.SortedFunc(maps.Keys(byNight), time.Time.Compare) {
		if err := store.recordLatest(byNight[night], night, positions); err != nil {
			return nil, err
		}
	}
	if len(positions) == len(list) {
		return positions, nil
	}
	late := slices.DeleteFunc(slices.Clone(list), func(p Passage) bool {
		_, ok := positions[p.RegistrationID]
		return ok
	})
	return positions, store.recordLate(late, nights, positions)
}

const upsertAdmissions = `INSERT INTO admissions
	(registration_id, event_id, ticket_type_id, arrived, inside, check_in_id, first_at, changed_at, last_at) `

// onLatest moves a person whose last scan is earlier. What it sets is computed from the row as it was: who came in
// before the night is inside no more.
const onLatest = ` ON CONFLICT (registration_id) DO UPDATE SET
	ticket_type_id = excluded.ticket_type_id,
	arrived = admissions.arrived OR excluded.arrived,
	inside = excluded.inside,
	place = '',
	check_in_id = CASE WHEN (admissions.inside AND admissions.changed_at >= ?) = excluded.inside
		THEN admissions.check_in_id ELSE excluded.check_in_id END,
	first_at = CASE WHEN admissions.arrived THEN admissions.first_at ELSE excluded.first_at END,
	changed_at = CASE WHEN (admissions.inside AND admissions.changed_at >= ?) = excluded.inside
		THEN admissions.changed_at ELSE excluded.changed_at END,
	last_at = excluded.last_at
	WHERE excluded.last_at > admissions.last_at
	RETURNING registration_id, arrived, check_in_id, changed_at`

// recordLatest records the passages since a night that are later than the person's other ones, and adds where those
// people were.
func (store AdmissionStore) recordLatest(list []Passage, night time.Time, positions map[string]Position) error {
	checkIns, out := make(map[string]string, len(list)), make(map[string]bool, len(list))
	for _, p := range list {
		checkIns[p.RegistrationID], out[p.RegistrationID] = p.CheckInID, p.Out
	}
	comesIn := columnOf(pgBoolean, func(i int) bool { return !list[i].Out })
	at := columnOf(pgTime, func(i int) time.Time { return list[i].At })
	from, values := store.tx.rowsOf(len(list),
		textColumn(func(i int) string { return list[i].RegistrationID }),
		textColumn(func(i int) string { return list[i].EventID }),
		textColumn(func(i int) string { return list[i].TicketTypeID }),
		comesIn, comesIn,
		textColumn(func(i int) string { return list[i].CheckInID }),
		at, at, at,
	)
	rows, err := store.tx.g.Raw(upsertAdmissions+from+onLatest, append(values, night.UTC(), night.UTC())...).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a Admission
		if err := rows.Scan(&a.RegistrationID, &a.Arrived, &a.CheckInID, &a.ChangedAt); err != nil {
			return err
		}
		hasMoved := a.CheckInID == checkIns[a.RegistrationID]
		positions[a.RegistrationID] = Position{
			Inside: a.Arrived && hasMoved == out[a.RegistrationID], Since: a.ChangedAt.UTC(),
		}
	}
	return rows.Err()
}

// recordLate records passages that are not later than the person's other scans. Their rows are locked: recordLatest
// tried to write them. The scans are read again.
func (store AdmissionStore) recordLate(list []Passage, nights Nights, positions map[string]Position) error {
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.RegistrationID
	}
	scans, err := store.tx.CheckIns().counting(ids)
	if err != nil {
		return err
	}
	for _, p := range list {
		scan := CheckIn{
			ID: p.CheckInID, EventID: p.EventID, RegistrationID: &p.RegistrationID, ScannedAt: p.At,
			Direction: DirectionIn, Result: CheckInAdmitted, Repeats: p.Repeats, Place: p.Place,
		}
		if p.Out {
			scan.Direction, scan.Result = DirectionOut, CheckInLeft
		}
		positions[p.RegistrationID] = positionAt(nights, scans[p.RegistrationID], &scan)
		after := AdmissionAfter(nights, append(scans[p.RegistrationID], scan))
		after.RegistrationID, after.EventID, after.TicketTypeID = p.RegistrationID, p.EventID, p.TicketTypeID
		if err := store.tx.g.Save(&after).Error; err != nil {
			return err
		}
	}
	return nil
}

// positionAt is where a scan finds a person among their other scans. Whom a later scan has let in already is inside:
// one way in is let in once, also where two doors are seen in the wrong order. On another day they come in anew.
func positionAt(nights Nights, scans []CheckIn, c *CheckIn) Position {
	scans = CountedScans(nights, scans)
	n := len(scansBefore(scans, c))
	before := AdmissionAfter(nights, scans[:n]).since(nights.Before(c.ScannedAt))
	if c.Place != "" {
		return Position{Inside: before.Inside && before.Place == c.Place, Since: before.LastAt}
	}
	if !before.Inside && c.Direction == DirectionIn && n < len(scans) && scans[n].Direction == DirectionIn &&
		nights.OneDay(c.ScannedAt, scans[n].ScannedAt) {
		return Position{Inside: true, Since: scans[n].ScannedAt.UTC()}
	}
	return Position{Inside: before.Inside, Since: before.ChangedAt}
}

// RecordInner records passages by doors inside the venue, and returns whether each person was in that place, by
// registration. Each may be in the list once; the caller has locked the event's reception. Whoever is seen there is
// inside the venue.
func (store AdmissionStore) RecordInner(e *Event, list []Passage) (map[string]Position, error) {
	positions := make(map[string]Position, len(list))
	if len(list) == 0 {
		return positions, nil
	}
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.RegistrationID
	}
	var locked []string
	err := store.tx.g.Model(&Admission{}).Clauses(forUpdate).Where(store.tx.inList("registration_id", ids)).
		Order("registration_id").Pluck("registration_id", &locked).Error
	if err != nil {
		return nil, err
	}
	nights, err := store.Nights(e)
	if err != nil {
		return nil, err
	}
	return positions, store.recordLate(list, nights, positions)
}

// SetTicketType records the ticket type of a registration that was changed, if its person was scanned already.
func (store AdmissionStore) SetTicketType(r *Registration) error {
	return store.tx.g.Model(&Admission{}).Where("registration_id = ?", r.ID).
		Update("ticket_type_id", r.TicketTypeID).Error
}

// Recount sets where people are from their scans, after some were undone. Who has no scan left that counts is known to
// have been scanned, so that a scan from before is seen to be late.
func (store AdmissionStore) Recount(e *Event, registrationIDs []string) error {
	slices.Sort(registrationIDs)
	registrationIDs = slices.Compact(registrationIDs)
	var locked []string
	if err := store.tx.g.Model(&Admission{}).Clauses(forUpdate).Where(store.tx.inList("registration_id", registrationIDs)).
		Order("registration_id").Pluck("registration_id", &locked).Error; err != nil {
		return err
	}
	scans, err := store.tx.CheckIns().counting(locked)
	if err != nil {
		return err
	}
	nights, err := store.Nights(e)
	if err != nil {
		return err
	}
	for _, id := range locked {
		after, columns := AdmissionAfter(nights, scans[id]), []string{"arrived", "inside", "place", "last_at"}
		if after.CheckInID != "" {
			columns = append(columns, "check_in_id", "first_at", "changed_at")
		}
		err := store.tx.g.Model(&Admission{}).Where("registration_id = ?", id).Select(columns).Updates(&after).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// AdmissionAfter is where a person is after their scans, in whatever order they are: no ids but that of the scan. Each
// day they come in anew.
func AdmissionAfter(nights Nights, scans []CheckIn) (a Admission) {
	for i, scan := range CountedScans(nights, scans) {
		a = a.since(nights.Before(scan.ScannedAt))
		isIn := scan.Direction == DirectionIn || scan.Place != "" // who leaves a room is still inside
		a.Place = ""
		if scan.Direction == DirectionIn {
			a.Place = scan.Place
		}
		if i == 0 || a.Inside != isIn {
			a.Inside, a.CheckInID, a.ChangedAt = isIn, scan.ID, scan.ScannedAt.UTC()
		}
		if !a.Arrived {
			a.Arrived, a.FirstAt = isIn, scan.ScannedAt.UTC()
		}
	}
	for _, scan := range scans {
		a.LastAt = laterOf(a.LastAt, scan.ScannedAt.UTC())
	}
	return a
}

// Arrival counts attendees of one ticket type. Expected are those with a place, and those who came and gave it back.
// Arrived and Inside count whoever was let in, whatever became of their registration.
type Arrival struct {
	TicketTypeID string
	Expected     int
	Arrived      int
	Inside       int
}

// withoutPlace are the states of who has no place.
const withoutPlace = "'applied', 'pending', 'waitlisted', 'cancelled', 'declined', 'lapsed'"

// cameOf counts who came by ticket type. SQLite looks into its index for each, which takes half as long as grouping.
var cameOf = map[Engine]string{
	PostgreSQL: `SELECT ticket_type_id, COUNT(*) AS people, COUNT(*) FILTER (WHERE inside) AS inside
		FROM admissions WHERE event_id = @event AND arrived GROUP BY ticket_type_id`,
	SQLite: `SELECT ticket_type_id, inside + outside AS people, inside FROM (SELECT id AS ticket_type_id,
			(SELECT COUNT(*) FROM admissions WHERE event_id = t.event_id AND ticket_type_id = t.id
				AND arrived = TRUE AND inside = TRUE) AS inside,
			(SELECT COUNT(*) FROM admissions WHERE event_id = t.event_id AND ticket_type_id = t.id
				AND arrived = TRUE AND inside = FALSE) AS outside
		FROM ticket_types t WHERE event_id = @event LIMIT -1)`, // the limit keeps it from being counted twice
}

// Arrivals counts the event's attendees at the doors by ticket type. It reads no registrations but those without a
// place.
func (store AdmissionQuery) Arrivals(e *Event) ([]Arrival, error) {
	var list []Arrival
	err := store.q.g.Raw(`WITH came AS MATERIALIZED (`+cameOf[Engine(store.q.g.Name())]+`)
		SELECT t.id AS ticket_type_id, t.taken + COALESCE(gone.people, 0) AS expected,
		COALESCE(came.people, 0) AS arrived, COALESCE(came.inside, 0) AS inside
		FROM ticket_types t
		LEFT JOIN came ON came.ticket_type_id = t.id
		LEFT JOIN (SELECT r.ticket_type_id, COUNT(*) AS people
			FROM registrations r JOIN admissions a ON a.registration_id = r.id AND a.arrived
			WHERE r.ticket_type_id IN (SELECT id FROM ticket_types WHERE event_id = @event)
			AND r.state IN (`+withoutPlace+`)
			GROUP BY r.ticket_type_id) gone ON gone.ticket_type_id = t.id
		WHERE t.event_id = @event`, map[string]any{"event": e.ID}).Scan(&list).Error
	if err != nil {
		return nil, err
	}
	return list, store.forgetNights(e, list)
}

// forgetNights takes those out of the counts of people inside who came in before the last night.
func (store AdmissionQuery) forgetNights(e *Event, list []Arrival) error {
	night, err := store.night(e)
	if err != nil || night.IsZero() {
		return err
	}
	var stale []Arrival
	err = store.q.g.Raw(`SELECT ticket_type_id, COUNT(*) AS inside FROM admissions
		WHERE event_id = ? AND arrived AND inside AND changed_at < ? GROUP BY ticket_type_id`, e.ID, night).Scan(&stale).Error
	for i := range list {
		for _, s := range stale {
			if s.TicketTypeID == list[i].TicketTypeID {
				list[i].Inside -= s.Inside
			}
		}
	}
	return err
}

// ArrivalSpan returns when the first and the last person arrived of those who arrived in the interval: zero times for
// nobody.
func (store AdmissionQuery) ArrivalSpan(e *Event, in Interval) (first, last time.Time, err error) {
	for at, order := range map[*time.Time]string{&first: "first_at", &last: "first_at DESC"} {
		var times []time.Time
		err := store.q.g.Model(&Admission{}).
			Where("event_id = ? AND arrived AND first_at >= ? AND first_at < ?", e.ID, in.From.UTC(), in.Until.UTC()).
			Order(order).Limit(1).Pluck("first_at", &times).Error
		if err != nil || len(times) == 0 {
			return first, last, err
		}
		*at = times[0].UTC()
	}
	return first, last, nil
}

// CountBetween counts the people who arrived from each time until the next one.
func (store AdmissionQuery) CountBetween(e *Event, times []time.Time) ([]int, error) {
	return store.q.countBetween("admissions WHERE event_id = ? AND arrived AND first_at", []any{e.ID}, times)
}

// firstOfDay are the scans with which people came for the first time since a moment, in an interval. Who never left is
// seen again, too.
const firstOfDay = `SELECT c.scanned_at FROM check_ins c
	WHERE c.event_id = @event AND c.place = '' AND c.undone_at IS NULL
	AND c.result IN ('admitted', 'already') AND c.scanned_at >= @from AND c.scanned_at < @until AND NOT EXISTS (SELECT 1
		FROM check_ins b WHERE b.registration_id = c.registration_id AND b.event_id = c.event_id AND b.place = ''
		AND b.undone_at IS NULL AND b.result IN ('admitted', 'already') AND b.scanned_at >= @day
		AND (b.scanned_at < c.scanned_at OR (b.scanned_at = c.scanned_at AND b.id < c.id)))`

// CountByDay is CountBetween where an event has several days: on each later one those count who come for the first time
// since the night, also where they were there before.
func (store AdmissionQuery) CountByDay(e *Event, times []time.Time) ([]int, error) {
	nights, err := store.Nights(e)
	if err != nil || len(times) < 2 {
		return nil, err
	}
	second, hasNights := nights.After(e.StartsAt)
	until := times[len(times)-1]
	if !hasNights || !second.Before(until) {
		return store.CountBetween(e, times)
	}
	onFirst := slices.Clone(times)
	for i := range onFirst {
		onFirst[i] = earlierOf(onFirst[i], second)
	}
	counts, err := store.CountBetween(e, onFirst)
	for night := second; err == nil && night.Before(until); {
		end, isNight := nights.After(night)
		if !isNight || end.After(until) {
			end = until
		}
		err = store.addArrivals(e, night, Interval{laterOf(night, times[0]), end}, times, counts)
		night = end
	}
	return counts, err
}

// addArrivals adds those who came in an interval of the day that began in a night.
func (store AdmissionQuery) addArrivals(e *Event, night time.Time, in Interval, times []time.Time, counts []int) error {
	if !in.From.Before(in.Until) {
		return nil
	}
	var came []time.Time
	err := store.q.g.Raw(firstOfDay, map[string]any{
		"event": e.ID, "day": night.UTC(), "from": in.From.UTC(), "until": in.Until.UTC(),
	}).Scan(&came).Error
	for _, at := range came {
		counts[Nights(times).after(at)-1]++
	}
	return err
}
