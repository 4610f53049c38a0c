package models

import "time"

const (
	// jobRetention is how long finished jobs and expired password resets are kept.
	jobRetention = 30 * 24 * time.Hour
	// ActivityRetention is how long activities are kept: until after the next year's event.
	ActivityRetention = 400 * 24 * time.Hour
)

// DeleteExpired removes finished jobs and activities after their retention, expired logins, password resets
// and changes of an address, failed sign-ins that no longer delay anybody, and captions that are in no record.
func (tx *Tx) DeleteExpired() error {
	for _, old := range []struct {
		model any
		where string
		since time.Time
	}{
		{&Job{}, "state = 'done' AND finished_at < ?", tx.Now.Add(-jobRetention)},
		{&Activity{}, "created_at < ?", tx.Now.Add(-ActivityRetention)},
		{&Login{}, "expires_at < ?", tx.Now},
		{&Login{}, "seen_at < ?", tx.Now.Add(-LoginIdle)},
		{&PasswordReset{}, "expires_at < ?", tx.Now.Add(-24 * time.Hour)},
		{&AddressChange{}, "expires_at < ?", tx.Now},
		{&AccountLink{}, "expires_at < ?", tx.Now},
		{&AccountAddress{}, "confirmed_at IS NULL AND created_at < ?", tx.Now.Add(-AccountLinkAge)},
		{&SeriesFollower{}, "keep_until < ?", tx.Now},
		{&LoginFailure{}, "last_at < ?", tx.Now.Add(-24 * time.Hour)},
	} {
		if err := tx.g.Where(old.where, old.since).Delete(old.model).Error; err != nil {
			return err
		}
	}
	if err := tx.Captions().Forget(); err != nil {
		return err
	}
	if err := tx.EntryInvitations().Forget(); err != nil {
		return err
	}
	if err := tx.Teams().Forget(); err != nil {
		return err
	}
	if err := tx.Wishes().Forget(); err != nil {
		return err
	}
	if err := tx.Offers().Forget(); err != nil {
		return err
	}
	if err := tx.Reviews().Forget(); err != nil {
		return err
	}
	if err := tx.Projects().Forget(); err != nil {
		return err
	}
	if err := tx.Needs().Forget(); err != nil {
		return err
	}
	return tx.Mails().ForgetBounces()
}
