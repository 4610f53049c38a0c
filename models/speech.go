package models

import "time"

// Speech is a time in which somebody of one side spoke. EndedAt is nil while they do.
type Speech struct {
	ID        string
	EventID   string
	Mode      Mode
	StartedAt time.Time
	EndedAt   *time.Time
}

// Speak ends what runs, and begins a speech of a side, "" for none.
func (store PostStore) Speak(e *Event, mode Mode) error {
	err := store.tx.g.Model(&Speech{}).Where("event_id = ? AND ended_at IS NULL", e.ID).
		Update("ended_at", store.tx.Now).Error
	if err != nil || mode == "" {
		return err
	}
	return store.tx.g.Create(&Speech{ID: NewID(), EventID: e.ID, Mode: mode, StartedAt: store.tx.Now}).Error
}

// Speeches lists who spoke when.
func (store PostQuery) Speeches(e *Event) ([]Speech, error) {
	var list []Speech
	err := store.q.g.Where("event_id = ?", e.ID).Order("started_at, id").Find(&list).Error
	return list, err
}

// Sides counts something by side.
type Sides struct{ Venue, Online int }

// Sum is both.
func (s Sides) Sum() int { return s.Venue + s.Online }

// add adds to a side.
func (s *Sides) add(mode Mode, n int) {
	switch mode {
	case ModeVenue:
		s.Venue += n
	case ModeOnline:
		s.Online += n
	}
}

// VoteSide is how many votes came from a side.
type VoteSide struct {
	EventID string `gorm:"primaryKey"`
	Mode    Mode   `gorm:"primaryKey"`
	Count   int
}

// TableName is the table of VoteSide.
func (VoteSide) TableName() string { return "voice_votes" }

type sideCount struct {
	Mode  Mode
	Count int
}

func sidesOf(rows []sideCount) (s Sides) {
	for _, row := range rows {
		s.add(row.Mode, row.Count)
	}
	return s
}

// VoiceSides counts by side the voices of an event that were published or joined, and those of them that were answered.
func (store PostQuery) VoiceSides(e *Event) (voices, answered Sides, err error) {
	var rows []struct {
		Mode            Mode
		Count, Answered int
	}
	err = store.q.g.Model(&Post{}).Select("mode, COUNT(*) AS count, COUNT(answered_at) AS answered").
		Where("event_id = ? AND mode <> '' AND state IN ?", e.ID, []PostState{PostPublished, PostMerged}).
		Group("mode").Scan(&rows).Error
	for _, row := range rows {
		voices.add(row.Mode, row.Count)
		answered.add(row.Mode, row.Answered)
	}
	return voices, answered, err
}

// VoteSides counts the votes by where the voters are.
func (store PostQuery) VoteSides(e *Event) (Sides, error) {
	var rows []sideCount
	err := store.q.g.Table("voice_votes").Select("mode, count").Where("event_id = ?", e.ID).Scan(&rows).Error
	return sidesOf(rows), err
}

// PresentSides counts who is inside at the venue, and who is in the online room.
func (store PostQuery) PresentSides(e *Event, pause time.Duration) (s Sides, err error) {
	night, err := store.q.Admissions().night(e)
	if err != nil {
		return s, err
	}
	var inside int64
	err = store.q.g.Model(&Admission{}).Where("event_id = ? AND inside AND changed_at >= ?", e.ID, night).
		Count(&inside).Error
	if err != nil {
		return s, err
	}
	s.Venue = int(inside)
	s.Online, err = store.q.Presences().CountNow(e, pause)
	return s, err
}

// AttendedSides counts who took part on each side.
func (store PostQuery) AttendedSides(e *Event) (Sides, error) {
	var rows []sideCount
	err := store.q.g.Model(&Registration{}).Select("mode, COUNT(*) AS count").
		Joins("JOIN ticket_types ON ticket_types.id = ticket_type_id").
		Where("registrations.event_id = ? AND "+attended, e.ID).Group("mode").Scan(&rows).Error
	return sidesOf(rows), err
}
