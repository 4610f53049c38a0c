package models

import "time"

// Presence is an interval in the online room, in one browser tab. Heartbeats move SeenAt; EndedAt is set when the tab says goodbye.
type Presence struct {
	ID             string
	EventID        string
	RegistrationID string
	Tab            string
	StartedAt      time.Time
	SeenAt         time.Time
	EndedAt        *time.Time
}

// AddPresence stores an interval in the online room as it is.
func (tx *Tx) AddPresence(p *Presence) error {
	p.ID = NewID()
	return tx.g.Create(p).Error
}
