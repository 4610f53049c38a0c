package models

// Overlaps reports whether both sessions take place, at the same time.
func (s *Session) Overlaps(other *Session) bool {
	return s.CancelledAt == nil && other.CancelledAt == nil &&
		other.StartsAt.Before(s.EndsAt) && s.StartsAt.Before(other.EndsAt)
}

// ShortWay reports whether there is less time between the end of the session and the beginning of a later one than the
// way between their rooms takes: gap and needed are minutes. sizes are those of AgendaQuery.RoomSizes.
func (s *Session) ShortWay(later *Session, sizes map[string]RoomSize) (gap, needed int, short bool) {
	if s.CancelledAt != nil || later.CancelledAt != nil || s.RoomID == nil || later.RoomID == nil ||
		s.isInRoomOf(later) || s.Overlaps(later) {
		return 0, 0, false
	}
	needed = max(sizes[*s.RoomID].WalkMinutes, sizes[*later.RoomID].WalkMinutes)
	gap = int(later.StartsAt.Sub(s.EndsAt).Minutes())
	return gap, needed, gap >= 0 && gap < needed
}
