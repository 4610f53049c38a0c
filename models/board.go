package models

// OrganizationArrival counts who is expected of an organization, and who has come in either way.
type OrganizationArrival struct {
	Organization string
	Expected     int
	Came         int
}

// ArrivalsByOrganization counts who has a place by organization, those with the most people first, at most limit.
func (store RegistrationQuery) ArrivalsByOrganization(e *Event, limit int) ([]OrganizationArrival, error) {
	var list []OrganizationArrival
	err := store.q.g.Raw(`SELECT organization, COUNT(*) AS expected, SUM(CASE WHEN `+attended+` THEN 1 ELSE 0 END) AS came
		FROM registrations WHERE event_id = ? AND state = ? AND organization <> ''
		GROUP BY organization ORDER BY COUNT(*) DESC, organization LIMIT ?`, e.ID, RegistrationConfirmed, limit).
		Scan(&list).Error
	return list, err
}

// ByDoor counts the scans that let somebody in, by door, since a time.
func (store CheckInQuery) ByDoor(e *Event, in Interval) (map[string]int, error) {
	var rows []struct {
		Door  string
		Scans int
	}
	err := store.q.g.Raw(`SELECT door, COUNT(*) AS scans FROM check_ins WHERE event_id = ? AND result = ?
		AND undone_at IS NULL AND scanned_at >= ? AND scanned_at < ? GROUP BY door`,
		e.ID, CheckInAdmitted, in.From.UTC(), in.Until.UTC()).Scan(&rows).Error
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.Door] = row.Scans
	}
	return counts, err
}
