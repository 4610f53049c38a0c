package models

import "time"

// keepJobs is how long finished jobs stay to be looked at.
const keepJobs = 30 * 24 * time.Hour

// Sweep removes finished jobs of last month, logins and password resets that have run out, and failures to sign in that slow nobody down any more.
func (tx *Tx) Sweep() error {
	for _, old := range []struct {
		model any
		where string
		since time.Time
	}{
		{&Job{}, "state = 'done' AND finished_at < ?", tx.Now.Add(-keepJobs)},
		{&Login{}, "expires_at < ?", tx.Now},
		{&PasswordReset{}, "expires_at < ?", tx.Now.Add(-keepJobs)},
		{&LoginFailure{}, "last_at < ?", tx.Now.Add(-24 * time.Hour)},
	} {
		if err := tx.g.Where(old.where, old.since).Delete(old.model).Error; err != nil {
			return err
		}
	}
	return nil
}
