package account

import (
	"context"
	"time"

	"meguri/models"
)

// Guessing is made slow, not impossible to recover from: nobody can lock a colleague out for longer than longestWait.
const (
	firstWait   = 30 * time.Second
	longestWait = 15 * time.Minute
	// forgetAfter without any attempt, a subject starts anew.
	forgetAfter = time.Hour
	// An account has a few attempts at once; a network more, as a whole venue may share one.
	freeForAccount = 5
	freeForNetwork = 20
)

// subject is what attempts are counted of. It is hashed in the database: nobody reads there who failed to sign in.
type subject struct {
	key  string
	free int
}

func ofAccount(emailKey string) subject {
	return subject{models.HashSecret("account\n" + emailKey), freeForAccount}
}
func ofNetwork(network string) subject {
	return subject{models.HashSecret("network\n" + network), freeForNetwork}
}

// wait is how long after its last failure a subject has to wait: nothing for the free ones, then 30 s, doubling.
func (s subject) wait(failures int) time.Duration {
	if failures < s.free {
		return 0
	}
	return min(firstWait<<min(failures-s.free, 10), longestWait)
}

// attempt is one that was counted as a failure before it was looked at, so that a hundred at once are a hundred.
type attempt []subject

// count notes an attempt of each subject, or returns TooMany with the time to wait where one of them must wait;
// such an attempt is not counted.
func (s *Service) count(ctx context.Context, subjects ...subject) (attempt, error) {
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		for _, subject := range subjects {
			if err := subject.count(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return subjects, err
}

func (s subject) count(tx *models.Tx) error {
	for range 10 {
		read, err := tx.LoginFailures().OfSubject(s.key)
		if err != nil {
			return err
		}
		failures, ago := read.Failures, tx.Now.Sub(read.LastAt)
		if ago > forgetAfter {
			failures = 0
		}
		if left := s.wait(failures) - ago; left > 0 {
			return tooMany(left)
		}
		if ok, err := tx.LoginFailures().Count(read, failures+1); ok || err != nil {
			return err
		}
	}
	return tooMany(firstWait)
}

func tooMany(left time.Duration) error {
	return models.NewError(models.CodeTooMany, "account.wait", "count", int((left+time.Minute-1)/time.Minute))
}

// succeeded clears the account's failures and takes the network's back: other attempts from there may still have
// been guesses.
func (a attempt) succeeded(tx *models.Tx) error {
	for _, subject := range a {
		forget := tx.LoginFailures().TakeBack
		if subject.free == freeForAccount {
			forget = tx.LoginFailures().Forget
		}
		if err := forget(subject.key); err != nil {
			return err
		}
	}
	return nil
}
