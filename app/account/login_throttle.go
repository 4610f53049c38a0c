package account

import (
	"context"
	"time"

	"meguri/models"
)

// Repeated failures make a subject wait, but never longer than longestWait. Nobody can lock a colleague out: browsers
// that have signed in before count apart, and a mailed link makes a browser one of them.
const (
	firstWait   = 30 * time.Second
	longestWait = 15 * time.Minute
	// forgetAfter is the time without attempts after which a subject's failures are forgotten.
	forgetAfter = time.Hour
	// How many failures are free of waiting: more for a network, which a whole venue may share.
	freeForAccount = 5
	freeForNetwork = 20
)

// subject is an account or a network whose attempts are counted. The database has only its hash, so it does not show
// who failed to sign in.
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

// ofDevice is an account on a browser in which it has signed in before. It counts apart, so that the guesses of others
// lock nobody out there.
func ofDevice(accountID, device string) subject {
	return subject{models.HashSecret("device\n" + accountID + "\n" + device), freeForAccount}
}

// ofSignedIn is an account whose password is asked for while it is signed in.
func ofSignedIn(accountID string) subject {
	return subject{models.HashSecret("signed in\n" + accountID), freeForAccount}
}

// wait is how long a subject must wait after its last failure: not at all for the first ones, then 30 s, doubled each
// time.
func (s subject) wait(failures int) time.Duration {
	if failures < s.free {
		return 0
	}
	return min(firstWait<<min(failures-s.free, 10), longestWait)
}

// attempt is the subjects of one attempt. It is counted as a failure before the password is checked, so that attempts
// at the same time all count.
type attempt []subject

// count counts an attempt of each subject. Errors: TooMany with the time to wait where a subject must wait; the attempt
// is then not counted.
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

// succeeded clears the account's failures, and takes one back from the network: its other failures may still be
// guesses.
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
