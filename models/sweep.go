package models

import "time"

const (
	// keepJobs is how long finished jobs stay to be looked at.
	keepJobs = 30 * 24 * time.Hour
	// keepActivities is how long what happened stays on record: until after the event of the next year.
	keepActivities = 400 * 24 * time.Hour
)

// Sweep removes finished jobs of last month, logins and password resets that have run out, and failures to sign in that
// slow nobody down any more.
func (tx *Tx) Sweep() error {
	for _, old := range []struct {
		model any
		where string
		since time.Time
	}{
		{&Job{}, "state = 'done' AND finished_at < ?", tx.Now.Add(-keepJobs)},
		{&Activity{}, "created_at < ?", tx.Now.Add(-keepActivities)},
		{&Login{}, "expires_at < ?", tx.Now},
		{&PasswordReset{}, "expires_at < ?", tx.Now.Add(-24 * time.Hour)},
		{&LoginFailure{}, "last_at < ?", tx.Now.Add(-24 * time.Hour)},
	} {
		if err := tx.g.Where(old.where, old.since).Delete(old.model).Error; err != nil {
			return err
		}
	}
	return nil
}
