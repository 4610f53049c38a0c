package models

import (
	"fmt"
	"slices"
)

// Kinds lists the kinds of mails and of jobs that the features have registered.
type Kinds struct{ Mails, Jobs []string }

// SetKinds makes it an error to queue a mail or a job of another kind. Before it is called every kind may be queued.
func (db *DB) SetKinds(k Kinds) { db.kinds.Store(&k) }

func (k *Kinds) checkMail(kind string) error {
	if k != nil && !slices.Contains(k.Mails, kind) {
		return fmt.Errorf("no feature registered mails of kind %q", kind)
	}
	return nil
}

func (k *Kinds) checkJob(kind string) error {
	if k != nil && !slices.Contains(k.Jobs, kind) {
		return fmt.Errorf("no feature registered jobs of kind %q", kind)
	}
	return nil
}
